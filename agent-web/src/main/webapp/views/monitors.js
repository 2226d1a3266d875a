// All monitors, those that want attention first to be asked for; as many as there are, a page at a time.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {milliseconds} from '../format.js';
import {moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {targetOf} from '../uptime.js';
import {tabsOf} from './uptimeparts.js';

const EVERY_SECONDS = 5;
const PAGE = 50;
const COLUMNS = ['choose', 'state', 'name', 'target', 'every', 'datacenters', 'total', 'seen', 'reason'];
const STATES = ['down', 'regional', 'degraded', 'unknown', 'maintenance', 'paused', 'up'];

export function open(content, {query, failed}) {
  const U = T.uptime;
  document.title = `${U.title} · ${T.product}`;
  let asked = askedOf(query);
  let answer = null;
  let places = null;
  let busy = false;
  let outcome = '';
  const chosen = new Map(); // number -> whether it is paused; it outlives a page and a search

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const {q, state, tag, page} = asked;
    [answer, places] = await Promise.all([
      api.get('uptime/monitors', {q: q || undefined, state: state || undefined, tag: tag || undefined, offset: page * PAGE, limit: PAGE}),
      api.get('uptime/places'),
    ]);
    draw();
  }, failed, {topics: ['uptime'], apart: 2});

  /** The address keeps what is shown, so that it can be shared. */
  function ask(change) {
    asked = {...asked, page: 0, ...change};
    history.replaceState(null, '', addressOf(asked));
    polling.now();
  }

  function choose(monitors, isChosen) {
    monitors.forEach(({id, state}) => (isChosen ? chosen.set(id, state === 'paused') : chosen.delete(id)));
    outcome = '';
    draw();
  }

  async function turn(paused) {
    busy = true;
    draw();
    try {
      const {changed} = await api.post('uptime/monitors/pause', {monitors: [...chosen.keys()], paused});
      chosen.clear();
      outcome = U.turned(changed, paused);
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message);
    }
    busy = false;
    polling.now();
  }

  /** Whoever writes somewhere means letters. */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.nodeName) && event.target.type !== 'checkbox') {
      return;
    }
    const links = [...content.querySelectorAll('[data-test=monitor-row] td.name > a')];
    const row = event.target.closest?.('[data-test=monitor-row]');
    const at = links.findIndex((link) => row?.contains(link));
    const doing = {
      '/': () => content.querySelector('[data-test=monitor-search]')?.focus(),
      ArrowDown: () => links[Math.min(at + 1, links.length - 1)]?.focus(),
      ArrowUp: () => links[Math.max(at - 1, 0)]?.focus(),
      ' ': () => event.target.type !== 'checkbox' && row?.querySelector('input').click(),
      p: () => chosen.size > 0 && !busy && turn(![...chosen.values()].every(Boolean)),
      n: () => { location.hash = '#/uptime/add'; },
    }[event.key];
    if (doing && !(event.key === ' ' && (!row || event.target.type === 'checkbox' || event.target.nodeName === 'BUTTON'))) {
      event.preventDefault();
      doing();
    }
  }
  document.addEventListener('keydown', onKey);

  function draw() {
    const all = Object.values(answer.states).reduce((sum, count) => sum + count, 0);
    const isAsked = asked.q || asked.state || asked.tag;
    show(content,
      el('div.head', {'data-key': 'head'},
        el('h1', {}, U.title),
        el('span.muted', {role: 'status', 'data-test': 'monitor-count'}, U.count(answer.total, all)),
        el('span.space'),
        el('input', {type: 'search', 'aria-label': U.search, placeholder: U.search, value: asked.q, 'data-test': 'monitor-search',
          oninput: ({target}) => ask({q: target.value})}),
        places.datacenters.length > 0 && el('a.button', {href: '#/uptime/add', 'data-test': 'monitor-add', 'data-needs': 'admin'}, U.add)),
      tabsOf('monitors'),
      places.datacenters.length === 0
        ? notice(U.noPlace, U.noPlaceMore, el('pre', {}, U.noPlaceExample), el('a.button', {href: '#/uptime/places', 'data-needs': 'admin'}, U.places.add))
        : [
          proberless(places),
          (all > 0 || isAsked) && filtersOf(answer.states, asked, ask),
          (chosen.size > 0 || outcome) && chosenOf({chosen, outcome, busy, turn, clear: () => { chosen.clear(); outcome = ''; draw(); }}),
          answer.monitors.length === 0
            ? isAsked ? notice(U.noMatch, el('button', {type: 'button', onclick: () => ask({q: '', state: '', tag: ''})}, U.showAll))
              : notice(U.none, U.noneMore, el('a.button', {href: '#/uptime/add', 'data-needs': 'admin'}, U.add))
            : el('div.card.wide-table', {'data-key': 'table'}, tableOf(answer.monitors, {ask, chosen, choose})),
          answer.total > PAGE && pagerOf(answer.total, asked, ask),
          answer.monitors.length > 0 && keyHints(),
        ]);
  }

  return {
    close() {
      polling.stop();
      document.removeEventListener('keydown', onKey);
    },
    changed(next) {
      asked = askedOf(next);
      polling.now();
    },
  };
}

function askedOf(query) {
  const page = Number(query.get('page') ?? 1);
  return {q: query.get('q') ?? '', state: query.get('state') ?? '', tag: query.get('tag') ?? '', page: Number.isInteger(page) && page > 0 ? page - 1 : 0};
}

function addressOf({q, state, tag, page}) {
  const said = {...(q && {q}), ...(state && {state}), ...(tag && {tag}), ...(page > 0 && {page: page + 1})};
  return '#/uptime' + (Object.keys(said).length ? '?' + new URLSearchParams(said) : '');
}

/** Datacenters from which nobody probes. */
function proberless({datacenters}) {
  const silent = datacenters.filter(({prober}) => !prober).map(({id}) => id);
  return silent.length > 0 && el('ul.troubles', {'data-key': 'proberless', 'data-test': 'proberless'}, silent.map((id) => el('li', {}, T.uptime.nobodyProbes(id))));
}

function filtersOf(states, asked, ask) {
  const U = T.uptime;
  return el('div.filters', {'data-key': 'filters'},
    el('div.segments.wrap', {role: 'group', 'aria-label': U.column.state},
      el('button', {type: 'button', 'aria-pressed': String(!asked.state), 'data-test': 'state-all', onclick: () => ask({state: ''})}, U.all),
      STATES.filter((state) => states[state] || asked.state === state).map((state) => el('button', {
        type: 'button',
        'data-test': 'state-' + state,
        'aria-pressed': String(asked.state === state),
        onclick: () => ask({state: asked.state === state ? '' : state}),
      }, U.state[state], el('b', {}, ' ', String(states[state] ?? 0))))),
    asked.tag && el('button.kind', {type: 'button', 'data-test': 'tag-clear', title: U.showAll, onclick: () => ask({tag: ''})}, U.tagged(asked.tag), ' ×'));
}

/** What is to be done with those that are chosen, also on other pages. */
function chosenOf({chosen, outcome, busy, turn, clear}) {
  const U = T.uptime;
  const paused = [...chosen.values()].filter(Boolean).length;
  return el('div.chosenbar', {'data-key': 'chosen', 'data-test': 'chosen'},
    chosen.size > 0 && [el('b', {role: 'status'}, U.chosen(chosen.size)),
      el('button', {type: 'button', disabled: busy || paused === chosen.size, 'data-test': 'chosen-pause', 'data-needs': 'operator', onclick: () => turn(true)}, U.pause),
      el('button', {type: 'button', disabled: busy || paused === 0, 'data-test': 'chosen-resume', 'data-needs': 'operator', onclick: () => turn(false)}, U.resume),
      el('button.quiet', {type: 'button', onclick: clear}, U.clear)],
    outcome && el('span', {role: 'status', 'data-test': 'chosen-outcome'}, outcome));
}

function keyHints() {
  return el('p.muted.keyhints', {'data-key': 'keys'}, T.uptime.keyHints.map(([key, what]) => el('span', {}, el('kbd', {}, key), ' ', what)));
}

function tableOf(monitors, {ask, chosen, choose}) {
  const {column} = T.uptime;
  return el('table.monitors', {'data-test': 'monitors'},
    el('caption.unseen', {}, T.uptime.title),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name + (name === 'total' ? ' count' : '')}, name === 'choose'
      ? box(T.uptime.chooseAll, monitors.every(({id}) => chosen.has(id)), (on) => choose(monitors, on), 'choose-all') : column[name])))),
    el('tbody', {}, monitors.map((monitor) => {
      const cells = {
        choose: box(T.uptime.chooseOne(monitor.name), chosen.has(monitor.id), (on) => choose([monitor], on), 'choose'),
        state: stateOf(monitor.state, T.uptime.state),
        name: [el('a', {href: `#/uptime/${monitor.id}`}, monitor.name), el('span.tags', {}, monitor.tags.map((tag) => el('button.kind', {
          type: 'button', onclick: () => ask({tag}), title: T.uptime.only(tag)}, tag)))],
        target: [el('span.muted', {}, T.uptime.kind[monitor.kind] ?? monitor.kind), ' ', el('span', {title: targetOf(monitor)}, targetOf(monitor))],
        every: T.uptime.every(monitor.every_seconds),
        datacenters: monitor.datacenters.length === 0 ? el('span.muted', {}, T.uptime.everywhere) : monitor.datacenters.join(', '),
        total: monitor.total_us === undefined ? T.none : milliseconds(monitor.total_us / 1000),
        seen: moment(monitor.seen_at),
        reason: monitor.state === 'up' || !monitor.reason ? T.none : T.sentence(monitor.reason),
      };
      return el('tr', {'data-key': String(monitor.id), 'data-test': 'monitor-row', 'data-name': monitor.name, 'data-state': monitor.state},
        COLUMNS.map((name) => el('td', {class: name + (name === 'total' ? ' count' : ''), 'data-label': column[name]}, cells[name])));
    })));
}

/** The attribute says only how it begins: one that is turned is another element. */
function box(label, isOn, turn, test) {
  return el('input', {type: 'checkbox', 'aria-label': label, 'data-test': test, checked: isOn, 'data-key': `${test} ${isOn}`, onchange: ({target}) => turn(target.checked)});
}

function pagerOf(total, {page}, ask) {
  const pages = Math.ceil(total / PAGE);
  const step = (by, words) => el('button', {type: 'button', disabled: page + by < 0 || page + by >= pages, 'data-test': by < 0 ? 'page-before' : 'page-after',
    onclick: () => ask({page: page + by})}, words);
  return el('nav.actions.pager', {'data-key': 'pager', 'aria-label': T.uptime.pages}, step(-1, T.uptime.before),
    el('span.muted', {role: 'status'}, T.uptime.page(page + 1, pages)), step(1, T.uptime.after));
}
