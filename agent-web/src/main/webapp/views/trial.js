// "Try it now": an agent probes once what a form says, before it is saved, and what a heartbeat would say is shown.

import * as api from '../api.js';
import {el} from '../dom.js';
import {icon} from '../icons.js';
import {stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {seenOf} from './seen.js';

const ASK_EVERY_SECONDS = 0.5;
const LOOK = {waiting: 'busy', running: 'busy', no_answer: 'bad'};

/**
 * `act` runs what may be refused and shows its mistakes; `said` is the form's monitor; `id` is that of one that is changed.
 * Returns {view, start, close}.
 */
export function trialOf({said, id, act, draw, failed}) {
  let trial = null;
  let asking = null;

  function start(agent) {
    asking?.stop();
    trial = null;
    return act(async () => {
      trial = await api.post('uptime/trials', {monitor: named(said()), ...(id && {id: Number(id)}), ...(agent && {agent})});
      asking = poll(ASK_EVERY_SECONDS, async () => {
        trial = await api.get(`uptime/trials/${encodeURIComponent(trial.id)}`);
        if (trial.over) {
          asking.stop();
        }
        draw();
      }, failed);
    });
  }

  return {
    start,
    view: ({agents, busy}) => viewOf({agents, trial, busy: busy || (trial !== null && !trial.over), start}),
    close: () => asking?.stop(),
  };
}

/** What is tried need have no name yet. */
const named = (monitor) => ({...monitor, name: monitor.name || T.uptime.trial.nameless});

function viewOf({agents, trial, busy, start}) {
  const U = T.uptime.trial;
  const choice = el('select', {name: 'trial_agent', 'aria-label': U.agent, 'data-test': 'trial-agent'},
    el('option', {value: ''}, agents.length === 0 ? U.nobody : U.usual),
    agents.map(({id, hostname, datacenter, probes}) => el('option', {value: id}, U.agentOf(hostname, datacenter, probes))));
  return el('section.card.trial', {'data-key': 'trial', 'data-test': 'trial', 'data-state': trial?.state},
    el('div.line', {}, el('h2', {}, U.title), el('span.muted', {}, U.about)),
    el('div.actions', {'data-key': 'ask'},
      el('label.inline', {}, U.agent, choice),
      el('button', {type: 'button', disabled: busy || agents.length === 0, 'data-test': 'trial-start',
        onclick: ({target}) => start(target.closest('section').querySelector('select').value)}, icon(busy ? 'busy' : 'start'), U.start),
      el('kbd.muted', {}, U.keys)),
    trial && el('div.trialseen', {'data-key': 'seen', 'aria-live': 'polite', 'data-test': 'trial-seen'}, shownOf(trial)));
}

function shownOf(trial) {
  const U = T.uptime.trial;
  const who = trial.hostname ?? U.goneAgent;
  if (trial.state !== 'done') {
    const look = LOOK[trial.state];
    return [el('p', {}, el(`span.state.${look}`, {'data-test': 'trial-state', 'data-state': trial.state}, icon(look), U.state[trial.state]), ' ',
      el('span.muted', {}, trial.detail ? T.sentence(trial.detail) : U.asking[trial.state](who, trial.datacenter !== undefined)))];
  }
  const {seen} = trial;
  return [
    el('p.line', {}, el('span', {'data-test': 'trial-state', 'data-state': seen.status}, stateOf(seen.status, T.uptime.state)),
      seen.error && el('span.tag', {'data-test': 'trial-error'}, seen.error),
      el('span.muted', {}, U.by(who, trial.datacenter))),
    ...seenOf(seen, trial.judged, true),
  ];
}
