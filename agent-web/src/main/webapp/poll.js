// Asks again and again, rests while nobody looks, and says so when nobody answers.

import {Unreachable} from './api.js';
import {T} from './texts.js';

const banner = document.getElementById('banner');

/**
 * Runs `task` now and then every `seconds`. What it throws goes to `failed`, except that the server is away: the banner
 * tells that, and it is tried again. Returns {now, stop}.
 */
export function poll(seconds, task, failed) {
  let timer = null;
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
      if (!stopped && !document.hidden) {
        timer = setTimeout(run, again ? 0 : seconds * 1000);
      }
      again = false;
    }
  }

  const onVisible = () => (document.hidden ? clearTimeout(timer) : run());
  document.addEventListener('visibilitychange', onVisible);
  run();
  return {
    now: run,
    stop() {
      stopped = true;
      clearTimeout(timer);
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
