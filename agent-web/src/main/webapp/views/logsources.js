// Which logs an agent reads, and what to do about those that it cannot.

import {el} from '../dom.js';
import {number} from '../format.js';
import {moment, stateOf} from '../parts.js';
import {T} from '../texts.js';

const COLUMNS = ['source', 'state', 'parser', 'files', 'lines', 'unparsed', 'dropped', 'cut'];
const COUNTS = new Set(['files', 'lines', 'unparsed', 'dropped', 'cut']);

/** A sentence for each log that is not read as it should be. */
export function troublesIn({agents}) {
  return agents.flatMap(({hostname, sources}) => (sources ?? []).filter(({remedy}) => remedy)
    .map(({source, message, remedy}) => T.logs.trouble(hostname, source, message, remedy)));
}

export function readTable({agents}) {
  const {readColumn: titles, states} = T.logs;
  return agents.length > 0 && el('details.section', {'data-key': 'read', 'data-test': 'log-sources'},
    el('summary', {}, el('h2', {}, T.logs.read)),
    agents.map(({agent, at, sources}) => el('div.card.wide-table', {'data-key': agent}, el('table', {},
      el('caption.unseen', {}, T.logs.read),
      el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: COUNTS.has(name) && 'count'}, titles[name])))),
      el('tbody', {}, (sources ?? []).map((source) => el('tr', {'data-key': source.source, 'data-test': 'log-source-row'},
        COLUMNS.map((name) => el('td', {class: COUNTS.has(name) && 'count', 'data-label': titles[name]}, cellOf(source, name))))))),
    el('p.muted.note', {}, moment(at)))));
}

function cellOf(source, name) {
  return name === 'state' ? stateOf(source.state, T.logs.states)
    : COUNTS.has(name) ? number(source[name] ?? 0)
    : source[name] ?? T.none;
}
