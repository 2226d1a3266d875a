// One execution of a job at a Liberty server that is not ours: seen, stopped, restarted, forgotten; with its log.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';
import {linesOf, parametersOf} from './batchjobs.js';
import {pageOf} from './batchservers.js';
import {executionParts, isRunning} from './execution.js';

const EVERY_SECONDS = 2;

export function open(content, {parts: [server, id], failed}) {
  const B = T.batchExecution;
  const path = `batch-servers/${encodeURIComponent(server)}`;
  document.title = `${B.title(id)} · ${T.product}`;
  let execution = null;
  let isStale = true; // what is over is asked for once
  let away = null;
  let wish = null; // stop, restart or purge: asked whether it is meant
  let busy = false;
  let outcome = null; // {error} or {done}
  let log = null; // {text} or {error}
  let closed = false; // who left meanwhile is not led back

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    if (!isStale) {
      return;
    }
    try {
      execution = await api.get(`${path}/executions/${id}`);
      isStale = isRunning(execution);
      away = null;
    } catch (trouble) {
      if (![424, 404, 409, 502].includes(trouble.status)) {
        throw trouble;
      }
      away = trouble;
      isStale = trouble.status !== 404;
    }
    draw();
  }, failed);

  async function act(doing, done) {
    busy = true;
    outcome = null;
    draw();
    try {
      const isGone = await doing();
      if (isGone === true) {
        return; // there is nothing left to look at
      }
      wish = null;
      outcome = {done};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message)};
    }
    busy = false;
    isStale = true;
    draw();
    polling.now();
  }

  function meant(event) {
    event.preventDefault();
    const form = event.target;
    const reason = form.reason.value.trim() || undefined;
    if (wish === 'stop') {
      return act(() => api.post(`${path}/executions/${id}/stop`, {reason}), B.done.stop);
    }
    if (wish === 'restart') {
      return act(async () => {
        const next = await api.post(`${path}/executions/${id}/restart`, {parameters: parametersOf(form.parameters.value), reason});
        goOn(next.execution ? `${pageOf(server)}/executions/${next.execution}` : pageOf(server));
      }, B.done.restart);
    }
    return act(async () => {
      await api.del(`${path}/instances/${execution.instance}${api.questionOf({reason})}`);
      goOn(pageOf(server));
      return true;
    }, B.done.purge);
  }

  function goOn(address) {
    if (!closed) {
      location.hash = address;
    }
  }

  async function readLog() {
    try {
      log = {text: await api.getText(`${path}/executions/${id}/log`, 'text/plain')};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      log = {error: trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message)};
    }
    draw();
  }

  function ask(action) {
    wish = action;
    outcome = null;
    draw();
    content.querySelector('form.confirm input, form.confirm textarea')?.focus();
  }

  function draw() {
    const can = execution && rights.may('operator') ? {
      stop: ['STARTING', 'STARTED'].includes(execution.state),
      restart: ['STOPPED', 'FAILED'].includes(execution.state),
      purge: !isRunning(execution),
    } : {};
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/jobs'}, T.fleetJobs.title), ' / ', el('a', {href: '#/batch-servers'}, T.batchServers.title), ' / ',
        el('a', {href: pageOf(server)}, server), ' / ', id),
      el('div.head', {'data-key': 'head'}, el('h1', {}, execution?.job ?? id)),
      away && el('p.warn', {'data-key': 'away', 'data-test': 'server-away'}, T.sentence(away.message)),
      wish && sureForm(wish, execution, {meant, busy, forget: () => ask(null)}),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'steered', class: outcome?.error ? 'outcome bad' : 'outcome'}, outcome?.error ?? outcome?.done ?? ''),
      execution && executionParts(execution, {
        facts: [[B.server, el('a', {href: pageOf(server)}, server)]],
        actions: Object.keys(can).filter((action) => can[action]).map((action) => ({name: action, word: B.act[action], icon: action === 'purge' ? 'close' : action, busy, run: () => ask(action)})),
      }),
      execution && logOf(log, readLog));
  }

  return {
    changed() {},
    close() {
      closed = true;
      polling.stop();
    },
  };
}

function sureForm(wish, execution, {meant, busy, forget}) {
  const B = T.batchExecution;
  return el('form.card.confirm', {'data-key': `sure ${wish}`, 'data-test': 'sure', 'aria-label': B.sure[wish](execution.job), onsubmit: meant},
    el('p', {}, B.sure[wish](execution.job)),
    wish === 'restart' && el('label', {}, B.parameters, el('textarea', {name: 'parameters', rows: 4, spellcheck: 'false', 'data-test': 'restart-parameters'}, linesOf(execution.parameters ?? {})),
      el('span.muted.hint', {}, T.batchJobs.hint.parameters)),
    el('label', {}, B.reason, el('input', {name: 'reason', maxlength: 500, autocomplete: 'off', 'data-test': 'reason'})),
    el('div.actions', {},
      el(wish === 'purge' ? 'button.danger' : 'button.primary', {type: 'submit', disabled: busy, 'data-test': 'sure-yes'}, B.act[wish]),
      el('button', {type: 'button', 'data-test': 'sure-no', onclick: forget}, T.cancel)));
}

function logOf(log, readLog) {
  const B = T.batchExecution;
  return el('section', {'data-key': 'log'}, el('h2', {}, B.log),
    el('p.actions', {}, el('button', {type: 'button', 'data-test': 'log-read', onclick: readLog}, log ? B.readAgain : B.read)),
    log?.error && el('p.bad', {'data-test': 'log-error'}, log.error),
    log?.text !== undefined && el('pre.card.joblog', {'data-test': 'log', tabindex: '0'}, log.text || B.noLog));
}
