// What the jobs of all agents did: every run that the hub knows of, the newest first.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, number} from '../format.js';
import {moment, notice, secondsSince, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {savedViews} from './saved.js';
import {HUB, pageOfRun} from './run.js';

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
  let following = null; // where the next page begins
  let timer = null;

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
      runs.length === 0 ? el('div', {'data-key': 'none'}, notice(T.runHistory.none))
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(runs)),
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
      polling.now();
    },
    close() {
      clearTimeout(timer);
      polling.stop();
    },
  };
}

function questionOf(query) {
  return Object.fromEntries(['host', 'job', 'state', 'to', 'from', 'after'].map((name) => [name, query.get(name) || undefined]));
}

function tableOf(runs) {
  const {column} = T.fleetJobs;
  return el('table.runs', {'data-test': 'runs'},
    el('caption.unseen', {}, T.runHistory.caption),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, runs.map(({agent, hostname, run}) => {
      const cells = {
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
      return el('tr', {'data-key': `${agent ?? HUB} ${run.boot} ${run.execution}`, 'data-test': 'run', 'data-job': run.job, 'data-state': run.state},
        COLUMNS.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}
