// What is asked of /query, and what its answer is called and comes to, line by line. Pure.

import {T} from './texts.js';

const MOST_SUGGESTED = 300;
/** Tags that hosts may be put together by; more would be a wall of buttons. */
const MOST_TAGS = 12;

/** JSON has no NaN and no infinity; they come as texts, and no line can show them. */
export function drawable(series) {
  return {...series, values: series.values.map((value) => (typeof value === 'number' ? value : null))};
}

/** What tells lines from one another: the columns in which they differ; at least one, if there is any. */
export function partsOf(lines) {
  const tags = [...new Set(lines.flatMap((line) => Object.keys(line.tags ?? {})))];
  const all = lines.map((line) => ({
    ...(line.hostname !== undefined && {host: line.hostname}),
    ...(line.group !== undefined && {group: line.group || T.explore.inNoGroup}),
    ...Object.fromEntries(line.tags ? tags.map((name) => [`tag.${name}`, wordOf(name, line.tags[name])]) : []),
    ...Object.fromEntries(Object.entries(line.labels ?? {}).map(([name, value]) => [`label.${name}`, value])),
    ...(line.collector !== undefined && {collector: line.collector, target: line.target}),
  }));
  const names = [...new Set(all.flatMap((parts) => Object.keys(parts)))];
  const differing = names.filter((name) => new Set(all.map((parts) => parts[name])).size > 1);
  const columns = differing.length ? differing : names.slice(0, 1);
  return {columns, rows: all.map((parts) => columns.map((name) => parts[name]))};
}

/** What a tag says; none and an empty one are no words, and yet two. */
function wordOf(name, value) {
  return value === undefined ? T.explore.untagged(name) : value || T.explore.emptyTag(name);
}

/** As people read what `by` and columns name: 'Tag rack', 'cpu.mode'. */
export function titleOf(name) {
  return name.startsWith('tag.') ? T.explore.byTag(name.slice('tag.'.length)) : name.replace(/^label\./, '');
}

/** What tells a line from all others of its answer. */
export function keyOf({agent, group, tags, collector, target, labels}) {
  return JSON.stringify([agent, group, sorted(tags), collector, target, sorted(labels)]);
}

const sorted = (all) => Object.entries(all ?? {}).sort();

/** A name for each line, no two alike; `metric` where there is nothing to tell. */
export function namesOf(lines, metric) {
  const {rows} = partsOf(lines);
  const seen = new Map();
  return rows.map((parts) => {
    const name = parts.filter((part) => part !== undefined).join(' · ') || metric;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** Of the points that are numbers. */
export function summaryOf(values) {
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value));
  if (numbers.length === 0) {
    return {};
  }
  return {
    newest: numbers.at(-1),
    average: numbers.reduce((sum, value) => sum + value, 0) / numbers.length,
    smallest: numbers.reduce((a, b) => Math.min(a, b)),
    largest: numbers.reduce((a, b) => Math.max(a, b)),
  };
}

/** 'web-1', 'group:web' and 'tag:env:prod' as the hub's parameters; none: all hosts. */
export function whomOf(all) {
  const after = (begin) => all.filter((one) => one.startsWith(begin)).map((one) => one.slice(begin.length));
  const agent = all.filter((one) => !/^(group|tag):/.test(one));
  return {agent: agent.length || all.length ? agent : ['*'], group: after('group:'), tag: after('tag:')};
}

/** What is called a ratio is a share; any other number of something is just a number. */
export function unitOf({metric, unit, aggregate}, combine) {
  const isPlain = combine === 'count' || (unit === '1' && !/utilization|ratio|share/.test(metric));
  return {unit: isPlain ? '' : unit, isRate: aggregate === 'rate' && combine !== 'count'};
}

/** What hosts can be put together by: agent, group, and the tags that some bear. */
export function bysOf(agents) {
  const tags = [...new Set(agents.flatMap(({tags: its}) => Object.keys(its ?? {})))].filter((name) => !name.includes(',')).sort();
  return ['agent', 'group', ...tags.slice(0, MOST_TAGS).map((name) => `tag.${name}`)];
}

/** What may be said of hosts: groups, tags, names. */
export function suggestionsOf(agents) {
  const groups = [...new Set(agents.map(({group}) => group).filter(Boolean))].sort().map((name) => `group:${name}`);
  const tags = [...new Set(agents.flatMap(({tags: its}) => Object.entries(its ?? {}).map(([name, value]) => `tag:${name}:${value}`)))].sort();
  return [...groups, ...tags, ...agents.map(({hostname}) => hostname)].slice(0, MOST_SUGGESTED);
}
