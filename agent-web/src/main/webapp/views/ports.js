// Where programs listen on a host, which ports must be open, and what opened and closed.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {number} from '../format.js';
import {fact, moment, notice, stateOf} from '../parts.js';
import {T} from '../texts.js';
import {eventTable} from './events.js';
import {readingsOf} from './readings.js';
import {sortedTable} from './tables.js';

const EVENTS_OF_SECONDS = 7 * 86_400;
const EVENTS = 50;

export function openPorts(body, {agent}) {
  const readings = readingsOf(agent, ['system.port.up']);
  let order = {sort: 'port', down: false};
  let page = null;

  async function refresh() {
    const path = `agents/${encodeURIComponent(agent)}`;
    const from = new Date(api.serverNow() - EVENTS_OF_SECONDS * 1000).toISOString();
    const [found, {events}, values] = await Promise.all([api.get(`${path}/snapshots/ports`), api.get(`${path}/events`, {type: 'port.*', from, limit: EVENTS}), readings()]);
    page = {found, events, critical: values['system.port.up']};
    draw();
  }

  function draw() {
    show(body, pageOf(page));
  }

  function pageOf({found, events, critical}) {
    if (!found.snapshot) {
      return notice(T.ports.none, T.ports.noneMore);
    }
    const {ports, total} = found.snapshot;
    return [
      el('dl.facts', {'data-key': 'counts'},
        fact(T.ports.listening, number(total)),
        critical.map(({labels, value}) => fact(T.ports.critical(labels['network.transport'], labels['server.port']), stateOf(value > 0 ? 'open' : 'closed', T.ports.state))),
        fact(T.containers.seen, moment(found.at))),
      el('div.card.wide-table', {'data-key': 'ports'}, sortedTable({kind: 'ports', caption: T.ports.listening, columns: COLUMNS, rows: ports.map((one) => ({...one, isCritical: isAmong(critical, one)})),
        keyOf: ({transport, address, port, pid}) => `${transport} ${address} ${port} ${pid}`, order, reorder: (next) => { order = next; draw(); },
        attributes: ({port}) => ({'data-test': 'port', 'data-port': port})})),
      total > ports.length && el('p.muted.note', {'data-key': 'untold'}, T.ports.untold(total - ports.length)),
      el('h2', {'data-key': 'events-title'}, T.ports.changes),
      events.length > 0 ? el('div.card.wide-table', {'data-key': 'events'}, eventTable(events)) : el('p.muted.note', {'data-key': 'no-events'}, T.ports.noChanges),
    ].filter(Boolean);
  }

  return {refresh, changed() {}, close() {}};
}

function isAmong(critical, {transport, port}) {
  return critical.some(({labels}) => labels['network.transport'] === transport && labels['server.port'] === String(port));
}

const {column} = T.ports;
const LOCAL = /^(127\.|::1$|\[::1\])/;
const ANY = /^(0\.0\.0\.0|::|\*)$/;
const COLUMNS = [
  {name: 'port', title: column.port, count: true, by: ({port}) => port, cell: ({port, isCritical}) => [el('b', {}, String(port)), isCritical && el('span.tag', {}, T.ports.isCritical)].filter(Boolean)},
  {name: 'transport', title: column.transport, by: ({transport}) => transport, cell: ({transport}) => transport.toUpperCase()},
  {name: 'address', title: column.address, by: ({address}) => address, cell: ({address}) => [el('code', {}, address), ' ',
    el('span.muted', {}, LOCAL.test(address) ? T.ports.local : ANY.test(address) ? T.ports.any : '')]},
  {name: 'process', title: column.process, by: ({process}) => process, cell: ({process}) => process ?? el('span.muted', {title: T.ports.unknownMore}, T.ports.unknown)},
  {name: 'pid', title: column.pid, count: true, by: ({pid}) => pid, cell: ({pid}) => (pid ? String(pid) : T.none)},
];
