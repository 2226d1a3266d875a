// One host: who it is, and its tabs: how it fares, what runs on it, what happened.

import * as api from '../api.js';
import {arriving} from '../arriving.js';
import {el, show} from '../dom.js';
import {bytes, duration, number} from '../format.js';
import {fact, moment, noSuchPage, notice, stateOf, troublesOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 5;
const CLOCK_TOLERANCE_SECONDS = 1;

/** In their order, each with what opens it. The first has the host's own address. */
const TABS = {
  charts: () => import('./charts.js').then(({openCharts}) => (body, page) => openCharts(body, {...page, ofHost: true})),
  processes: () => import('./processes.js').then(({openProcesses}) => openProcesses),
  services: () => import('./services.js').then(({openServices}) => openServices),
  ports: () => import('./ports.js').then(({openPorts}) => openPorts),
  containers: () => import('./containers.js').then(({openContainers}) => openContainers),
  events: () => import('./events.js').then(({openEvents}) => openEvents),
  logs: () => import('./logs.js').then(({openLogs}) => (body, page) => openLogs(body, {...page, address: page.address + '/logs'})),
  system: () => import('./inventory.js').then(({openInventory}) => openInventory),
  settings: () => import('./hostsettings.js').then(({openHostSettings}) => openHostSettings),
  jobs: () => import('./runs.js').then(({openRuns}) => openRuns),
  commands: () => import('./commands.js').then(({openCommands}) => openCommands),
  ledger: () => import('./ledger.js').then(({openLedger}) => openLedger),
  trust: () => import('./trust.js').then(({openTrust}) => openTrust),
};

export function open(content, {parts: [id, tab = 'charts'], query, failed}) {
  document.title = T.product;
  if (!Object.hasOwn(TABS, tab)) {
    show(content, noSuchPage());
    return {close() {}};
  }
  let asked = query;
  const agent = decodeURIComponent(id);
  const address = `#/hosts/${id}`;
  const head = el('div', {'data-key': 'head'});
  const body = el('div', {'data-key': 'body'});
  content.replaceChildren(head, body);

  const view = arriving(body, TABS[tab](), (openTab) => openTab(body, {agent, query: asked, address, failed}));
  const polling = poll(EVERY_SECONDS, async () => {
    const row = await api.get(`agents/${encodeURIComponent(agent)}`);
    document.title = `${row.hostname} · ${T.product}`;
    const isFirst = !head.firstChild;
    show(head, headOf(row, address, tab));
    if (isFirst) {
      const tabs = head.querySelector('.tabs'); // more than a phone has room for
      tabs.scrollLeft = tabs.querySelector('[aria-current]').offsetLeft - tabs.offsetLeft - tabs.clientWidth / 3;
    }
    await view.refresh(row);
  }, (trouble) => {
    if (trouble.status === 404) {
      polling.stop();
      content.replaceChildren(notice(T.host.noSuchHost, trouble.message, el('a.button', {href: '#/fleet'}, T.host.back)));
    } else {
      failed(trouble);
    }
  }, {topics: tab === 'commands' ? [`host:${agent}`, `commands:${agent}`] : [`host:${agent}`], apart: tab === 'commands' ? 1 : 4, rests: 15});

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

function headOf(row, address, tab) {
  const name = (key, i) => el('a', {href: i === 0 ? address : `${address}/${key}`, 'data-test': 'tab-' + key, 'aria-current': tab === key && 'page'}, T.host.tab[key]);
  return [
    el('nav.crumb', {}, el('a', {href: '#/fleet'}, T.host.back), ' / ', row.hostname),
    el('div.head', {}, el('h1', {}, row.hostname), stateOf(row.state, T.state)),
    troublesOf(row.troubles ?? []),
    el('dl.facts', {'data-test': 'facts'}, factsOf(row)),
    el('nav.tabs', {'aria-label': T.host.tabs}, Object.keys(TABS).map(name)),
  ];
}

function factsOf(row) {
  const {fact: names} = T.host;
  const spool = row.spool ?? {};
  return [
    fact(names.os, row.os || T.none),
    fact(names.kernel, [row.kernel, row.arch].filter(Boolean).join(' ') || T.none),
    fact(names.cpus, number(row.cpus)),
    fact(names.memory, bytes(row.memoryBytes)),
    fact(names.addresses, (row.addresses ?? []).join(', ') || T.none),
    row.kind === 'agent' ? fact(names.version, row.version) : fact(names.sender, T.fleet.kind[row.kind] ?? row.kind),
    row.apiKey && fact(names.apiKey, row.apiKey),
    fact(names.lastHeartbeat, moment(row.lastHeartbeat)),
    fact(names.lastReading, moment(row.lastReading)),
    Math.abs(row.clockOffsetSeconds ?? 0) > CLOCK_TOLERANCE_SECONDS && fact(names.clock, el('span.warn', {'data-test': 'clock'},
      T.host.clockOff(duration(Math.abs(row.clockOffsetSeconds)), row.clockOffsetSeconds > 0))),
    spool.segments > 0 && fact(names.spool, T.host.waiting(spool.segments, bytes(spool.bytes))),
    spool.evictedSegments > 0 && fact(T.agent.lost, el('span.bad', {}, T.agent.evicted(spool.evictedSegments, number(spool.evictedReadings)))),
    fact(names.since, moment(row.createdAt)),
  ];
}
