// The containers of a host, and what became of them.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {bytes, number} from '../format.js';
import {icon} from '../icons.js';
import {fact, moment, notice, stateOf, troublesOf} from '../parts.js';
import {T} from '../texts.js';

const COLUMNS = ['name', 'state', 'health', 'cpu', 'memory', 'restarts', 'started', 'image', 'status'];
const COUNTS = new Set(['cpu', 'memory', 'restarts']);

export function openContainers(body, {agent}) {
  return {
    async refresh() {
      show(body, pageOf(await api.get(`agents/${encodeURIComponent(agent)}/containers`)));
    },
    changed() {},
    close() {},
  };
}

function pageOf({at, snapshot, events}) {
  if (!snapshot) {
    return notice(T.containers.none, T.containers.noneMore);
  }
  const {daemon, counts, containers, sizes} = snapshot;
  return [
    el('dl.facts', {'data-key': 'daemon', 'data-test': 'daemon'},
      fact(T.containers.daemon, stateOf(daemon.state, T.containers.states)),
      daemon.version && fact(T.containers.version, `${daemon.engine} ${daemon.version}`),
      counts && fact(T.containers.count, T.containers.counted(counts)),
      sizes && fact(T.containers.sizes, T.containers.taken(bytes(sizes.images), bytes(sizes.volumes))),
      fact(T.containers.seen, moment(at))),
    daemon.remedy && el('div', {'data-key': 'remedy', 'data-test': 'remedy'}, troublesOf([daemon.remedy])),
    containers.length > 0 && el('div.card.wide-table', {'data-key': 'containers'}, tableOf(containers)),
    counts?.untold > 0 && el('p.muted.note', {'data-key': 'untold'}, T.containers.untold(counts.untold)),
    el('h2', {'data-key': 'events-head'}, T.containers.events),
    events.length > 0 ? el('div.card.wide-table', {'data-key': 'events'}, eventsOf(events))
      : el('p.muted.note', {'data-key': 'no-events'}, T.containers.noEvents),
  ];
}

function tableOf(containers) {
  const {column} = T.containers;
  return el('table', {'data-test': 'containers'},
    el('caption.unseen', {}, T.containers.caption),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: COUNTS.has(name) && 'count'}, column[name])))),
    el('tbody', {}, containers.map((one) => {
      const cells = cellsOf(one);
      return el('tr', {'data-key': one.id, 'data-test': 'container', 'data-name': one.name},
        el('th', {scope: 'row'}, one.name),
        COLUMNS.slice(1).map((name) => el('td', {'data-label': column[name], class: COUNTS.has(name) && 'count'}, cells[name])));
    })));
}

function cellsOf(one) {
  const {containers: words, none} = T;
  return {
    state: stateOf(one.state === 'exited' && (one.oom_killed || one.exit_code !== 0) ? 'failed' : one.state,
      {...words.states, failed: one.oom_killed ? words.oomKilled : words.exited(one.exit_code)}),
    health: one.health === 'none' ? none : stateOf(one.health, words.states),
    cpu: one.cpus === undefined ? none : number(Math.round(one.cpus * 1000) / 1000),
    memory: one.memory_bytes === undefined ? none : bytes(one.memory_bytes),
    restarts: one.restarts === undefined ? none : number(one.restarts),
    started: one.started_at ? moment(one.started_at) : none,
    image: one.image,
    status: one.status,
  };
}

function eventsOf(events) {
  const {eventColumn} = T.containers;
  return el('table', {'data-test': 'container-events'},
    el('caption.unseen', {}, T.containers.events),
    el('thead', {}, el('tr', {}, ['at', 'event', 'container', 'image'].map((name) => el('th', {scope: 'col'}, eventColumn[name])))),
    el('tbody', {}, events.map((event) => el('tr', {'data-key': `${event.at} ${event.container} ${event.type}`, 'data-test': 'container-event', 'data-event': event.type},
      el('td', {'data-label': eventColumn.at}, moment(event.at)),
      el('td', {'data-label': eventColumn.event}, el(`span.event.${event.severity}`, {}, icon('containers'), [T.events.type[event.type] ?? event.type, event.to ?? '',
        event.fields.exit_code === undefined ? '' : T.containers.code(event.fields.exit_code)].filter(Boolean).join(', '))),
      el('td', {'data-label': eventColumn.container}, event.container),
      el('td.muted', {'data-label': eventColumn.image}, event.fields['container.image.name'] ?? T.none)))));
}
