// All hosts at one look.

import * as api from '../api.js';
import {attention} from '../attention.js';
import {el, longBody, show} from '../dom.js';
import {bytes, number} from '../format.js';
import {icon} from '../icons.js';
import {bar, moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {savedViews} from './saved.js';

const EVERY_SECONDS = 5;
/** So many rows at first, and so many more each time they are asked for. */
const ROWS = 200;
/** After the last key, so that not each letter is a question. */
const TYPED_MS = 150;

/** As much as the hub takes. */
const LONGEST_FILTER = 200;

const COLUMNS = ['state', 'hostname', 'version', 'channel', 'lastHeartbeat', 'cpu', 'memory', 'disk', 'spool'];

export function open(content, {query, failed}) {
  document.title = `${T.fleet.title} · ${T.product}`;
  const views = savedViews(failed);
  const body = longBody();
  let answer = null;
  let needs = {groups: []};
  let isWhole = false;
  let order = orderOf(query);
  let limit = ROWS;
  let typed = null;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const {sort, down, filter} = order;
    // what cannot be told of troubles does not hide the hosts
    const asked = api.get('attention').catch((trouble) => ({trouble}));
    [answer, needs] = await Promise.all([api.get('agents', {q: filter, sort, down, limit}), asked]);
    draw();
  }, failed, {topics: ['fleet']});

  /** The address keeps sorting and filter, so that it can be shared. */
  function reorder(change) {
    order = {...order, ...change};
    limit = ROWS;
    const {sort, down, filter} = order;
    history.replaceState(null, '', '#/fleet?' + new URLSearchParams({sort, ...(down && {down: '1'}), ...(filter && {filter})}));
    draw();
    polling.now();
  }

  function filterBy(filter) {
    order = {...order, filter}; // what is drawn meanwhile leaves what was typed
    clearTimeout(typed);
    typed = setTimeout(() => reorder({filter}), TYPED_MS);
  }

  function more() {
    limit += ROWS;
    polling.now();
  }

  function draw() {
    if (answer.total === 0) {
      show(content, emptyFleet());
      return;
    }
    const {agents, matching, total} = answer;
    show(content,
      el('div.head', {'data-key': 'head'},
        el('h1', {}, T.fleet.title),
        el('span.muted', {role: 'status', 'data-test': 'fleet-count'}, T.fleet.count(matching, total)),
        el('span.space'),
        views(),
        el('a.button', {href: '#/fleet/join', 'data-test': 'add-host'}, T.join.title),
        el('input', {type: 'search', 'aria-label': T.fleet.filter, placeholder: T.fleet.filter, value: order.filter, maxlength: LONGEST_FILTER,
          'data-test': 'fleet-filter', oninput: ({target}) => filterBy(target.value)})),
      attention(needs, {
        isWhole,
        onWhole() {
          isWhole = !isWhole;
          draw();
        },
      }),
      matching === 0
        ? notice(T.fleet.noMatch(order.filter))
        : el('div.card.wide-table', {'data-key': 'table'}, el('table.fleet', {},
          el('thead', {}, el('tr', {}, COLUMNS.map((name) => heading(name, order, reorder)))),
          body(agents, rowOf))),
      agents.length < matching && el('button.more', {type: 'button', 'data-key': 'more', 'data-test': 'fleet-more', onclick: more},
        T.fleet.more(agents.length, matching)));
  }

  return {
    close() {
      clearTimeout(typed);
      polling.stop();
    },
    changed(next) {
      order = orderOf(next);
      if (answer) {
        draw();
      }
      polling.now();
    },
  };
}

function orderOf(query) {
  const sort = COLUMNS.includes(query.get('sort')) ? query.get('sort') : 'state';
  return {sort, down: query.get('down') === '1', filter: (query.get('filter') ?? '').slice(0, LONGEST_FILTER)};
}

function heading(name, {sort, down}, reorder) {
  const isSorted = sort === name;
  const column = T.fleet.column[name];
  return el('th', {scope: 'col', class: name, 'aria-sort': isSorted ? (down ? 'descending' : 'ascending') : null},
    el('button', {type: 'button', title: T.fleet.sortBy(column), 'data-test': 'sort-' + name,
      onclick: () => reorder({sort: name, down: isSorted && !down})}, column,
    el('span.arrow', {'aria-hidden': 'true'}, isSorted ? (down ? '↑' : '↓') : '')));
}

function rowOf(row) {
  const cell = (name, ...content) => el('td', {class: name, 'data-label': T.fleet.column[name]}, ...content);
  return el('tr', {'data-key': row.id, 'data-test': 'fleet-row', 'data-host': row.hostname},
    cell('state', stateOf(row.state, T.state)),
    cell('hostname', el('a', {href: `#/hosts/${encodeURIComponent(row.id)}`}, row.hostname),
      el('span.muted', {}, T.fleet.kind[row.kind] ?? (row.addresses ?? [])[0] ?? ''), troublesIn(row)),
    cell('version', row.kind === 'agent' ? row.version : T.none),
    cell('channel', channel(row)),
    cell('lastHeartbeat', moment(row.lastHeartbeat)),
    cell('cpu', bar(row.cpu)),
    cell('memory', bar(row.memory)),
    cell('disk', bar(row.disk, T.fleet.diskIs)),
    cell('spool', waiting(row.spool)));
}

/** Null: it never had one. */
function channelOf({channel}) {
  return !channel ? null : channel.open ? 'open' : channel.proof === 'poll' ? 'polls' : 'closed';
}

function channel(row) {
  const state = channelOf(row);
  if (!state) {
    return el('span.muted', {}, T.none);
  }
  const look = state === 'open' ? 'good' : 'off';
  return el('span.lines', {'data-test': 'fleet-channel', 'data-channel': state},
    el(`span.state.${look}`, {}, icon(look), T.fleet.channel[state]), el('span.muted', {}, moment(row.channel.since)));
}

function troublesIn({troubles = []}) {
  return troubles.length > 0 && el('details.troubles', {'data-test': 'troubles'},
    el('summary', {}, icon('bad'), T.fleet.troubles(troubles.length)),
    el('ul', {}, troubles.map((trouble) => el('li', {}, T.sentence(trouble)))));
}

function waiting(spool) {
  if (!spool || spool.segments + spool.evictedSegments + spool.refusedSegments === 0) {
    return el('span.muted', {}, T.none);
  }
  return el('span.lines', {},
    spool.segments > 0 && el('span', {title: T.fleet.spoolIs}, bytes(spool.bytes)),
    spool.evictedSegments > 0 && el('span.bad', {}, T.fleet.lost(number(spool.evictedReadings))),
    spool.refusedSegments > 0 && el('span.bad', {}, T.fleet.refused(number(spool.refusedSegments))));
}

function emptyFleet() {
  return notice(T.fleet.emptyTitle, T.fleet.empty, el('a.button', {href: '#/fleet/join', 'data-test': 'add-host'}, T.join.title));
}
