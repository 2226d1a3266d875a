// How much of a time a monitor was up, and how slow: from each datacenter and from all; and the SLA of a month.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, localTime, milliseconds} from '../format.js';
import {notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {PHASES} from '../uptime.js';
import {monitorChoice, tabsOf} from './uptimeparts.js';

const EVERY_SECONDS = 30;
const DAY = 86_400;
const SPANS = {'24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY, '365d': 365 * DAY};
const USUAL = '30d';
const COLUMNS = ['datacenter', 'uptime', 'downtime', 'down', 'degraded', 'unknown', 'excluded', 'beats'];

export function open(content, {query, failed}) {
  const R = T.uptime.reports;
  document.title = `${R.title} · ${T.product}`;
  let asked = askedOf(query);
  let report = null;
  let monitor = null;
  let month = localTime(new Date(api.serverNow())).slice(0, 7);
  const choice = monitorChoice({id: 'monitor-names', draw: () => draw(), chosen: ({id}) => go({monitor: String(id)})});

  const polling = poll(EVERY_SECONDS, async () => {
    const own = asked;
    if (!own.monitor) {
      report = null;
      monitor = null;
      draw();
      return;
    }
    const {from, to} = spanOf(own);
    const [one, found] = await Promise.all([api.get(`uptime/monitors/${own.monitor}`), api.get('uptime/reports', {monitor: own.monitor, from, to})]);
    if (own === asked) {
      [monitor, report] = [one, found];
      document.title = `${one.name} · ${R.title} · ${T.product}`;
      draw();
    }
  }, (trouble) => {
    if (trouble.status === 404) {
      asked = {...asked, monitor: ''};
      polling.now();
    } else {
      failed(trouble);
    }
  });

  function go(change) {
    const {monitor: id, range, from, to} = {...asked, ...change};
    location.hash = '#/uptime/reports?' + new URLSearchParams({...(id && {monitor: id}), ...(from && to ? {from, to} : {range})});
  }

  function span(event) {
    event.preventDefault();
    const {from, to} = event.target;
    if (from.value && to.value && from.value < to.value) {
      go({from: new Date(from.value).toISOString(), to: new Date(to.value).toISOString()});
    }
  }

  function draw() {
    const {from, to} = spanOf(asked);
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.uptime.title), el('span.space'),
        choice.input({'aria-label': R.monitor, placeholder: R.search, 'data-test': 'report-monitor', 'data-key': 'choice'})),
      tabsOf('reports'),
      el('div.filters', {'data-key': 'spans'},
        el('div.segments.wrap', {role: 'group', 'aria-label': T.range.label}, Object.keys(SPANS).map((range) => el('button', {type: 'button', title: R.long[range],
          'data-test': `span-${range}`, 'aria-pressed': String(!asked.from && asked.range === range), onclick: () => go({range, from: '', to: ''})}, R.range[range]))),
        el('form.span', {onsubmit: span},
          el('label.inline', {}, R.from, el('input', {name: 'from', type: 'datetime-local', value: localOf(from)})),
          el('label.inline', {}, R.to, el('input', {name: 'to', type: 'datetime-local', value: localOf(to)})),
          el('button', {type: 'submit', 'data-test': 'span-own'}, R.show))),
      monitor && report ? reportOf(monitor, report, asked) : !asked.monitor && notice(R.chooseNone, R.chooseMore),
      slaOf(month, (next) => { month = next; draw(); }));
  }

  return {
    close() {
      polling.stop();
      choice.close();
    },
    changed(next) {
      asked = askedOf(next);
      report = asked.monitor === String(report?.monitor) ? report : null;
      polling.now();
    },
  };
}

function askedOf(query) {
  const [from, to] = ['from', 'to'].map((name) => query.get(name) ?? '');
  const isSpan = Date.parse(from) < Date.parse(to);
  return {monitor: /^\d+$/.test(query.get('monitor') ?? '') ? query.get('monitor') : '', range: query.get('range') in SPANS ? query.get('range') : USUAL,
    from: isSpan ? from : '', to: isSpan ? to : ''};
}

function spanOf({range, from, to}) {
  const now = api.serverNow();
  return from ? {from, to} : {from: new Date(now - SPANS[range] * 1000).toISOString(), to: new Date(now).toISOString()};
}

const localOf = (instant) => localTime(new Date(instant)).slice(0, 16).replace(' ', 'T');

/** 99.95 -> 99.950 %: nines are what is read. */
const percentOf = (uptime) => (uptime === undefined ? T.none : `${uptime === 100 ? '100' : uptime.toFixed(3)}\u00a0%`);

function reportOf(monitor, report, asked) {
  const R = T.uptime.reports;
  const parts = [['', report.together], ...Object.entries(report.datacenters)];
  const isSeen = report.together.up + report.together.degraded + report.together.down + (report.together.unknown ?? 0) + report.together.excluded > 0;
  const incidents = new URLSearchParams({monitor: report.monitor, from: report.from, to: report.to});
  return [
    el('div.head', {'data-key': 'whose'}, el('h2', {}, el('a', {href: `#/uptime/${monitor.id}`}, monitor.name)), stateOf(monitor.state, T.uptime.state), el('span.space'),
      el('a.button', {href: `#/uptime/incidents?${incidents}`, 'data-test': 'report-incidents'}, R.incidents)),
    isSeen ? el('div.card.wide-table', {'data-key': 'uptime'}, uptimeTable(parts, monitor.every_seconds)) : notice(R.nothing),
    isSeen && report.together.excluded > 0 && el('p.muted.note', {'data-key': 'excluded', 'data-test': 'report-excluded'}, R.excluded(report.together.excluded)),
    isSeen && Object.keys(report.together.latency).length > 0 && [el('h2', {'data-key': 'latency-title'}, R.latency),
      el('div.card.wide-table', {'data-key': 'latency'}, latencyTable(parts)), el('p.muted.note', {'data-key': 'off'}, R.off)],
  ].flat();
}

function uptimeTable(parts, everySeconds) {
  const R = T.uptime.reports;
  return el('table.monitors.report', {'data-test': 'report'},
    el('caption.unseen', {}, R.title),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name === 'datacenter' ? name : 'count'}, R.column[name])))),
    el('tbody', {}, parts.map(([datacenter, {uptime, up, degraded, down, unknown = 0, excluded}]) => {
      const cells = {
        datacenter: el('b', {}, datacenter || R.together),
        uptime: el('b', {class: uptime === undefined ? '' : uptime >= 99.9 ? 'good' : uptime >= 99 ? 'warn' : 'bad', 'data-test': 'report-uptime'}, percentOf(uptime)),
        downtime: datacenter && down > 0 ? duration(down * everySeconds) : T.none,
        down: String(down), degraded: String(degraded), unknown: String(unknown), excluded: String(excluded), beats: String(up + degraded + down + unknown + excluded),
      };
      return el('tr', {'data-key': datacenter || '*', 'data-test': 'report-row', 'data-datacenter': datacenter},
        COLUMNS.map((name) => el('td', {class: name === 'datacenter' ? 'name' : 'count', 'data-label': R.column[name]}, cells[name])));
    })));
}

/** A row for each phase, the whole last; for each datacenter three columns. */
function latencyTable(parts) {
  const R = T.uptime.reports;
  const percentiles = Object.keys(R.percentile);
  const timed = parts.filter(([, {latency}]) => Object.keys(latency).length > 0);
  return el('table.latency', {'data-test': 'latency'},
    el('caption.unseen', {}, R.latency),
    el('thead', {},
      el('tr', {}, el('th', {rowspan: 2, scope: 'col'}, R.phase), timed.map(([datacenter]) => el('th', {colspan: 3, scope: 'colgroup'}, datacenter || R.together))),
      el('tr', {}, timed.flatMap(() => percentiles.map((name) => el('th.count', {scope: 'col'}, R.percentile[name]))))),
    el('tbody', {}, [...PHASES, 'total'].filter((phase) => timed.some(([, {latency}]) => latency[phase]?.p99 > 0)).map((phase) =>
      el('tr', {'data-key': phase, 'data-phase': phase}, el('th', {scope: 'row'}, phase === 'total' ? T.uptime.total : [el(`i.${phase}`, {'aria-hidden': 'true'}), T.uptime.phase[phase]]),
        timed.flatMap(([, {latency}]) => percentiles.map((name) => el('td.count', {}, latency[phase] ? milliseconds(latency[phase][name] / 1000) : T.none)))))));
}

function slaOf(month, turn) {
  const R = T.uptime.reports;
  const asked = {month};
  return el('section.card.sla', {'data-key': 'sla'}, el('h2', {}, R.sla),
    el('div.actions', {}, el('label.inline', {}, R.month, el('input', {type: 'month', value: month, max: localTime(new Date(api.serverNow())).slice(0, 7), 'data-test': 'sla-month', onchange: ({target}) => target.value && turn(target.value)})),
      el('a.button', {href: api.addressOf('uptime/reports/sla', asked), download: `sla-${month}.csv`, 'data-test': 'sla-csv'}, R.csv),
      el('a.button', {href: api.addressOf('uptime/reports/sla', {...asked, format: 'html'}), target: '_blank', rel: 'noopener', 'data-test': 'sla-print'}, R.print)));
}
