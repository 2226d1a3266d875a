// What happened on a host, as a list: by time, kind, severity and text.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {exactTime, localTime, number} from '../format.js';
import {icon} from '../icons.js';
import {KINDS, kindOf, kindsOf, wordOf} from '../kinds.js';
import {notice} from '../parts.js';
import {queryOf, rangeBar, rangeOf} from '../range.js';
import {T} from '../texts.js';
import {questionOf, seldom} from '../window.js';

const PAGE = 200;
const SEVERITIES = ['error', 'warning', 'info'];
const PATIENCE_MS = 300;

export function openEvents(body, {agent, query, address}) {
  const path = `agents/${encodeURIComponent(agent)}/events`;
  const due = seldom();
  let asked = query;
  let counts = {};
  let events = null;
  let next = null;
  let older = []; // read behind the newest page; they stay while the newest move
  let timer = null;

  const bar = el('div', {'data-key': 'bar'});
  const filters = el('div', {'data-key': 'filters'});
  const list = el('div', {'data-key': 'list'});
  body.replaceChildren(bar, filters, list);
  list.replaceChildren(notice(T.loading));
  draw();

  /** The address keeps all that is chosen. */
  function go(change) {
    const parameters = new URLSearchParams(asked);
    Object.entries(change).forEach(([name, value]) => (value ? parameters.set(name, value) : parameters.delete(name)));
    location.hash = `${address}/events?${parameters}`;
  }

  function goRange(range) {
    const time = queryOf(range, rangeOf(asked).name ?? asked.get('range'));
    go({range: time.get('range'), from: time.get('from'), to: time.get('to')});
  }

  function question() {
    const severity = SEVERITIES.filter((one) => (asked.get('severity') ?? '').split(',').includes(one));
    return {...questionOf(usualRange(asked)), severity: severity.length ? severity : undefined, text: asked.get('text') || undefined};
  }

  async function refresh() {
    const range = usualRange(asked);
    const words = asked.toString();
    if (!due.isDue(words, range)) {
      return;
    }
    const types = typesOf(kindsOf(asked));
    try {
      const [all, some] = await Promise.all([
        api.get(`${path}/counts`, {...question(), step: '86400s'}),
        types.length === 0 ? {events: []} : api.get(path, {...question(), type: types.includes('*') ? undefined : types, limit: PAGE}),
      ]);
      if (words === asked.toString()) {
        counts = Object.entries(all.types).reduce((sums, [type, count]) => ({...sums, [kindOf(type)]: (sums[kindOf(type)] ?? 0) + count}), {});
        events = some.events.filter(({type}) => kindsOf(asked).has(kindOf(type)));
        next = older.length ? next : some.next;
        draw();
      }
    } catch (trouble) {
      due.forget();
      throw trouble;
    }
  }

  async function more() {
    const types = typesOf(kindsOf(asked));
    const page = await api.get(path, {...question(), type: types.includes('*') ? undefined : types, limit: PAGE, cursor: next});
    older = [...older, ...page.events.filter(({type}) => kindsOf(asked).has(kindOf(type)))];
    next = page.next;
    draw();
  }

  function draw() {
    const shown = kindsOf(asked);
    const severities = (asked.get('severity') ?? '').split(',').filter(Boolean);
    show(bar, rangeBar(usualRange(asked), asked.get('range'), goRange));
    show(filters, el('div.filters', {},
      el('input', {type: 'search', placeholder: T.events.find, 'aria-label': T.events.find, value: asked.get('text') ?? '', 'data-test': 'find',
        oninput: (event) => { clearTimeout(timer); const text = event.target.value; timer = setTimeout(() => go({text}), PATIENCE_MS); }}),
      el('div.segments', {role: 'group', 'aria-label': T.events.severityIs}, SEVERITIES.map((one) => el('button', {type: 'button', 'data-test': 'severity-' + one, 'aria-pressed': String(severities.includes(one)),
        onclick: () => go({severity: SEVERITIES.filter((other) => (other === one) !== severities.includes(other)).join(',')})}, T.events.severity[one])))),
    el('div.kinds', {role: 'group', 'aria-label': T.events.shown}, KINDS.filter(({id}) => counts[id] || (id !== 'other' && !shown.has(id))).map(({id}) =>
      el('button.kind', {type: 'button', 'data-key': id, 'data-test': 'kind-' + id, 'aria-pressed': String(shown.has(id)), title: T.events.toggle(T.events.kind[id]),
        onclick: () => go({events: wordOf(new Set(KINDS.map((kind) => kind.id).filter((other) => (other === id) !== shown.has(other))))})},
      icon(id), T.events.kind[id], el('b', {}, number(counts[id] ?? 0))))));
    if (events) {
      const all = withoutTwice([...events, ...older]);
      show(list, all.length === 0 ? notice(T.events.none, asked.get('text') || severities.length || wordOf(shown) ? T.events.noneLikeThat : T.events.noneMore)
        : el('div.card.wide-table', {'data-key': 'events'}, eventTable(all)),
      next && el('button.more', {type: 'button', 'data-key': 'more', 'data-test': 'more', onclick: more}, T.events.older));
    }
  }

  return {
    refresh,
    changed(query) {
      asked = query;
      older = [];
      due.forget();
      draw();
    },
    close() {
      clearTimeout(timer);
    },
  };
}

/** A day is more than one expects to be empty, and no more than one can read. */
function usualRange(query) {
  return query.has('range') || query.has('from') ? rangeOf(query) : {name: '24h', seconds: 86_400};
}

/** '*' where a kind is wanted that has no types of its own. */
function typesOf(shown) {
  return shown.has('other') ? ['*'] : KINDS.filter(({id}) => shown.has(id)).flatMap(({types}) => types);
}

/** What was the last of the newest page may be the first of the one behind it by now. */
function withoutTwice(events) {
  const seen = new Set();
  return events.filter((event) => {
    const key = keyOf(event);
    return !seen.has(key) && seen.add(key);
  });
}

const keyOf = ({at, type, subject, message}) => [at, type, subject, message].join(' ');

export function eventTable(events) {
  const {column} = T.events;
  return el('table.events', {'data-test': 'events'}, el('caption.unseen', {}, T.events.title),
    el('thead', {}, el('tr', {}, ['at', 'type', 'message'].map((name) => el('th', {scope: 'col'}, column[name])))),
    el('tbody', {}, events.map((event) => el('tr', {'data-key': keyOf(event), 'data-test': 'event', 'data-type': event.type, 'data-severity': event.severity},
      el('td.at', {'data-label': column.at}, el('time', {datetime: event.at, title: exactTime(new Date(event.at))}, localTime(new Date(event.at)))),
      el('td.type', {'data-label': column.type}, el(`span.event.${event.severity}`, {title: T.events.severity[event.severity]}, icon(kindOf(event.type)), T.events.type[event.type] ?? event.type)),
      el('td.sentence', {'data-label': column.message}, event.message, moreOf(event))))));
}

/** What the sentence does not say. */
function moreOf({fields = {}, message}) {
  const more = Object.entries(fields).filter(([, value]) => value && !message.includes(value));
  return more.length > 0 && el('span.muted', {}, more.map(([name, value]) => `${name} ${value}`).join(' · '));
}
