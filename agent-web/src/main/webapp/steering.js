// What is asked of a job: of an agent's by a command, of another server's and of the hub's own by their routes.

import * as api from './api.js';
import * as rights from './rights.js';
import {T} from './texts.js';

const WAIT_SECONDS = 20;

/** Which actions there are, and of which states each can be asked. */
export const ACTIONS = {
  start: ['FAILED', 'ABANDONED', 'STOPPED', 'COMPLETED'],
  restart: ['FAILED', 'STOPPED'],
  stop: ['STARTING', 'STARTED'],
  abandon: ['FAILED', 'STOPPED'],
};

/** Jobs that must be told what to do, and the command that does; its description is that of the job's parameters. */
export const ON_CALL = {backfill: 'job.backfill'};

/** @param again a run of it, whose parameters are to stand in the form; left out: they are as by default */
export const pageToStart = (agent, job, again) =>
  `#/jobs/start/${encodeURIComponent(agent)}/${encodeURIComponent(job)}${again ? `?${new URLSearchParams({boot: again.boot, execution: again.execution})}` : ''}`;

/** Collectors that can be asked for what is past. */
const READ_THE_PAST = ['queries'];

/**
 * Where a collector is asked for what is past, of whom a layer of settings is of: global, group/<name> or host/<id>.
 *
 * @param agents those of the layer
 * @returns null: it knows only the present, or there is nobody
 */
export function pageToReadThePast(collector, layer, agents) {
  const [agent] = agents.filter(({state}) => state === 'online').concat(agents);
  return !agent || !READ_THE_PAST.includes(collector) ? null
    : `${pageToStart(agent.id, 'backfill')}?${new URLSearchParams({job: collector, ...(!layer.startsWith('host/') && {where: layer})})}`;
}

/** Whether a row is one of the hub's own jobs. */
export const isHubs = ({agent, server}) => !agent && !server;

/**
 * What has parameters, as a job of another server, is started in a page of its own, where they are asked for. One of the
 * hub's goes on by itself with what is left: it is started and stopped only.
 */
export function can(action, row) {
  if (!ACTIONS[action].includes(row.state)) {
    return false;
  }
  if (isHubs(row)) {
    return action === 'start' || (action === 'stop' && rights.may('admin'));
  }
  return !(row.server && ['start', 'abandon'].includes(action)) && !(action === 'start' && row.job in ON_CALL);
}

/** Whether what is asked of it cannot be done at once: its agent is away, and would have to come back in time. */
export const isAway = ({agent, connected}) => Boolean(agent) && connected === false;

/** What steer returns for what waits for its agent. */
export const WAITS = Symbol('waits');

/**
 * @param row a job as the list of all has it
 * @param reason for the audit log; empty: none
 * @param queueSeconds for how long it may wait for an agent that is away; 0: such a one is not asked
 * @returns the run as its agent answers; null: another server or the hub has taken it, and does not say more; WAITS
 * @throws what {@code api} throws, and an Error that says why it was not done
 */
export async function steer(action, row, reason, queueSeconds = 0) {
  const why = reason ? {reason} : {};
  if (row.server) {
    await api.post(`batch-servers/${encodeURIComponent(row.server)}/executions/${row.execution}/${action}`, why);
    return null;
  }
  if (isHubs(row)) {
    await api.post(`hub/jobs/${encodeURIComponent(row.job)}${action === 'stop' ? '/stop' : ''}${api.questionOf(why)}`);
    return null;
  }
  return askOrQueue(row, `job.${action}`, {job: row.job}, reason, queueSeconds);
}

/**
 * Asks a command of an agent, or has it wait for one that is away.
 *
 * @returns what the agent answers; WAITS
 * @throws as steer does
 */
export async function askOrQueue(row, command, data, reason, queueSeconds = 0) {
  const why = reason ? {reason} : {};
  if (!isAway(row)) {
    return ask(row.agent, command, data, why);
  }
  if (!queueSeconds) {
    throw new Error(T.fleetJobs.awayRefused);
  }
  await api.post(`agents/${encodeURIComponent(row.agent)}/commands`, {command, data, timeout: queueSeconds, ...why});
  return WAITS;
}

/** A run's steps as they are at this moment, by its agent. */
export const inside = (agent, job, execution) => ask(agent, 'job.execution', {job, execution: String(execution)}, {});

/** Has an agent read windows that are past: `told` is one that was told, and is told again. */
export const backfill = (agent, target, from, to, told) => ask(agent, 'job.backfill',
  {job: 'queries', target, from, to, ...(told && {series: told.series, batch: told.batchIndex})}, {});

async function ask(agent, command, data, more) {
  const asked = await api.post(`agents/${encodeURIComponent(agent)}/commands`, {command, data, timeout: WAIT_SECONDS, wait: 10, ...more});
  const end = asked.over ? asked : await api.get(`commands/${asked.id}`, {wait: 15});
  if (end.state !== 'succeeded') {
    throw new Error(end.error || T.fleetJobs.notYet[end.state] || end.state);
  }
  return end.answer;
}
