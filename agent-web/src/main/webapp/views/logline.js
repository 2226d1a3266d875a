// One line of a log, and all that is known of it when it is opened.

import {el} from '../dom.js';
import {duration, exactTime, localTime} from '../format.js';
import {T} from '../texts.js';

const LOOK = {FATAL: 'bad', ERROR: 'bad', WARN: 'warn', INFO: 'info', DEBUG: 'low', TRACE: 'low'};
const LATE_SECONDS = 30;

/** `only` and `not` take a field and its value. */
export function lineOf(line, {key, isOpen, isMarked, showsHost, toggle, link, only, not}) {
  const [first, ...rest] = line.text.split('\n');
  const fingerprint = line.fields['exception.fingerprint'];
  return el(`li.logline.${LOOK[line.severity] ?? 'low'}`, {'data-key': key, 'data-test': 'log-line', 'data-severity': line.severity, class: isMarked ? `logline ${LOOK[line.severity] ?? 'low'} marked` : null},
    el('button.row', {type: 'button', 'aria-expanded': String(isOpen), 'data-test': 'log-row', onclick: toggle},
      el('time', {datetime: line.at, title: exactTime(new Date(line.at))}, clock(line.at)),
      el('span.severity', {}, line.severity || T.none),
      showsHost && el('span.host', {title: line.hostname}, line.hostname),
      el('span.source', {title: line.source}, line.source.slice(line.source.lastIndexOf('/') + 1)),
      el('span.text', {}, first || line.fields['exception.type'] || ''),
      rest.length > 0 && el('span.tag', {}, T.logs.more(rest.length))),
    isOpen && el('div.whole', {'data-test': 'log-whole'},
      el('pre', {'data-test': 'log-all'}, line.text),
      line.cut && el('p.muted', {}, T.logs.cut),
      el('dl.fields', {},
        field(T.logs.at, exactTime(new Date(line.at)).replace('\n', ' · ')),
        lateness(line),
        named('agent', line.agent, line.hostname, T.logs.host, only, null),
        named('source', line.source, line.source, T.logs.readColumn.source, only, not),
        Object.entries(line.fields).map(([name, value]) => named(name, value, value, name, only, not))),
      el('p.actions', {},
        fingerprint && el('button', {type: 'button', onclick: () => only('exception.fingerprint', fingerprint)}, T.logs.include(T.logs.fingerprint, fingerprint)),
        el('a.button', {href: link(), 'data-test': 'log-link', onclick: copy}, T.logs.link))));
}

function clock(at) {
  const date = new Date(at);
  return `${localTime(date).slice(5)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** A line that was long under way tells that its host was away. */
function lateness({at, received_at: received}) {
  const seconds = (Date.parse(received) - Date.parse(at)) / 1000;
  return seconds > LATE_SECONDS && field(T.logs.received, `${localTime(new Date(received))} (${T.logs.later(duration(seconds))})`);
}

function field(name, ...value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, ...value));
}

function named(name, value, text, title, only, not) {
  return value && el('div', {}, el('dt', {}, title), el('dd', {},
    only && el('button.quiet.pick', {type: 'button', 'data-test': 'field-only', 'data-field': name, title: T.logs.include(title, text), 'aria-label': T.logs.include(title, text), onclick: () => only(name, value)}, '+'),
    not && el('button.quiet.pick', {type: 'button', 'data-test': 'field-not', 'data-field': name, title: T.logs.exclude(title, text), 'aria-label': T.logs.exclude(title, text), onclick: () => not(name, value)}, '−'),
    el('span', {}, text)));
}

/** Follows the link, and copies it where the browser lets us. */
function copy(event) {
  if (navigator.clipboard && !event.ctrlKey && !event.metaKey) {
    const {currentTarget: link} = event;
    navigator.clipboard.writeText(link.href).then(() => { link.textContent = T.logs.copied; }, () => { location.href = link.href; });
    event.preventDefault();
  }
}
