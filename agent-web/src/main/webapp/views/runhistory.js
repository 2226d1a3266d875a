// What the jobs of all agents did: every run that the hub knows of, the newest first.

import * as api from '../api.js';
import {bulk} from '../bulk.js';
import {el, longBody, show} from '../dom.js';
import {duration, number} from '../format.js';
import {moment, notice, secondsSince, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';
import {isRunning} from './execution.js';
import {HUB, pageOfRun} from './run.js';
import {savedViews} from './saved.js';

const EVERY_SECONDS = 15;
const PATIENCE_MS = 300;
const PAGE = 200;
const STATES = ['FAILED', 'ABANDONED', 'STOPPED', 'COMPLETED', 'STARTED'];
const COLUMNS = ['state', 'host', 'job', 'started', 'took', 'visits', 'readings', 'errors', 'exit'];

export function open(content, {query, failed}) {
  document.title = `${T.runHistory.title} · ${T.product}`;
  let asked = query;
  let runs = null;
  const views = savedViews(failed);
  const body = longBody();
  let following = null; // where the next page begins
  let timer = null;
  const forget = bulk({
    words: T.runHistory.forget,
    keyOf,
    nameOf: ({hostname, run}) => T.runHistory.called(run.job, hostname, new Date(run.startedAt).toLocaleString()),
    ask: ({agent, run}, reason) => api.del(`agents/${encodeURIComponent(agent)}/runs/${encodeURIComponent(run.boot)}/${run.execution}${api.questionOf(reason ? {reason} : {})}`),
    draw,
    failed,
    after: () => polling.now(),
  });

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const words = asked.toString();
    const answer = await api.get('runs', {...questionOf(asked), limit: PAGE});
    if (words === asked.toString()) {
      ({runs, next: following = null} = answer);
      draw();
    }
  }, failed, {topics: ['jobs'], apart: 2});

  function go(change) {
    const next = new URLSearchParams(asked);
    Object.entries(change).forEach(([name, value]) => (value ? next.set(name, value) : next.delete(name)));
    location.hash = '#/jobs/history?' + next;
  }

  function draw() {
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.runHistory.title), el('span.space'), views(),
        el('select', {'aria-label': T.fleetJobs.states, 'data-test': 'runs-state', onchange: ({target}) => go({state: target.value, after: ''})},
          el('option', {value: ''}, T.runHistory.anyState), STATES.map((state) => el('option', {value: state, selected: asked.get('state') === state}, T.run[state]))),
        el('input', {type: 'search', 'aria-label': T.runHistory.job, placeholder: T.runHistory.job, value: asked.get('job') ?? '', 'data-test': 'runs-job',
          oninput: ({target}) => later({job: target.value.trim(), after: ''})}),
        el('input', {type: 'search', 'aria-label': T.fleetJobs.filter, placeholder: T.fleetJobs.filter, value: asked.get('host') ?? '', 'data-test': 'runs-host',
          oninput: ({target}) => later({host: target.value, after: ''})}),
        el('a.button', {href: '#/jobs'}, T.runHistory.now)),
      rights.may('operator') && forget.bar(runs),
      runs.length === 0 ? el('div', {'data-key': 'none'}, notice(T.runHistory.none))
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(runs, forget, body)),
      el('div.actions', {'data-key': 'pages'},
        asked.get('after') && el('button', {type: 'button', 'data-test': 'newest', onclick: () => go({after: ''})}, T.runHistory.newest),
        following && el('button', {type: 'button', 'data-test': 'older', onclick: () => go({after: following})}, T.runHistory.older)));
  }

  function later(change) {
    clearTimeout(timer);
    timer = setTimeout(() => go(change), PATIENCE_MS);
  }

  return {
    changed(next) {
      asked = next;
      forget.reset();
      polling.now();
    },
    close() {
      forget.close();
      clearTimeout(timer);
      polling.stop();
    },
  };
}

function questionOf(query) {
  return Object.fromEntries(['host', 'job', 'state', 'to', 'from', 'after'].map((name) => [name, query.get(name) || undefined]));
}

const keyOf = ({agent, run}) => `${agent ?? HUB} ${run.boot} ${run.execution}`;

/** The hub's own are kept as long as its settings say. */
const canBeForgotten = ({agent, run}) => Boolean(agent) && !isRunning(run);

function tableOf(runs, forget, body) {
  const {column} = T.fleetJobs;
  const names = rights.may('operator') ? ['choose', ...COLUMNS] : COLUMNS;
  return el('table.runs', {'data-test': 'runs'},
    el('caption.unseen', {}, T.runHistory.caption),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', {scope: 'col', class: name}, name === 'choose' ? forget.boxOfAll(runs.filter(canBeForgotten)) : column[name])))),
    body(runs, (row) => {
      const {agent, hostname, run} = row;
      const cells = {
        choose: canBeForgotten(row) && forget.box(row),
        state: stateOf(run.state, T.run),
        host: agent ? el('a', {href: `#/hosts/${encodeURIComponent(agent)}/jobs`}, hostname) : el('a', {href: '#/storage'}, T.fleetJobs.hub),
        job: el('a', {href: pageOfRun(agent ?? HUB, run), 'data-test': 'to-run'}, run.job),
        started: moment(run.startedAt),
        took: duration(run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : secondsSince(run.startedAt)),
        visits: number(run.visits),
        readings: number(run.readings),
        errors: run.errors ? el('span.bad', {}, number(run.errors)) : number(run.errors),
        exit: run.exit || T.none,
      };
      return el('tr', {'data-key': keyOf(row), 'data-test': 'run', 'data-job': run.job, 'data-state': run.state},
        names.map((name) => el('td', {class: name, 'data-label': column[name] ?? ''}, cells[name])));
    }));
}
