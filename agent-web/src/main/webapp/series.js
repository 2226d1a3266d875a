// The series of one metric of one host over a time range, kept up to date with small questions.

import * as api from './api.js';
import {keyOf, merged} from './points.js';

/** Asked again from this many steps before the newest point: late readings, and a step that was not over yet. */
const OVERLAP = 3;

/**
 * `range` is {seconds} up to now, or {from, to} in epoch seconds. `refresh` answers {series, stepSeconds, unit, isRate,
 * from, to}.
 */
export function seriesOf(agent, metric, as, range) {
  let series = [];
  let stepSeconds = null;
  let answered = null; // what stands beside the series
  let live = new Map(); // what has come by itself since the newest point: key -> {at, values}

  function windowNow() {
    const to = range.to ?? api.serverNow() / 1000;
    return {from: range.from ?? to - range.seconds, to};
  }

  /** Everything, where nothing is there yet or the newest point has left the window; else only the end. */
  function settledAt({from}) {
    const newest = Math.max(...series.map(({at}) => at.at(-1)));
    return newest > from ? Math.floor(newest / stepSeconds - OVERLAP) * stepSeconds : null;
  }

  async function refresh() {
    const window = windowNow();
    const settled = series.length ? settledAt(window) : null;
    const from = settled === null ? window.from : settled - stepSeconds;
    const answer = await api.get(`agents/${encodeURIComponent(agent)}/series`, {
      metric,
      as,
      from: instantOf(from),
      to: range.to ? instantOf(range.to) : undefined,
      step: settled === null ? undefined : stepSeconds + 's',
    });
    const fresh = answer.series.filter(({at}) => at.length > 0).map(drawable);
    series = settled === null ? fresh : merged(series, fresh, settled, window.from);
    stepSeconds = answer.stepSeconds;
    answered = answer;
    live = new Map([...live].map(([key, points]) => [key, since(points, newestOf(key))]));
    return now();
  }

  const newestOf = (key) => series.find((one) => keyOf(one) === key)?.at.at(-1) ?? 0;

  /** All that is known. */
  function now() {
    const joined = series.map((one) => {
      const points = live.get(keyOf(one));
      return points ? {...one, at: [...one.at, ...points.at], values: [...one.values, ...points.values]} : one;
    });
    return {series: joined, stepSeconds, unit: answered.unit, isRate: answered.as === 'rate', ...windowNow()};
  }

  /** A point that came by itself, of a series that was asked for: {key, rate, value} at one moment, in seconds. Says whether it is of use. */
  function add(at, {key, rate, value}) {
    const fresh = answered?.as === 'rate' ? rate : answered?.as === 'value' ? value : undefined;
    if (typeof fresh !== 'number' || at <= newestOf(key) || !series.some((one) => keyOf(one) === key)) {
      return false;
    }
    const points = live.get(key) ?? {at: [], values: []};
    if (at > (points.at.at(-1) ?? 0)) {
      live.set(key, {at: [...points.at, at], values: [...points.values, fresh]});
    }
    return true;
  }

  return {refresh, add, now};
}

function since({at, values}, moment) {
  const first = at.findIndex((one) => one > moment);
  return first < 0 ? {at: [], values: []} : {at: at.slice(first), values: values.slice(first)};
}

/** JSON has no NaN and no infinity; they come as texts, and no line can show them. */
function drawable(series) {
  return {...series, values: series.values.map((value) => (typeof value === 'number' ? value : null))};
}

function instantOf(epochSeconds) {
  return new Date(Math.round(epochSeconds * 1000)).toISOString();
}
