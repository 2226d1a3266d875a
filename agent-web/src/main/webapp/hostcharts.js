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
//   max      the top of the axis, where it is known;  smallest: what it is at least;  transform: all series -> the series to draw

import {usedShare} from './points.js';
import {T} from './texts.js';

const {title, note, section} = T.chart;
const mount = (labels) => labels['system.filesystem.mountpoint'];
const device = (labels) => labels['system.device'];
const nic = (labels) => labels['network.interface.name'];
const isWrite = (labels) => labels['disk.io.direction'] === 'write';
const isSent = (labels) => labels['network.io.direction'] === 'transmit';

const both = (labels, what) => `${what(labels)} ${labels['disk.io.direction'] ?? labels['network.io.direction']}`;
const only = (label, value) => (all) => all.filter(({labels}) => labels[label] === value);
const perDisk = {kind: 'mirror', name: (labels) => both(labels, device), colour: device, below: isWrite};
const perLink = {kind: 'mirror', name: (labels) => both(labels, nic), colour: nic, below: isSent};
const perCore = {kind: 'heat', name: (labels) => T.chart.core(labels['cpu.logical_number']), position: (labels) => Number(labels['cpu.logical_number'])};
const container = (labels) => labels['container.name'];
const unit = (labels) => labels['systemd.unit.name']?.replace(/\.service$/, '');
const resource = (labels) => labels.resource;
const label = (name) => (labels) => labels[name];
const itself = (text) => () => text;

/** `more` is folded: who looks for it finds it, and it is asked for then. */
export const SECTIONS = [
  {title: section.cpu, charts: [
    {id: 'cpu', title: title.cpu, metric: 'system.cpu.utilization', kind: 'stack', max: 1,
      name: (labels) => labels['cpu.mode'], order: ['user', 'system', 'iowait', 'nice', 'interrupt', 'steal']},
    {id: 'cores', title: title.cores, note: note.cores, metric: 'system.cpu.core.utilization', ...perCore},
    {id: 'load', title: title.load, note: note.load, metric: 'system.cpu.load_average',
      name: (labels) => T.chart.minutes[labels.over] ?? labels.over, order: ['1 min', '5 min', '15 min']},
    {id: 'run-queue', title: title.runQueue, note: note.runQueue, metric: 'system.cpu.run_queue', plain: true, name: itself(title.runQueue)},
    {id: 'process-states', title: title.processStates, note: note.processStates, metric: 'system.process.count', plain: true,
      name: label('system.process.status'), order: ['running', 'blocked', 'defunct', 'stopped', 'sleeping', 'idle', 'other'],
      transform: (all) => all.filter(({labels}) => !['sleeping', 'idle'].includes(labels['system.process.status']))},
    {id: 'pressure', title: title.pressure, note: note.pressure, metric: 'system.pressure.stalled_time', name: resource, order: ['cpu', 'memory', 'io'],
      transform: only('share', 'some')},
  ], more: [
    ...['user', 'system', 'iowait', 'steal', 'interrupt'].map((mode) => ({id: 'cores-' + mode, title: title.coresBy(mode), note: note.coresBy, metric: 'system.cpu.core.mode.utilization',
      ...perCore, transform: only('cpu.mode', mode)})),
    {id: 'context-switches', title: title.contextSwitches, note: note.rate, metric: 'system.cpu.context_switches', name: itself(title.contextSwitches)},
    {id: 'interrupts', title: title.interrupts, note: note.rate, metric: 'system.cpu.interrupts', name: label('type')},
    {id: 'blocked', title: title.blocked, metric: 'system.cpu.blocked', plain: true, name: itself(title.blocked)},
    {id: 'created', title: title.created, note: note.rate, metric: 'system.process.created', name: itself(title.created)},
    {id: 'threads', title: title.threads, metric: 'system.thread.count', plain: true, name: itself(title.threads)},
    {id: 'pressure-full', title: title.pressureFull, note: note.pressureFull, metric: 'system.pressure.stalled_time', name: resource, order: ['cpu', 'memory', 'io'],
      transform: only('share', 'full')},
  ]},
  {title: section.memory, charts: [
    {id: 'memory', title: title.memory, metric: 'system.memory.usage', kind: 'stack',
      name: (labels) => labels['system.memory.state'], order: ['used', 'buffers', 'cached', 'free'], faint: 'free'},
    {id: 'available', title: title.available, note: note.available, metric: 'system.memory.linux.available', name: itself(title.available)},
    {id: 'swap', title: title.swap, metric: 'system.paging.usage', kind: 'stack',
      name: (labels) => labels['system.paging.state'], order: ['used', 'free'], faint: 'free', nothing: T.chart.noSwap},
    {id: 'paging', title: title.paging, note: note.rate, metric: 'system.paging.operations',
      name: (labels) => labels['system.paging.direction'], order: ['in', 'out'], nothing: T.chart.noPaging},
    {id: 'oom', title: title.oom, note: note.rate, metric: 'system.memory.linux.oom_kills', name: itself(title.oom), nothing: T.chart.noOom},
  ], more: [
    {id: 'dirty', title: title.dirty, metric: 'system.memory.linux.dirty', name: itself(title.dirty)},
    {id: 'committed', title: title.committed, metric: 'system.memory.linux.committed', name: itself(title.committed)},
    {id: 'shared', title: title.shared, metric: 'system.memory.linux.shared', name: itself(title.shared)},
    {id: 'slab', title: title.slab, metric: 'system.memory.linux.slab.usage', kind: 'stack', name: label('system.memory.linux.slab.state')},
    {id: 'faults', title: title.faults, note: note.rate, metric: 'system.paging.faults', name: label('system.paging.fault.type')},
    {id: 'hugepages', title: title.hugepages, metric: 'system.memory.linux.hugepages.usage', kind: 'stack', plain: true,
      name: label('system.memory.linux.hugepages.state'), order: ['used', 'free'], faint: 'free', nothing: T.chart.noHugepages},
  ]},
  {title: section.filesystem, mounts: true, charts: [
    {id: 'filesystem', title: title.filesystem, metric: 'system.filesystem.utilization', max: 1, name: mount},
    {id: 'inodes', title: title.inodes, metric: 'system.filesystem.inodes.usage', max: 1, name: mount,
      transform: usedShare, unit: '1'},
    {id: 'read-only', title: title.readOnly, note: note.readOnly, metric: 'system.filesystem.readonly', plain: true, name: mount, nothing: T.chart.noReadOnly},
  ]},
  {title: section.disk, charts: [
    {id: 'disk-io', title: title.diskIo, note: note.diskIo, metric: 'system.disk.io', ...perDisk},
    {id: 'disk-operations', title: title.diskOperations, note: note.diskOperations, metric: 'system.disk.operations', ...perDisk},
    {id: 'disk-await', title: title.diskAwait, note: note.diskAwait, metric: 'system.disk.await', smallest: 0.001, ...perDisk},
    {id: 'disk-busy', title: title.diskBusy, note: note.diskBusy, metric: 'system.disk.utilization', max: 1, name: device},
    {id: 'disk-queue', title: title.diskQueue, note: note.diskQueue, metric: 'system.disk.queue', plain: true, name: device},
  ], more: [
    {id: 'disk-pending', title: title.diskPending, metric: 'system.disk.pending_operations', plain: true, name: device},
    {id: 'disk-merged', title: title.diskMerged, note: note.diskOperations, metric: 'system.disk.merged', ...perDisk},
    {id: 'disk-operation-time', title: title.diskTime, note: note.diskOperations, metric: 'system.disk.operation_time', ...perDisk},
  ]},
  {title: section.network, charts: [
    {id: 'network', title: title.network, note: note.network, metric: 'system.network.io', ...perLink},
    {id: 'network-packets', title: title.networkPackets, note: note.network, metric: 'system.network.packet.count', ...perLink},
    {id: 'network-errors', title: title.networkErrors, note: note.rate, metric: 'system.network.errors', ...perLink, nothing: T.chart.noErrors},
    {id: 'network-dropped', title: title.networkDropped, note: note.rate, metric: 'system.network.packet.dropped', ...perLink, nothing: T.chart.noneDropped},
  ]},
  {title: section.connections, charts: [
    {id: 'connections', title: title.connections, metric: 'system.network.connection.count', kind: 'stack', plain: true, name: label('network.connection.state'),
      order: ['established', 'listen', 'time_wait', 'close_wait', 'syn_recv', 'syn_sent']},
    {id: 'retransmits', title: title.retransmits, note: note.rate, metric: 'system.network.tcp.retransmits', name: itself(title.retransmits)},
    {id: 'listen-overflows', title: title.listenOverflows, note: note.listenOverflows, metric: 'system.network.tcp.listen.overflows', name: itself(title.listenOverflows), nothing: T.chart.noneRefused},
    {id: 'tcp-opened', title: title.tcpOpened, note: note.rate, metric: 'system.network.tcp.opened', name: label('type')},
    {id: 'tcp-failed', title: title.tcpFailed, note: note.rate, metric: 'system.network.tcp.failed', name: label('type')},
    {id: 'conntrack', title: title.conntrack, note: note.conntrack, metric: 'system.network.conntrack.count', plain: true, name: itself(title.conntrack)},
  ], more: [
    {id: 'sockets', title: title.sockets, metric: 'system.network.socket.count', plain: true, name: label('type')},
    {id: 'listen-drops', title: title.listenDrops, note: note.rate, metric: 'system.network.tcp.listen.drops', name: itself(title.listenDrops), nothing: T.chart.noneDropped},
    {id: 'tcp-segments', title: title.tcpSegments, note: note.rate, metric: 'system.network.tcp.segments', name: label('network.io.direction')},
    {id: 'tcp-memory', title: title.tcpMemory, note: note.pages, metric: 'system.network.tcp.memory', plain: true, name: itself(title.tcpMemory)},
    {id: 'tcp-errors', title: title.tcpErrors, note: note.rate, metric: 'system.network.tcp.errors', name: itself(title.tcpErrors), nothing: T.chart.noErrors},
    {id: 'udp', title: title.udp, note: note.rate, metric: 'system.network.udp.datagrams', name: label('network.io.direction')},
    {id: 'udp-errors', title: title.udpErrors, note: note.rate, metric: 'system.network.udp.errors', name: label('type'), nothing: T.chart.noErrors},
    {id: 'listening', title: title.listening, metric: 'system.port.listening', plain: true, name: label('network.transport')},
  ]},
  {title: section.health, charts: [
    {id: 'files', title: title.files, metric: 'system.file_descriptor.count', plain: true, name: itself(title.files)},
    {id: 'temperature', title: title.temperature, metric: 'hw.temperature', name: (labels) => labels['hw.name'] || labels['hw.id']},
    {id: 'clock', title: title.clock, note: note.clock, metric: 'system.clock.offset', name: itself(title.clock)},
  ], more: [
    {id: 'clock-error', title: title.clockError, metric: 'system.clock.error', name: itself(title.clockError)},
    {id: 'entropy', title: title.entropy, note: note.bits, metric: 'system.entropy.available', plain: true, name: itself(title.entropy)},
    {id: 'services-by-state', title: title.services, metric: 'systemd.service.count', plain: true, kind: 'stack', name: label('systemd.unit.active_state'), order: ['failed', 'activating', 'deactivating', 'active', 'inactive'], faint: 'inactive'},
  ]},
  {title: section.containers, charts: [
    {id: 'container-cpu', title: title.containerCpu, note: note.cores1, metric: 'container.cpu.usage', plain: true, name: container},
    {id: 'container-memory', title: title.containerMemory, metric: 'container.memory.working_set', name: container},
    {id: 'container-network', title: title.containerNetwork, note: note.network, metric: 'container.network.io', kind: 'mirror', name: (labels) => both(labels, container), colour: container, below: isSent},
    {id: 'container-disk', title: title.containerDisk, note: note.diskIo, metric: 'container.disk.io', kind: 'mirror', name: (labels) => both(labels, container), colour: container, below: isWrite},
  ]},
  {title: section.services, charts: [
    {id: 'service-cpu', title: title.serviceCpu, note: note.cores1, metric: 'systemd.service.cpu.time', name: unit},
    {id: 'service-memory', title: title.serviceMemory, metric: 'systemd.service.memory.usage', name: unit},
  ]},
  {title: section.watched, charts: [
    {id: 'watch-cpu', title: title.watchCpu, note: note.cores1, metric: 'process.watch.cpu.utilization', name: label('process.watch')},
    {id: 'watch-memory', title: title.watchMemory, metric: 'process.watch.memory.usage', name: label('process.watch')},
    {id: 'watch-count', title: title.watchCount, metric: 'process.watch.count', plain: true, name: label('process.watch')},
  ]},
  {title: section.group, charts: [
    {id: 'group-cpu', title: title.groupCpu, note: note.groupCpu, metric: 'system.cgroup.cpu.time', name: itself(title.groupCpu)},
    {id: 'group-throttled', title: title.groupThrottled, note: note.groupThrottled, metric: 'system.cgroup.cpu.throttled_time', name: itself(title.groupThrottled), nothing: T.chart.noneThrottled},
    {id: 'group-memory', title: title.groupMemory, metric: 'system.cgroup.memory.usage', name: itself(title.groupMemory)},
  ]},
];

const ALL = SECTIONS.flatMap(({charts, more = []}) => [...charts, ...more]);

/** One of the charts above, for a page of its own. */
export function chartCalled(wanted) {
  return ALL.find(({id}) => id === wanted);
}

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
  const isThere = ({metric}) => there.has(metric);
  const known = SECTIONS.map((part) => ({...part, charts: part.charts.filter(isThere), more: (part.more ?? []).filter(isThere)}))
    .filter(({charts}) => charts.length > 0);
  const used = new Set(known.flatMap(({charts, more}) => [...charts, ...more]).map(({metric}) => metric));
  const others = [...there.keys()].filter((metric) => !used.has(metric) && !isShownElsewhere(metric)).sort().map(otherChart);
  return others.length ? [...known, {title: section.other, folded: true, charts: others}] : known;
}

/** In the mounts' table, on another tab, as a line of another chart, or on a database's page. */
function isShownElsewhere(metric) {
  return metric.startsWith('postgresql.') || ['system.filesystem.usage', 'system.cpu.logical.count', 'system.memory.limit', 'system.memory.utilization',
    'system.disk.io_time', 'system.clock.synchronized', 'system.reboot.required', 'system.file_descriptor.limit'].includes(metric);
}
