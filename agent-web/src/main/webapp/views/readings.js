// The values that some metrics have at one moment, for tables.

import {seriesOf} from '../series.js';
import {newest} from '../points.js';

/** What was read at most so long before the moment is its value; what is visited each minute has one, too. */
const LOOK_BACK_SECONDS = 300;

/**
 * A function that answers {metric: [{labels, value}]} as they are now, each time it is called; or were at `at`, in epoch
 * seconds. `wanted` is metrics, or [metric, as].
 */
export function readingsOf(agent, wanted, at) {
  const range = at ? {from: at - LOOK_BACK_SECONDS, to: at + 1} : {seconds: LOOK_BACK_SECONDS};
  const sources = wanted.map((one) => [].concat(one)).map(([metric, as]) => [metric, seriesOf(agent, metric, as, range)]);
  return async () => Object.fromEntries(await Promise.all(sources.map(async ([metric, source]) => {
    const {series} = await source.refresh();
    return [metric, series.map((one) => ({labels: one.labels, value: newest(one)})).filter(({value}) => value !== undefined && value !== null)];
  })));
}

/** label's value -> reading */
export function byLabel(readings, label) {
  return new Map(readings.map(({labels, value}) => [labels[label], value]));
}
