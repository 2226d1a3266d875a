// Starts a job that must be told what to do: a form made of the description of its parameters, filled from another run's or not.

import * as api from '../api.js';
import {dataOf, fieldsOf, mistakesIn, mistakesOf, tell} from '../asking.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {ON_CALL, WAITS, askOrQueue} from '../steering.js';
import {T} from '../texts.js';
import {awayOf, reasonOf} from '../wishes.js';
import {pageOfRun} from './run.js';

const EVERY_SECONDS = 5;
const FORM = 'start-job';
const LOOK_AGAIN_MS = 1_000;

export function open(content, {parts: [id, job], query, failed}) {
  const S = T.startJob;
  const agent = decodeURIComponent(id);
  const path = `agents/${encodeURIComponent(agent)}`;
  const form = el('form.card.ask', {id: FORM, 'data-key': 'form', 'data-live': '', 'data-test': 'start-form', novalidate: true, onsubmit: start});
  const wish = {reason: '', queueSeconds: 0};
  document.title = `${S.title(job)} · ${T.product}`;
  let info = null; // the description of the command that starts it
  let hostname = null;
  let connected = true;
  let outcome = null; // {text, isBad}
  let busy = false;
  let closed = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [host, registry] = await Promise.all([api.get(path), api.get(`${path}/commands/registry`)]);
    hostname = host.hostname;
    ({connected} = registry);
    if (!info) {
      info = registry.commands.find(({name}) => name === ON_CALL[job]) ?? null;
      if (info) {
        form.append(...fieldsOf(info, await parametersBefore()));
      }
    }
    draw();
  }, failed);

  /** A run that is gone meanwhile is no reason not to start another. */
  async function parametersBefore() {
    const [boot, execution] = [query.get('boot'), query.get('execution')];
    if (!boot || !execution) {
      return {};
    }
    try {
      return (await api.get(`${path}/runs/${encodeURIComponent(boot)}/${execution}`)).execution?.parameters ?? {};
    } catch (trouble) {
      if (trouble.status === 404) {
        return {};
      }
      throw trouble;
    }
  }

  async function start(event) {
    event.preventDefault();
    if (busy) {
      return;
    }
    const mistakes = mistakesIn(info, form);
    tell(info, form, mistakes);
    outcome = null;
    if (Object.keys(mistakes).length === 0) {
      busy = true;
      outcome = {text: T.jobs.doing.start};
      draw();
      await ask();
      busy = false;
    }
    draw();
  }

  async function ask() {
    try {
      const run = await askOrQueue({agent, connected}, info.name, dataOf(info, form), wish.reason, wish.queueSeconds);
      outcome = {text: run === WAITS ? T.jobRun.waits : S.started};
      if (run !== WAITS) {
        draw();
        await follow(run);
      }
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      const named = mistakesOf(info, trouble);
      tell(info, form, named);
      outcome = Object.keys(named).length ? null : {text: trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message), isBad: true};
    }
  }

  /** The hub hears of it with the next shipment. */
  async function follow(run) {
    while (!closed) {
      try {
        await api.get(`${path}/runs/${encodeURIComponent(run.boot)}/${run.execution}`);
        break;
      } catch (trouble) {
        if (trouble.status !== 404) {
          throw trouble;
        }
        await new Promise((resolve) => { setTimeout(resolve, LOOK_AGAIN_MS); });
      }
    }
    if (!closed) {
      location.hash = pageOfRun(agent, run);
    }
  }

  function draw() {
    if (closed || !hostname) {
      return;
    }
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/jobs'}, T.fleetJobs.title), ' / ', el('a', {href: `#/hosts/${id}/jobs`}, hostname), ' / ', job),
      el('div.head', {'data-key': 'head'}, el('h1', {}, S.of(job, hostname))),
      !info ? notice(S.unknown(job), S.unknownMore) : !rights.may(info.role) ? notice(S.notYours(info.role))
        : [el('p.about', {'data-key': 'about'}, info.about), form,
          el('div.card.ask', {'data-key': 'ask', 'data-test': 'start-more'}, !connected && awayOf(wish, 1), reasonOf(wish),
            el('div.actions', {'data-key': 'actions'},
              el('button.primary', {type: 'submit', form: FORM, 'data-test': 'start-submit', 'aria-disabled': busy ? 'true' : null}, icon(busy ? 'busy' : 'start'), T.jobs.start),
              el('a.button', {href: `#/hosts/${id}/jobs`}, T.cancel)))],
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'outcome', class: outcome?.isBad ? 'outcome bad' : 'outcome'}, outcome?.text ?? ''));
  }

  return {
    changed() {},
    close() {
      closed = true;
      polling.stop();
    },
  };
}
