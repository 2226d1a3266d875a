// A dashboard's charts as questions: of which hosts, in which words, and what a week before says. Pure.

import {keyOf, namesOf, whomOf} from './explored.js';

export const WEEK_SECONDS = 604_800;

/** What Explore's address asks for, as a chart of a dashboard. */
export function chartOf(asked) {
  const labels = Object.fromEntries([...asked].filter(([name, value]) => name.startsWith('label.') && value).map(([name, value]) => [name.slice('label.'.length), value]));
  const by = asked.get('by') || null;
  return {
    title: '',
    metric: asked.get('metric') ?? '',
    of: asked.getAll('of'),
    labels,
    aggregate: asked.get('aggregate') || null,
    by,
    combine: (by && asked.get('combine')) || null,
    top: Math.min(50, Number(asked.get('top')) || 20),
    unit: null,
    thresholds: [],
    events: false,
    lastWeek: false,
    width: 6,
  };
}

/** The same as Explore's address, to look closer. */
export function exploreOf(chart, filter) {
  const asked = new URLSearchParams({metric: chart.metric});
  [...chart.of, ...filter].forEach((one) => asked.append('of', one));
  Object.entries(chart.labels).forEach(([name, value]) => asked.set(`label.${name}`, value));
  ['by', 'aggregate', 'combine'].filter((name) => chart[name]).forEach((name) => asked.set(name, chart[name]));
  return asked;
}

/**
 * Which hosts of a chart are left by what the page is narrowed to, as the hub's parameters; null: none can be. Hosts and
 * groups of both are those that both name; tags are all that both ask for.
 */
export function narrowed(of, filter) {
  const [own, only] = [whomOf(of), whomOf(filter)];
  const agent = both(own.agent.filter((one) => one !== '*'), only.agent.filter((one) => one !== '*'));
  const group = both(own.group, only.group);
  const tag = [...new Set([...own.tag, ...only.tag])];
  const names = tag.map((one) => one.split(':')[0]);
  if (!agent || !group || new Set(names).size < names.length) {
    return null;
  }
  return {agent: agent.length || group.length || tag.length ? agent : ['*'], group, tag};
}

/** What stands in both lists, where both say something; null: nothing does. */
function both(own, only) {
  if (own.length === 0 || only.length === 0) {
    return own.length ? own : only;
  }
  const common = own.filter((one) => only.includes(one));
  return common.length ? common : null;
}

/** The parameters of a chart's question, but for the time. */
export function questionOf(chart, whom) {
  return {
    metric: chart.metric,
    ...whom,
    ...Object.fromEntries(Object.entries(chart.labels).map(([name, value]) => [`label.${name}`, value])),
    aggregate: chart.aggregate ?? undefined,
    by: chart.by ?? undefined,
    combine: (chart.by && chart.combine) || undefined,
    top: chart.top,
  };
}

/** {isAll} or the ids of those who are meant, `most` of them; `isTooMany` where there are more. */
export function idsOf(whom, agents, most) {
  const isAll = whom.agent.includes('*') && whom.group.length === 0 && whom.tag.length === 0;
  const ids = agents.filter(({id, hostname, group, tags = {}}) =>
    (whom.agent.length === 0 || whom.agent.includes('*') || whom.agent.includes(hostname) || whom.agent.includes(id))
    && (whom.group.length === 0 || whom.group.includes(group))
    && whom.tag.every((one) => tags[one.slice(0, one.indexOf(':'))] === one.slice(one.indexOf(':') + 1))).map(({id}) => id);
  return {isAll, ids: ids.slice(0, most), isTooMany: !isAll && ids.length > most};
}

/** Lines with their names; those of a week before lie over the present ones of the same kind, and bear their names. */
export function linesOf(now, before, metric) {
  const names = namesOf(now, metric);
  const nameOf = new Map(now.map((one, i) => [keyOf(one), names[i]]));
  return [
    ...now.map((one, i) => ({...one, labels: {name: names[i]}})),
    ...before.filter((one) => nameOf.has(keyOf(one))).map((one) => ({
      ...one,
      at: one.at.map((at) => at + WEEK_SECONDS),
      labels: {name: nameOf.get(keyOf(one)), past: true},
      past: true,
    })),
  ];
}
