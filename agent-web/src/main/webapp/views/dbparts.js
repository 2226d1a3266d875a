// What several tabs of a PostgreSQL server's page show in the same way.

import {el} from '../dom.js';
import {moment} from '../parts.js';
import {T} from '../texts.js';

/** A text of SQL in one line, all of it when it is opened. */
export function sql(text, cut) {
  if (!text) {
    return el('span.muted', {}, T.none);
  }
  const whole = cut ? text + ' …' : text;
  const line = whole.replace(/\s+/g, ' ').trim();
  return line.length <= 90 && !whole.includes('\n')
    ? el('code.sql', {}, line)
    : el('details.sql', {}, el('summary', {}, el('code', {}, line.slice(0, 200))), el('pre', {}, whole), cut && el('p.muted', {}, T.database.cut));
}

/** A link to all that bears the id. */
export function correlation(id) {
  return id && el('a.correlation', {href: '#/correlations/' + encodeURIComponent(id), title: T.database.correlation}, id);
}

/** "told 3 min ago", for what is not read every few seconds. */
export function toldAt(instant) {
  return instant && el('p.muted.note', {}, T.database.told, ' ', moment(instant));
}

/** A table: {name: {title, cell: row -> content, class}}. */
export function table(name, columns, rows, {keyOf, attributesOf = () => ({})}) {
  return el('div.card.wide-table', {'data-key': name}, el(`table.${name}`, {'data-test': name},
    el('thead', {}, el('tr', {}, Object.entries(columns).map(([key, column]) => el('th', {scope: 'col', class: column.class ?? key}, column.title)))),
    el('tbody', {}, rows.map((row) => el('tr', {'data-key': keyOf(row), ...attributesOf(row)},
      Object.entries(columns).map(([key, column]) =>
        el('td', {class: column.class ?? key, 'data-label': typeof column.title === 'string' ? column.title : T.database.label[key]}, column.cell(row))))))));
}

/** What failed is asked again with the next look. */
export async function answered(question, asking) {
  try {
    return await question();
  } catch (trouble) {
    asking.forget();
    throw trouble;
  }
}
