// Which windows were asked, of whom, and whether any is missing or was counted twice.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, exactTime, localTime, number} from '../format.js';
import {icon} from '../icons.js';
import {moment, notice} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {backfill} from '../steering.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 10;
const SPANS = {'24h': 86_400, '7d': 604_800, '30d': 2_592_000};
const USUAL = '24h';
const SHOWN = 1_000;
const COLUMNS = ['state', 'who', 'window', 'follows', 'batch', 'values', 'received', 'again'];
const ALL = '';

export function open(content, {query, failed}) {
  document.title = `${T.windows.title} · ${T.product}`;
  let windows = null;
  let asked = askedOf(query);
  let outcome = null; // {text, bad}: of windows that are read again
  let busy = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const from = new Date(api.serverNow() - SPANS[asked.span] * 1000).toISOString();
    windows = (await api.get('windows', {from, limit: SHOWN})).windows;
    draw();
  }, failed);

  /** The address keeps what is shown, so that it can be shared. */
  function ask(change) {
    asked = {...asked, ...change};
    const {span, of, only} = asked;
    history.replaceState(null, '', '#/windows?' + new URLSearchParams({span, ...(of && {of}), ...(only && {only: '1'})}));
    draw();
    if (change.span) {
      polling.now();
    }
  }

  async function read(window, from, to, told) {
    busy = true;
    outcome = {text: T.windows.reads(seriesOf(window))};
    draw();
    try {
      await backfill(window.agent, window.target, from, to, told);
      outcome = {text: T.windows.isRead(seriesOf(window))};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {bad: true, text: trouble instanceof api.Unreachable ? T.away('hub') : trouble.message};
    }
    busy = false;
    draw();
  }

  function draw() {
    const ofOne = windows.filter((window) => !asked.of || seriesOf(window) === asked.of);
    const shown = ofOne.filter((window) => !asked.only || isDoubtful(window));
    show(content,
      headOf(windows, ofOne, asked, ask),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'windows-outcome', class: outcome?.bad ? 'outcome bad' : 'outcome'}, outcome?.text ?? ''),
      windows.length === 0 ? notice(T.windows.none, T.windows.noneMore)
        : shown.length === 0 ? notice(T.windows.noneDoubtful, T.windows.noneDoubtfulMore(ofOne.length))
          : el('div.card.wide-table', {'data-key': 'table'}, tableOf(shown, read, busy)));
  }

  return {
    close: polling.stop,
    changed(next) {
      asked = askedOf(next);
      polling.now();
    },
  };
}

function askedOf(query) {
  const span = query.get('span') in SPANS ? query.get('span') : USUAL;
  return {span, of: query.get('of') ?? ALL, only: query.get('only') === '1'};
}

const seriesOf = (window) => `${window.hostname} · ${window.target}`;
const isDoubtful = (window) => window.error !== undefined || ['gap', 'overlap'].includes(window.follows) || Object.keys(window.errors).length > 0;

function headOf(windows, ofOne, asked, ask) {
  const series = [...new Set(windows.map(seriesOf))].sort((a, b) => a.localeCompare(b, 'en', {numeric: true}));
  const count = (pick) => ofOne.filter(pick).length;
  const gaps = count(({follows}) => follows === 'gap');
  const overlaps = count(({follows}) => follows === 'overlap');
  const failures = count(({error}) => error !== undefined);
  const good = gaps + overlaps === 0;
  return [
    el('div.head', {'data-key': 'head'}, el('h1', {}, T.windows.title),
      el('span.space'),
      el('div.segments', {role: 'group', 'aria-label': T.range.label}, Object.keys(SPANS).map((span) => el('button', {
        type: 'button',
        'data-test': 'span-' + span,
        'aria-pressed': String(asked.span === span),
        onclick: () => ask({span}),
      }, T.windows.span[span]))),
      series.length > 1 && el('select', {'aria-label': T.windows.of, 'data-test': 'windows-of', onchange: ({target}) => ask({of: target.value})},
        el('option', {value: ALL, selected: asked.of === ALL}, T.windows.all(series.length)),
        series.map((name) => el('option', {value: name, selected: asked.of === name}, name))),
      el('label.check', {}, el('input', {type: 'checkbox', 'data-test': 'windows-only', checked: asked.only,
        onchange: ({target}) => ask({only: target.checked})}), T.windows.only)),
    ofOne.length > 0 && el('p.verdict', {'data-key': 'verdict', 'data-test': 'windows-verdict', 'data-good': String(good)},
      el(`span.state.${good ? 'good' : 'bad'}`, {}, icon(good ? 'good' : 'bad'),
        good ? T.windows.whole(ofOne.length) : T.windows.broken(gaps, overlaps)),
      failures > 0 && el('span.muted.aside', {}, T.windows.failures(failures))),
  ];
}

function tableOf(windows, read, busy) {
  const {column} = T.windows;
  const columns = rights.may('operator') ? COLUMNS : COLUMNS.filter((name) => name !== 'again');
  return el('table.windows', {'data-test': 'windows'},
    el('caption.unseen', {}, T.windows.title),
    el('thead', {}, el('tr', {}, columns.map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, windows.map((window) => {
      const cells = {
        state: stateOf(window),
        who: [el('a', {href: `#/hosts/${encodeURIComponent(window.agent)}`}, window.hostname), el('span.muted', {}, window.target)],
        window: spanOf(window),
        follows: followsOf(window),
        batch: el('span', {title: window.uuid}, number(window.batchIndex)),
        values: valuesOf(window),
        received: moment(window.receivedAt),
        again: againOf(window, read, busy),
      };
      return el('tr', {'data-key': `${window.agent} ${window.uuid}`, 'data-test': 'window-row', 'data-follows': window.follows},
        columns.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}

/** Of our own agents alone; what was pushed here is read by whoever pushed it. A window that failed is read again by itself. */
function againOf(window, read, busy) {
  const before = new Date(Date.parse(window.start) - window.apartSeconds * 1000).toISOString();
  const isOfSender = window.hostname === `${window.client}/${window.site}`;
  return isOfSender || window.series === undefined ? '' : [
    window.follows === 'gap' && el('button.quiet', {type: 'button', disabled: busy, 'data-test': 'read-gap', onclick: () => read(window, before, window.start)}, T.windows.readGap),
    window.error === undefined && el('button.quiet', {type: 'button', disabled: busy, 'data-test': 'read-again', onclick: () => read(window, window.start, window.end, window)}, T.windows.readAgain)];
}

function stateOf(window) {
  const failed = window.error !== undefined;
  const partly = !failed && Object.keys(window.errors).length > 0;
  const look = failed ? 'bad' : partly ? 'busy' : 'good';
  return el(`span.state.${failed ? 'bad' : partly ? 'partly' : 'good'}`, {'data-test': 'window-state', 'data-state': look},
    icon(failed ? 'bad' : partly ? 'off' : 'good'), failed ? T.windows.failed : partly ? T.windows.partly : T.windows.success);
}

/** On one day the second date would only repeat the first. */
function spanOf({start, end}) {
  const [from, to] = [new Date(start), new Date(end)];
  const [first, last] = [localTime(from), localTime(to)];
  return el('span.lines', {title: `${exactTime(from)}\n${exactTime(to)}`},
    el('span', {}, `${first} – ${first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last}`),
    el('span.muted', {}, duration((to - from) / 1000)));
}

function followsOf({follows, apartSeconds}) {
  const words = T.windows.follows;
  if (follows === 'gap' || follows === 'overlap') {
    return el('span.state.bad', {title: words.about[follows]}, icon('bad'), words[follows](duration(apartSeconds)));
  }
  return el('span.muted', {title: words.about[follows]}, words[follows]);
}

function valuesOf({values, parts, errors, error}) {
  const names = Object.keys(values);
  const broken = Object.keys(errors);
  return [
    error !== undefined && el('p.bad.wrap', {}, T.sentence(error)),
    names.length + parts.length > 0 && el('details', {},
      el('summary', {}, T.windows.values(names.length), broken.length > 0 && el('span.bad', {}, ', ', T.windows.errors(broken.length))),
      el('dl.answers', {}, names.map((name) => el('div', {}, el('dt', {}, name),
        el('dd', {}, textOf(values[name]), errors[name] && el('span.bad', {}, ' ', errors[name]))))),
      parts.length > 0 && el('p.muted.wrap', {}, T.windows.parts(parts))),
    ...broken.filter((name) => !(name in values)).map((name) => el('p.bad.wrap', {}, `${name}: ${errors[name]}`)),
  ];
}

function textOf(value) {
  return value === null ? T.none : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
