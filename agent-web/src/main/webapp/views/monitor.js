// One monitor: how it is with it, from where it was up when, how long each phase took, and what was wrong.

import * as api from '../api.js';
import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {exactTime, localTime, milliseconds, percent} from '../format.js';
import {fact, moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import {T} from '../texts.js';
import {beatsOf, countsOf, phasesOf, PHASES, stepOf, targetOf, uptimeOf} from '../uptime.js';
import {questionOf, seldom, windowOf} from '../window.js';
import {answerOf, seenOf} from './seen.js';

const EVERY_SECONDS = 5;
const BARS = 90;
const POINTS = 150;
const MOST = 10_000;
const MOST_FAILURES = 50;

export function open(content, {parts: [id], query, failed}) {
  const U = T.uptime;
  document.title = `${U.title} · ${T.product}`;
  const address = `#/uptime/${id}`;
  let range = rangeOf(query);
  let back = query.get('range');
  let monitor = null;
  let needed = null; // what it needs: {id, name} of a monitor,
  let host = null; // and a host's name
  let busy = false;
  const asking = seldom();
  const head = el('div', {});
  const bar = el('div.asked', {});
  const beats = el('div', {});
  const failures = el('div.wrongs', {});
  const shared = el('div', {});
  const phases = chart({id: 'phases', title: U.phases, note: U.phasesNote, kind: 'stack', name: (labels) => labels.name,
    order: PHASES.map((phase) => U.phase[phase]), nothing: U.noPhases}, {onZoom: go, onReset: () => range.from && go({name: back ?? USUAL})});
  phases.element.classList.add('tall');
  show(content, notice(T.loading));

  const polling = poll(EVERY_SECONDS, async () => {
    const isFirst = monitor === null;
    monitor = await api.get(`uptime/monitors/${id}`);
    document.title = `${monitor.name} · ${T.product}`;
    if (isFirst) {
      await readNeeds();
      content.replaceChildren(head, bar, beats, phases.element, failures, shared);
      drawBar();
    }
    drawHead();
    show(shared, sharedOf(monitor));
    phases.element.hidden = monitor.kind === 'push';
    await refresh();
  }, (trouble) => {
    if (trouble.status === 404) {
      polling.stop();
      content.replaceChildren(notice(U.noSuch, trouble.message, el('a.button', {href: '#/uptime'}, U.title)));
    } else {
      failed(trouble);
    }
  }, {topics: ['uptime'], apart: 2});

  /** Names and numbers of what it needs; what is gone meanwhile is shown as it is. */
  async function readNeeds() {
    if (monitor.needs_monitor) {
      const {monitors} = await api.get('uptime/monitors', {q: monitor.needs_monitor, limit: 50}).catch(() => ({monitors: []}));
      needed = monitors.find(({name}) => name === monitor.needs_monitor) ?? null;
    }
    if (monitor.needs_host) {
      host = (await api.get('agents').catch(() => ({agents: []}))).agents.find(({id: agent}) => agent === monitor.needs_host)?.hostname ?? null;
    }
  }

  function go(next) {
    location.hash = `${address}?${queryOf(next, range.name ?? back)}`;
  }

  async function turn() {
    busy = true;
    drawHead();
    try {
      monitor = await api.post(`uptime/monitors/${id}/${monitor.paused ? 'resume' : 'pause'}`);
    } catch (trouble) {
      failed(trouble);
    }
    busy = false;
    drawHead();
  }

  function drawBar() {
    show(bar, rangeBar(range, back, go), range.isWrong && el('p.warn', {}, T.range.wrong));
  }

  function drawHead() {
    show(head,
      el('nav.crumb', {}, el('a', {href: '#/uptime'}, U.title), ' / ', monitor.name),
      el('div.head', {}, el('h1', {}, monitor.name), stateOf(monitor.state, U.state),
        el('span.muted', {}, moment(monitor.since)),
        el('span.space'),
        el('button', {type: 'button', disabled: busy, 'data-test': 'monitor-pause', 'data-needs': 'operator', onclick: turn}, monitor.paused ? U.resume : U.pause),
        el('a.button', {href: `#/uptime/incidents?${new URLSearchParams({monitor: id})}`, 'data-test': 'monitor-incidents'}, U.incidentsOf),
        el('a.button', {href: `#/uptime/reports?${new URLSearchParams({monitor: id})}`, 'data-test': 'monitor-report'}, U.report),
        el('a.button', {href: `#/uptime/change/${id}`, 'data-test': 'monitor-change', 'data-needs': 'admin'}, U.change)),
      monitor.reason && monitor.state !== 'up' && el('p.warn', {'data-test': 'monitor-reason'}, T.sentence(monitor.reason)),
      el('dl.facts', {'data-test': 'facts'},
        fact(U.fact.kind, U.kind[monitor.kind] ?? monitor.kind),
        targetOf(monitor) && fact(U.fact.target, targetOf(monitor)),
        fact(U.fact.every, U.every(monitor.every_seconds)),
        fact(U.fact.retries, U.downAfter(monitor.retries + 1)),
        fact(U.fact.quorum, monitor.quorum ? U.quorum(monitor.quorum) : U.quorumAll),
        monitor.degraded_ms > 0 && fact(U.fact.degraded, milliseconds(monitor.degraded_ms)),
        (needed || monitor.needs_host) && fact(U.fact.needs, needed && el('a', {href: `#/uptime/${needed.id}`}, needed.name), needed && monitor.needs_host && ', ',
          monitor.needs_host && el('a', {href: `#/hosts/${monitor.needs_host}`}, host ?? monitor.needs_host)),
        certificateOf(monitor.seen),
        monitor.tags.length > 0 && fact(U.fact.tags, monitor.tags.map((tag) => el('a.tag', {href: '#/uptime?' + new URLSearchParams({tag})}, tag)))));
  }

  async function refresh() {
    const asked = range;
    if (!asking.isDue(JSON.stringify(range), range)) {
      return;
    }
    const window = windowOf(range);
    const found = await api.get(`uptime/monitors/${id}/heartbeats`, {...questionOf(range), limit: MOST}).catch((trouble) => {
      asking.forget();
      throw trouble;
    });
    if (asked !== range) {
      return;
    }
    const step = stepOf(window, monitor.every_seconds, POINTS);
    phases.draw({
      series: phasesOf(beatsOf(found.heartbeats, window, step)).map((series) => ({...series, labels: {name: U.phase[series.labels.name]}})),
      stepSeconds: step, unit: 's', isRate: false, ...window,
    });
    show(beats, beatsTable(found, window, monitor));
    show(failures, failuresOf(found.heartbeats, monitor));
  }

  const onTheme = () => phases.redraw();
  addEventListener('themechange', onTheme);
  return {
    close() {
      polling.stop();
      removeEventListener('themechange', onTheme);
      phases.close();
    },
    changed(next) {
      range = rangeOf(next);
      back = next.get('range');
      drawBar();
      phases.element.classList.add('waiting');
      polling.now();
    },
  };
}

/** The one that ends first. */
function certificateOf(seen) {
  const ends = seen.map(({certificate_ends: end}) => end).filter(Boolean).sort()[0];
  return ends && fact(T.uptime.fact.certificate, moment(ends));
}

/** A row of bars for each datacenter. */
function beatsTable({heartbeats, next}, window, monitor) {
  const U = T.uptime;
  const datacenters = [...new Set([...monitor.seen, ...heartbeats].map(({datacenter}) => datacenter))].sort();
  if (datacenters.length === 0) {
    return notice(U.nothingSeen, U.nothingSeenMore);
  }
  const step = stepOf(window, monitor.every_seconds, BARS);
  return el('section.card.beats', {'data-test': 'beats'}, datacenters.map((datacenter) => {
    const own = heartbeats.filter((heartbeat) => heartbeat.datacenter === datacenter);
    const standing = monitor.seen.find((seen) => seen.datacenter === datacenter);
    const uptime = uptimeOf(countsOf(own));
    return el('div.beatrow', {'data-key': datacenter, 'data-test': 'beat-row', 'data-datacenter': datacenter},
      el('div', {}, el('b', {}, datacenter), standing && stateOf(standing.status, U.state)),
      el('div.beatbars', {role: 'img', 'aria-label': U.beatsOf(datacenter, own.length)}, beatsOf(own, window, step).map((beat) =>
        el('i', {class: beat.status ?? 'none', title: tellingOf(beat)}))),
      el('div.count', {}, uptime === null ? T.none : el('b', {'data-test': 'uptime'}, percent(uptime)),
        standing?.total_us !== undefined && el('span.muted', {}, milliseconds(standing.total_us / 1000))));
  }), next && el('p.muted.note', {}, U.cut(heartbeats.length)));
}

function tellingOf({from, to, status, heartbeats}) {
  const time = `${localTime(new Date(from * 1000))} – ${localTime(new Date(to * 1000)).slice(11)}`;
  const worst = heartbeats.find((heartbeat) => heartbeat.status === status);
  return status === null ? `${time}\n${T.uptime.nothingThen}`
    : [time, `${T.uptime.state[status]} · ${T.uptime.probes(heartbeats.length)}`, worst.message].filter(Boolean).join('\n');
}

/** What everybody may see of it: the status page, and a badge for a page of one's own. */
function sharedOf(monitor) {
  const U = T.uptime;
  const badge = new URL(api.addressOf(`status/badges/${monitor.id}`), location.href).href;
  const page = new URL('status', new URL('/', location.href)).href;
  const snippet = (name, text) => el('label.snippet', {}, name, el('input', {readonly: true, value: text, 'data-test': `badge-${name.toLowerCase()}`, onfocus: ({target}) => target.select()}),
    el('button', {type: 'button', onclick: ({target}) => copy(text, target)}, U.copy));
  return el('section.card.shared', {'data-test': 'shared'}, el('h2', {}, U.publicPage),
    el('p', {}, monitor.public ? U.publicOn : U.publicOff, ' ', monitor.public && el('a', {href: page, target: '_blank', rel: 'noopener', 'data-test': 'status-page'}, page)),
    monitor.public && [
      el('h3', {}, U.badge),
      el('p.line', {}, el('img', {src: badge, alt: monitor.name, height: 20}), el('span.muted', {}, U.badgeAbout)),
      snippet(U.badgeMarkdown, `[![${monitor.name.replaceAll(/[[\]]/g, '')}](${badge})](${page})`),
      snippet(U.badgeHtml, `<a href="${page}"><img src="${badge}" alt="${attribute(monitor.name)}"></a>`),
    ]);
}

const attribute = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Where the clipboard may not be used the text is chosen, ready to be copied by hand. */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = T.uptime.copied;
  } catch {
    button.parentElement.querySelector('input').select();
  }
}

function failuresOf(heartbeats, monitor) {
  const U = T.uptime;
  const wrong = heartbeats.filter(({status}) => status !== 'up');
  if (wrong.length === 0) {
    return heartbeats.length > 0 && el('p.card.quiet', {'data-test': 'no-failures'}, U.noFailures);
  }
  return [
    el('h2', {}, U.failures, el('span.muted.aside', {}, ' ', U.shown(Math.min(wrong.length, MOST_FAILURES), wrong.length))),
    el('ol.card.entries', {'data-test': 'failures'}, wrong.slice(0, MOST_FAILURES).map((heartbeat) =>
      el('li', {'data-key': `${heartbeat.datacenter} ${heartbeat.slot_at}`, 'data-test': 'failure', 'data-error': heartbeat.error},
        el('div.line', {}, stateOf(heartbeat.status, U.state),
          el('time', {datetime: heartbeat.executed_at, title: exactTime(new Date(heartbeat.executed_at))}, localTime(new Date(heartbeat.executed_at))),
          el('b', {}, heartbeat.datacenter),
          heartbeat.error && el('span.tag', {}, heartbeat.error),
          heartbeat.code !== undefined && el('span.muted', {}, U.code(heartbeat.code)),
          heartbeat.phases && el('span.muted', {}, milliseconds(PHASES.reduce((sum, phase) => sum + heartbeat.phases[phase], 0) / 1000))),
        el('p.message-text', {}, heartbeat.message ? T.sentence(heartbeat.message) : U.slow(monitor.degraded_ms)),
        heartbeat.phases && el('details.sql', {}, el('summary', {}, U.inDetail), el('div.trialseen', {}, seenOf(heartbeat, [], true).slice(1))),
        !heartbeat.phases && answerOf(heartbeat.answer)))),
  ];
}
