// Incidents: what was down and for how long, and the heartbeats of each.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, exactTime, localTime, milliseconds} from '../format.js';
import {moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {queryOf, rangeBar, rangeOf} from '../range.js';
import {T} from '../texts.js';
import {totalOf} from '../uptime.js';
import {questionOf} from '../window.js';
import {answerOf, seenOf} from './seen.js';
import {monitorChoice, tabsOf} from './uptimeparts.js';

const EVERY_SECONDS = 5;
const USUAL = '7d';
const MOST = 500;
const MOST_BEATS = 300;

/** Heartbeats of an incident begin so much before it: retries came first. */
const BEFORE_MS = 5 * 60_000;
const STATES = ['down', 'regional'];

export function open(content, {query, failed}) {
  const I = T.uptime.incidents;
  document.title = `${I.title} · ${T.product}`;
  let asked = askedOf(query);
  let found = null;
  let monitor = null;
  let opened = asked.incident;
  let beats = null; // of the one that is folded out,
  let whole = null; // and all of it, with what people wrote
  let busy = false;
  let outcome = '';
  const choice = monitorChoice({id: 'monitor-names', draw: () => found && draw(), chosen: ({id}) => go({monitor: String(id)})});

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const own = asked;
    const [{incidents}, one] = await Promise.all([
      api.get('uptime/incidents', {...questionOf(asked.range), monitor: asked.monitor || undefined, limit: MOST}),
      asked.monitor ? api.get(`uptime/monitors/${asked.monitor}`).catch(() => null) : null, // it may be gone; its incidents are not
    ]);
    if (own !== asked) {
      return;
    }
    found = incidents;
    monitor = one;
    await readBeats();
    draw();
  }, failed, {topics: ['uptime'], apart: 2});

  async function readBeats() {
    const incident = found.find(({id}) => String(id) === opened);
    if (!incident) {
      return;
    }
    const [one, {heartbeats}] = await Promise.all([
      api.get(`uptime/incidents/${incident.id}`),
      api.get(`uptime/monitors/${incident.monitor}/heartbeats`, {
        from: new Date(Date.parse(incident.opened_at) - BEFORE_MS).toISOString(),
        to: incident.closed_at ? new Date(Date.parse(incident.closed_at) + BEFORE_MS).toISOString() : undefined,
        limit: MOST_BEATS,
      }).catch(() => ({heartbeats: []})), // they may be gone already
    ]);
    whole = one;
    beats = {of: String(incident.id), heartbeats};
  }

  async function act(doing) {
    busy = true;
    outcome = '';
    draw();
    try {
      whole = await doing();
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message);
    }
    busy = false;
    draw();
    polling.now();
  }

  const acknowledge = (id) => act(() => api.post(`uptime/incidents/${id}/acknowledge`));

  const write = (id) => (event) => {
    event.preventDefault();
    const form = event.target;
    return act(async () => {
      const written = await api.post(`uptime/incidents/${id}/notes`, {text: form.text.value.trim(), public: form.public.checked});
      form.reset();
      return written;
    });
  };

  function go(change) {
    const next = {...asked, incident: '', ...change};
    location.hash = '#/uptime/incidents?' + new URLSearchParams({...(next.monitor && {monitor: next.monitor}), ...(next.state && {state: next.state}),
      ...(next.incident && {incident: next.incident}), ...Object.fromEntries(queryOf(next.range))});
  }

  function unfold(id) {
    opened = opened === id ? '' : id;
    beats = null;
    whole = null;
    outcome = '';
    draw();
    polling.now();
  }

  function draw() {
    const shown = found.filter(({state, closed_at: closed, acknowledged_at: seen}) => ({'': true, open: !closed, unacknowledged: !closed && !seen})[asked.state] ?? state === asked.state);
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.uptime.title), el('span.muted', {role: 'status', 'data-test': 'incident-count'}, I.count(shown.length)),
        el('span.space'),
        asked.monitor ? el('button.kind', {type: 'button', title: T.uptime.showAll, 'data-test': 'incident-monitor', onclick: () => go({monitor: ''})}, I.ofMonitor(monitor?.name ?? `#${asked.monitor}`), ' ×')
          : choice.input({'aria-label': I.monitor, placeholder: I.monitor})),
      tabsOf('incidents'),
      el('div.asked', {'data-key': 'range'}, rangeBar(asked.range, USUAL, (range) => go({range}), null)),
      el('div.filters', {'data-key': 'filters'}, el('div.segments.wrap', {role: 'group', 'aria-label': T.uptime.column.state},
        ['', 'open', 'unacknowledged', ...STATES].map((state) => el('button', {type: 'button', 'aria-pressed': String(asked.state === state), 'data-test': `incidents-${state || 'all'}`,
          onclick: () => go({state})}, I.filter[state])))),
      shown.length === 0 ? notice(I.none, I.noneMore)
        : el('ol.card.entries.incidents', {'data-key': 'list', 'data-test': 'incidents'}, shown.map((incident) => incidentOf(incident, {opened, beats, whole, busy, outcome, unfold, acknowledge, write}))),
      found.length === MOST && el('p.muted.note', {'data-key': 'cut'}, I.cut(MOST)));
  }

  return {
    close() {
      polling.stop();
      choice.close();
    },
    changed(next) {
      asked = askedOf(next);
      polling.now();
    },
  };
}

function askedOf(query) {
  const named = query.has('range') || query.has('from') ? query : new URLSearchParams({range: USUAL});
  return {monitor: /^\d+$/.test(query.get('monitor') ?? '') ? query.get('monitor') : '', state: query.get('state') ?? '', incident: query.get('incident') ?? '', range: rangeOf(named)};
}

function incidentOf(incident, {opened, beats, whole, busy, outcome, unfold, acknowledge, write}) {
  const I = T.uptime.incidents;
  const id = String(incident.id);
  const isOpen = opened === id;
  const began = Date.parse(incident.opened_at);
  const seconds = ((incident.closed_at ? Date.parse(incident.closed_at) : api.serverNow()) - began) / 1000;
  return el('li', {'data-key': id, 'data-test': 'incident', 'data-state': incident.closed_at ? 'closed' : 'open'},
    el('div.line', {},
      stateOf(incident.state, T.uptime.state),
      el('a', {href: `#/uptime/${incident.monitor}`}, el('b', {}, incident.name)),
      el('time', {datetime: incident.opened_at, title: exactTime(new Date(began))}, localTime(new Date(began))),
      el('span', {}, incident.closed_at ? I.lasted(duration(seconds)) : el('b.bad', {}, I.lasts(duration(seconds)))),
      incident.acknowledged_by && el('span.muted', {'data-test': 'incident-acknowledged', title: exactTime(new Date(incident.acknowledged_at))}, I.acknowledged(incident.acknowledged_by)),
      el('span.space'),
      !incident.closed_at && !incident.acknowledged_at && el('button', {type: 'button', disabled: busy, 'data-test': 'incident-acknowledge', 'data-needs': 'operator', onclick: () => acknowledge(id)}, I.acknowledge),
      el('button.quiet', {type: 'button', 'aria-expanded': String(isOpen), 'data-test': 'incident-unfold', onclick: () => unfold(id)}, isOpen ? I.fold : I.unfold)),
    incident.reason && el('p.message-text', {}, T.sentence(incident.reason)),
    isOpen && el('div.unfolded', {}, beats?.of === id ? [...notesOf(whole, {busy, outcome, write: write(id)}), beatsOf(beats.heartbeats)] : el('p.muted', {}, T.loading)));
}

/** What people wrote of it, the earliest first, and a place to write more. */
function notesOf({notes = []}, {busy, outcome, write}) {
  const I = T.uptime.incidents;
  return [
    notes.length > 0 && el('ul.notes', {'data-key': 'notes', 'data-test': 'incident-notes'}, notes.map(({at, by, text, public: isPublic}) => el('li', {},
      el('span.muted', {}, moment(at), ' · ', by), isPublic && el('span.tag', {}, I.publicNote), el('p', {}, text)))),
    el('form.notewrite', {'data-key': 'note', 'data-needs': 'operator', 'data-test': 'incident-note', onsubmit: write},
      el('input', {name: 'text', maxlength: 2000, required: true, autocomplete: 'off', 'aria-label': I.note, placeholder: I.note, 'data-test': 'note-text'}),
      el('label.check', {}, el('input', {type: 'checkbox', name: 'public', 'data-test': 'note-public'}), I.notePublic),
      el('button', {type: 'submit', disabled: busy, 'data-test': 'note-write'}, I.noteAdd),
      outcome && el('span.bad', {role: 'status'}, outcome)),
  ];
}

/** The earliest first: how it came to it. */
function beatsOf(heartbeats) {
  const I = T.uptime.incidents;
  return heartbeats.length === 0 ? el('p.muted', {}, I.noBeats)
    : el('ol.entries', {'data-test': 'incident-beats'}, [...heartbeats].reverse().map((heartbeat) =>
      el('li', {'data-key': `${heartbeat.datacenter} ${heartbeat.slot_at}`},
        el('div.line', {}, stateOf(heartbeat.status, T.uptime.state),
          el('time', {datetime: heartbeat.executed_at, title: exactTime(new Date(heartbeat.executed_at))}, localTime(new Date(heartbeat.executed_at)).slice(11)),
          el('b', {}, heartbeat.datacenter),
          heartbeat.error && el('span.tag', {}, heartbeat.error),
          heartbeat.phases && el('span.muted', {}, milliseconds(totalOf(heartbeat.phases) / 1000)),
          heartbeat.message && el('span.muted', {}, T.sentence(heartbeat.message))),
        heartbeat.status !== 'up' && heartbeat.phases && el('details.sql', {}, el('summary', {}, T.uptime.inDetail), el('div.trialseen', {}, seenOf({...heartbeat, message: null}, [], true))),
        heartbeat.status !== 'up' && !heartbeat.phases && answerOf(heartbeat.answer))));
}
