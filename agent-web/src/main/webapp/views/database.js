// One PostgreSQL server: how it is with it, and a tab for each question about it.

import * as api from '../api.js';
import {arriving} from '../arriving.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {fact, moment, noSuchPage, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {addressOf} from './databases.js';

const EVERY_SECONDS = 5;

/** Each with what opens it. */
const TABS = {
  now: () => import('./dbnow.js').then(({openNow}) => openNow),
  statements: () => import('./dbstatements.js').then(({openStatements}) => openStatements),
  waits: () => import('./dbwaits.js').then(({openWaits}) => openWaits),
  charts: () => Promise.all([import('./charts.js'), import('../databasecharts.js')]).then(([{openCharts}, {databaseSections}]) => openMetrics(openCharts, databaseSections)),
  tables: () => import('./dbobjects.js').then(({openObjects}) => openObjects),
  replication: () => import('./dbreplication.js').then(({openReplication}) => openReplication),
  settings: () => import('./dbsettings.js').then(({openSettings}) => openSettings),
  log: () => import('./dblog.js').then(({openLog}) => openLog),
};

export function open(content, {parts: [id, name, tab = 'now'], query, failed}) {
  document.title = T.product;
  if (!Object.hasOwn(TABS, tab)) {
    show(content, noSuchPage());
    return {close() {}};
  }
  let asked = query;
  const agent = decodeURIComponent(id);
  const target = decodeURIComponent(name);
  const home = addressOf({agent, target});
  const address = tab === 'now' ? home : `${home}/${tab}`;
  const path = `databases/${encodeURIComponent(agent)}/${encodeURIComponent(target)}`;
  const head = el('div', {'data-key': 'head'});
  const body = el('div', {'data-key': 'body'});
  content.replaceChildren(head, body);

  const view = arriving(body, TABS[tab](), (openTab) =>
    openTab(body, {agent, target, query: asked, address, home, ask: (below, question) => api.get(`${path}/${below}`, question)}));
  const polling = poll(EVERY_SECONDS, async () => {
    const row = await api.get(path);
    document.title = `${row.target} · ${T.product}`;
    show(head, headOf(row, home, tab));
    await view.refresh(row);
  }, (trouble) => {
    if (trouble.status === 404) {
      polling.stop();
      view.close();
      content.replaceChildren(notice(T.database.noSuch, trouble.message, el('a.button', {href: '#/databases'}, T.database.back)));
    } else {
      failed(trouble);
    }
  });

  return {
    close() {
      polling.stop();
      view.close();
    },
    changed(next) {
      asked = next;
      view.changed?.(next);
      polling.now();
    },
  };
}

function headOf(row, home, tab) {
  return [
    el('nav.crumb', {}, el('a', {href: '#/databases'}, T.database.back), ' / ', row.target),
    el('div.head', {}, el('h1', {}, row.target), stateOf(row.state, T.database.state)),
    row.states.length > 0 && el('ul.troubles', {'data-test': 'states'}, row.states.map(({part, state, remedy}) =>
      el('li', {'data-part': part}, icon('bad'), `${part}: ${T.sentence(remedy ?? state)}`))),
    row.settings && el('p.muted', {'data-test': 'delivered'}, T.database.delivered(row.settings.changed_by), ' ',
      el('a', {href: `#/databases/change/${encodeURIComponent(row.settings.id)}`}, T.databases.change),
      row.settings.detail && el('span.warn', {}, ' ' + T.sentence(row.settings.detail))),
    row.state === 'silent' && el('p.warn', {'data-test': 'silent'}, T.database.silent),
    el('dl.facts', {'data-test': 'facts'},
      fact(T.database.fact.host, el('a', {href: `#/hosts/${encodeURIComponent(row.agent)}`}, row.hostname)),
      fact(T.database.fact.version, row.version ?? T.none),
      fact(T.database.fact.seen, moment(row.last_seen)),
      row.first_seen && fact(T.database.fact.since, moment(row.first_seen))),
    el('nav.tabs', {'aria-label': T.database.tabs}, Object.keys(TABS).map((key) => el('a', {
      href: key === 'now' ? home : `${home}/${key}`,
      'data-test': 'tab-' + key,
      'aria-current': tab === key && 'page',
    }, T.database.tab[key]))),
  ];
}

function openMetrics(openCharts, databaseSections) {
  return (body, {agent, target, query, address}) => openCharts(body, {
    agent,
    query,
    address,
    only: (metric) => metric.target === target && metric.metric.startsWith('postgresql.'),
    sections: (metrics) => databaseSections(metrics, target),
    empty: [T.database.noMetrics, T.database.noMetricsMore],
  });
}
