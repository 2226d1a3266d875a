// How much room what takes, how long it is kept, and the hub's own jobs that see to it.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {bytes, duration, number, short} from '../format.js';
import {icon} from '../icons.js';
import {moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {runsTable} from './runs.js';

const EVERY_SECONDS = 5;
const RUNS_SHOWN = 20;
const JOBS = ['pack', 'roll', 'retain'];
const RUNNING = ['STARTING', 'STARTED', 'STOPPING'];
const KINDS_OF = {rollup: ['1h', '1d']};
const HOUR = 3600;

export function open(content, {failed}) {
  document.title = `${T.storage.title} · ${T.product}`;
  let storage = null;
  let policies = [];
  let runs = [];
  let outcome = null; // {job, busy, error}

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [report, retention, found] = await Promise.all(
      [api.get('storage'), api.get('retention'), api.get('hub/runs', {limit: RUNS_SHOWN})]);
    storage = report;
    policies = retention.policies;
    runs = found.runs;
    draw();
  }, failed);

  async function start(job) {
    outcome = {job, busy: true};
    draw();
    try {
      await api.post(`hub/jobs/${job}`);
      outcome = {job};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {job, error: trouble instanceof api.Unreachable ? T.away('hub') : trouble.message};
    }
    draw();
    polling.now();
  }

  function draw() {
    show(content,
      el('div.head', {}, el('h1', {}, T.storage.title)),
      el('div.tiles', {'data-test': 'storage'}, tilesOf(storage)),
      el('h2', {}, T.storage.kinds),
      el('div.card.wide-table', {}, kindsTable(storage.kinds, policies)),
      el('h2', {}, T.storage.jobs),
      el('div.hubjobs', {}, JOBS.map((job) => jobCard(job, runs.find((run) => run.job === job), runs, outcome, start))),
      runs.length > 0 && el('div.card.wide-table', {}, runsTable(runs, true)));
  }

  return {close: polling.stop, changed() {}};
}

function tilesOf({databaseBytes, kinds, waiting}) {
  const words = T.storage.tile;
  const sum = (pick) => kinds.reduce((all, kind) => all + pick(kind), 0);
  const raw = kinds.find(({kind}) => kind === 'raw');
  const now = sum((kind) => kind.bytes);
  return [
    tile('now', words.now, bytes(now), words.database(bytes(databaseBytes))),
    tile('packed', words.packed, raw.samples ? words.perSample(number(raw.bytesPerSample)) : T.none,
      raw.samples > 0 && words.samples(short(raw.samples))),
    tile('growth', words.growth, words.perDay(bytes(sum((kind) => kind.growthBytes))), words.ofLate),
    tile('forecast', words.forecast, bytes(sum((kind) => kind.forecast.in365Days)),
      words.soon(bytes(sum((kind) => kind.forecast.in30Days)), bytes(sum((kind) => kind.forecast.in90Days)))),
    tile('waiting', words.waiting, waiting.length === 0 ? words.waitsNothing : words.hours(waiting.length),
      waiting.length > 0 && bytes(waiting.reduce((all, leaf) => all + leaf.bytes, 0)),
      waiting.length > 2 && el('span.warn', {}, words.behind)),
  ];
}

function tile(name, title, main, ...more) {
  return el('div.card.tile', {'data-test': 'tile-' + name}, el('h3', {}, title), el('p', {}, main),
    more.filter(Boolean).map((line) => el('p.muted', {}, line)));
}

function kindsTable(kinds, policies) {
  const {column} = T.storage;
  const names = ['kind', 'bytes', 'rows', 'oldest', 'kept', 'growth', 'in30', 'in90', 'in365'];
  return el('table.storage', {'data-test': 'kinds'},
    el('caption.unseen', {}, T.storage.kinds),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, kinds.map((kind) => {
      const cells = {
        kind: [el('b', {}, T.storage.kind[kind.kind] ?? kind.kind), el('span.muted', {}, T.storage.about[kind.kind] ?? '')],
        bytes: bytes(kind.bytes),
        rows: short(kind.rows),
        oldest: kind.oldest ? moment(kind.oldest) : el('span.muted', {}, T.none),
        kept: keptOf(kind, policies),
        growth: kind.growthBytes ? bytes(kind.growthBytes) : T.none,
        in30: bytes(kind.forecast.in30Days),
        in90: bytes(kind.forecast.in90Days),
        in365: bytes(kind.forecast.in365Days),
      };
      return el('tr', {'data-key': kind.kind, 'data-test': 'kind', 'data-kind': kind.kind},
        names.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}

/** The policy for all, and those of groups that say otherwise. */
function keptOf({kind}, policies) {
  const own = policies.filter((policy) => (KINDS_OF[kind] ?? [kind]).includes(policy.kind));
  if (own.length === 0) {
    return T.storage.untilPacked;
  }
  return el('span.lines', {}, own.map((policy) => el(policy.group === '*' ? 'span' : 'span.muted', {},
    [KINDS_OF[kind] && policy.kind, policy.group !== '*' && policy.group].filter(Boolean).map((word) => word + ': '),
    policy.keepDays === 0 ? T.storage.notKept : duration(policy.keepDays * 24 * HOUR))));
}

function jobCard(job, newest, runs, outcome, start) {
  const words = T.storage.job[job];
  const isBusy = outcome?.busy && outcome.job === job;
  const mayStart = !outcome?.busy && !runs.some((run) => RUNNING.includes(run.state));
  return el('article.card.job', {'data-key': job, 'data-test': 'hub-job', 'data-job': job},
    el('header', {}, el('h3', {}, words.name), stateOf(newest?.state ?? 'NONE', T.run),
      newest && el('span.muted', {}, moment(newest.startedAt)), el('span.space'),
      el('button', {
        type: 'button',
        'data-needs': 'operator',
        'data-test': 'start',
        'aria-disabled': mayStart ? null : 'true',
        onclick: () => mayStart && start(job),
      }, icon(isBusy ? 'busy' : 'start'), words.now)),
    el('p.muted', {}, words.about),
    el('p', {role: 'status', 'data-test': 'outcome', class: outcome?.error && outcome.job === job ? 'outcome bad' : 'outcome'},
      outcome?.job !== job ? '' : outcome.error ?? (outcome.busy ? T.jobs.doing.start : T.jobs.done.start)));
}
