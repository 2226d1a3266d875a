// Tables whose rows can be sorted by each column.

import {el} from '../dom.js';
import {T} from '../texts.js';

/**
 * `columns` are [{name, title, by, cell, count, first}]: `by` gives what a row sorts by (none: it cannot be sorted by),
 * numbers the largest first; `cell` what it shows. `order` is {sort, down}; `reorder` takes the next one.
 */
export function sortedTable({kind, caption, columns, rows, keyOf, order, reorder, attributes = () => ({})}) {
  return el(`table.${kind}`, {'data-key': kind, 'data-test': kind},
    el('caption.unseen', {}, caption),
    el('thead', {}, el('tr', {}, columns.map((column) => headOf(column, order, reorder)))),
    el('tbody', {}, sorted(rows, columns, order).map((row) => el('tr', {'data-key': keyOf(row), ...attributes(row)}, columns.map((column, i) => {
      const content = [].concat(column.cell(row));
      const dress = {class: [column.name, column.count && 'count'].filter(Boolean).join(' '), 'data-label': column.title};
      return i === 0 ? el('th', {scope: 'row', ...dress}, ...content) : el('td', dress, ...content);
    })))));
}

function headOf({name, title, by, count}, {sort, down}, reorder) {
  const isSorted = sort === name;
  return el('th', {scope: 'col', class: [name, count && 'count'].filter(Boolean).join(' '), 'aria-sort': isSorted ? (down ? 'descending' : 'ascending') : null},
    by ? el('button', {type: 'button', title: T.fleet.sortBy(title), 'data-test': 'sort-' + name,
      onclick: () => reorder({sort: name, down: isSorted ? !down : count ?? false})}, title,
    el('span.arrow', {'aria-hidden': 'true'}, isSorted ? (down ? '▾' : '▴') : '')) : title);
}

function sorted(rows, columns, {sort, down}) {
  const by = columns.find(({name}) => name === sort)?.by;
  return by ? [...rows].sort((a, b) => (down ? -1 : 1) * compare(by(a), by(b))) : rows;
}

/** What is not known is less than anything. */
function compare(a, b) {
  return typeof a === 'number' || typeof b === 'number' ? (a ?? -Infinity) - (b ?? -Infinity) : String(a ?? '').localeCompare(String(b ?? ''), 'en', {numeric: true});
}
