// Maintenance windows: when nobody need be told that something is down, and what is seen is not counted.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, exactTime, localTime} from '../format.js';
import {icon} from '../icons.js';
import {moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {formOf} from '../rrule.js';
import {T} from '../texts.js';
import {tabsOf} from './uptimeparts.js';

const EVERY_SECONDS = 10;
const COLUMNS = ['window', 'when', 'lasts', 'next', 'of', 'change'];
const MOST_NAMES = 1_000;

export function open(content, {failed}) {
  const M = T.uptime.maintenance;
  document.title = `${M.title} · ${T.product}`;
  let windows = null;
  let names = new Map();
  let doubted = null;
  let outcome = '';
  let busy = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [found, {monitors}] = await Promise.all([api.get('uptime/maintenance'), api.get('uptime/monitors', {limit: MOST_NAMES})]);
    windows = found.windows;
    names = new Map(monitors.map(({id, name}) => [id, name]));
    draw();
  }, failed);

  async function remove(window) {
    busy = true;
    draw();
    try {
      await api.del(`uptime/maintenance/${window.id}`);
      outcome = '';
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message);
    }
    busy = false;
    doubted = null;
    polling.now();
  }

  function draw() {
    const addButton = el('a.button', {href: '#/uptime/maintenance/add', 'data-test': 'window-add', 'data-needs': 'operator'}, M.add);
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.uptime.title), el('span.space'), addButton),
      tabsOf('maintenance'),
      outcome && el('p.outcome.bad', {'data-key': 'outcome', role: 'status'}, outcome),
      windows.length === 0 ? notice(M.none, M.noneMore, el('a.button', {href: '#/uptime/maintenance/add', 'data-needs': 'operator'}, M.add))
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(windows, {names, busy, doubted, remove, doubt(id) { doubted = id; draw(); }})));
  }

  return {close: polling.stop, changed() {}};
}

function tableOf(windows, {names, busy, doubted, doubt, remove}) {
  const M = T.uptime.maintenance;
  return el('table.monitors.windows', {'data-test': 'windows'},
    el('caption.unseen', {}, M.title),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name}, M.column[name])))),
    el('tbody', {}, windows.map((window) => {
      const cells = {
        window: [el('a', {href: `#/uptime/maintenance/change/${window.id}`}, window.name), ' ', isOpen(window) && stateOf('maintenance', M.state)],
        when: whenOf(window),
        lasts: duration(window.minutes * 60),
        next: nextOf(window),
        of: forOf(window, names),
        change: doubted === window.id
          ? el('span.actions', {}, el('button.danger', {type: 'button', disabled: busy, 'data-test': 'window-remove-surely', onclick: () => remove(window)},
            icon('bad'), M.surely), el('button', {type: 'button', onclick: () => doubt(null)}, T.watch.keep))
          : el('button', {type: 'button', disabled: busy, 'data-test': 'window-remove', 'data-needs': 'operator', 'aria-label': M.removeOne(window.name), onclick: () => doubt(window.id)}, M.remove),
      };
      return el('tr', {'data-key': String(window.id), 'data-test': 'window-row', 'data-name': window.name},
        COLUMNS.map((name) => el('td', {class: name, 'data-label': M.column[name]}, cells[name])));
    })));
}

const isOpen = ({next}) => next.length > 0 && Date.parse(next[0].from) <= api.serverNow();

/** "Weekly on Sun, 02:00 in Europe/Berlin" */
export function whenOf(window) {
  const M = T.uptime.maintenance;
  return [M.told(formOf(window.rule), window.starts), ' ', el('span.muted', {}, M.inZone(window.time_zone))];
}

function nextOf({next}) {
  const M = T.uptime.maintenance;
  const coming = next.find(({from}) => Date.parse(from) > api.serverNow());
  return next.length === 0 ? el('span.muted', {}, M.over)
    : coming ? el('time', {datetime: coming.from, title: exactTime(new Date(coming.from))}, localTime(new Date(coming.from)).slice(0, 16), ' ',
      el('span.muted', {}, '(', moment(coming.from), ')')) : el('span.muted', {}, M.last);
}

function forOf({monitors, tags}, names) {
  const M = T.uptime.maintenance;
  return monitors.length + tags.length === 0 ? M.all
    : [tags.map((tag) => el('span.tag', {}, tag)), monitors.map((id) => el('a', {href: `#/uptime/${id}`}, names.get(id) ?? `#${id}`))].flat()
      .flatMap((part, i) => (i === 0 ? [part] : [' ', part]));
}
