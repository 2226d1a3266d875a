// One run of a job of an agent, or of the hub: its steps, what can be done about it, the runs before it, and how two of them differ.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, number} from '../format.js';
import {moment, nextOf, notice, secondsSince} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {ACTIONS, ON_CALL, WAITS, can, inside, pageToStart, steer} from '../steering.js';
import {T} from '../texts.js';
import {awayOf, reasonOf} from '../wishes.js';
import {executionParts, isRunning} from './execution.js';
import {runsTable} from './runs.js';

const EVERY_SECONDS = 5;
const MINUTES_AROUND = 1;

/** What stands in an address for the hub, where else an agent's id does. */
export const HUB = 'hub';

export const pageOfRun = (agent, {boot, execution}) => `#/jobs/${encodeURIComponent(agent)}/${encodeURIComponent(boot)}/${execution}`;

export function open(content, {parts: [agent, boot, execution], query, failed}) {
  document.title = `${T.jobRun.title} · ${T.product}`;
  let asked = query;
  let told = null; // as the hub knows it
  let live = null; // as the agent has answered
  let wish = null; // what is asked back
  let outcome = null; // {text, isBad}
  let next = null; // the run that was started from here; the hub hears of it with the next shipment
  let closed = false;
  const isOfHub = agent === HUB;
  const path = `${isOfHub ? 'hub' : `agents/${encodeURIComponent(agent)}`}/runs/${encodeURIComponent(boot)}/${execution}`;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const isFirst = told === null;
    told = await api.get(path);
    if (!closed && next && told.others.some((one) => isSame(one, next))) {
      location.hash = pageOfRun(agent, next);
      return;
    }
    if (isFirst && canLook()) {
      look();
    }
    draw();
  }, failed, isOfHub ? {} : {topics: [`host:${agent}`]});

  const canLook = () => isRunning(told.run) && !isOfHub && told.connected;

  /** Each look is a command, and each command is kept: it is asked once, and when somebody wants it. */
  async function look() {
    try {
      live = await inside(agent, told.run.job, execution);
      outcome = null;
    } catch (trouble) {
      outcome = {text: T.jobRun.noLook(wordOf(trouble)), isBad: false};
    }
    draw();
  }

  async function act(action) {
    const {reason, queueSeconds} = wish;
    wish = null;
    outcome = {text: T.jobs.doing[action] ?? T.jobRun.doing};
    draw();
    try {
      if (action === 'forget') {
        await api.del(path + api.questionOf(reason ? {reason} : {}));
        if (!closed) {
          location.hash = `#/hosts/${encodeURIComponent(agent)}/jobs`;
        }
        return;
      }
      const run = await steer(action, isOfHub ? {job: told.run.job} : {agent, job: told.run.job, connected: told.connected}, reason, queueSeconds);
      outcome = {text: run === WAITS ? T.jobRun.waits : T.jobs.done[action]};
      if (!run || run === WAITS) {
        // of the hub's own is told at the next look
      } else if (isSame(run, told.run)) {
        told = {...told, run: {...told.run, ...run}};
      } else {
        next = run;
      }
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {text: wordOf(trouble), isBad: true};
    }
    draw();
    polling.now();
  }

  const wordOf = (trouble) => (trouble instanceof api.Unreachable ? T.away('hub') : trouble.message);

  function actions() {
    const {run} = told;
    const isNewest = told.others.length === 0 || (told.others[0].boot === run.boot && told.others[0].execution === run.execution);
    const wanted = [
      ...Object.keys(ACTIONS).filter((action) => isNewest && can(action, isOfHub ? run : {...run, agent})),
      !isRunning(run) && !isOfHub && 'forget',
    ].filter(Boolean);
    return [
      canLook() && {name: 'look', word: T.jobRun.look, run: look},
      ...(rights.may('operator') ? wanted : []).map((action) => ({name: action, word: T.jobs[action], icon: action, run() { wish = {action, reason: '', queueSeconds: 0}; draw(); }})),
      rights.may('operator') && !isOfHub && run.job in ON_CALL && !isRunning(run) && {name: 'again', word: T.jobRun.again, icon: 'start', run() { location.hash = pageToStart(agent, run.job, run); }},
    ].filter(Boolean);
  }

  function draw() {
    if (closed || !told) {
      return;
    }
    const {run, hostname} = told;
    const shown = {parameters: {}, steps: [], instance: '–', ...(told.execution ?? live), ...{job: run.job, execution: run.execution, state: run.state, exit: run.exit, startedAt: run.startedAt, endedAt: run.endedAt}};
    const seconds = run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : secondsSince(run.startedAt);
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.jobRun.of(run.job, hostname)), el('span.space'),
        isOfHub ? el('a.button', {href: '#/jobs?host=hub'}, T.jobRun.hub)
          : [el('a.button', {href: `#/hosts/${encodeURIComponent(agent)}/jobs`}, T.jobRun.host),
            el('a.button', {href: logsOf(agent, run), 'data-test': 'to-logs'}, T.jobRun.logs)]),
      wish && el('div', {'data-key': 'sure'}, sureOf(wish, told, {yes: () => act(wish.action), no() { wish = null; draw(); }})),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'outcome', class: outcome?.isBad ? 'outcome bad' : 'outcome'}, outcome?.text ?? ''),
      ...executionParts(shown, {actions: actions(), facts: [
        [T.runs.column.visits, number(run.visits)], [T.runs.column.readings, number(run.readings)],
        [T.jobRun.pace, seconds > 0 ? T.jobRun.perSecond(number(Math.round(run.readings / seconds * 10) / 10)) : T.none],
        [T.runs.column.skipped, number(run.skipped)], [T.runs.column.errors, number(run.errors)],
        run.lastVisitAt && [T.jobRun.lastVisit, moment(run.lastVisitAt)], run.dueAt && [T.jobRun.due, moment(run.dueAt)],
        run.rhythm && [T.fleetJobs.column.next, nextOf(run.rhythm)],
        run.rhythm?.usualSeconds && [T.jobRun.took, T.jobRun.tookUsually(run.rhythm.tookSeconds === undefined ? T.none : duration(run.rhythm.tookSeconds), duration(run.rhythm.usualSeconds))],
      ].filter(Boolean)}),
      told.others.length > 1 && el('section', {'data-key': 'trend'}, el('h2', {}, T.jobRun.before), trendOf(told.others, run)),
      el('section', {'data-key': 'compare'}, compareOf(told.others, run, asked.get('with'))),
      el('div.card.wide-table', {'data-key': 'runs'}, runsTable(told.others, false, (other) => pageOfRun(agent, other))));
  }

  return {
    changed(next) {
      asked = next;
      draw();
    },
    close() {
      closed = true;
      polling.stop();
    },
  };
}

function logsOf(agent, {startedAt, endedAt}) {
  const around = MINUTES_AROUND * 60_000;
  const from = new Date(Date.parse(startedAt) - around).toISOString();
  const to = new Date((endedAt ? Date.parse(endedAt) : Date.now()) + around).toISOString();
  return `#/hosts/${encodeURIComponent(agent)}/logs?${new URLSearchParams({from, to})}`;
}

/** Asked back, with a reason for those who read the audit log. */
function sureOf(wish, {run: {job}, hostname, connected}, {yes, no}) {
  const question = wish.action === 'forget' ? T.jobRun.sureForget : T.jobRun.sure(T.jobs[wish.action], job, hostname);
  return el('div.card.confirm', {role: 'alertdialog', 'aria-label': question, 'data-test': 'sure'},
    el('p', {}, question), connected === false && wish.action !== 'forget' && awayOf(wish, 1), reasonOf(wish),
    el('div.actions', {},
      el('button.primary', {type: 'button', 'data-test': 'sure-yes', onclick: yes}, T.jobs[wish.action]),
      el('button', {type: 'button', 'data-test': 'sure-no', onclick: no}, T.cancel)));
}

const tookOf = ({startedAt, endedAt}) => (endedAt ? (Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : secondsSince(startedAt));

/** How long the runs took, and how much they read: the oldest at the left. */
function trendOf(others, shown) {
  const runs = [...others].reverse();
  return el('div.card.trend', {}, [['took', tookOf, duration], ['readings', ({readings}) => readings, number]].map(([name, valueOf, wordOf]) => {
    const most = Math.max(1, ...runs.map(valueOf));
    return el('figure', {'data-test': `trend-${name}`}, el('figcaption', {}, T.runs.column[name], ' ', el('span.muted', {}, T.jobRun.most(wordOf(most)))),
      el('ol', {}, runs.map((run) => el('li', {'data-key': `${run.boot} ${run.execution}`, class: isSame(run, shown) ? 'shown' : '', 'data-state': run.state,
        title: `${new Date(run.startedAt).toLocaleString()}: ${wordOf(valueOf(run))}`}, el('i', {style: {'--share': valueOf(run) / most}})))));
  }));
}

const isSame = (one, other) => one.boot === other.boot && one.execution === other.execution;

const nameOf = ({boot, execution}) => `${boot}.${execution}`;

/** This run beside another one, which the address names. */
function compareOf(others, run, name) {
  const candidates = others.filter((one) => !isSame(one, run));
  if (candidates.length === 0) {
    return null;
  }
  const other = candidates.find((one) => nameOf(one) === name);
  const rows = other && [
    ['took', tookOf(run), tookOf(other), duration],
    ...['visits', 'readings', 'skipped', 'errors'].map((field) => [field, run[field], other[field], number]),
  ];
  return el('div.card', {},
    el('label.field', {}, T.jobRun.compare,
      el('select', {'data-test': 'compare-with', onchange: ({target}) => {
        const next = new URLSearchParams(location.hash.split('?')[1] ?? '');
        if (target.value) {
          next.set('with', target.value);
        } else {
          next.delete('with');
        }
        location.hash = `${location.hash.split('?')[0]}${next.size ? `?${next}` : ''}`;
      }},
      el('option', {value: ''}, T.jobRun.nobody),
      candidates.map((one) => el('option', {value: nameOf(one), selected: one === other}, `${new Date(one.startedAt).toLocaleString()} · ${T.run[one.state] ?? one.state}`)))),
    rows && el('table', {'data-test': 'compared'},
      el('caption.unseen', {}, T.jobRun.compare),
      el('thead', {}, el('tr', {}, [T.jobRun.what, T.jobRun.this, T.jobRun.that, T.jobRun.change].map((word) => el('th', {scope: 'col'}, word)))),
      el('tbody', {}, rows.map(([field, mine, theirs, wordOf]) => el('tr', {'data-key': field, 'data-test': `compared-${field}`},
        el('th', {scope: 'row'}, T.runs.column[field]), el('td', {}, wordOf(mine)), el('td', {}, wordOf(theirs)),
        el('td', {}, theirs === 0 ? T.none : T.jobRun.percent(Math.round((mine / theirs - 1) * 100))))))));
}
