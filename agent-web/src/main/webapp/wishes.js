// What is asked back before jobs are steered: why, and what becomes of hosts that are away. What is said stands in the wish
// itself, {reason, queueSeconds}: it outlives a new drawing.

import {el} from './dom.js';
import {T} from './texts.js';

const HOURS_TO_WAIT = [1, 8, 24];

export const reasonOf = (wish) => el('label.field', {'data-key': 'reason'}, T.jobRun.reason,
  el('input', {type: 'text', maxlength: '500', value: wish.reason, 'data-test': 'reason', oninput: ({target}) => { wish.reason = target.value; }}));

/** @param hosts how many are away */
export function awayOf(wish, hosts) {
  return el('label.field.warn', {'data-key': 'away'}, T.fleetJobs.notConnected(hosts),
    el('select', {'data-test': 'away', onchange: ({target}) => { wish.queueSeconds = Number(target.value); }},
      el('option', {value: '0', selected: wish.queueSeconds === 0}, T.fleetJobs.refuse),
      HOURS_TO_WAIT.map((hours) => el('option', {value: String(hours * 3600), selected: wish.queueSeconds === hours * 3600}, T.fleetJobs.queue(hours)))));
}
