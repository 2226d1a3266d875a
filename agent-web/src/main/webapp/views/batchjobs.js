// The jobs of one Liberty server that is not ours: what ran there, and a form to start one.

import * as api from '../api.js';
import {bulk} from '../bulk.js';
import {el, show} from '../dom.js';
import {duration, number} from '../format.js';
import {icon} from '../icons.js';
import {moment, notice, secondsSince, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';
import {pageOf} from './batchservers.js';
import {isRunning} from './execution.js';

const EVERY_SECONDS = 5;
const LIMIT = 50;
const STATES = ['FAILED', 'ABANDONED', 'STOPPED', 'STOPPING', 'STARTING', 'STARTED', 'COMPLETED'];
const COLUMNS = ['state', 'job', 'execution', 'instance', 'started', 'took', 'exit', 'parameters'];

/** {a: '1', b: '2'} -> 'a=1\nb=2' */
export const linesOf = (parameters) => Object.keys(parameters).sort().map((name) => `${name}=${parameters[name]}`).join('\n');

/** The reverse; a line without `=` is a name without a value. */
export const parametersOf = (lines) => Object.fromEntries(lines.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}));

export function open(content, {parts: [name], query, failed}) {
  const B = T.batchJobs;
  const path = `batch-servers/${encodeURIComponent(name)}`;
  document.title = `${B.title(name)} · ${T.product}`;
  let asked = query;
  let found = null;
  let away = null; // why there is no answer of that server
  let starts = false; // whether the form is shown
  let busy = false;
  let outcome = null; // {error}
  let closed = false; // who left meanwhile is not led back

  const purge = bulk({
    words: B.purge,
    keyOf: ({instance}) => String(instance),
    nameOf: ({job, instance}) => B.called(job, instance),
    ask: ({instance}, reason) => api.del(`${path}/instances/${instance}${api.questionOf(reason ? {reason} : {})}`),
    draw,
    failed,
    after: () => polling.now(),
  });

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    try {
      found = await api.get(`${path}/executions`, {job: asked.get('job') || undefined, state: (asked.get('state') ?? '').split(',').filter(Boolean), limit: LIMIT});
      away = null;
    } catch (trouble) {
      if (![424, 404, 409, 502].includes(trouble.status)) {
        throw trouble;
      }
      away = trouble;
    }
    draw();
  }, failed);

  function go(change) {
    const next = new URLSearchParams(asked);
    Object.entries(change).forEach(([key, value]) => (value ? next.set(key, value) : next.delete(key)));
    location.hash = `${pageOf(name)}?${next}`;
  }

  async function start(event) {
    event.preventDefault();
    const form = event.target;
    busy = true;
    outcome = null;
    draw();
    try {
      const execution = await api.post(`${path}/jobs`, {application: form.application.value.trim(), module: form.module.value.trim(), jobXml: form.jobXml.value.trim(),
        parameters: parametersOf(form.parameters.value), ...(form.reason.value.trim() && {reason: form.reason.value.trim()})});
      if (!closed) {
        location.hash = execution.execution ? `${pageOf(name)}/executions/${execution.execution}` : pageOf(name);
      }
      starts = false;
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.field ? `${trouble.field}: ${trouble.message}` : trouble.message)};
    }
    busy = false;
    draw();
  }

  function toggle() {
    starts = !starts;
    outcome = null;
    draw();
    content.querySelector('form input')?.focus();
  }

  function draw() {
    const isFiltered = Boolean(asked.get('job') || asked.get('state'));
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/jobs'}, T.fleetJobs.title), ' / ', el('a', {href: '#/batch-servers'}, T.batchServers.title), ' / ', name),
      el('div.head', {'data-key': 'head'}, el('h1', {}, name),
        found && el('span.muted', {role: 'status', 'data-test': 'executions-count'}, B.count(found.executions.length, LIMIT)), el('span.space'),
        found && filters(found, asked, go),
        rights.may('operator') && !starts && el('button', {type: 'button', 'data-test': 'job-start', onclick: toggle}, icon('start'), B.start)),
      starts && startForm(found?.startable ?? [], {start, toggle, busy}),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'start-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'}, outcome?.error ?? ''),
      away && el('p.warn', {'data-key': 'away', 'data-test': 'server-away'}, T.sentence(away.message)),
      found && rights.may('operator') && purge.bar(newestOf(found.executions)),
      found && !found.whole && el('p.warn', {'data-key': 'not-whole', 'data-test': 'not-whole'}, B.notWhole),
      found && (found.executions.length === 0 ? el('div', {'data-key': 'none'}, isFiltered ? notice(B.noMatch) : notice(B.none, B.noneMore))
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(name, found.executions, purge))));
  }

  return {
    changed(next) {
      asked = next;
      purge.reset();
      polling.now();
    },
    close() {
      purge.close();
      closed = true;
      polling.stop();
    },
  };
}

function filters({startable}, asked, go) {
  const jobs = [...new Set([...startable.map(({job}) => job), ...(asked.get('job') ? [asked.get('job')] : [])])].sort();
  const choice = (name, all, values, wordOf) => el('select', {'aria-label': all, 'data-test': `filter-${name}`, 'data-key': name, onchange: ({target}) => go({[name]: target.value})},
    el('option', {value: ''}, all), values.map((value) => el('option', {value, selected: asked.get(name) === value}, wordOf(value))));
  return [choice('job', T.batchJobs.allJobs, jobs, (job) => job), choice('state', T.batchJobs.allStates, STATES, (state) => T.run[state])];
}

function startForm(startable, {start, toggle, busy}) {
  const {field, hint} = T.batchJobs;
  const newest = startable[0] ?? {};
  const labelled = (name, input, more) => el('label', {class: 'field-' + name, 'data-key': name}, field[name], input, more && el('span.muted.hint', {}, more));
  const list = (name) => el('datalist', {id: `known-${name}`, 'data-key': `known-${name}`}, [...new Set(startable.map((one) => one[name]).filter(Boolean))].map((value) => el('option', {value})));
  const text = (name, more = {}) => el('input', {name, 'data-test': `start-${name}`, list: `known-${name}`, autocomplete: 'off', spellcheck: 'false', maxlength: 200, ...more});
  return el('form.card.watch', {'data-key': 'start', 'data-test': 'start-form', onsubmit: start},
    labelled('jobXml', text('jobXml', {required: true}), hint.jobXml), list('jobXml'),
    labelled('application', text('application', {required: true, value: newest.application ?? ''}), hint.application), list('application'),
    labelled('module', text('module'), hint.module), list('module'),
    labelled('parameters', el('textarea', {name: 'parameters', rows: 4, spellcheck: 'false', 'data-test': 'start-parameters', placeholder: hint.parameter}), hint.parameters),
    labelled('reason', el('input', {name: 'reason', maxlength: 500, 'data-test': 'start-reason', autocomplete: 'off'}), hint.reason),
    el('div.actions', {'data-key': 'actions'},
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'start-submit'}, icon('start'), T.batchJobs.start),
      el('button', {type: 'button', onclick: toggle}, T.cancel)));
}

/** Of each instance the newest execution: it is the instance that is purged. */
const newestOf = (executions) => executions.filter((one, i) => executions.findIndex(({instance}) => instance === one.instance) === i);

function tableOf(server, executions, purge) {
  const {column} = T.batchJobs;
  const names = rights.may('operator') ? ['choose', ...COLUMNS] : COLUMNS;
  const purgeable = newestOf(executions).filter((one) => !isRunning(one));
  return el('table.runs', {'data-test': 'executions'},
    el('caption.unseen', {}, T.batchJobs.caption),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', {scope: 'col', class: name}, name === 'choose' ? purge.boxOfAll(purgeable) : column[name])))),
    el('tbody', {}, executions.map((one) => {
      const cells = {
        choose: purgeable.includes(one) && purge.box(one),
        state: stateOf(one.state, T.run),
        job: el('a', {href: `${pageOf(server)}/executions/${one.execution}`}, el('b', {}, one.job)),
        execution: number(one.execution),
        instance: number(one.instance),
        started: moment(one.startedAt ?? one.createdAt),
        took: one.startedAt ? duration(one.endedAt ? (Date.parse(one.endedAt) - Date.parse(one.startedAt)) / 1000 : secondsSince(one.startedAt)) : T.none,
        exit: one.exit && one.exit !== one.state ? one.exit : T.none,
        parameters: el('span.shortened', {title: linesOf(one.parameters ?? {})}, linesOf(one.parameters ?? {}).replaceAll('\n', ', ') || T.none),
      };
      return el('tr', {'data-key': `${one.execution} ${one.instance}`, 'data-test': 'execution-row', 'data-job': one.job, 'data-state': one.state, 'data-execution': one.execution},
        names.map((name) => el('td', {class: name, 'data-label': column[name] ?? ''}, cells[name])));
    })));
}
