// One WebSocket over which the hub tells that something is new. It says of what, and pages ask; of readings it says all.
// Where there is none, pages ask every few seconds all the same.

/** The hub lets go of who was silent for a minute. */
const AGAIN_MS = 20_000;
const ANSWER_MS = 10_000;
const SOON_MS = 50;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

const looks = new Map(); // topic -> its listeners
const watchers = new Set();
let socket = null;
let told = new Set(); // topics of which the hub tells
let pause = SHORTEST_PAUSE_MS;
let againAt = 0; // not to be tried again before
let timer = null; // until it is said again
let answering = null; // until it is too late for an answer
let saying = null;

/**
 * Looks at topics as the hub names them: fleet, jobs, uptime, host:<agent>, commands:<agent>, readings:<agent>. `listener` has
 * news(topic), or readings(message) with `sets` and `frames`. Answers how to look no more.
 */
export function look(topics, listener) {
  for (const topic of topics) {
    looks.set(topic, new Set([...(looks.get(topic) ?? []), listener]));
  }
  saySoon();
  return () => {
    for (const topic of topics) {
      looks.get(topic)?.delete(listener);
      if (looks.get(topic)?.size === 0) {
        looks.delete(topic);
      }
    }
    saySoon();
  };
}

/** Whether the hub tells what is new of all of these. */
export const isLive = (topics) => topics.length > 0 && topics.every((topic) => told.has(topic));

/** `changed` is called when the hub tells of other topics than before. Answers how to call it no more. */
export function whenLive(changed) {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/** A page that closes and another that opens are one message. */
function saySoon() {
  clearTimeout(saying);
  saying = setTimeout(say, SOON_MS);
}

function say() {
  const isWanted = looks.size > 0 && !document.hidden;
  if (!socket) {
    if (isWanted && Date.now() >= againAt) {
      connect();
    }
    return;
  }
  if (socket.readyState !== WebSocket.OPEN) {
    return; // it is said when it opens
  }
  if (!isWanted) {
    socket.close(1000);
    return;
  }
  socket.send(JSON.stringify({look: [...looks.keys()]}));
  clearTimeout(timer);
  timer = setTimeout(say, AGAIN_MS);
  answering ??= setTimeout(() => lost(socket), ANSWER_MS);
}

function connect() {
  const address = new URL('ws/live', document.baseURI);
  address.protocol = address.protocol.replace('http', 'ws');
  address.hash = '';
  const mine = new WebSocket(address);
  socket = mine;
  mine.onopen = () => socket === mine && say();
  mine.onmessage = ({data}) => socket === mine && hear(JSON.parse(data));
  mine.onclose = () => lost(mine);
}

function lost(mine) {
  if (socket !== mine) {
    return;
  }
  socket = null;
  mine.close();
  clearTimeout(timer);
  clearTimeout(answering);
  answering = null;
  tells([]);
  againAt = Date.now() + pause * (0.5 + Math.random()); // a hub that starts again is not asked by all pages at once
  pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
}

function tells(topics) {
  const before = [...told].join();
  told = new Set(topics);
  document.documentElement.dataset.live = topics.join(' ');
  if ([...told].join() !== before) {
    watchers.forEach((changed) => changed());
  }
}

function hear(message) {
  if (message.looks) {
    clearTimeout(answering);
    answering = null;
    pause = SHORTEST_PAUSE_MS;
    tells(message.looks);
  } else if (message.new) {
    message.new.forEach((topic) => tell(topic, 'news', topic));
  } else if (message.frames) {
    tell(`readings:${message.agent}`, 'readings', message);
  }
}

function tell(topic, what, message) {
  looks.get(topic)?.forEach((listener) => listener[what]?.(message));
}

/** The hub has answered a question: it is there, and whoever asked is signed in. Before, a lost socket is not opened again. */
export function answered() {
  if (!socket && looks.size > 0) {
    say();
  }
}

document.addEventListener('visibilitychange', say);
