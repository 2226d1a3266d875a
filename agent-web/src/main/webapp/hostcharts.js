// Which charts a host's page has: each is a row of data. A chart is shown when the host has its metric.
//
//   id       names it in tests and addresses: data-test="chart-<id>"
//   metric   as it is stored; `as` is left to the hub (counters become rates) unless it stands here
//   kind     lines (default), stack, mirror (the second direction below zero), heat (a row per series)
//   name     labels -> what the legend says;  below: labels -> true when it is drawn below zero
//   colour   labels -> what shares a colour, where that is not the name;  position: labels -> its row in a heat chart
//   order    names in the order of stacking and colouring;  faint: a name that is only background
//   plain    its unit 1 is a count, not a share
//   nothing  what is said when all its values are 0
//   max      the top of the axis, where it is known;  transform: all series -> the series to draw

import {usedShare} from './points.js';
import {T} from './texts.js';

const {title, note, section} = T.chart;
const mount = (labels) => labels['system.filesystem.mountpoint'];
const device = (labels) => labels['system.device'];
const nic = (labels) => labels['network.interface.name'];
const isWrite = (labels) => labels['disk.io.direction'] === 'write';
const isSent = (labels) => labels['network.io.direction'] === 'transmit';

export const SECTIONS = [
  {title: section.cpu, charts: [
    {id: 'cpu', title: title.cpu, metric: 'system.cpu.utilization', kind: 'stack', max: 1,
      name: (labels) => labels['cpu.mode'], order: ['user', 'system', 'iowait', 'nice', 'interrupt', 'steal']},
    {id: 'cores', title: title.cores, note: note.cores, metric: 'system.cpu.core.utilization', kind: 'heat',
      name: (labels) => T.chart.core(labels['cpu.logical_number']), position: (labels) => Number(labels['cpu.logical_number'])},
    {id: 'load', title: title.load, note: note.load, metric: 'system.cpu.load_average',
      name: (labels) => T.chart.minutes[labels.over] ?? labels.over, order: ['1 min', '5 min', '15 min']},
  ]},
  {title: section.memory, charts: [
    {id: 'memory', title: title.memory, metric: 'system.memory.usage', kind: 'stack',
      name: (labels) => labels['system.memory.state'], order: ['used', 'buffers', 'cached', 'free'], faint: 'free'},
    {id: 'swap', title: title.swap, metric: 'system.paging.usage', kind: 'stack',
      name: (labels) => labels['system.paging.state'], order: ['used', 'free'], faint: 'free', nothing: T.chart.noSwap},
    {id: 'paging', title: title.paging, note: note.rate, metric: 'system.paging.operations',
      name: (labels) => labels['system.paging.direction'], order: ['in', 'out']},
  ]},
  {title: section.filesystem, mounts: true, charts: [
    {id: 'filesystem', title: title.filesystem, metric: 'system.filesystem.utilization', max: 1, name: mount},
    {id: 'inodes', title: title.inodes, metric: 'system.filesystem.inodes.usage', max: 1, name: mount,
      transform: usedShare, unit: '1'},
  ]},
  {title: section.disk, charts: [
    {id: 'disk-io', title: title.diskIo, note: note.diskIo, metric: 'system.disk.io', kind: 'mirror',
      name: (labels) => `${device(labels)} ${labels['disk.io.direction']}`, colour: device, below: isWrite},
    {id: 'disk-operations', title: title.diskOperations, note: note.diskOperations, metric: 'system.disk.operations', kind: 'mirror',
      name: (labels) => `${device(labels)} ${labels['disk.io.direction']}`, colour: device, below: isWrite},
    {id: 'disk-busy', title: title.diskBusy, note: note.diskBusy, metric: 'system.disk.io_time', max: 1, name: device},
  ]},
  {title: section.network, charts: [
    {id: 'network', title: title.network, note: note.network, metric: 'system.network.io', kind: 'mirror',
      name: (labels) => `${nic(labels)} ${labels['network.io.direction']}`, colour: nic, below: isSent},
    {id: 'network-errors', title: title.networkErrors, note: note.rate, metric: 'system.network.errors', kind: 'mirror',
      name: (labels) => `${nic(labels)} ${labels['network.io.direction']}`, colour: nic, below: isSent},
    {id: 'network-dropped', title: title.networkDropped, note: note.rate, metric: 'system.network.packet.dropped', kind: 'mirror',
      name: (labels) => `${nic(labels)} ${labels['network.io.direction']}`, colour: nic, below: isSent},
  ]},
];

/** Charted by its name alone: anything that someone sends and nobody has thought of here. */
export function otherChart(metric) {
  return {
    id: metric.replaceAll('.', '-'),
    title: metric,
    metric,
    plain: !metric.endsWith('utilization'),
    name: (labels) => Object.values(labels).join(' ') || metric,
  };
}

/** Sections with the charts that these metrics allow; what no chart above uses comes last. */
export function sectionsFor(metrics) {
  const there = new Map(metrics.map((found) => [found.metric, found]));
  const known = SECTIONS.map((part) => ({...part, charts: part.charts.filter(({metric}) => there.has(metric))}))
    .filter(({charts}) => charts.length > 0);
  const used = new Set(SECTIONS.flatMap(({charts}) => charts.map(({metric}) => metric)));
  const others = [...there.keys()].filter((metric) => !used.has(metric) && !isShownElsewhere(metric)).sort().map(otherChart);
  return others.length ? [...known, {title: section.other, folded: true, charts: others}] : known;
}

/** In the mounts' table, in the page's head, as a line of another chart, or on a database's page. */
function isShownElsewhere(metric) {
  return metric.startsWith('postgresql.') || ['system.filesystem.usage', 'system.cpu.logical.count', 'system.memory.limit', 'system.memory.utilization'].includes(metric);
}
