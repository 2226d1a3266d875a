// What became of all that this host's agent read: counts of both sides, reckoned against each other.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {number} from '../format.js';
import {icon} from '../icons.js';
import {moment} from '../parts.js';
import {T} from '../texts.js';

const CLASS = {what: 'what', segments: 'count', readings: 'count', about: 'about'};

export function openLedger(body, {agent}) {
  return {
    async refresh() {
      show(body, ledgerOf(await api.get(`agents/${encodeURIComponent(agent)}/ledger`)));
    },
    changed() {},
    close() {},
  };
}

function ledgerOf(ledger) {
  const look = ledger.complete ? 'good' : ledger.toldAt ? 'bad' : 'off';
  const verdict = ledger.complete ? T.ledger.complete(ledger.days)
    : ledger.toldAt ? T.ledger.lost(ledger.lostSegments, number(ledger.lostReadings), ledger.days) : T.ledger.untold;
  return [
    el('p.verdict', {'data-key': 'verdict', 'data-test': 'verdict', 'data-complete': String(ledger.complete)},
      el(`span.state.${look}`, {}, icon(look), verdict)),
    ledger.findings.length > 0 && ledger.toldAt && el('ul.troubles', {'data-key': 'findings', 'data-test': 'findings'},
      ledger.findings.map((finding) => el('li', {}, icon('bad'), T.sentence(finding)))),
    el('div.card.wide-table', {'data-key': 'counts'}, countsOf(ledger)),
    ledger.toldAt && el('p.muted.note', {'data-key': 'note'}, T.ledger.since, ' ', moment(ledger.since), T.ledger.told, ' ', moment(ledger.toldAt), '. ',
      T.ledger.runs(ledger.runs)),
  ];
}

function countsOf(ledger) {
  const {row, about, column} = T.ledger;
  const counts = {
    sealed: ledger.sealed,
    sent: {segments: ledger.sentSegments},
    acknowledged: ledger.acknowledged,
    stored: ledger.stored,
    waiting: {segments: ledger.waitingSegments},
    evicted: ledger.evicted,
    refused: ledger.refused,
  };
  return el('table.ledger', {'data-test': 'ledger'},
    el('caption.unseen', {}, T.ledger.caption),
    el('thead', {}, el('tr', {}, ['what', 'segments', 'readings', 'about'].map((name) => el('th', {scope: 'col', class: CLASS[name]}, column[name])))),
    el('tbody', {}, Object.entries(counts).map(([name, count]) => el('tr', {'data-key': name, 'data-test': `ledger-${name}`},
      el('th', {scope: 'row', class: CLASS.what}, row[name]),
      el('td', {class: CLASS.segments, 'data-label': column.segments}, cell(count?.segments)),
      el('td', {class: CLASS.readings, 'data-label': column.readings}, cell(count?.readings)),
      el('td', {class: `${CLASS.about} muted`, 'data-label': column.about}, about[name])))));
}

function cell(count) {
  return count === null || count === undefined ? T.none : number(count);
}
