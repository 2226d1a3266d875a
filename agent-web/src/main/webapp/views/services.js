// The services that systemd keeps, those that failed first, and its timers.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {bytes, duration, number, percent} from '../format.js';
import {fact, moment, notice, stateOf} from '../parts.js';
import {T} from '../texts.js';
import {byLabel, readingsOf} from './readings.js';
import {sortedTable} from './tables.js';

const UNIT = 'systemd.unit.name';
const METRICS = [['systemd.service.restarts', 'value'], 'systemd.service.memory.usage', 'systemd.service.cpu.time', 'systemd.timer.last_run.age', 'systemd.timer.missed'];
const ATTENTION = ['failed', 'activating', 'deactivating', 'reloading', 'active', 'inactive'];

export function openServices(body, {agent}) {
  const readings = readingsOf(agent, METRICS);
  let order = {sort: 'state', down: false};
  let filter = '';
  let showsInactive = false;
  let found = null;
  let values = null;

  async function refresh() {
    [found, values] = await Promise.all([api.get(`agents/${encodeURIComponent(agent)}/snapshots/services`), readings()]);
    draw();
  }

  function draw() {
    show(body, pageOf());
  }

  function pageOf() {
    if (!found.snapshot) {
      return notice(T.services.none, T.services.noneMore);
    }
    if (found.snapshot.state !== 'systemd') {
      return el('div', {'data-test': 'no-systemd'}, notice(T.services.noSystemd, found.snapshot.remedy ?? ''));
    }
    const units = unitsOf(found.snapshot.units, values);
    const services = units.filter(({isTimer}) => !isTimer);
    const timers = units.filter(({isTimer}) => isTimer);
    const failed = units.filter(({active}) => active === 'failed').length;
    const isShown = (unit) => (showsInactive || unit.active !== 'inactive' || unit.enabled === 'enabled')
      && (unit.name + unit.description).toLowerCase().includes(filter.toLowerCase());
    const inactive = services.filter(({active, enabled}) => active === 'inactive' && enabled !== 'enabled').length;
    const shown = services.filter(isShown);
    return [
      el('dl.facts', {'data-key': 'counts', 'data-test': 'service-counts'},
        fact(T.services.services, number(services.length)),
        fact(T.services.running, number(services.filter(({sub}) => sub === 'running').length)),
        fact(T.services.failed, failed > 0 ? el('span.bad', {}, number(failed)) : '0'),
        fact(T.services.timers, number(timers.length)),
        fact(T.containers.seen, moment(found.at))),
      el('div.filters', {'data-key': 'filters'},
        el('input', {type: 'search', placeholder: T.services.filter, 'aria-label': T.services.filter, value: filter, 'data-test': 'filter', oninput: (event) => { filter = event.target.value; draw(); }}),
        inactive > 0 && el('button', {type: 'button', 'aria-pressed': String(showsInactive), 'data-test': 'inactive', onclick: () => { showsInactive = !showsInactive; draw(); }},
          showsInactive ? T.services.hideInactive : T.services.showInactive(inactive))),
      shown.length > 0 ? el('div.card.wide-table', {'data-key': 'services'}, sortedTable({kind: 'services', caption: T.services.services, columns: COLUMNS, rows: shown, keyOf: ({name}) => name, order,
        reorder: (next) => { order = next; draw(); }, attributes: unitAttributes})) : el('p.muted.note', {'data-key': 'no-match'}, T.services.noMatch),
      timers.length > 0 && el('h2', {'data-key': 'timers-title'}, T.services.timers),
      timers.length > 0 && el('div.card.wide-table', {'data-key': 'timers'}, sortedTable({kind: 'timers', caption: T.services.timers, columns: TIMER_COLUMNS,
        rows: timers, keyOf: ({name}) => name, order: {}, reorder() {}, attributes: unitAttributes})),
    ].filter(Boolean);
  }

  return {refresh, changed() {}, close() {}};
}

const unitAttributes = ({name, active}) => ({'data-test': 'unit', 'data-name': name, 'data-state': active});

/** Those that want to be looked at first. */
function unitsOf(units, values) {
  const [restarts, memory, cpu, lastRun, missed] = METRICS.map((one) => byLabel(values[[].concat(one)[0]], UNIT));
  const place = ({active}) => (ATTENTION.indexOf(active) + 1 || ATTENTION.length + 1);
  return units.map((unit) => ({...unit, isTimer: unit.name.endsWith('.timer'), restarts: restarts.get(unit.name), memory: memory.get(unit.name), cpu: cpu.get(unit.name),
    lastRun: lastRun.get(unit.name), missed: missed.get(unit.name) === 1}))
    .sort((a, b) => place(a) - place(b) || b.missed - a.missed || a.name.localeCompare(b.name, 'en', {numeric: true}))
    .map((unit, i) => ({...unit, place: i}));
}

const {column} = T.services;
const NAME = {name: 'name', title: column.name, by: ({name}) => name, cell: ({name, description}) => [el('b', {}, name), el('span.muted', {}, description)]};
const STATE = {name: 'state', title: column.state, by: ({place}) => place, cell: (unit) => [stateOf(unit.active, T.services.state),
  el('span.muted', {}, [unit.sub, unit.result].filter(Boolean).join(' · '))]};
const COLUMNS = [
  NAME,
  STATE,
  {name: 'restarts', title: column.restarts, count: true, by: ({restarts}) => restarts, cell: ({restarts}) => (restarts === undefined ? T.none
    : restarts > 0 ? el('span.warn', {}, number(restarts)) : '0')},
  {name: 'memory', title: column.memory, count: true, by: ({memory}) => memory, cell: ({memory}) => (memory === undefined ? T.none : bytes(memory))},
  {name: 'cpu', title: column.cpu, count: true, by: ({cpu}) => cpu, cell: ({cpu}) => (cpu === undefined ? T.none : percent(cpu))},
  {name: 'pid', title: column.pid, count: true, by: ({pid}) => pid, cell: ({pid}) => (pid ? String(pid) : T.none)},
  {name: 'enabled', title: column.enabled, by: ({enabled}) => enabled, cell: ({enabled}) => enabled || T.none},
];
const TIMER_COLUMNS = [
  {...NAME, by: undefined},
  {...STATE, by: undefined},
  {name: 'last', title: column.lastRun, count: true, cell: ({lastRun}) => (lastRun === undefined ? T.none : T.time.ago(duration(lastRun)))},
  {name: 'missed', title: column.missed, cell: ({missed}) => (missed ? el('span.bad', {}, T.services.missed) : el('span.muted', {}, T.services.onTime))},
];
