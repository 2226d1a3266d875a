// All PostgreSQL servers at one look, those that want attention first.

import * as api from '../api.js';
import {el, longBody, show} from '../dom.js';
import {moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 5;
const COLUMNS = ['state', 'target', 'hostname', 'version', 'seen', 'about', 'change'];

export function open(content, {failed}) {
  document.title = `${T.databases.title} · ${T.product}`;
  let rows = null;
  let filter = '';
  const body = longBody();

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    rows = (await api.get('databases')).databases;
    draw();
  }, failed);

  function draw() {
    if (rows.length === 0) {
      show(content, notice(T.databases.emptyTitle, T.databases.empty,
        addButton(), T.databases.emptyOr, el('pre', {}, T.databases.emptyExample), T.databases.emptyAfter));
      return;
    }
    const shown = rows.filter((row) => matches(row, filter));
    show(content,
      el('div.head', {'data-key': 'head'},
        el('h1', {}, T.databases.title),
        el('span.muted', {role: 'status', 'data-test': 'database-count'}, T.databases.count(shown.length, rows.length)),
        el('span.space'),
        el('input', {type: 'search', 'aria-label': T.databases.filter, placeholder: T.databases.filter, value: filter,
          'data-test': 'database-filter', oninput: ({target}) => { filter = target.value; draw(); }}),
        addButton()),
      shown.length === 0
        ? notice(T.databases.noMatch(filter))
        : el('div.card.wide-table', {'data-key': 'table'}, el('table.databases', {},
          el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name},
            name === 'change' ? el('span.unseen', {}, T.databases.column[name]) : T.databases.column[name])))),
          body(shown, rowOf))));
  }

  return {close: polling.stop, changed() {}};
}

function addButton() {
  return el('a.button', {href: '#/databases/add', 'data-test': 'database-add', 'data-needs': 'admin'}, T.databases.add);
}

/** Where a server's page is. */
export function addressOf({agent, target}) {
  return `#/databases/${encodeURIComponent(agent)}/${encodeURIComponent(target)}`;
}

/** Of MySQL and MariaDB there are windows only. */
function pageOf(row) {
  return isOther(row) ? `#/windows?${new URLSearchParams({of: `${row.hostname} · ${row.target}`})}` : addressOf(row);
}

function isOther({settings}) {
  return settings !== undefined && settings.type !== 'postgresql';
}

function matches(row, filter) {
  const text = [row.target, row.hostname, row.version, row.settings && T.watch.type[row.settings.type], T.database.state[row.state]].join(' ').toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function rowOf(row) {
  const cell = (name, ...content) => el('td', {class: name, 'data-label': T.databases.column[name]}, ...content);
  return el('tr', {'data-key': `${row.agent} ${row.target}`, 'data-test': 'database-row', 'data-target': row.target},
    cell('state', stateOf(row.state, T.database.state)),
    cell('target', el('a', {href: pageOf(row)}, row.target)),
    cell('hostname', el('a', {href: `#/hosts/${encodeURIComponent(row.agent)}`}, row.hostname)),
    cell('version', isOther(row) ? T.watch.type[row.settings.type] : row.version ?? T.none),
    cell('seen', moment(row.last_seen)),
    cell('about', ...aboutOf(row)),
    cell('change', row.settings && el('a.button', {href: `#/databases/change/${encodeURIComponent(row.settings.id)}`, 'data-test': 'database-change', 'data-needs': 'admin',
      'aria-label': T.databases.changeOne(row.target)}, T.databases.change)));
}

/** What is wrong with the server, and what with how it is watched. */
function aboutOf({states, settings}) {
  const wrong = [
    ...(settings?.detail ? [settings.detail] : settings?.state === 'waiting' ? [T.databases.waiting] : []),
    ...states.map(({state, remedy}) => remedy ?? state),
  ];
  return wrong.length === 0 ? [T.none]
    : [el('span.warn', {}, T.sentence(wrong[0])), wrong.length > 1 && el('span.muted', {}, ' ' + T.databases.more(wrong.length - 1))];
}
