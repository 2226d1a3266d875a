// Who follows this server, what slots keep, and whom it follows itself.

import {el, show} from '../dom.js';
import {bytes, duration, number} from '../format.js';
import {icon} from '../icons.js';
import {moment, notice} from '../parts.js';
import {T} from '../texts.js';
import {table, toldAt} from './dbparts.js';

const MUCH_WAL = 2 ** 30;

export function openReplication(body, {ask}) {
  return {
    async refresh() {
      draw(body, await ask('documents/replication'));
    },
    changed() {},
    close() {},
  };
}

function draw(body, paper) {
  const words = T.database.replication;
  if (!paper.at) {
    show(body, notice(words.untold, words.untoldMore));
    return;
  }
  const {replication = [], slots = [], receiver = []} = paper.body;
  show(body,
    receiver.length > 0 && el('h2', {'data-key': 'receiver-title'}, words.receiver),
    receiver.length > 0 && plain('receiver', receiver),
    el('h2', {'data-key': 'standbys-title'}, words.standbys),
    replication.length ? standbys(replication) : el('p.card.quiet.off', {'data-key': 'no-standbys', 'data-test': 'no-standbys'}, icon('off'), words.noStandbys),
    el('h2', {'data-key': 'slots-title'}, words.slots),
    slots.length ? slotsTable(slots) : el('p.card.quiet.off', {'data-key': 'no-slots'}, icon('off'), words.noSlots),
    toldAt(paper.at));
}

function standbys(rows) {
  const {column} = T.database.replication;
  return table('standbys', {
    name: {title: column.name, cell: (row) => [el('b', {}, row.client || T.none), el('span.muted', {}, [row.client_addr, row.usename].filter(Boolean).join(' · '))]},
    state: {title: column.state, cell: (row) => el(row.state === 'streaming' ? 'span.good' : 'span.warn', {}, row.state ?? T.none)},
    sync: {title: column.sync, cell: (row) => row.sync_state ?? T.none},
    behind: {title: column.behind, class: 'count', cell: (row) => bytes(row.replay_delay)},
    lag: {title: column.lag, class: 'count', cell: (row) => (typeof row.replay_lag === 'number' ? duration(row.replay_lag) : T.none)},
  }, rows, {keyOf: (row) => `${row.client} ${row.pid}`});
}

function slotsTable(rows) {
  const {column, warn} = T.database.replication;
  return table('slots', {
    name: {title: column.slot, cell: (row) => [el('b', {}, row.slot), el('span.muted', {}, [row.slot_type, row.database, row.plugin].filter(Boolean).join(' · '))]},
    state: {title: column.state, cell: (row) => (row.active
      ? el('span.good', {}, T.database.replication.active)
      : el('span.warn', {}, T.database.replication.inactive, row.inactive_since && [' ', moment(row.inactive_since)]))},
    retained: {title: column.retained, class: 'count', cell: (row) => el(row.retained > MUCH_WAL ? 'span.bad' : 'span', {}, bytes(row.retained))},
    safe: {title: column.safe, class: 'count', cell: (row) => (typeof row.safe === 'number' ? bytes(row.safe) : T.none)},
    xmin: {title: column.xmin, class: 'count', cell: (row) => (typeof row.xmin_age === 'number' ? number(row.xmin_age) : T.none)},
    trouble: {title: column.trouble, cell: (row) => (row.wal_status === 'lost' ? el('span.bad', {}, warn.lost)
      : row.wal_status === 'unreserved' ? el('span.bad', {}, warn.unreserved)
      : !row.active && row.retained > MUCH_WAL ? el('span.warn', {}, warn.forgotten(row.slot)) : T.none)},
  }, rows, {keyOf: (row) => row.slot});
}

/** As it was told: column by column. */
function plain(name, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return table(name, Object.fromEntries(columns.map((column) => [column, {title: column, cell: (row) => String(row[column] ?? T.none)}])), rows,
    {keyOf: (row) => JSON.stringify(row)});
}
