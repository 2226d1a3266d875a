// The series of one metric of one host over a time range, kept up to date with small questions.

import * as api from './api.js';
import {merged} from './points.js';

/** Asked again from this many steps before the newest point: late readings, and a step that was not over yet. */
const OVERLAP = 3;

/**
 * `range` is {seconds} up to now, or {from, to} in epoch seconds. `refresh` answers {series, stepSeconds, unit, isRate,
 * from, to}.
 */
export function seriesOf(agent, metric, as, range) {
  let series = [];
  let stepSeconds = null;

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
    return {series, stepSeconds, unit: answer.unit, isRate: answer.as === 'rate', ...window};
  }

  return {refresh};
}

/** JSON has no NaN and no infinity; they come as texts, and no line can show them. */
function drawable(series) {
  return {...series, values: series.values.map((value) => (typeof value === 'number' ? value : null))};
}

function instantOf(epochSeconds) {
  return new Date(Math.round(epochSeconds * 1000)).toISOString();
}
