// Which processes used most, now or at any moment; how many there are; and those that are watched as groups.

import * as api from '../api.js';
import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {bytes, duration, exactTime, localTime, number, percent} from '../format.js';
import {chartCalled} from '../hostcharts.js';
import {icon} from '../icons.js';
import {fact, moment, notice} from '../parts.js';
import {seriesOf} from '../series.js';
import {T} from '../texts.js';
import {byLabel, readingsOf} from './readings.js';
import {sortedTable} from './tables.js';

const CHARTS = ['cpu', 'memory', 'disk-io'];
const SHOWN_SECONDS = 3600;
const STATES = ['running', 'sleeping', 'blocked', 'idle', 'stopped', 'defunct', 'other'];
const STATE = 'system.process.status';
const WATCH = 'process.watch';
const WATCHED = ['process.watch.count', 'process.watch.cpu.utilization', 'process.watch.memory.usage', 'process.watch.thread.count', ['process.watch.restarts', 'value']];

export function openProcesses(body, {agent, query, address}) {
  let at = momentOf(query);
  let order = {sort: 'cpu', down: true};
  let found = null;
  let counts = null;
  let watched = null;
  let readings = readingsAt();
  let charts = [];

  const control = el('div', {'data-key': 'control'});
  const pictures = el('div.charts.small', {'data-key': 'pictures', 'data-live': ''});
  const content = el('div', {'data-key': 'content'});
  body.replaceChildren(control, pictures, content);
  content.replaceChildren(notice(T.loading));
  draw();
  open();

  function readingsAt() {
    return readingsOf(agent, ['system.process.count', ...WATCHED], at);
  }

  /** Of the hour that ends now, or around the moment. */
  function open() {
    charts.forEach((one) => one.close());
    const now = api.serverNow() / 1000;
    const end = at ? Math.min(at + SHOWN_SECONDS / 2, now) : null;
    const range = end && end < now ? {from: end - SHOWN_SECONDS, to: end} : {seconds: SHOWN_SECONDS};
    charts = CHARTS.map((id) => {
      const definition = chartCalled(id);
      const view = chart(definition, {onZoom: ({from, to}) => go((from + to) / 2), onReset: () => go(null), onMoment: go, pin: () => at});
      const series = seriesOf(agent, definition.metric, definition.as, range);
      return {view, close: view.close, refresh: async () => view.draw(await series.refresh())};
    });
    pictures.replaceChildren(...charts.map(({view}) => view.element));
  }

  function go(next) {
    location.hash = next ? `${address}/processes?${new URLSearchParams({at: instant(next)})}` : `${address}/processes`;
  }

  async function refresh() {
    const asked = at;
    const [snapshot, values] = await Promise.all([
      api.get(`agents/${encodeURIComponent(agent)}/snapshots/processes`, {at: at ? instant(at) : undefined}),
      readings(),
      ...charts.map((one) => one.refresh()),
    ]);
    if (asked === at) {
      found = snapshot;
      counts = values['system.process.count'];
      watched = watchedOf(values);
      draw();
    }
  }

  function draw() {
    show(control, controlOf());
    if (found) {
      show(content, contentOf());
    }
  }

  function controlOf() {
    const shownAt = found?.at && Date.parse(found.at) / 1000;
    const seconds = found?.snapshot?.seconds;
    return el('div.ranges', {},
      el('div.segments', {},
        step('earlier', shownAt && shownAt - seconds - 1, go),
        step('later', at && shownAt && shownAt + seconds < api.serverNow() / 1000 && shownAt + 1, go)),
      el('input', {type: 'datetime-local', step: 1, 'aria-label': T.processes.choose, title: T.processes.choose, 'data-test': 'choose-moment', value: at ? localInput(at) : '',
        onchange: (event) => event.target.value && go(new Date(event.target.value).getTime() / 1000)}),
      at && el('button', {type: 'button', 'data-test': 'live', onclick: () => go(null)}, T.range.reset),
      found?.snapshot && el('span', {'data-test': 'snapshot-at', 'data-at': found.at, title: exactTime(new Date(found.at))},
        at ? T.processes.between(localTime(new Date((shownAt - seconds) * 1000)), localTime(new Date(found.at)).slice(11)) : [T.processes.of(duration(seconds)), ' ', moment(found.at)]),
      el('span.muted.hint', {}, T.processes.hint));
  }

  function contentOf() {
    if (!found.snapshot) {
      return notice(at ? T.processes.noneThen : T.processes.none, T.processes.noneMore);
    }
    const {snapshot} = found;
    const byState = byLabel(counts, STATE);
    return [
      el('dl.facts', {'data-key': 'counts', 'data-test': 'process-counts'},
        fact(T.processes.total, number(snapshot.total)),
        STATES.filter((state) => byState.get(state) > 0).map((state) => fact(T.processes.state[state],
          state === 'blocked' || state === 'defunct' ? el('span.warn', {}, number(byState.get(state))) : number(byState.get(state))))),
      watched.length > 0 && [el('h2', {'data-key': 'watched-title'}, T.processes.watched), el('div.card.wide-table', {'data-key': 'watched'}, watchedTable(watched))],
      el('h2', {'data-key': 'title'}, T.processes.top, ' ', el('span.muted.aside', {}, T.processes.topNote(snapshot.processes.length, snapshot.total))),
      el('div.card.wide-table', {'data-key': 'processes'}, sortedTable({
        kind: 'processes', caption: T.processes.top, columns: COLUMNS, rows: snapshot.processes, keyOf: ({pid, started_seconds_ago: age}) => `${pid} ${Math.round(age)}`, order,
        reorder: (next) => { order = next; draw(); },
        attributes: (row) => ({'data-name': row.name, class: row.ended ? 'ended' : null}),
      })),
    ].flat();
  }

  const onTheme = () => charts.forEach(({view}) => view.redraw());
  addEventListener('themechange', onTheme);
  return {
    refresh,
    changed(next) {
      at = momentOf(next);
      readings = readingsAt();
      open();
      draw();
    },
    close() {
      removeEventListener('themechange', onTheme);
      charts.forEach((one) => one.close());
    },
  };
}

const {column} = T.processes;
const ioOf = (one) => one.read_bytes_per_second + one.written_bytes_per_second;
const COLUMNS = [
  {name: 'name', title: column.name, by: ({name}) => name, cell: (one) => [el('b', {}, nameOf(one)),
    one.ended && el('span.tag', {}, T.processes.ended), one.command && el('code', {title: one.command}, one.command)].filter(Boolean)},
  {name: 'pid', title: column.pid, count: true, by: ({pid}) => pid, cell: ({pid, ppid}) => el('span', {title: T.processes.parent(ppid)}, String(pid))},
  {name: 'user', title: column.user, by: ({user}) => user, cell: ({user}) => user ?? T.none},
  {name: 'cpu', title: column.cpu, count: true, by: ({cpu}) => cpu, cell: ({cpu}) => percent(cpu)},
  {name: 'memory', title: column.memory, count: true, by: (one) => one.rss_bytes, cell: (one) => bytes(one.rss_bytes)},
  {name: 'io', title: column.io, count: true, by: ioOf, cell: (one) => (ioOf(one) > 0
    ? el('span', {title: T.processes.readAndWritten(bytes(one.read_bytes_per_second), bytes(one.written_bytes_per_second))}, `${bytes(ioOf(one))}/s`) : T.none)},
  {name: 'state', title: column.state, by: ({state}) => state, cell: ({state}) => el('span', {class: state === 'blocked' || state === 'defunct' ? 'warn' : null}, T.processes.state[state] ?? state)},
  {name: 'threads', title: column.threads, count: true, by: ({threads}) => threads, cell: ({threads}) => number(threads)},
  {name: 'age', title: column.age, count: true, by: (one) => one.started_seconds_ago, cell: (one) => duration(one.started_seconds_ago)},
  {name: 'cgroup', title: column.cgroup, by: ({cgroup}) => cgroup, cell: ({cgroup}) => el('span.muted', {title: cgroup ?? null}, groupOf(cgroup))},
];

/** /system.slice/nginx.service -> nginx.service */
function groupOf(cgroup) {
  return cgroup?.split('/').filter(Boolean).at(-1)?.replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, '$1') ?? T.none;
}

/** The kernel cuts names to 15 characters; the command tells the whole one. */
export function nameOf({name, command}) {
  const program = command?.split(' ')[0].split('/').at(-1).replace(/:$/, '');
  return program?.startsWith(name) ? program : name;
}

/** 0.5 -> 50 % of a core */
export function coresOf({cpu}) {
  return percent(cpu);
}

function watchedOf(values) {
  const names = values['process.watch.count'].map(({labels}) => labels[WATCH]).sort();
  const of = (metric) => byLabel(values[metric], WATCH);
  const [count, cpu, memory, threads, restarts] = WATCHED.map((one) => of([].concat(one)[0]));
  return names.map((name) => ({name, count: count.get(name), cpu: cpu.get(name), memory: memory.get(name), threads: threads.get(name), restarts: restarts.get(name)}));
}

function watchedTable(groups) {
  const names = ['name', 'count', 'cpu', 'memory', 'threads', 'restarts'];
  return el('table.watched', {'data-test': 'watched'}, el('caption.unseen', {}, T.processes.watched),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', {scope: 'col', class: name !== 'name' && 'count'}, T.processes.watchColumn[name])))),
    el('tbody', {}, groups.map((group) => {
      const cells = {count: group.count === 0 ? el('span.bad', {}, T.processes.gone) : number(group.count), cpu: percent(group.cpu), memory: bytes(group.memory),
        threads: number(group.threads), restarts: number(group.restarts)};
      return el('tr', {'data-key': group.name, 'data-test': 'watch', 'data-name': group.name}, el('th', {scope: 'row'}, group.name),
        names.slice(1).map((name) => el('td.count', {'data-label': T.processes.watchColumn[name]}, cells[name])));
    })));
}

function step(direction, to, go) {
  return el('button', {type: 'button', 'aria-label': T.range[direction], title: T.range[direction], disabled: !to, onclick: () => go(to), 'data-test': 'snapshot-' + direction}, icon(direction));
}

function momentOf(query) {
  const at = Date.parse(query.get('at') ?? '') / 1000;
  return Number.isNaN(at) ? null : at;
}

function instant(epochSeconds) {
  return new Date(Math.round(epochSeconds) * 1000).toISOString().replace('.000', '');
}

/** As a field for moments takes it, in the viewer's zone. */
function localInput(at) {
  return localTime(new Date(at * 1000)).replace(' ', 'T');
}
