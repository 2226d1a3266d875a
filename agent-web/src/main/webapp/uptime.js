// What was seen of a monitor, made ready to be drawn. Pure.

export const PHASES = ['dns', 'connect', 'tls', 'first_byte', 'transfer'];

/** How long a probe took as a whole, in microseconds. */
export const totalOf = (phases) => PHASES.reduce((sum, phase) => sum + (phases[phase] ?? 0), 0);

/** The graver, the further behind. */
const GRAVITY = ['unknown', 'up', 'degraded', 'down'];

/** How wide a step is so that there are about `count` of them, and no fewer seconds than the monitor's interval. */
export function stepOf({from, to}, everySeconds, count) {
  return Math.max(everySeconds, Math.ceil((to - from) / count));
}

/**
 * Heartbeats by step: [{from, to, status, heartbeats}], the earliest first; the gravest of a step is its status, null where
 * nothing was seen.
 */
export function beatsOf(heartbeats, {from, to}, step) {
  const count = Math.max(1, Math.ceil((to - from) / step));
  const beats = Array.from({length: count}, (_, i) => ({from: from + i * step, to: from + (i + 1) * step, status: null, heartbeats: []}));
  for (const heartbeat of heartbeats) {
    const at = Math.floor((Date.parse(heartbeat.slot_at) / 1000 - from) / step);
    if (at >= 0 && at < count) {
      const beat = beats[at];
      beat.heartbeats.push(heartbeat);
      beat.status = GRAVITY[Math.max(GRAVITY.indexOf(beat.status), GRAVITY.indexOf(heartbeat.status))];
    }
  }
  return beats;
}

/** How long each phase took, on average of each step, in seconds: series as charts take them. */
export function phasesOf(beats) {
  const series = PHASES.map((phase) => ({labels: {name: phase}, at: [], values: []}));
  for (const {from, heartbeats} of beats) {
    const timed = heartbeats.filter(({phases}) => phases);
    if (timed.length > 0) {
      series.forEach(({at, values}, i) => {
        at.push(from);
        values.push(timed.reduce((sum, {phases}) => sum + phases[PHASES[i]], 0) / timed.length / 1e6);
      });
    }
  }
  return series;
}

/** {up, degraded, down, unknown}: how many of each; the prober itself failed at what is unknown. */
export function countsOf(heartbeats) {
  const counts = {up: 0, degraded: 0, down: 0, unknown: 0};
  heartbeats.forEach(({status}) => { counts[status] += 1; });
  return counts;
}

/** The share of heartbeats that found it up, degraded ones too, of those that saw anything; null where there are none. */
export function uptimeOf({up, degraded, down}) {
  const all = up + degraded + down;
  return all === 0 ? null : (up + degraded) / all;
}

/** What a monitor looks at, in a few words. */
export function targetOf({kind, check}) {
  switch (kind) {
    case 'http': return check.url;
    case 'dns': return `${check.name} ${check.record ?? 'A'}`;
    case 'query': return check.url;
    case 'push': return '';
    default: return check.port ? `${check.host}:${check.port}` : check.host;
  }
}
