// Which charts a PostgreSQL server's page has, as hostcharts.js says it of a host. Metrics are named as OpenTelemetry names them.

import {otherChart} from './hostcharts.js';
import {T} from './texts.js';

const {title, note, section} = T.database.chart;
const database = (labels) => labels.database ?? Object.values(labels).join(' ');

const SECTIONS = [
  {title: section.work, charts: [
    {id: 'pg-connections', title: title.connections, metric: 'postgresql.connections', kind: 'stack', name: (labels) => labels.state,
      order: ['active', 'waiting', 'idle in transaction', 'idle in transaction (aborted)', 'other', 'idle'], faint: 'idle', plain: true},
    {id: 'pg-backends', title: title.backends, metric: 'postgresql.backends', name: database, plain: true},
    {id: 'pg-commits', title: title.commits, note: note.rate, metric: 'postgresql.commits', name: database},
    {id: 'pg-rollbacks', title: title.rollbacks, note: note.rate, metric: 'postgresql.rollbacks', name: database},
    {id: 'pg-deadlocks', title: title.deadlocks, note: note.rate, metric: 'postgresql.deadlocks', name: database, nothing: T.database.chart.noDeadlock},
    {id: 'pg-oldest', title: title.oldest, metric: 'postgresql.transaction.oldest', name: () => title.oldest},
  ]},
  {title: section.blocks, charts: [
    {id: 'pg-hit', title: title.hit, note: note.rate, metric: 'postgresql.blks_hit', name: database},
    {id: 'pg-read', title: title.read, note: note.rate, metric: 'postgresql.blks_read', name: database},
    {id: 'pg-temp', title: title.temp, metric: 'postgresql.temp.io', name: database, nothing: T.database.chart.noTemp},
    {id: 'pg-wal', title: title.wal, metric: 'postgresql.wal.bytes', name: () => 'WAL'},
  ]},
  {title: section.space, charts: [
    {id: 'pg-size', title: title.size, metric: 'postgresql.db_size', name: database},
    {id: 'pg-wraparound', title: title.wraparound, note: note.wraparound, metric: 'postgresql.wraparound.xid_used', max: 1, name: database},
  ]},
];

/** Sections with the charts that these metrics allow, of this target's series only; what no chart above uses comes last. */
export function databaseSections(metrics, target) {
  const there = new Set(metrics.map(({metric}) => metric));
  const used = new Set(SECTIONS.flatMap(({charts}) => charts.map(({metric}) => metric)));
  const ofTarget = (chart) => ({...chart, transform: (all) => all.filter((series) => series.target === target)});
  const known = SECTIONS.map((part) => ({...part, charts: part.charts.filter(({metric}) => there.has(metric)).map(ofTarget)}))
    .filter(({charts}) => charts.length > 0);
  const others = [...there].filter((metric) => !used.has(metric)).sort().map((metric) => ofTarget(otherChart(metric)));
  return others.length ? [...known, {title: section.other, folded: true, charts: others}] : known;
}
