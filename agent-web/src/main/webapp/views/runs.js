// What this host's jobs did: every run, as the agent told the hub.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {duration, number} from '../format.js';
import {icon} from '../icons.js';
import {moment, notice, secondsSince, stateOf} from '../parts.js';
import * as rights from '../rights.js';
import {ON_CALL, pageToStart} from '../steering.js';
import {T} from '../texts.js';
import {pageOfRun} from './run.js';

export function openRuns(body, {agent}) {
  return {
    async refresh() {
      const {runs} = await api.get(`agents/${encodeURIComponent(agent)}/runs`);
      show(body,
        el('p.muted.note', {}, T.runs.steered),
        rights.may('operator') && el('div.actions.note', {'data-key': 'on-call'}, Object.keys(ON_CALL).map((job) =>
          el('a.button', {href: pageToStart(agent, job), 'data-test': `start-${job}`}, icon('start'), T.runs.onCall[job]))),
        runs.length ? el('div.card.wide-table', {}, runsTable(runs, true, (run) => pageOfRun(agent, run))) : notice(T.runs.none, T.runs.noneMore));
    },
    changed() {},
    close() {},
  };
}

/** Newest first; `namesJob` where they are of several jobs, `pageOf` where each has a page of its own. */
export function runsTable(runs, namesJob, pageOf) {
  const {column} = T.runs;
  const names = [namesJob && 'job', 'state', 'started', 'took', 'visits', 'readings', 'skipped', 'errors', 'exit'].filter(Boolean);
  return el('table.runs', {'data-test': 'runs'},
    el('caption.unseen', {}, T.runs.caption),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, runs.map((run) => {
      const cells = {
        job: run.job,
        state: stateOf(run.state, T.run),
        started: pageOf ? el('a', {href: pageOf(run), 'data-test': 'to-run'}, moment(run.startedAt)) : moment(run.startedAt),
        took: duration(run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : secondsSince(run.startedAt)),
        visits: number(run.visits),
        readings: number(run.readings),
        skipped: number(run.skipped),
        errors: run.errors ? el('span.bad', {}, number(run.errors)) : number(run.errors),
        exit: run.exit || T.none,
      };
      return el('tr', {'data-key': `${run.boot} ${run.execution}`, 'data-test': 'run', 'data-job': run.job, 'data-state': run.state},
        names.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}
