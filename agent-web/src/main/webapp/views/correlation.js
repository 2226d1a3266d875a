// One request of an application, as the databases saw it: everything that bears its id, in the order of time.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, exactTime, localTime} from '../format.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {addressOf} from './databases.js';
import {entryOf} from './dblog.js';
import {sql} from './dbparts.js';

const EVERY_SECONDS = 15;

export function open(content, {parts: [part], failed}) {
  const id = decodeURIComponent(part);
  document.title = `${id} · ${T.product}`;
  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => draw(content, await api.get(`correlations/${encodeURIComponent(id)}`)), failed);
  return {close: polling.stop, changed() {}};
}

function draw(content, found) {
  const words = T.correlation;
  show(content,
    el('nav.crumb', {}, el('a', {href: '#/databases'}, T.database.back), ' / ', words.title),
    el('div.head', {}, el('h1', {}, found.id), el('span.muted', {}, words.about)),
    found.events.length === 0
      ? notice(words.none, words.noneMore)
      : el('ol.entries.card', {'data-test': 'correlation'}, found.events.map((event, i) =>
        el('li', {'data-key': `${event.at} ${event.what} ${i}`, 'data-test': 'event', 'data-what': event.what},
          el('div.line', {}, el('span.tag', {}, words.what[event.what]), whereOf(event)), bodyOf(event)))),
    found.more && el('p.muted.note', {}, words.more),
    found.statements.length > 0 && el('h2', {}, words.statements),
    found.statements.length > 0 && el('ol.entries.card', {}, found.statements.map((one) => el('li', {'data-key': `${one.target} ${one.queryid}`},
      el('div.line', {}, el('a', {href: `${addressOf(one)}/statements?${new URLSearchParams({queryid: one.queryid})}`}, T.database.statement.of(one.queryid)), el('span.muted', {}, `${one.target} · ${one.hostname}`)),
      sql(one.query)))));
}

function whereOf(event) {
  return el('a', {href: `${addressOf(event)}?${new URLSearchParams({at: event.last_at})}`}, `${event.target} · ${event.hostname}`);
}

function bodyOf(event) {
  if (event.log) {
    return el('ol', {}, entryOf(event.log));
  }
  const lasted = (Date.parse(event.last_at) - Date.parse(event.at)) / 1000;
  const time = el('time', {datetime: event.at, title: exactTime(new Date(event.at))}, localTime(new Date(event.at)).slice(5));
  const text = event.session
    ? T.correlation.session(event.session.pid, event.session.state ?? T.none, [event.session.usename, event.session.datname].filter(Boolean).join('@'))
    : T.correlation.lock(event.lock.blocked_pid, event.lock.blocking_pid, [event.lock.locktype, event.lock.relation].filter(Boolean).join(' '));
  return el('div', {}, el('div.line', {}, time, el('span', {}, text), lasted > 0 && el('span.muted', {}, T.correlation.seenFor(duration(lasted)))),
    sql(event.session ? event.session.query : event.lock.blocked_query));
}
