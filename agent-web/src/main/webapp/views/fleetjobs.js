// The jobs of all agents, in one list, and what steers them there.

import * as api from '../api.js';
import {el, longBody, show} from '../dom.js';
import {duration, number} from '../format.js';
import {icon} from '../icons.js';
import {moment, nextOf, notice, secondsSince, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {ACTIONS, ON_CALL, WAITS, can, isAway, isHubs, pageToStart, steer as steerJob} from '../steering.js';
import {T} from '../texts.js';
import {together} from '../together.js';
import {awayOf, reasonOf} from '../wishes.js';
import {pageOf} from './batchservers.js';
import {HUB, pageOfRun} from './run.js';
import {savedViews} from './saved.js';

const EVERY_SECONDS = 5;
const PATIENCE_MS = 300;
const MOST_SHOWN = 200;
const STATES = ['FAILED', 'ABANDONED', 'STOPPED', 'STOPPING', 'STARTING', 'STARTED', 'COMPLETED'];
const MARKS = ['stuck', 'late', 'slow', 'empty'];
const COLUMNS = ['state', 'host', 'job', 'started', 'took', 'next', 'visits', 'readings', 'skipped', 'errors', 'exit', 'steer'];

export function open(content, {query, failed}) {
  document.title = `${T.fleetJobs.title} · ${T.product}`;
  let asked = query;
  let found = null;
  let timer = null;
  let chosen = new Set(); // keys of rows
  let wish = null; // {action, rows, reason, queueSeconds}: asked whether it is meant
  let work = null; // how far what was asked is: {action, waiting, ...} of together.js
  let closed = false;
  const views = savedViews(failed);
  const body = longBody();
  const told = new Map(); // key of a row -> its run as the agent has answered, which the hub hears with the next heartbeat

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const words = asked.toString();
    const answer = await api.get('jobs', {...questionOf(asked), limit: MOST_SHOWN});
    if (words === asked.toString()) {
      found = {...answer, jobs: answer.jobs.map(newest)};
      chosen = new Set(found.jobs.map(keyOf).filter((key) => chosen.has(key)));
      draw();
    }
  }, failed, {topics: ['jobs'], apart: 2});

  function newest(row) {
    const run = told.get(keyOf(row));
    return run && Date.parse(run.updatedAt) > Date.parse(row.updatedAt) ? {...row, ...run} : row;
  }

  /** The address keeps all that is chosen. */
  function go(change) {
    const next = new URLSearchParams(asked);
    Object.entries(change).forEach(([name, value]) => (value ? next.set(name, value) : next.delete(name)));
    location.hash = '#/jobs?' + next;
  }

  function toggle(name, value) {
    const now = valuesOf(asked, name);
    go({[name]: (now.includes(value) ? now.filter((one) => one !== value) : [...now, value]).join(',')});
  }

  function choose(rows, isChosen) {
    rows.forEach((row) => (isChosen ? chosen.add(keyOf(row)) : chosen.delete(keyOf(row))));
    wish = null;
    draw();
  }

  function ask(action, rows) {
    wish = {action, rows, reason: '', queueSeconds: 0};
    work = null;
    draw();
  }

  /** Each agent is asked by itself: what one refuses is no matter of the others. */
  async function run({action, rows, reason, queueSeconds}) {
    wish = null;
    chosen = new Set();
    await together(rows, (row) => steer(action, row, reason, queueSeconds), (so) => {
      work = {...so, action, waiting: so.answers.filter(({answer}) => answer === WAITS).length};
      draw();
    }, () => closed);
    if (!closed) {
      polling.now();
    }
  }

  async function steer(action, row, reason, queueSeconds) {
    try {
      const run = await steerJob(action, row, reason, queueSeconds);
      if (run && run !== WAITS) {
        told.set(keyOf(row), run);
        found.jobs = found.jobs.map(newest);
      }
      return run;
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
      }
      throw trouble;
    }
  }

  function draw() {
    if (closed || !found) {
      return;
    }
    const rows = found.jobs.filter((row) => chosen.has(keyOf(row)));
    show(content,
      el('div.head', {'data-key': 'head'},
        el('h1', {}, T.fleetJobs.title),
        el('span.muted', {role: 'status', 'data-test': 'jobs-count'}, T.fleetJobs.count(found.jobs.length, found.total)),
        el('span.space'),
        views(),
        rights.seesFleet() && el('a.button', {href: '#/jobs/schedules', 'data-test': 'to-schedules'}, T.schedules.title),
        el('a.button', {href: '#/jobs/history', 'data-test': 'to-history'}, T.runHistory.title),
        el('a.button', {href: '#/batch-servers', 'data-test': 'to-servers'}, T.fleetJobs.servers),
        el('input', {type: 'search', 'aria-label': T.fleetJobs.filter, placeholder: T.fleetJobs.filter, value: asked.get('host') ?? '', 'data-test': 'jobs-host',
          oninput: ({target}) => { clearTimeout(timer); timer = setTimeout(() => go({host: target.value}), PATIENCE_MS); }})),
      el('div.filters', {'data-key': 'filters'},
        segments(T.fleetJobs.states, 'state', STATES.filter((state) => sumOf(found.counts, (job, of) => of === state) || valuesOf(asked, 'state').includes(state)), asked, toggle,
          (state) => T.run[state] ?? state, (state) => sumOf(found.counts, (job, of) => of === state)),
        segments(T.fleetJobs.marks, 'mark', MARKS.filter((mark) => found.marked?.[mark] || valuesOf(asked, 'mark').includes(mark)), asked, toggle,
          (mark) => T.fleetJobs.mark[mark], (mark) => found.marked?.[mark] ?? 0),
        segments(T.fleetJobs.jobs, 'job', [...new Set([...Object.keys(found.counts), ...valuesOf(asked, 'job')])].sort(), asked, toggle,
          (job) => job, (job) => sumOf(found.counts, (of) => of === job))),
      (found.servers ?? []).filter(({state}) => !['ok', 'asking'].includes(state)).map(({server, detail}) =>
        el('p.warn', {'data-key': `away ${server}`, 'data-test': 'server-away', 'data-server': server}, T.fleetJobs.serverAway(server, T.sentence(detail)))),
      rights.may('operator') && el('div', {'data-key': 'steering'}, steeringOf(rows, wish, work, {ask, run, forget() { wish = null; draw(); }})),
      found.jobs.length === 0
        ? el('div', {'data-key': 'none'}, isFiltered(asked) ? notice(T.fleetJobs.noMatch) : notice(T.fleetJobs.none, T.fleetJobs.noneMore))
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(found.jobs, chosen, choose, ask, body)));
  }

  return {
    changed(next) {
      asked = next;
      chosen = new Set();
      wish = null;
      polling.now();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      polling.stop();
    },
  };
}

const keyOf = ({agent, server, job}) => `${agent ?? server ?? ''} ${job}`;

const valuesOf = (query, name) => (query.get(name) ?? '').split(',').filter(Boolean);

const isFiltered = (query) => ['host', 'job', 'state', 'mark'].some((name) => query.get(name));

function questionOf(query) {
  return {host: query.get('host') || undefined, job: valuesOf(query, 'job'), state: valuesOf(query, 'state').filter((state) => STATES.includes(state)), mark: valuesOf(query, 'mark').filter((mark) => MARKS.includes(mark))};
}

/** How many there are of those that are meant. */
function sumOf(counts, isMeant) {
  return Object.entries(counts).flatMap(([job, states]) => Object.entries(states).filter(([state]) => isMeant(job, state)).map(([, count]) => count))
    .reduce((sum, count) => sum + count, 0);
}

/** What is chosen stays, though there are none of it any more: else nobody could take it back. */
function segments(label, name, values, query, toggle, wordOf, countOf) {
  const pressed = valuesOf(query, name);
  return el('div.segments.wrap', {role: 'group', 'aria-label': label, 'data-key': name}, values.map((value) =>
    el('button', {type: 'button', 'data-key': value, 'data-test': `${name}-${value}`, 'aria-pressed': String(pressed.includes(value)), onclick: () => toggle(name, value)},
      wordOf(value), ' ', el('b', {}, number(countOf(value))))));
}

function steeringOf(rows, wish, work, {ask, run, forget}) {
  if (wish) {
    return el('div.card.confirm', {role: 'alertdialog', 'aria-label': T.fleetJobs.sure[wish.action](wish.rows.length, hostsOf(wish.rows)), 'data-test': 'sure'},
      el('p', {}, T.fleetJobs.sure[wish.action](wish.rows.length, hostsOf(wish.rows))),
      ['start', 'restart'].includes(wish.action) && el('p.muted', {'data-test': 'no-parameters'}, wish.rows.some(({server, job}) => server || job in ON_CALL) ? T.fleetJobs.oldParameters : T.fleetJobs.noParameters),
      wish.rows.some(isAway) && awayOf(wish, hostsOf(wish.rows.filter(isAway))),
      reasonOf(wish),
      el('div.actions', {},
        el('button.primary', {type: 'button', 'data-test': 'sure-yes', onclick: () => run(wish)}, T.jobs[wish.action]),
        el('button', {type: 'button', 'data-test': 'sure-no', onclick: forget}, T.cancel)));
  }
  return [
    rows.length > 0 && el('div.actions', {'data-key': 'chosen', 'data-test': 'chosen'},
      el('span', {}, T.fleetJobs.chosen(rows.length)),
      Object.keys(ACTIONS).map((action) => {
        const fit = rows.filter((row) => can(action, row));
        return el('button', {type: 'button', 'data-test': `all-${action}`, 'aria-disabled': fit.length ? null : 'true', onclick: () => fit.length && ask(action, fit)},
          icon(action), `${T.jobs[action]} `, el('b', {}, number(fit.length)));
      })),
    el('div.outcome', {'data-key': 'outcome', role: 'status', 'data-test': 'steered', class: work?.troubles.length ? 'outcome bad' : 'outcome'},
      work && el('p', {}, T.fleetJobs.progress[work.action](work.done - work.troubles.length - work.waiting, work.total, work.done < work.total),
        work.waiting > 0 && ` ${T.fleetJobs.waiting(work.waiting)}`),
      work && work.troubles.length > 0 && el('ul', {}, work.troubles.map(({one, trouble}) => el('li', {}, `${one.hostname}, ${one.job}: ${wordOf(trouble)}`)))),
  ];
}

const wordOf = (trouble) => (trouble instanceof api.Unreachable ? T.away('hub') : trouble.message);

const hostsOf = (rows) => new Set(rows.map(({agent, server}) => agent ?? server ?? '')).size;

const executionOf = ({server, execution}) => `${pageOf(server)}/executions/${execution}`;

function tableOf(jobs, chosen, choose, ask, body) {
  const maySteer = rights.may('operator');
  const names = maySteer ? ['choose', ...COLUMNS] : COLUMNS.filter((name) => name !== 'steer');
  const {column} = T.fleetJobs;
  const isAll = jobs.every((row) => chosen.has(keyOf(row)));
  return el('table.runs', {'data-test': 'jobs'},
    el('caption.unseen', {}, T.fleetJobs.caption),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', {scope: 'col', class: name},
      name === 'choose' ? box(T.fleetJobs.chooseAll, isAll, 'choose-all', (isChosen) => choose(jobs, isChosen)) : column[name])))),
    body(jobs, (row) => {
      const cells = {
        choose: () => box(T.fleetJobs.choose(row.job, row.hostname), chosen.has(keyOf(row)), 'choose', (isChosen) => choose([row], isChosen)),
        state: () => [stateOf(row.state, T.run), !row.connected && el('span.muted', {'data-test': 'as-of'}, row.server ? T.fleetJobs.asOfServer : T.fleetJobs.asOf, ' ', moment(row.server ? row.lastHeartbeat : row.updatedAt))],
        host: () => el('a', {href: isHubs(row) ? '#/storage' : row.server ? pageOf(row.server) : `#/hosts/${encodeURIComponent(row.agent)}/jobs`}, row.hostname),
        job: () => (row.server && !row.execution ? row.job
          : [el('a', {href: row.server ? executionOf(row) : pageOfRun(row.agent ?? HUB, row), 'data-test': 'to-run'}, row.job),
            row.mark && el('span.jobmark.warn', {'data-test': 'mark', title: T.fleetJobs.markMore[row.mark]}, ' ', T.fleetJobs.mark[row.mark])]),
        started: () => moment(row.startedAt),
        took: () => duration(row.endedAt ? (Date.parse(row.endedAt) - Date.parse(row.startedAt)) / 1000 : secondsSince(row.startedAt)),
        next: () => nextOf(row.rhythm),
        visits: () => number(row.visits),
        readings: () => number(row.readings),
        skipped: () => number(row.skipped),
        errors: () => (row.errors ? el('span.bad', {}, number(row.errors)) : number(row.errors)),
        exit: () => row.exit || T.none,
        steer: () => el('div.actions', {}, Object.keys(ACTIONS).filter((action) => can(action, row)).map((action) =>
          el('button.quiet', {type: 'button', 'data-test': action, title: T.fleetJobs.act(T.jobs[action], row.job, row.hostname), 'aria-label': T.fleetJobs.act(T.jobs[action], row.job, row.hostname),
            onclick: () => ask(action, [row])}, icon(action))),
          row.agent && row.job in ON_CALL && ACTIONS.start.includes(row.state) && el('a.button.quiet', {href: pageToStart(row.agent, row.job, row), 'data-test': 'again',
            title: T.fleetJobs.act(T.jobs.start, row.job, row.hostname), 'aria-label': T.fleetJobs.act(T.jobs.start, row.job, row.hostname)}, icon('start'))),
      };
      return el('tr', {'data-key': keyOf(row), 'data-test': 'job', 'data-host': row.hostname, 'data-job': row.job, 'data-state': row.state},
        names.map((name) => el('td', {class: name, 'data-label': column[name] ?? ''}, cells[name]())));
    }));
}

/** A checkbox with its label for those who do not see where it stands. */
function box(label, isChecked, test, change) {
  return el('input', {type: 'checkbox', 'aria-label': label, 'data-test': test, 'data-controlled': '', checked: isChecked, onchange: ({target}) => change(target.checked)});
}
