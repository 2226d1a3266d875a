// Points of series: put together, cut, laid side by side. Pure.
// A series is {labels, at: [epoch seconds, rising], values: [number | null]}.

/** A line breaks where nothing was read for more than this many steps. */
const LONGEST_BRIDGE = 3;

/** What tells one series of a metric from another. */
export function keyOf({collector, target, labels}) {
  return JSON.stringify([collector, target, Object.entries(labels).sort()]);
}

/**
 * `old` with what came since: `fresh` wins from `settled` on, since its newest points may have been unfinished;
 * what is older than `oldest` goes.
 */
export function merged(old, fresh, settled, oldest) {
  const byKey = new Map(fresh.map((series) => [keyOf(series), series]));
  const joined = old.map((series) => {
    const key = keyOf(series);
    const news = byKey.get(key);
    byKey.delete(key);
    return cut(news ? joinedAt(series, news, settled) : series, oldest);
  });
  return [...joined, ...byKey.values()].filter((series) => series.at.length > 0);
}

function joinedAt(old, fresh, settled) {
  const kept = old.at.findIndex((at) => at >= settled);
  const until = kept < 0 ? old.at.length : kept;
  const first = fresh.at.findIndex((at) => at >= settled);
  if (first < 0) {
    return old;
  }
  return {
    ...fresh,
    at: [...old.at.slice(0, until), ...fresh.at.slice(first)],
    values: [...old.values.slice(0, until), ...fresh.values.slice(first)],
  };
}

function cut(series, oldest) {
  const first = series.at.findIndex((at) => at >= oldest);
  const from = first < 0 ? series.at.length : first;
  return from === 0 ? series : {...series, at: series.at.slice(from), values: series.values.slice(from)};
}

/**
 * All series over one time axis: [times, values of the first, values of the second, ...]. `undefined` where a series has
 * no point at that time and its line goes on; `null` where it breaks.
 */
export function aligned(all, stepSeconds) {
  const breaks = all.map((series) => breaksOf(series.at, stepSeconds));
  if (all.length > 0 && breaks.every((row) => row.length === 0) && all.every(({at}) => isSame(at, all[0].at))) {
    return [all[0].at, ...all.map(({values}) => values)]; // as those of one collector are
  }
  const times = [...new Set([...all.flatMap((series) => series.at), ...breaks.flat()])].sort((a, b) => a - b);
  const columnOf = new Map(times.map((time, column) => [time, column]));
  const rows = all.map((series, row) => {
    const values = new Array(times.length).fill(undefined);
    breaks[row].forEach((time) => { values[columnOf.get(time)] = null; });
    series.at.forEach((time, i) => { values[columnOf.get(time)] = series.values[i]; });
    return values;
  });
  return [times, ...rows];
}

const isSame = (one, other) => one === other || (one.length === other.length && one.every((time, i) => time === other[i]));

/**
 * A moment inside each gap: a distance far longer than both those before it and those after it. (Where the interval of
 * the visits was changed, it is longer than one of them only.)
 */
function breaksOf(at, stepSeconds) {
  const breaks = [];
  for (let i = 0; at.length > 2 && i + 1 < at.length; i++) {
    const distance = at[i + 1] - at[i];
    if (distance > LONGEST_BRIDGE * stepSeconds) { // most are not, and need no closer look
      const usual = Math.max(stepSeconds, median(distances(at, i - 5, i)) ?? 0, median(distances(at, i + 1, i + 6)) ?? 0);
      if (distance > LONGEST_BRIDGE * usual) {
        breaks.push(at[i] + usual);
      }
    }
  }
  return breaks;
}

/** From the point `first` on to the point `last`, those that there are. */
function distances(at, first, last) {
  const part = at.slice(Math.max(0, first), last + 1);
  return part.slice(1).map((time, i) => time - part[i]);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Each row plus those below it; a time at which no row has a value stays a gap. */
export function stacked(rows) {
  const below = new Array(rows[0]?.length ?? 0).fill(0);
  const present = below.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  return rows.map((row) => row.map((value, column) => {
    below[column] += value ?? 0;
    return present[column] ? below[column] : null;
  }));
}

/** The newest value of a series; undefined where it has none. */
export function newest(series) {
  return series?.values.at(-1) ?? undefined;
}

/** For each mount point: used / (used + free). */
export function usedShare(all) {
  const state = 'system.filesystem.state';
  return all.filter((series) => series.labels[state] === 'used').map((used) => {
    const {[state]: _, ...labels} = used.labels;
    const freeLabels = JSON.stringify(Object.entries({...labels, [state]: 'free'}).sort());
    const free = all.find((series) => JSON.stringify(Object.entries(series.labels).sort()) === freeLabels);
    const freeAt = new Map(free?.at.map((at, i) => [at, free.values[i]]));
    return {
      ...used,
      labels,
      values: used.values.map((value, i) => shareOf(value, freeAt.get(used.at[i]))),
    };
  }).filter((series) => series.values.some((value) => value !== null));
}

function shareOf(used, free) {
  return typeof used === 'number' && typeof free === 'number' && used + free > 0 ? used / (used + free) : null;
}
