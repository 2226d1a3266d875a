// A page's time range as the two moments that a question names.

import {serverNow} from './api.js';

/** {from, to} as instants; `to` is left out where the range reaches up to now. */
export function questionOf(range) {
  const {from, to} = windowOf(range);
  return {from: instantOf(from), to: range.to ? instantOf(to) : undefined};
}

/** {from, to} in epoch seconds. */
export function windowOf(range) {
  const to = range.to ?? serverNow() / 1000;
  return {from: range.from ?? to - range.seconds, to};
}

/**
 * Whether to ask again: when it is another question, or the last answer is old for its range. A long one costs the hub
 * more and moves less. What failed is `forgotten`.
 */
export function seldom() {
  let asked = null;
  let at = 0;
  return {
    isDue(question, range) {
      const {from, to} = windowOf(range);
      const pause = Math.min(60, (to - from) / 120);
      if (question === asked && Date.now() - at < pause * 1000) {
        return false;
      }
      asked = question;
      at = Date.now();
      return true;
    },
    forget() {
      asked = null;
    },
  };
}

function instantOf(epochSeconds) {
  return new Date(Math.round(epochSeconds * 1000)).toISOString();
}
