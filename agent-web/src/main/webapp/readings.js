// Readings of one host as they come in: counters become rates as the hub makes them.

import {keyOf} from './points.js';

/**
 * `take` is called with what comes: {sets, frames}. It answers a list of {at, metric, points}, where a point is {key, value,
 * rate}; of a set that never came it makes nothing.
 */
export function incoming() {
  const sets = new Map(); // hash -> its positions
  const before = new Map(); // hash -> its frame before

  function learn({hash, collector, target, positions}) {
    sets.set(hash, positions.map(({metric, kind, labels}) => ({metric, isCounter: kind === 'COUNTER', key: keyOf({collector, target, labels})})));
  }

  function read({set, at: moment, values}) {
    const at = Date.parse(moment) / 1000;
    const last = before.get(set);
    before.set(set, {at, values});
    const byMetric = new Map();
    (sets.get(set) ?? []).forEach(({metric, isCounter, key}, i) => {
      const value = values[i];
      if (typeof value === 'number') {
        const point = {key, value, rate: isCounter && last ? rateOf(value - last.values[i], at - last.at) : undefined};
        byMetric.set(metric, [...(byMetric.get(metric) ?? []), point]);
      }
    });
    return [...byMetric].map(([metric, points]) => ({at, metric, points}));
  }

  return {
    take(message) {
      message.sets.forEach(learn);
      return message.frames.flatMap(read);
    },
  };
}

/** A counter that fell began anew: what it counted meanwhile is not known. */
function rateOf(grown, seconds) {
  return grown >= 0 && seconds > 0 ? grown / seconds : undefined;
}
