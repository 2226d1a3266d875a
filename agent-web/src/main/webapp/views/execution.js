// One execution of a job, whoever ran it: what it is, its steps, its partitions beside each other in time, what went wrong.

import {serverNow} from '../api.js';
import {el} from '../dom.js';
import {duration, exactTime, number} from '../format.js';
import {icon} from '../icons.js';
import {fact, moment, notice, stateOf} from '../parts.js';
import {T} from '../texts.js';

const MOST_BARS = 200;
const COLUMNS = ['state', 'step', 'started', 'took', 'read', 'written', 'filtered', 'skipped', 'commits', 'rollbacks', 'exit'];
const RUNNING = ['STARTING', 'STARTED', 'STOPPING'];

/** Whether it can still change by itself. */
export const isRunning = ({state}) => RUNNING.includes(state);

/**
 * Its parts, for `show`; nothing is kept here.
 *
 * @param execution as the REST API tells it: job, instance, execution, state, exit, four moments, parameters, steps
 * @param actions what can be done with it: [{name, word, icon, busy, run}]; `name` for tests, `icon` of icons.js
 * @param facts more that the caller knows of it: [[word, value]]
 */
export function executionParts(execution, {actions = [], facts = []} = {}) {
  return [
    el('section.card.execution', {'data-key': 'execution', 'data-test': 'execution', 'data-state': execution.state},
      el('header', {}, stateOf(execution.state, T.run), execution.exit && execution.exit !== execution.state && el('span.muted', {}, T.execution.exit(execution.exit)), el('span.space'),
        el('div.actions', {}, actions.map(actionOf))),
      el('dl.facts', {}, facts.map(([word, value]) => fact(word, value)),
        fact(T.execution.instance, String(execution.instance)),
        fact(T.execution.execution, String(execution.execution)),
        execution.createdAt && fact(T.execution.created, moment(execution.createdAt)),
        fact(T.execution.started, moment(execution.startedAt)),
        execution.endedAt && fact(T.execution.ended, moment(execution.endedAt)),
        fact(T.execution.took, tookOf(execution)),
        progressOf(execution)),
      parametersOf(execution.parameters ?? {})),
    el('h2', {'data-key': 'steps-title'}, T.execution.steps),
    execution.steps.length === 0 ? el('div', {'data-key': 'no-steps'}, notice(T.execution.noSteps))
      : el('div.card.wide-table', {'data-key': 'steps'}, stepsTable(execution.steps)),
    ...execution.steps.filter(({trouble}) => trouble).map(troubleOf),
    hasBars(execution) && el('section', {'data-key': 'gantt'}, el('h2', {}, T.execution.inTime), ganttOf(execution)),
  ].filter(Boolean);
}

/** Not `disabled`: the button that was just pressed would lose the focus. */
function actionOf({name, word, icon: drawing, busy, run}) {
  return el('button', {type: 'button', 'data-test': name, 'aria-disabled': busy ? 'true' : null, onclick: () => !busy && run()},
    drawing && icon(busy ? 'busy' : drawing), word);
}

function tookOf({startedAt, endedAt}) {
  return startedAt ? duration((endOf({endedAt}) - Date.parse(startedAt)) / 1000) : T.none;
}

/** How much there is to do, and how much of it is done: partitions, or items where the step knows; null: nobody knows. */
export function countOf({expected, partitions, metrics}) {
  if (partitions.length > 0) {
    return {done: partitions.filter(({endedAt}) => endedAt).length, all: partitions.length};
  }
  return expected === undefined || expected === null ? null : {done: Math.min(metrics.read, expected), all: expected};
}

/**
 * Of one that goes on: how fast it reads or writes, and where it is known what is to do, as that of its partitions, how much
 * of it is done and when it will be if it goes on like that.
 */
function progressOf(execution) {
  const step = isRunning(execution) && execution.steps.find(isRunning);
  if (!step?.startedAt) {
    return null;
  }
  const seconds = Math.max(0.001, (serverNow() - Date.parse(step.startedAt)) / 1000);
  const items = Math.max(step.metrics.read, step.metrics.written);
  const {done, all} = countOf(step) ?? {done: 0, all: 0};
  return [
    items > 0 && fact(T.execution.pace, T.execution.perSecond(number(Math.round(items / seconds * 10) / 10))),
    all > 0 && fact(T.execution.progress, el('span', {'data-test': 'progress'}, T.execution.done(done, all))),
    done > 0 && done < all && fact(T.execution.left, el('span', {'data-test': 'eta'}, T.execution.about(duration(seconds / done * (all - done))))),
  ];
}

const endOf = ({endedAt}) => (endedAt ? Date.parse(endedAt) : serverNow());

function parametersOf(parameters) {
  const names = Object.keys(parameters).sort();
  return names.length === 0 ? el('p.muted', {'data-key': 'parameters', 'data-test': 'parameters'}, T.execution.noParameters)
    : el('div', {'data-key': 'parameters'}, el('h3', {}, T.execution.parameters),
      el('dl.fields', {'data-test': 'parameters'}, names.map((name) => el('div', {}, el('dt', {}, name), el('dd', {}, parameters[name])))));
}

function stepsTable(steps) {
  const {column} = T.execution;
  return el('table.runs', {'data-test': 'steps'},
    el('caption.unseen', {}, T.execution.steps),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, steps.map((step) => {
      const {read, written, filtered, readSkipped, processSkipped, writeSkipped, commits, rollbacks} = step.metrics;
      const skipped = readSkipped + processSkipped + writeSkipped;
      const cells = {
        state: stateOf(step.state, T.run),
        step: [el('b', {}, step.name), step.partitions.length > 0 && el('span.muted', {}, ' ', T.execution.partitions(step.partitions.length))],
        started: moment(step.startedAt),
        took: tookOf(step),
        read: number(read),
        written: number(written),
        filtered: number(filtered),
        skipped: el(skipped ? 'span.warn' : 'span', {title: T.execution.skips(readSkipped, processSkipped, writeSkipped)}, number(skipped)),
        commits: number(commits),
        rollbacks: el(rollbacks ? 'span.warn' : 'span', {}, number(rollbacks)),
        exit: step.exit && step.exit !== step.state ? step.exit : T.none,
      };
      return el('tr', {'data-key': step.name, 'data-test': 'step', 'data-step': step.name, 'data-state': step.state},
        COLUMNS.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}

function troubleOf({name, trouble: {type, message, stack}}) {
  return el('section.card.trouble', {'data-key': `trouble ${name}`, 'data-test': 'trouble', 'data-step': name},
    el('p.bad', {}, icon('bad'), el('b', {}, T.execution.failed(name))),
    el('p', {}, el('code', {}, type), message && `: ${message}`),
    stack && el('details', {}, el('summary', {}, T.execution.stack), el('pre', {tabindex: '0', 'data-test': 'stack'}, stack)));
}

const hasBars = ({steps}) => steps.some(({startedAt}) => startedAt) && (steps.length > 1 || steps.some(({partitions}) => partitions.length > 0));

/** When which step and which partition ran, over the time from the first start to the last end. */
function ganttOf({steps}) {
  const bars = steps.flatMap((step) => [
    {key: step.name, word: step.name, ...step},
    ...step.partitions.map((partition) => ({key: `${step.name} ${partition.number}`, word: wordOf(partition), isPart: true, ...partition})),
  ]).filter(({startedAt}) => startedAt);
  const from = Math.min(...bars.map(({startedAt}) => Date.parse(startedAt)));
  const span = Math.max(1, Math.max(...bars.map(endOf)) - from);
  return el('div.card.gantt', {'data-test': 'gantt'},
    el('ol', {'aria-label': T.execution.inTime}, bars.slice(0, MOST_BARS).map((bar) => barOf(bar, from, span))),
    el('p.axis.muted', {'aria-hidden': 'true'}, el('span', {}, exactTime(new Date(from))), el('span', {}, `+ ${duration(span / 1000)}`)),
    bars.length > MOST_BARS && el('p.muted', {}, T.execution.moreBars(bars.length - MOST_BARS)));
}

/** One of the hub's says what it works on. */
const wordOf = ({number: place, exit, state}) => `${T.execution.partition(place)}${exit && exit !== state ? ` · ${exit}` : ''}`;

function barOf(bar, from, span) {
  const begins = (Date.parse(bar.startedAt) - from) / span;
  const share = (endOf(bar) - Date.parse(bar.startedAt)) / span;
  const told = T.execution.bar(T.run[bar.state] ?? bar.state, tookOf(bar), number(bar.metrics.read), number(bar.metrics.written));
  return el(bar.isPart ? 'li.part' : 'li', {'data-key': bar.key, 'data-test': bar.isPart ? 'partition' : 'step-bar', 'data-state': bar.state},
    el('span.name', {}, bar.word),
    el('span.track', {title: told}, el('i', {style: {'--from': begins, '--share': share}})),
    el('span.told', {}, told));
}
