// Events as marks on a time axis: those that would lie on each other become one. Pure, but for the drawing at the end.
// A mark is {type, kind, severity, count, first, last, messages}, its moments in epoch seconds.

import {kindOf} from './kinds.js';
import {PATHS} from './icons.js';

const GRAVE = ['info', 'warning', 'error'];
const SIZE = 16;

/** The hub's marks as they are used here. */
export function marksOf({marks}) {
  return marks.map((mark) => ({...mark, kind: kindOf(mark.type), first: Date.parse(mark.first) / 1000, last: Date.parse(mark.last) / 1000}));
}

/** {kind: count}, of all of them. */
export function countsOf(marks) {
  return marks.reduce((counts, {kind, count}) => ({...counts, [kind]: (counts[kind] ?? 0) + count}), {});
}

/**
 * Marks that begin within `size` of one become one group with it: {at, first, last, count, severity, kind, marks}. `at` is
 * where it is drawn, at the first; kind and severity are those of the gravest.
 */
export function grouped(marks, {from, to}, width, size) {
  const nearest = size * (to - from) / width;
  const placed = marks.map((mark) => ({mark, at: (mark.first + mark.last) / 2})).filter(({at}) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  const groups = [];
  for (const {mark, at} of placed) {
    const group = groups.at(-1);
    if (group && at - group.at < nearest) {
      group.marks.push(mark);
    } else {
      groups.push({at, marks: [mark]});
    }
  }
  return groups.map((group) => groupOf(group.marks, group.at));
}

function groupOf(marks, at) {
  const gravest = marks.reduce((worst, mark) => (GRAVE.indexOf(mark.severity) > GRAVE.indexOf(worst.severity) ? mark : worst));
  const first = Math.min(...marks.map((mark) => mark.first));
  const last = Math.max(...marks.map((mark) => mark.last));
  return {
    at,
    first,
    last,
    count: marks.reduce((sum, mark) => sum + mark.count, 0),
    severity: gravest.severity,
    kind: gravest.kind,
    marks,
  };
}

/** What is told of a group: at most `most` messages, the gravest types first; and how many are left out. */
export function linesOf(group, most) {
  const all = [...group.marks].sort((a, b) => GRAVE.indexOf(b.severity) - GRAVE.indexOf(a.severity) || a.first - b.first);
  const lines = [];
  for (const mark of all) {
    const room = most - lines.length;
    const shown = mark.count <= mark.messages.length ? mark.messages.slice(0, room) : mark.messages.slice(0, Math.min(1, room));
    shown.forEach((text, i) => lines.push({text, kind: mark.kind, severity: mark.severity, at: mark.count === 1 ? mark.first : null,
      more: i === shown.length - 1 ? mark.count - shown.length : 0}));
  }
  return {lines, left: group.count - lines.reduce((sum, {more}) => sum + 1 + more, 0)};
}

/** The group at this place of an axis, if there is one as near as its own size. */
export function groupAt(groups, at, secondsPerPixel) {
  return groups.find((group) => Math.abs(group.at - at) <= SIZE / 2 * secondsPerPixel);
}

/** A uPlot hook that draws groups into the room above the plot, and lines down from the grave ones. `look` has colours. */
export function drawMarks(groups, look) {
  return (uplot) => {
    const {ctx, bbox} = uplot;
    const ratio = devicePixelRatio;
    ctx.save();
    for (const group of groups()) {
      const x = Math.round(uplot.valToPos(group.at, 'x', true));
      if (x >= bbox.left && x <= bbox.left + bbox.width) {
        const colour = look[group.severity];
        ctx.strokeStyle = colour;
        ctx.globalAlpha = group.severity === 'info' ? 0.22 : 0.6;
        ctx.lineWidth = ratio;
        ctx.setLineDash(group.severity === 'error' ? [] : [2 * ratio, 3 * ratio]);
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        badge(ctx, x, bbox.top - SIZE * ratio, group, colour, look.ink, ratio);
      }
    }
    ctx.restore();
  };
}

function badge(ctx, x, top, group, colour, ink, ratio) {
  ctx.save();
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
  ctx.translate(x - SIZE / 2 * ratio, top);
  ctx.scale(ratio, ratio);
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.roundRect(1, 0, SIZE - 2, SIZE - 2, 4);
  ctx.fill();
  ctx.fillStyle = ink;
  if (group.count > 1) {
    ctx.font = '600 9px system-ui, sans-serif';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(group.count > 99 ? '99+' : String(group.count), SIZE / 2, SIZE / 2 - 0.5, SIZE - 3);
  } else {
    ctx.translate(3, 2);
    ctx.scale(10 / 16, 10 / 16);
    ctx.strokeStyle = ink;
    ctx.lineWidth = 2;
    ctx.lineCap = 'round';
    ctx.lineJoin = 'round';
    ctx.stroke(new Path2D(PATHS[group.kind]));
  }
  ctx.restore();
}

/** A line at a chosen moment. */
export function drawPin(uplot, at, colour) {
  const {ctx, bbox} = uplot;
  const x = Math.round(uplot.valToPos(at, 'x', true));
  if (x >= bbox.left && x <= bbox.left + bbox.width) {
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }
}
