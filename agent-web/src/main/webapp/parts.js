// What several views show in the same way.

import {serverNow} from './api.js';
import {el} from './dom.js';
import {duration, exactTime, percent} from './format.js';
import {icon} from './icons.js';
import {T} from './texts.js';

const LOOK = {
  online: 'good', offline: 'off', error: 'bad',
  up: 'good', down: 'bad', trouble: 'warn', silent: 'off', waiting: 'busy', not_visited: 'good',
  watched: 'good', own_settings: 'warn', key_missing: 'bad', damaged: 'bad', log_not_allowed: 'warn', log_unreadable: 'warn',
  reachable: 'good', away: 'bad', refused: 'bad', unknown: 'off',
  running: 'good', paused: 'warn', restarting: 'warn', exited: 'off', created: 'off', removing: 'off', dead: 'bad', failed: 'bad',
  ok: 'good', no_file: 'off', no_folder: 'warn', no_rights: 'warn', no_journal: 'off', limited: 'warn',
  healthy: 'good', unhealthy: 'bad', starting: 'busy', 'not running': 'bad', 'no rights': 'warn', 'not answering': 'bad',
  'not understood': 'warn', 'not local': 'warn',
  active: 'good', activating: 'busy', deactivating: 'busy', reloading: 'busy', inactive: 'off', open: 'good', closed: 'bad',
  degraded: 'warn', regional: 'warn', maintenance: 'off', nobody: 'bad',
  required: 'warn', not_required: 'good', synchronized: 'good', unsynchronized: 'warn',
  deed_done: 'good', deed_refused: 'warn', deed_failed: 'bad',
  in_force: 'good', on_trial: 'busy', restarts: 'busy', restart_needed: 'warn', rolled_back: 'bad', halted: 'bad', done: 'good',
  token_open: 'good', token_used_up: 'off', token_expired: 'off',
  certificate_unused: 'busy', certificate_current: 'good', certificate_superseded: 'off', certificate_expired: 'bad', certificate_revoked: 'bad',
  queued: 'busy', sent: 'busy', succeeded: 'good', cancelled: 'off', expired: 'warn', lost: 'bad',
  STARTING: 'busy', STARTED: 'good', STOPPING: 'busy', STOPPED: 'off',
  FAILED: 'bad', COMPLETED: 'good', ABANDONED: 'off', NONE: 'off',
};

/** A state: symbol, word and colour, so that no one of them is needed. */
export function stateOf(state, words) {
  const look = LOOK[state] ?? 'off';
  return el(`span.state.${look}`, {'data-test': 'state', 'data-state': state}, icon(look), words[state] ?? state);
}

/** 0.42 -> a small bar and "42 %". */
export function bar(share, label) {
  if (share === null || share === undefined) {
    return el('span.bar.none', {}, T.none);
  }
  const look = share >= 0.95 ? 'bad' : share >= 0.85 ? 'warn' : 'good';
  return el(`span.bar.${look}`, {title: label ?? null, style: {'--share': Math.min(Math.max(share, 0), 1)}},
    el('i', {'aria-hidden': 'true'}), percent(share));
}

/** "12 s ago"; exact on hover, in the viewer's zone and in UTC. */
export function moment(instant) {
  if (!instant) {
    return el('span.muted', {}, T.time.never);
  }
  const date = new Date(instant);
  const seconds = Math.round((serverNow() - date.getTime()) / 1000);
  const text = Math.abs(seconds) < 1 ? T.time.now
    : seconds > 0 ? T.time.ago(duration(seconds)) : T.time.in(duration(-seconds));
  return el('time', {datetime: instant, title: exactTime(date)}, text);
}

/** How long ago, in seconds. */
/** When a job visits next, and why not now: of a job that has a rhythm. */
export function nextOf(rhythm) {
  const isToCome = rhythm?.nextVisitAt && new Date(rhythm.nextVisitAt).getTime() > serverNow();
  return rhythm ? el('span', {}, rhythm.rest && el('span.jobmark.warn', {'data-test': 'rest'}, T.schedules.mark[rhythm.rest] ?? rhythm.rest, ' '),
    isToCome ? moment(rhythm.nextVisitAt) : rhythm.nextVisitAt ? T.schedules.now : rhythm.rest ? '' : T.none) : T.none;
}

export function secondsSince(instant) {
  return Math.max(0, (serverNow() - Date.parse(instant)) / 1000);
}

export function troublesOf(troubles) {
  return troubles.length > 0 && el('ul.troubles', {'data-test': 'troubles'},
    troubles.map((trouble) => el('li', {}, icon('bad'), T.sentence(trouble))));
}

/** A page's or a part's only content: nothing there yet, nothing found, something failed. */
export function notice(title, ...more) {
  return el('div.notice', {'data-test': 'notice'}, el('h2', {}, title),
    more.map((part) => (typeof part === 'string' ? el('p', {}, part) : part)));
}

export const noSuchPage = () => notice(T.noSuchPage, el('a.button', {href: '#/'}, T.toStart));

export function fact(name, ...value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, ...value));
}
