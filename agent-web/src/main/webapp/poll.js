// Asks again and again, rests while nobody looks, and says so when nobody answers.

import {Unreachable} from './api.js';
import {answered, isLive, look, whenLive} from './live.js';
import {T} from './texts.js';

const banner = document.getElementById('banner');

/**
 * Runs `task` now and then every `seconds`. What it throws goes to `failed`, except that the server is away: the banner
 * tells that, and it is tried again. Where the hub tells what is new of `topics`, it is asked when it does, at most every
 * `apart` seconds, and else every `rests` seconds only. Returns {now, stop}.
 */
export function poll(seconds, task, failed, {topics = [], apart = 1, rests = seconds} = {}) {
  let timer = null;
  let dueAt = Infinity;
  let endedAt = 0;
  let stopped = false;
  let running = false;
  let again = false; // somebody wants something else than what is being asked for

  async function run() {
    clearTimeout(timer);
    if (stopped || running) {
      again = running;
      return;
    }
    running = true;
    try {
      await task();
      if (!stopped) {
        showBanner(null);
        answered();
      }
    } catch (trouble) {
      if (stopped) {
        return;
      }
      if (trouble instanceof Unreachable) {
        showBanner(T.away(poll.server));
      } else {
        failed(trouble);
      }
    } finally {
      running = false;
      endedAt = Date.now();
      wait(again ? 0 : (isLive(topics) ? rests : seconds) * 1000);
      again = false;
    }
  }

  function wait(milliseconds) {
    clearTimeout(timer);
    if (!stopped && !document.hidden) {
      dueAt = Date.now() + milliseconds;
      timer = setTimeout(run, milliseconds);
    }
  }

  /** Something is new: sooner than it was due, and not too soon after the last time. */
  function soon() {
    const at = endedAt + apart * 1000;
    if (!running && at < dueAt) {
      wait(Math.max(0, at - Date.now()));
    }
  }

  const stopLooking = topics.length > 0 ? look(topics, {news: soon}) : () => {};
  const stopWatching = topics.length > 0 ? whenLive(soon) : () => {};

  const onVisible = () => (document.hidden ? clearTimeout(timer) : run());
  document.addEventListener('visibilitychange', onVisible);
  run();
  return {
    now: run,
    stop() {
      stopped = true;
      clearTimeout(timer);
      stopLooking();
      stopWatching();
      document.removeEventListener('visibilitychange', onVisible);
      showBanner(null);
    },
  };
}

/** What the banner calls the server: hub or agent. */
poll.server = 'hub';

export function showBanner(text) {
  banner.textContent = text ?? '';
  banner.hidden = !text;
}
