// What PostgreSQL wrote into its log: what happened how often, and the entries.

import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {exactTime, localTime, milliseconds, number} from '../format.js';
import {notice} from '../parts.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import {T} from '../texts.js';
import {questionOf, seldom, windowOf} from '../window.js';
import {answered, correlation, sql} from './dbparts.js';

const LIMIT = 200;
const BAD = ['ERROR', 'FATAL', 'PANIC'];
const LEVELS = ['PANIC', 'FATAL', 'ERROR', 'WARNING', 'NOTICE', 'LOG', 'INFO'];
const TYPING_MS = 400;
const BARS = 90;

export function openLog(body, {query, address, ask}) {
  let range;
  let back;
  let filter;
  let typing = null;
  let found = null;

  const asking = seldom();
  const bar = el('div', {});
  const list = el('div', {}, notice(T.loading));
  const view = chart({id: 'pg-events', title: T.database.log.events, note: T.database.log.eventsNote, kind: 'stack', name: (labels) => labels.event},
    {onZoom: (next) => go({range: next}), onReset: () => range.from && go({range: {name: back ?? USUAL}})});
  const events = el('div', {hidden: true}, view.element);
  body.replaceChildren(bar, events, list);
  read(query);

  function read(from) {
    range = rangeOf(from);
    back = from.get('range');
    filter = {level: from.get('level') ?? undefined, event: from.get('event') ?? undefined, text: from.get('text') ?? undefined};
    show(bar, rangeBar(range, back, (next) => go({range: next})), range.isWrong && el('p.warn', {}, T.range.wrong));
  }

  function go({range: next = range, ...change}) {
    const question = queryOf(next, range.name ?? back);
    Object.entries({...filter, ...change}).filter(([, value]) => value).forEach(([name, value]) => question.set(name, value));
    location.hash = `${address}?${question}`;
  }

  async function refresh() {
    const asked = JSON.stringify([range, filter]);
    if (!asking.isDue(asked, range)) {
      return;
    }
    const window = windowOf(range);
    const [entries, happened] = await answered(() => Promise.all([ask('log', {...questionOf(range), ...filter, limit: LIMIT}), ask('events', {...questionOf(range), step: stepOf(window)})]), asking);
    if (asked !== JSON.stringify([range, filter])) {
      return;
    }
    found = {entries, happened};
    events.hidden = happened.events.length === 0;
    if (happened.events.length > 0) {
      view.draw({series: filled(happened), stepSeconds: happened.step_seconds, unit: '', isRate: false, ...window});
    }
    draw();
  }

  function draw() {
    const {entries, happened} = found;
    const words = T.database.log;
    const any = Object.keys(happened.levels).length > 0 || filter.level || filter.event || filter.text;
    if (!any) {
      show(list, notice(words.none, words.noneMore));
      return;
    }
    const levels = LEVELS.filter((level) => happened.levels[level]).concat(Object.keys(happened.levels).filter((level) => !LEVELS.includes(level)));
    show(list,
      el('div.filters', {'data-key': 'filters'},
        el('div.segments', {role: 'group', 'aria-label': words.levels},
          choice(words.all, !filter.level, () => go({level: undefined})),
          levels.map((level) => choice(`${level} ${number(happened.levels[level])}`, filter.level === level, () => go({level}), level))),
        happened.events.length > 0 && el('div.segments.wrap', {role: 'group', 'aria-label': words.events},
          happened.events.slice(0, 12).map(({event, count}) => choice(`${event} ${number(count)}`, filter.event === event, () => go({event: filter.event === event ? undefined : event}), event))),
        el('input', {type: 'search', 'aria-label': words.find, placeholder: words.find, value: filter.text ?? '', 'data-test': 'log-text',
          oninput: ({target}) => {
            clearTimeout(typing);
            typing = setTimeout(() => go({text: target.value || undefined}), TYPING_MS);
          }})),
      entries.entries.length === 0
        ? notice(words.noMatch)
        : el('ol.entries.card', {'data-key': 'entries', 'data-test': 'entries'}, numbered(entries.entries).map(entryOf)),
      entries.more && el('p.muted.note', {}, words.more(LIMIT)));
  }

  const onTheme = () => view.redraw();
  addEventListener('themechange', onTheme);

  return {
    refresh,
    changed: read,
    close() {
      clearTimeout(typing);
      removeEventListener('themechange', onTheme);
      view.close();
    },
  };
}

/** Entries are rare: of finer steps most would be empty. */
function stepOf({from, to}) {
  return Math.max(10, Math.ceil((to - from) / BARS / 10) * 10) + 's';
}

/** A step in which nothing of it happened is none. */
function filled({events, step_seconds: step, from, to}) {
  const first = Math.floor(Date.parse(from) / 1000 / step) * step;
  const last = Math.floor(Date.parse(to) / 1000 / step) * step;
  const at = Array.from({length: Math.floor((last - first) / step) + 1}, (_, i) => first + i * step);
  return events.slice(0, 8).map((one) => {
    const counts = new Map(one.at.map((moment, i) => [moment, one.values[i]]));
    return {labels: {event: one.event}, at, values: at.map((moment) => counts.get(moment) ?? 0)};
  });
}

function choice(text, isPressed, onclick, name = 'all') {
  return el('button', {type: 'button', 'aria-pressed': String(isPressed), 'data-test': 'choose-' + name, onclick}, text);
}

/** Entries of one moment that say the same are told apart by their number. */
function numbered(entries) {
  const seen = new Map();
  return entries.map((entry) => {
    const key = `${entry.at} ${entry.pid} ${entry.message.slice(0, 80)}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return {...entry, key: `${key} ${seen.get(key)}`};
  });
}

export function entryOf(entry) {
  const more = ['detail', 'hint', 'context'].filter((name) => entry[name]);
  return el('li.entry', {'data-key': entry.key, 'data-test': 'entry', 'data-level': entry.error_severity},
    el('div.line', {},
      el('time', {datetime: entry.at, title: exactTime(new Date(entry.at))}, localTime(new Date(entry.at)).slice(5)),
      el(BAD.includes(entry.error_severity) ? 'b.bad' : entry.error_severity === 'WARNING' ? 'b.warn' : 'span.muted', {}, entry.error_severity),
      entry.event && el('span.tag', {}, entry.event),
      typeof entry.duration_ms === 'number' && el('span.tag', {}, milliseconds(entry.duration_ms)),
      el('span.muted', {}, [[entry.user_name, entry.dbname].filter(Boolean).join('@'), entry.application_name, entry.pid && T.database.pid(entry.pid)].filter(Boolean).join(' · ')),
      correlation(entry.correlation_id)),
    el('p.message-text', {}, entry.message, entry.cut && ' …'),
    entry.statement && sql(entry.statement, entry.cut),
    more.length > 0 && el('dl.more', {}, more.map((name) => el('div', {}, el('dt', {}, T.database.log.part[name]), el('dd', {}, entry[name])))));
}
