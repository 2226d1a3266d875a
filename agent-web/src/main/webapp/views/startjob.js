// Starts a job that must be told what to do, on one host or many: a form made of the description of its parameters, filled from
// another run's or not.

import * as api from '../api.js';
import {dataOf, fieldsOf, mistakesIn, mistakesOf, tell} from '../asking.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {ON_CALL, WAITS, askOrQueue, isAway} from '../steering.js';
import {T} from '../texts.js';
import {together} from '../together.js';
import {awayOf, reasonOf} from '../wishes.js';
import {pageOfRun} from './run.js';

const EVERY_SECONDS = 5;
const FORM = 'start-job';
const LOOK_AGAIN_MS = 1_000;
const MOST_JOBS = 5_000;
const HERE = 'host';
const EVERYWHERE = 'global';

export function open(content, {parts: [id, job], query, failed}) {
  const S = T.startJob;
  const agent = decodeURIComponent(id);
  const path = `agents/${encodeURIComponent(agent)}`;
  const form = el('form.card.ask', {id: FORM, 'data-key': 'form', 'data-live': '', 'data-test': 'start-form', novalidate: true, onsubmit: start, oninput: notAskedYet});
  const wish = {reason: '', queueSeconds: 0};
  document.title = `${S.title(job)} · ${T.product}`;
  let info = null; // the description of the command that starts it
  let hostname = null;
  let connected = true;
  let where = query.get('where') ?? HERE; // host, group/<name> or global
  let groups = [];
  let groupOf = new Map();
  let sure = null; // the jobs on many hosts that it is meant for, while it is asked whether that is meant
  let outcome = null; // {text, isBad, troubles}
  let busy = false;
  let closed = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [host, registry, all] = await Promise.all([api.get(path), api.get(`${path}/commands/registry`), info ? null : api.get('agents')]);
    hostname = host.hostname;
    ({connected} = registry);
    if (all) {
      groupOf = new Map(all.agents.map((one) => [one.id, one.group]));
      groups = [...new Set(all.agents.map(({group}) => group).filter(Boolean))].sort();
      where = [HERE, EVERYWHERE, ...groups.map((name) => `group/${name}`)].includes(where) ? where : HERE;
    }
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
      return {job: query.get('job') ?? undefined};
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
      await (where === HERE ? ask() : look());
      busy = false;
    }
    draw();
  }

  function notAskedYet() {
    if (sure) {
      sure = null;
      draw();
    }
  }

  /** Whom it would be asked of. */
  async function look() {
    const data = dataOf(info, form);
    try {
      const {jobs} = await api.get('jobs', {job: [data.job], limit: MOST_JOBS});
      const rows = jobs.filter((row) => row.agent && (where === EVERYWHERE || `group/${groupOf.get(row.agent)}` === where));
      sure = rows.length ? rows : null;
      outcome = rows.length ? null : {text: S.nobody(data.job), isBad: true};
    } catch (trouble) {
      refused(trouble);
    }
  }

  /** Each agent is asked by itself: what one refuses is no matter of the others. */
  async function askAll() {
    const [rows, data] = [sure, dataOf(info, form)];
    sure = null;
    busy = true;
    const done = await together(rows, (row) => askOrQueue(row, info.name, data, wish.reason, wish.queueSeconds), (so) => {
      const waiting = so.answers.filter(({answer}) => answer === WAITS).length;
      outcome = {
        text: [S.progress(so.answers.length - waiting, so.total, so.done < so.total), waiting > 0 && T.fleetJobs.waiting(waiting)].filter(Boolean).join(' '),
        isBad: so.troubles.length > 0, troubles: so.troubles, isOfMany: true,
      };
      draw();
    }, () => closed);
    busy = false;
    const gone = done.troubles.find(({trouble}) => trouble.status === 401);
    if (gone) {
      failed(gone.trouble);
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
      refused(trouble);
    }
  }

  function refused(trouble) {
    if (trouble.status === 401) {
      failed(trouble);
    } else {
      const named = mistakesOf(info, trouble);
      tell(info, form, named);
      outcome = Object.keys(named).length ? null : {text: wordOf(trouble), isBad: true};
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
      el('div.head', {'data-key': 'head'}, el('h1', {}, where === HERE ? S.of(job, hostname) : S.title(job))),
      !info ? notice(S.unknown(job), S.unknownMore) : !rights.may(info.role) ? notice(S.notYours(info.role))
        : [el('p.about', {'data-key': 'about'}, info.about), form,
          el('div.card.ask', {'data-key': 'ask', 'data-test': 'start-more'}, whereOf(), where === HERE && !connected && awayOf(wish, 1), reasonOf(wish), sure && sureOf(),
            !sure && el('div.actions', {'data-key': 'actions'},
              el('button.primary', {type: 'submit', form: FORM, 'data-test': 'start-submit', 'aria-disabled': busy ? 'true' : null}, icon(busy ? 'busy' : 'start'), T.jobs.start),
              el('a.button', {href: `#/hosts/${id}/jobs`}, T.cancel)))],
      el('div', {'data-key': 'outcome', role: 'status', 'data-test': 'outcome', class: outcome?.isBad ? 'outcome bad' : 'outcome'},
        el('p', {}, outcome?.text ?? ''),
        outcome?.isOfMany && el('p', {}, el('a', {href: `#/jobs?job=${encodeURIComponent(job)}`}, S.toJobs(job))),
        outcome?.troubles?.length > 0 && el('ul', {}, outcome.troubles.map(({one, trouble}) => el('li', {}, `${one.hostname}: ${wordOf(trouble)}`)))));
  }

  const whereOf = () => (groupOf.size > 1 || groups.length > 0) && el('label.field', {'data-key': 'where'}, S.where,
    el('select', {'data-test': 'where', onchange({target}) { where = target.value; sure = null; outcome = null; draw(); }},
      [HERE, EVERYWHERE, ...groups.map((name) => `group/${name}`)].map((one) => el('option', {value: one, selected: one === where}, S.whereIs(one, hostname)))));

  function sureOf() {
    const away = sure.filter(isAway).length;
    return el('div.confirm', {'data-key': 'sure', role: 'alertdialog', 'aria-label': S.sure(job, sure.length), 'data-test': 'sure'},
      el('p', {}, S.sure(job, sure.length)), away > 0 && awayOf(wish, away),
      el('div.actions', {},
        el('button.primary', {type: 'button', 'data-test': 'sure-yes', onclick: askAll}, T.jobs.start),
        el('button', {type: 'button', 'data-test': 'sure-no', onclick: () => { sure = null; draw(); }}, T.cancel)));
  }

  return {
    changed() {},
    close() {
      closed = true;
      polling.stop();
    },
  };
}

const wordOf = (trouble) => (trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message));
