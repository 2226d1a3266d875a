// All hosts at one look.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {bytes, number} from '../format.js';
import {icon} from '../icons.js';
import {bar, moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 5;
const STATES = ['error', 'offline', 'online'];

/** name -> what the column sorts by; numbers sort the largest first. */
const COLUMNS = {
  state: (row) => STATES.indexOf(row.state),
  hostname: (row) => row.hostname,
  version: (row) => row.version,
  lastHeartbeat: (row) => -Date.parse(row.lastHeartbeat ?? 0),
  cpu: (row) => -(row.cpu ?? -1),
  memory: (row) => -(row.memory ?? -1),
  disk: (row) => -(row.disk ?? -1),
  spool: (row) => -((row.spool?.bytes ?? 0) + 1e15 * (row.spool?.evictedSegments ?? 0)),
};

export function open(content, {query, failed}) {
  document.title = `${T.fleet.title} · ${T.product}`;
  let rows = null;
  let order = orderOf(query);

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    rows = (await api.get('agents')).agents;
    draw();
  }, failed);

  /** The address keeps sorting and filter, so that it can be shared. */
  function reorder(change) {
    order = {...order, ...change};
    const {sort, down, filter} = order;
    history.replaceState(null, '', '#/fleet?' + new URLSearchParams({sort, ...(down && {down: '1'}), ...(filter && {filter})}));
    draw();
  }

  function draw() {
    if (rows.length === 0) {
      show(content, emptyFleet());
      return;
    }
    const shown = sorted(rows.filter((row) => matches(row, order.filter)), order);
    show(content,
      el('div.head', {'data-key': 'head'},
        el('h1', {}, T.fleet.title),
        el('span.muted', {role: 'status', 'data-test': 'fleet-count'}, T.fleet.count(shown.length, rows.length)),
        el('span.space'),
        el('a.button', {href: '#/fleet/join', 'data-test': 'add-host'}, T.join.title),
        el('input', {type: 'search', 'aria-label': T.fleet.filter, placeholder: T.fleet.filter, value: order.filter,
          'data-test': 'fleet-filter', oninput: ({target}) => reorder({filter: target.value})})),
      shown.length === 0
        ? notice(T.fleet.noMatch(order.filter))
        : el('div.card.wide-table', {'data-key': 'table'}, el('table.fleet', {},
          el('thead', {}, el('tr', {}, Object.keys(COLUMNS).map((name) => heading(name, order, reorder)))),
          el('tbody', {}, shown.map(rowOf)))));
  }

  return {
    close: polling.stop,
    changed(next) {
      order = orderOf(next);
      if (rows) {
        draw();
      }
    },
  };
}

function orderOf(query) {
  const sort = query.get('sort') in COLUMNS ? query.get('sort') : 'state';
  return {sort, down: query.get('down') === '1', filter: query.get('filter') ?? ''};
}

function matches(row, filter) {
  const text = [row.hostname, row.version, row.os, T.state[row.state], ...(row.addresses ?? [])].join(' ').toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function sorted(rows, {sort, down}) {
  const by = COLUMNS[sort];
  const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b, 'en', {numeric: true}) : a - b);
  return [...rows].sort((a, b) => (down ? -1 : 1) * compare(by(a), by(b)) || compare(a.hostname, b.hostname));
}

function heading(name, {sort, down}, reorder) {
  const isSorted = sort === name;
  const column = T.fleet.column[name];
  return el('th', {scope: 'col', class: name, 'aria-sort': isSorted ? (down ? 'descending' : 'ascending') : null},
    el('button', {type: 'button', title: T.fleet.sortBy(column), 'data-test': 'sort-' + name,
      onclick: () => reorder({sort: name, down: isSorted && !down})}, column,
    el('span.arrow', {'aria-hidden': 'true'}, isSorted ? (down ? '↑' : '↓') : '')));
}

function rowOf(row) {
  const cell = (name, ...content) => el('td', {class: name, 'data-label': T.fleet.column[name]}, ...content);
  return el('tr', {'data-key': row.id, 'data-test': 'fleet-row', 'data-host': row.hostname},
    cell('state', stateOf(row.state, T.state)),
    cell('hostname', el('a', {href: `#/hosts/${encodeURIComponent(row.id)}`}, row.hostname),
      el('span.muted', {}, T.fleet.kind[row.kind] ?? (row.addresses ?? [])[0] ?? ''), troublesIn(row)),
    cell('version', row.kind === 'agent' ? row.version : T.none),
    cell('lastHeartbeat', moment(row.lastHeartbeat)),
    cell('cpu', bar(row.cpu)),
    cell('memory', bar(row.memory)),
    cell('disk', bar(row.disk, T.fleet.diskIs)),
    cell('spool', waiting(row.spool)));
}

function troublesIn({troubles = []}) {
  return troubles.length > 0 && el('details.troubles', {'data-test': 'troubles'},
    el('summary', {}, icon('bad'), T.fleet.troubles(troubles.length)),
    el('ul', {}, troubles.map((trouble) => el('li', {}, T.sentence(trouble)))));
}

function waiting(spool) {
  if (!spool || spool.segments + spool.evictedSegments + spool.refusedSegments === 0) {
    return el('span.muted', {}, T.none);
  }
  return el('span.lines', {},
    spool.segments > 0 && el('span', {title: T.fleet.spoolIs}, bytes(spool.bytes)),
    spool.evictedSegments > 0 && el('span.bad', {}, T.fleet.lost(number(spool.evictedReadings))),
    spool.refusedSegments > 0 && el('span.bad', {}, T.fleet.refused(number(spool.refusedSegments))));
}

function emptyFleet() {
  return notice(T.fleet.emptyTitle, T.fleet.empty, el('a.button', {href: '#/fleet/join', 'data-test': 'add-host'}, T.join.title));
}
