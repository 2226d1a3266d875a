// Who is there now, or was at a moment: the tree of locks, the sessions, and the samples to go through.

import {el, show, svg} from '../dom.js';
import {duration, exactTime, localTime} from '../format.js';
import {icon} from '../icons.js';
import {moment, notice} from '../parts.js';
import {T} from '../texts.js';
import {questionOf, windowOf} from '../window.js';
import {correlation, sql, table} from './dbparts.js';

const STRIP_SECONDS = 900;
const BARS = 180;
const STATES = ['active', 'idle in transaction (aborted)', 'idle in transaction', 'fastpath function call', 'disabled', 'idle'];

export function openNow(body, {query, address, ask}) {
  let at = query.get('at');
  let sample = null;
  let strip = [];
  let showsIdle = false;

  async function refresh() {
    const range = at ? {from: Date.parse(at) / 1000 - STRIP_SECONDS / 2, to: Date.parse(at) / 1000 + STRIP_SECONDS / 2} : {seconds: STRIP_SECONDS};
    const asked = at;
    const [found, samples] = await Promise.all([ask('sessions', {at: asked ?? undefined}), ask('samples', questionOf(range))]);
    if (asked === at) {
      sample = found;
      strip = {samples: samples.samples, ...windowOf(range)};
      draw();
    }
  }

  function go(next) {
    location.hash = next ? `${address}?${new URLSearchParams({at: next})}` : address;
  }

  function draw() {
    if (!sample.at) {
      show(body, notice(T.database.noSample, at ? T.database.noSampleThen : T.database.noSampleMore));
      return;
    }
    const sessions = new Map(sample.sessions.map((session) => [session.pid, session]));
    const shown = sample.sessions.filter((session) => showsIdle || isAtWork(session)).sort(byAttention(sample.at));
    const idle = sample.sessions.filter((session) => !isAtWork(session)).length;
    show(body,
      el('div.replay', {'data-key': 'replay'},
        stripOf(strip, sample.at, go),
        el('div.ranges', {},
          el('div.segments', {}, step('earlier', before(strip.samples, sample.at), go), step('later', at && after(strip.samples, sample.at), go)),
          at ? el('button', {type: 'button', 'data-test': 'live', onclick: () => go(null)}, T.range.reset) : null,
          el('span', {'data-test': 'sample-at', 'data-at': sample.at, title: exactTime(new Date(sample.at))},
            at ? localTime(new Date(sample.at)) : [T.database.sampled, ' ', moment(sample.at)]),
          el('span.muted.hint', {}, T.database.stripHint))),
      el('h2', {'data-key': 'locks-title'}, T.database.blocking),
      lockTree(sample, sessions),
      el('div.head', {'data-key': 'sessions-title'}, el('h2', {}, T.database.sessions),
        el('span.muted', {}, T.database.sessionCount(sample.count, sample.sessions.filter(({state}) => state === 'active').length, idle)),
        el('span.space'),
        idle > 0 && el('button', {type: 'button', 'aria-pressed': String(showsIdle), 'data-test': 'idle', onclick: () => { showsIdle = !showsIdle; draw(); }},
          showsIdle ? T.database.hideIdle : T.database.showIdle(idle))),
      shown.length ? sessionsTable(shown, sample.at) : el('p.card.quiet', {'data-key': 'nobody'}, icon('good'), T.database.nobodyWorks));
  }

  return {
    refresh,
    changed(next) {
      at = next.get('at');
    },
    close() {},
  };
}

/** A session that does something, or keeps others from it. Processes of the server's own count while they wait for something else than work. */
function isAtWork({state, wait_event_type: type, backend_type: backend}) {
  return state ? state !== 'idle' : Boolean(type) && type !== 'Activity' && backend !== 'client backend';
}

function byAttention(at) {
  const place = ({state}) => (STATES.indexOf(state) + 1 || STATES.length + 1);
  return (a, b) => place(a) - place(b) || ageOf(b, at) - ageOf(a, at) || a.pid - b.pid;
}

/** For how long it has been at what it does, in seconds. */
function ageOf(session, at) {
  const since = session.state === 'active' ? session.query_start : session.state?.startsWith('idle in') ? session.xact_start : session.state_change;
  return since ? Math.max(0, (Date.parse(at) - Date.parse(since)) / 1000) : 0;
}

function lockTree(sample, sessions) {
  if (sample.lock_tree.length === 0) {
    return el('p.card.quiet', {'data-key': 'locks', 'data-test': 'no-locks'}, icon('good'), T.database.nobodyWaits);
  }
  return el('div.locktrees', {'data-key': 'locks', 'data-test': 'lock-tree'}, sample.lock_tree.map((root) =>
    el('article.card.locktree', {'data-key': `root ${root.pid}`, 'data-test': 'root-blocker', 'data-pid': root.pid},
      el('header', {}, el('span.state.bad', {}, icon('bad'), root.in_deadlock ? T.database.deadlock : T.database.rootBlocker),
        el('b', {}, T.database.blocks(root.blocked))),
      el('ul', {}, waiterOf(root, sessions, sample.at)))));
}

function waiterOf(node, sessions, at) {
  const session = sessions.get(node.pid);
  const waits = node.waitstart ? (Date.parse(at) - Date.parse(node.waitstart)) / 1000 : node.depth > 0 && session ? ageOf(session, at) : null;
  return el('li', {'data-key': `pid ${node.pid}`, 'data-test': 'lock-node', 'data-pid': node.pid, 'data-depth': node.depth},
    el('div.who', {},
      el('b', {}, node.pid === 0 ? T.database.prepared : T.database.pid(node.pid)),
      session ? el('span', {}, [session.usename, session.datname].filter(Boolean).join('@')) : el('span.muted', {}, T.database.untold),
      session?.application_name && el('span.muted', {}, session.application_name),
      correlation(session?.correlation_id),
      node.depth === 0
        ? session && el('span.warn', {}, T.database.rootState(session.state ?? T.none, session.xact_start ? duration((Date.parse(at) - Date.parse(session.xact_start)) / 1000) : null))
        : el('span.bad', {}, T.database.waitsFor(waits === null ? null : duration(waits), [node.locktype, node.mode].filter(Boolean).join(' '), node.relation)),
      node.also_blocked_by.length > 0 && el('span.muted', {}, T.database.alsoBlockedBy(node.also_blocked_by.join(', ')))),
    session && sql(session.query, session.cut),
    node.waiting.length > 0 && el('ul', {}, node.waiting.map((below) => waiterOf(below, sessions, at))));
}

function sessionsTable(sessions, at) {
  const {column} = T.database;
  return table('sessions', {
    pid: {title: column.pid, cell: ({pid}) => String(pid)},
    who: {title: column.who, cell: (one) => [el('span', {}, [one.usename, one.datname].filter(Boolean).join('@') || one.backend_type || T.none),
      one.application_name && el('span.muted', {}, one.application_name), correlation(one.correlation_id)]},
    state: {title: column.state, cell: (one) => el(one.state?.startsWith('idle in') ? 'span.warn' : 'span', {}, one.state ?? one.backend_type ?? T.none)},
    wait: {title: column.wait, cell: (one) => (one.wait_event_type && one.wait_event_type !== 'Client'
      ? el(one.wait_event_type === 'Lock' ? 'span.bad' : 'span', {}, `${one.wait_event_type}: ${one.wait_event}`) : T.none)},
    age: {title: column.age, class: 'count', cell: (one) => duration(ageOf(one, at))},
    query: {title: column.query, cell: (one) => sql(one.query, one.cut)},
  }, sessions, {keyOf: (one) => `${one.pid} ${one.backend_start}`, attributesOf: (one) => ({'data-pid': one.pid})});
}

function step(direction, sample, go) {
  return el('button', {type: 'button', 'aria-label': T.database[direction], title: T.database[direction], disabled: !sample,
    'data-test': 'sample-' + direction, onclick: () => sample && go(sample.at)}, icon(direction));
}

const before = (samples, at) => samples.findLast((sample) => Date.parse(sample.at) < Date.parse(at));
const after = (samples, at) => samples.find((sample) => Date.parse(sample.at) > Date.parse(at));

/** A bar for each moment: how many were there, and in red how many waited for a lock. A click goes there. */
function stripOf({samples, from, to}, at, go) {
  const bars = barsOf(samples, from, to);
  const most = Math.max(1, ...bars.map(({count}) => count));
  const x = (moment) => ((Date.parse(moment) / 1000 - from) / (to - from)) * BARS;
  return svg('svg.strip', {viewBox: `0 0 ${BARS} 30`, preserveAspectRatio: 'none', role: 'img', 'aria-label': T.database.strip(samples.length, bars.filter(({waiting}) => waiting > 0).length),
    'data-test': 'strip',
    onclick: (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      const wanted = from + ((event.clientX - box.left) / box.width) * (to - from);
      const nearest = [...samples].sort((a, b) => Math.abs(Date.parse(a.at) / 1000 - wanted) - Math.abs(Date.parse(b.at) / 1000 - wanted))[0];
      if (nearest) {
        go(nearest.at);
      }
    }},
  bars.flatMap(({place, count, waiting}) => [
    svg('rect.there', {x: place + 0.1, width: 0.8, y: 30 - (count / most) * 28, height: (count / most) * 28}),
    waiting > 0 && svg('rect.waiting', {x: place + 0.1, width: 0.8, y: 30 - Math.max(4, (waiting / most) * 28), height: Math.max(4, (waiting / most) * 28)}),
  ].filter(Boolean)),
  svg('line.at', {x1: x(at), x2: x(at), y1: 0, y2: 30}));
}

function barsOf(samples, from, to) {
  const bars = new Map();
  for (const sample of samples) {
    const place = Math.min(BARS - 1, Math.max(0, Math.floor(((Date.parse(sample.at) / 1000 - from) / (to - from)) * BARS)));
    const bar = bars.get(place) ?? {place, count: 0, waiting: 0};
    bars.set(place, {place, count: Math.max(bar.count, sample.count), waiting: Math.max(bar.waiting, sample.waiting)});
  }
  return [...bars.values()];
}
