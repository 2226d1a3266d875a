// The agent's own page: how it stands with its hub, and its jobs with what steers them.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {bytes, duration, number, secondsOf} from '../format.js';
import {icon} from '../icons.js';
import {fact, moment, notice, secondsSince, stateOf, troublesOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {runsTable} from './runs.js';

const EVERY_SECONDS = 2;
const CLOCK_TOLERANCE_SECONDS = 1;

export function open(content, {failed}) {
  document.title = `${T.jobs.title} · ${T.product}`;
  let agent = null;
  let jobs = [];
  const outcomes = new Map(); // job -> {action, busy, error}

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [status, found] = await Promise.all([api.get('agent'), api.get('jobs')]);
    agent = status;
    jobs = found.jobs;
    draw();
  }, failed);

  async function act(job, action) {
    outcomes.set(job, {action, busy: true});
    draw();
    try {
      await api.post(`jobs/${encodeURIComponent(job)}/${action}`);
      outcomes.set(job, {action});
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcomes.set(job, {action, error: trouble instanceof api.Unreachable ? T.away('agent') : trouble.message});
    }
    draw();
    polling.now();
  }

  function draw() {
    show(content,
      el('div.head', {}, el('h1', {}, agent.hostname)),
      troublesOf(agent.troubles ?? []),
      el('div.tiles', {'data-test': 'agent'}, tilesOf(agent)),
      el('h2', {}, T.jobs.title),
      jobs.length === 0 ? notice(T.jobs.none) : jobs.map((job) => jobCard(job, outcomes.get(job.name), act)));
  }

  return {close: polling.stop, changed() {}};
}

function tilesOf(agent) {
  const {hub, spool} = agent;
  const words = T.agent;
  return [
    hub.url.startsWith('none:') ? tile('hub', words.hub, words.noHub, words.noHubMore) : tile('hub', words.hub, stateOf(hub.state, words.hubState),
      hub.since && T.agent.since(duration(secondsSince(hub.since))), hub.url,
      hub.detail && el('span.bad', {}, T.sentence(hub.detail)), !agent.registered && el('span.warn', {}, words.notRegistered)),
    tile('spool', words.waits,
      spool.segments === 0 ? words.waitsNothing : T.host.waiting(number(spool.segments), bytes(spool.bytes)),
      spool.oldestAt && words.oldest(T.time.ago(duration(secondsSince(spool.oldestAt)))),
      spool.inMemory && el('span.bad', {}, words.inMemory)),
    ...(agent.outlets ?? []).map((outlet) => tile(outlet.name, words.outlet[outlet.name] ?? outlet.name,
      outlet.letters === 0 ? words.waitsNothing : words.letters(outlet.letters, bytes(outlet.bytes)), outlet.url,
      outlet.evicted > 0 && el('span.bad', {}, words.lettersEvicted(outlet.evicted)),
      outlet.refused > 0 && el('span.bad', {}, words.lettersRefused(outlet.refused)))),
    tile('lost', words.lost,
      spool.evictedSegments === 0 ? words.lostNothing : el('span.bad', {}, words.evicted(spool.evictedSegments, number(spool.evictedReadings))),
      spool.refusedSegments > 0 && el('span.bad', {}, words.refused(spool.refusedSegments))),
    tile('clock', words.clock, clockOf(agent.clockOffsetSeconds)),
    tile('running', words.running, words.runningFor(duration(secondsSince(agent.startedAt))),
      words.version(agent.version), words.boot(agent.boot)),
  ];
}

function tile(name, title, main, ...more) {
  return el('div.card.tile', {'data-test': 'tile-' + name}, el('h3', {}, title), el('p', {}, main),
    more.filter(Boolean).map((line) => el('p.muted', {}, line)));
}

function clockOf(offset) {
  if (offset === null || offset === undefined) {
    return T.agent.clockUnknown;
  }
  return Math.abs(offset) <= CLOCK_TOLERANCE_SECONDS ? T.agent.clockGood
    : el('span.warn', {}, T.agent.clockOff(duration(Math.abs(offset)), offset > 0));
}

function jobCard(job, outcome, act) {
  const run = job.run;
  return el('article.card.job', {'data-key': job.name, 'data-test': 'job', 'data-job': job.name},
    el('header', {},
      el('h3', {}, job.name), stateOf(job.state, T.run),
      job.every && el('span.muted', {}, T.jobs.every(duration(secondsOf(job.every)))),
      !job.enabled && el('span.warn', {}, T.jobs.disabled),
      el('span.space'),
      el('div.actions', {},
        button(job, 'start', job.canStart, outcome, act),
        button(job, 'stop', job.canStop, outcome, act),
        button(job, 'restart', job.canRestart, outcome, act))),
    el('p.muted', {}, job.about || T.jobs.about[job.kind]),
    outcomeOf(outcome),
    el('dl.facts', {},
      fact(T.jobs.started, moment(run?.startedAt)),
      job.kind === 'collector' && fact(T.jobs.next, job.nextVisitAt ? moment(job.nextVisitAt) : T.none),
      count(T.runs.column.visits, 'visits', run?.visits),
      count(T.runs.column.readings, 'readings', run?.readings),
      count(T.runs.column.skipped, 'skipped', run?.skipped),
      count(T.runs.column.errors, 'errors', run?.errors)),
    job.runs.length > 0 && el('details', {'data-test': 'history'}, el('summary', {}, T.jobs.history(job.runs.length)),
      el('div.wide-table', {}, runsTable(job.runs, false))));
}

function count(name, key, value) {
  return fact(name, el(value > 0 && key === 'errors' ? 'b.bad' : 'b', {'data-test': key}, number(value)));
}

/** Not `disabled`: the button that was just pressed would lose the focus. */
function button(job, action, enabled, outcome, act) {
  const isBusy = outcome?.busy && outcome.action === action;
  const mayAct = enabled && !outcome?.busy;
  return el('button', {
    type: 'button',
    'data-test': action,
    'aria-disabled': mayAct ? null : 'true',
    'aria-label': T.jobs.act(T.jobs[action], job.name),
    onclick: () => mayAct && act(job.name, action),
  }, icon(isBusy ? 'busy' : action), isBusy ? T.jobs.doing[action] : T.jobs[action]);
}

/** Always there, so that a screen reader hears it change. */
function outcomeOf(outcome) {
  const text = !outcome ? '' : outcome.error ?? (outcome.busy ? T.jobs.doing[outcome.action] : T.jobs.done[outcome.action]);
  return el('p.outcome', {role: 'status', 'data-test': 'outcome', class: outcome?.error ? 'outcome bad' : 'outcome'}, text);
}
