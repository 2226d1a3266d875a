// The time range of a page: what the address says, and the buttons that change it.

import {serverNow} from './api.js';
import {el} from './dom.js';
import {duration, exactTime, localTime} from './format.js';
import {icon} from './icons.js';
import {T} from './texts.js';

const SECONDS = {'15m': 900, '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800};
export const USUAL = '15m';

/** ?range=6h, or ?from=...&to=... -> {name, seconds} or {from, to} in epoch seconds; `isWrong` when it is neither. */
export function rangeOf(query) {
  const [from, to] = ['from', 'to'].map((name) => Date.parse(query.get(name) ?? '') / 1000);
  if (from < to) {
    return {from, to};
  }
  const name = query.get('range') ?? USUAL;
  const isWrong = !(name in SECONDS) || query.has('from') || query.has('to');
  return isWrong ? {name: USUAL, seconds: SECONDS[USUAL], isWrong} : {name, seconds: SECONDS[name]};
}

/** The address of a range, as a query; `back` remembers where "live" leads to. */
export function queryOf({from, to, name}, back) {
  const asInstant = (seconds) => new Date(seconds * 1000).toISOString().replace('.000', '');
  return new URLSearchParams(name ? {range: name} : {from: asInstant(from), to: asInstant(to), ...(back && {range: back})});
}

/** Half a window earlier or later; never beyond now. */
export function shifted(range, direction) {
  const now = serverNow() / 1000;
  const {from, to} = range.from ? range : {from: now - range.seconds, to: now};
  const step = (to - from) / 2 * direction;
  const end = Math.min(to + step, now);
  return {from: Math.floor(end - (to - from)), to: Math.floor(end)};
}

/** `go` takes a range; `hint` is for a page with charts. */
export function rangeBar(range, back, go, hint = T.range.zoomHint) {
  const isLive = !range.from;
  return el('div.ranges', {role: 'group', 'aria-label': T.range.label},
    el('div.segments', {}, Object.keys(SECONDS).map((name) => el('button', {
      type: 'button',
      'data-test': 'range-' + name,
      'aria-pressed': String(isLive && range.name === name),
      title: T.range.long[name],
      onclick: () => go({name}),
    }, T.range.names[name]))),
    el('div.segments', {},
      arrow('earlier', () => go(shifted(range, -1))),
      arrow('later', () => go(shifted(range, 1)), isLive)),
    isLive
      ? hint && el('span.muted.hint', {}, hint)
      : el('span.window', {'data-test': 'window', title: `${exactTime(dateOf(range.from))}\n${exactTime(dateOf(range.to))}`},
        `${localTime(dateOf(range.from))} – ${endOf(range)} (${duration(range.to - range.from)})`),
    !isLive && el('button', {type: 'button', 'data-test': 'zoom-reset', onclick: () => go({name: back ?? USUAL})}, T.range.reset));
}

function arrow(direction, onclick, disabled) {
  return el('button', {type: 'button', 'aria-label': T.range[direction], title: T.range[direction], disabled, onclick,
    'data-test': 'range-' + direction}, icon(direction));
}

function endOf({from, to}) {
  const [first, last] = [from, to].map((at) => localTime(dateOf(at)));
  return first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last;
}

const dateOf = (seconds) => new Date(seconds * 1000);
