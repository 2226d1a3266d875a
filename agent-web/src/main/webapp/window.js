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

function instantOf(epochSeconds) {
  return new Date(Math.round(epochSeconds * 1000)).toISOString();
}
