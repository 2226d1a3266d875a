// What a mark on a time axis tells, beside it. One at a time.

import {el, show} from './dom.js';
import {localTime} from './format.js';
import {icon} from './icons.js';
import {linesOf} from './marks.js';
import {T} from './texts.js';

const MOST = 8;
const GAP = 8;

const tip = el('div.tip', {role: 'tooltip', id: 'tip', hidden: true, 'data-test': 'tip'});
document.body.append(tip);
addEventListener('scroll', hideTip, {passive: true});
addEventListener('hashchange', hideTip);

/** `x` and `top` are of the mark, in the window. */
export function showTip(group, x, top) {
  show(tip, tellingOf(group));
  tip.hidden = false;
  const {width, height} = tip.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, x - width / 2), innerWidth - width - GAP);
  tip.style.setProperty('left', `${left}px`);
  tip.style.setProperty('top', `${top > height + 3 * GAP ? top - height - 2 * GAP - 6 : top + 3 * GAP}px`);
}

export function hideTip() {
  tip.hidden = true;
}

function tellingOf(group) {
  const {lines, left} = linesOf(group, MOST);
  return [
    el('p.muted', {}, timeOf(group), group.count > 1 && [' · ', T.events.count(group.count)].join('')),
    el('ul', {}, lines.map(({text, kind, severity, at, more}) => el(`li.${severity}`, {}, icon(kind),
      el('span', {}, group.count > 1 && at ? el('span.muted', {}, localTime(new Date(at * 1000)).slice(11), ' ') : null,
        text, more > 0 && el('span.muted', {}, ' ', T.events.andMore(more)))))),
    left > 0 && el('p.muted', {}, T.events.andMore(left)),
  ];
}

/** 10:15:00, or 10:15:00 – 10:15:30. */
function timeOf({first, last}) {
  const [begin, end] = [first, last].map((at) => localTime(new Date(at * 1000)));
  return begin === end ? begin : `${begin} – ${end.slice(begin.slice(0, 10) === end.slice(0, 10) ? 11 : 0)}`;
}
