// The tables and indexes of a database: vacuum, dead rows, wraparound, bloat; what is invalid, double or unused.

import {el, show} from '../dom.js';
import {bytes, number, percent, short} from '../format.js';
import {icon} from '../icons.js';
import {bar, moment, notice} from '../parts.js';
import {T} from '../texts.js';
import {table, toldAt} from './dbparts.js';

/** Transactions at which PostgreSQL vacuums a table whether it wants or not, unless it was told otherwise. */
const FREEZE = 200_000_000;
const LAST = 2 ** 31;
const MUCH_BLOAT = 0.3;

export function openObjects(body, {ask}) {
  return {
    async refresh() {
      const [tables, indexes] = await Promise.all([ask('documents/tables'), ask('documents/indexes')]);
      draw(body, tables, indexes);
    },
    changed() {},
    close() {},
  };
}

function draw(body, tables, indexes) {
  if (!tables.at && !indexes.at) {
    show(body, notice(T.database.object.none, T.database.object.noneMore));
    return;
  }
  const bloat = new Map((tables.body.bloat ?? []).map((row) => [`${row.schema}.${row.relation}`, row]));
  const rows = [...(tables.body.tables ?? [])].sort((a, b) => attention(b, bloat) - attention(a, bloat) || (b.size ?? 0) - (a.size ?? 0));
  const words = T.database.object;
  show(body,
    el('h2', {'data-key': 'indexes-title'}, words.indexes),
    indexesOf(indexes.body.indexes ?? [], bloat),
    toldAt(indexes.told_at.indexes),
    el('h2', {'data-key': 'tables-title'}, words.tables),
    rows.length ? tablesOf(rows, bloat) : el('p.card.quiet', {'data-key': 'no-tables'}, words.noTables),
    toldAt(tables.told_at.tables));
}

/** How much it wants somebody's attention. */
function attention(row, bloat) {
  const ratio = bloat.get(nameOf(row))?.ratio ?? 0;
  return (isOld(row) ? 8 : 0) + (isDead(row) ? 4 : 0) + (row.autovacuum === false ? 2 : 0) + (ratio > MUCH_BLOAT ? 1 : 0);
}

const nameOf = ({schema, table: name}) => `${schema}.${name}`;
const isOld = (row) => row.xid_age > 1.5 * FREEZE;
const isDead = (row) => row.dead > 1000 && row.vacuum_at && row.dead > row.vacuum_at;

function tablesOf(rows, bloat) {
  const {column, warn} = T.database.object;
  return table('tables', {
    name: {title: column.table, cell: (row) => [el('b', {}, nameOf(row)),
      row.autovacuum === false && el('span.warn', {}, warn.noAutovacuum),
      isDead(row) && el('span.warn', {}, warn.dead),
      isOld(row) && el('span.bad', {}, warn.old)]},
    size: {title: column.size, class: 'count', cell: (row) => bytes(row.size)},
    rows: {title: column.rows, class: 'count', cell: (row) => short(row.live)},
    dead: {title: column.dead, cell: (row) => bar(row.live + row.dead > 0 ? row.dead / (row.live + row.dead) : null, number(row.dead))},
    bloat: {title: column.bloat, cell: (row) => bloatOf(bloat.get(nameOf(row)))},
    vacuum: {title: column.vacuum, cell: (row) => moment(row.last_vacuum)},
    analyze: {title: column.analyze, cell: (row) => moment(row.last_analyze)},
    age: {title: column.age, cell: (row) => (row.xid_age === undefined ? T.none : bar(row.xid_age / LAST, number(row.xid_age)))},
    scans: {title: column.scans, class: 'count', cell: (row) => `${short(row.seq_scan)} / ${short(row.idx_scan ?? 0)}`},
  }, rows, {keyOf: nameOf, attributesOf: (row) => ({'data-table': nameOf(row)})});
}

function bloatOf(row) {
  return row ? el(row.ratio > MUCH_BLOAT ? 'span.warn' : 'span', {title: percent(row.ratio)}, bytes(row.bloat)) : el('span.muted', {}, T.none);
}

function indexesOf(indexes, bloat) {
  const {column, warn} = T.database.object;
  // of two that are the same one goes: whoever followed both remedies would be left without the one that is used
  const kept = new Set(indexes.filter((row) => row.double_of).map((row) => `${nameOf(row)}.${row.double_of}`));
  const unused = (row) => row.unused && !kept.has(`${nameOf(row)}.${row.index}`);
  const wanted = indexes.map((row) => ({...row, trouble: row.valid === false ? warn.invalid : row.double_of ? warn.double(row.double_of) : unused(row) ? warn.unused : null}))
    .filter(({trouble}) => trouble);
  if (wanted.length === 0) {
    return el('p.card.quiet', {'data-key': 'no-indexes', 'data-test': 'indexes-well'}, icon('good'), T.database.object.indexesWell);
  }
  return table('indexes', {
    name: {title: column.index, cell: (row) => [el('b', {}, row.index), el('span.muted', {}, `${row.schema}.${row.table}`)]},
    trouble: {title: column.trouble, cell: (row) => el(row.valid === false ? 'span.bad' : 'span.warn', {}, row.trouble)},
    size: {title: column.size, class: 'count', cell: (row) => bytes(row.size)},
    bloat: {title: column.bloat, cell: (row) => bloatOf(bloat.get(`${row.schema}.${row.index}`))},
    scans: {title: column.uses, class: 'count', cell: (row) => short(row.scans)},
    remedy: {title: column.remedy, cell: (row) => el('code.sql', {title: row.definition}, row.valid === false
      ? `REINDEX INDEX CONCURRENTLY ${quoted(row.schema)}.${quoted(row.index)}`
      : `DROP INDEX CONCURRENTLY ${quoted(row.schema)}.${quoted(row.index)}`)},
  }, wanted, {keyOf: (row) => `${row.schema}.${row.index}`, attributesOf: (row) => ({'data-index': row.index})});
}

function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
