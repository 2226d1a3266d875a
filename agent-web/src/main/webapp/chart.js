// One chart: a title, a uPlot, a legend with the current values. Which colours and shapes, is decided here.

import {el, show} from './dom.js';
import {axisTime, formatOf, localTime} from './format.js';
import {heatColours, heatOf} from './heat.js';
import {drawMarks, drawPin, grouped, groupAt} from './marks.js';
import {aligned, stacked} from './points.js';
import {drawThresholds} from './thresholds.js';
import {hideTip, showTip} from './tip.js';
import {T} from './texts.js';
import {uPlot} from './uplot.js';

const COLOURS = 8;
const HEIGHT = 172;
const CORE_HEIGHT = 14;
/** Marks of events stand in a room of their own above the plot. */
const ROOM = 18;
const PAST_DASH = [5, 4];
const MARK = 18;
/** Where all is quiet, an axis ends here and not at a billionth. */
const SMALLEST_TOP = {By: 1024, 1: 0.01, s: 0.01};
const FRACTIONS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1];
const POWERS_OF_TWO = Array.from({length: 60}, (_, power) => 2 ** power);

/**
 * `definition` is a row of hostcharts.js; it may have `thresholds`. A series that is `past` is dashed. `onZoom` takes {from, to} in epoch seconds, `onMoment` one moment; `marks` and
 * `pin` say which events and which moment are marked, and `marked` that they are others. Answers {element, draw, fail,
 * redraw, marked, close}.
 */
export function chart(definition, {onZoom, onReset, onMoment, marks, pin = () => null}) {
  const plot = el('div.plot', {'aria-hidden': 'true'});
  const legend = el('ul.legend');
  const time = el('span.at');
  const message = el('p.message', {hidden: true});
  const element = el('figure.card.chart', {
    'data-test': 'chart-' + definition.id,
    'data-points': 0,
    'data-last': '',
    'aria-label': T.chart.of(definition.title),
  }, el('figcaption', {}, el('h3', {}, definition.title), definition.note && el('span.muted', {}, definition.note), time),
  el('div.stage', {}, plot, message), legend);
  element.classList.add('waiting');

  const hidden = new Set();
  let answer = null;
  let lines = [];
  let rows = [[]];
  let uplot = null;
  let drawn = '';
  let groups = [];
  let wasDragged = false;

  const resizing = new ResizeObserver(() => uplot?.setSize({width: plot.clientWidth, height: height()}));
  resizing.observe(plot);

  /** `next` is {series, stepSeconds, from, to, unit, isRate}. */
  function draw(next) {
    answer = next;
    group();
    element.classList.remove('waiting');
    lines = linesOf(definition, next);
    const shown = lines.filter(({name}) => !hidden.has(name));
    rows = aligned(shown.map(({series}) => series), next.stepSeconds);
    const isNothing = definition.nothing && lines.every(({series}) => series.values.every((value) => value === 0));
    say(lines.length === 0 ? T.chart.empty : isNothing ? definition.nothing : null);
    const shape = JSON.stringify([next.unit, next.isRate, shown.map(({name, colour}) => [name, colour])]);
    if (shape !== drawn) {
      uplot?.destroy();
      uplot = new uPlot(optionsOf(shown), drawable(shown), plot);
      drawn = shape;
    } else {
      uplot.setData(drawable(shown));
    }
    element.dataset.points = Math.max(0, ...lines.map(({series}) => series.at.length));
    element.dataset.last = Math.max(0, ...lines.map(({series}) => series.at.at(-1) ?? 0)) || '';
    drawLegend(uplot.cursor.idx);
  }

  function group() {
    groups = marks && answer ? grouped(marks(), answer, (plot.clientWidth || 400) - 84, MARK) : [];
    element.dataset.marks = groups.reduce((sum, {count}) => sum + count, 0);
  }

  function drawable(shown) {
    const [times, ...values] = rows;
    if (definition.kind === 'stack') {
      return [times, ...stacked(values)];
    }
    return [times, ...values.map((row, i) => (shown[i].below ? row.map((value) => value && -value) : row))];
  }

  function optionsOf(shown) {
    const look = colours();
    const format = formatOf(answer.unit, answer.isRate);
    const heat = definition.kind === 'heat';
    return {
      width: plot.clientWidth || 400,
      height: height(),
      legend: {show: false},
      padding: [marks ? ROOM : 8, 18, 0, 0],
      cursor: {
        y: false,
        drag: {x: true, y: false, setScale: false},
        sync: {key: 'host', filters: {pub: (type) => type === 'mousemove' || type === 'mouseleave'}},
        points: {show: !heat, size: 6},
        bind: {dblclick: () => () => onReset()},
      },
      scales: {
        x: {time: true, range: () => [answer.from, answer.to]},
        y: {dir: heat ? -1 : 1, range: heat ? () => [0, shown.length] : (_, low, high) => rangeOf(low, high)},
      },
      axes: [
        {
          stroke: look.muted,
          font: look.font,
          grid: {show: false},
          ticks: {stroke: look.line, size: 4},
          space: 70,
          size: 26,
          values: (_, splits, axis, space, step) => splits.map((at) => axisTime(new Date(at * 1000), step)),
        },
        heat ? coreAxis(shown, look) : {
          stroke: look.muted,
          font: look.font,
          grid: {stroke: look.line, width: 1},
          ticks: {show: false},
          size: 66,
          space: 34,
          incrs: answer.unit === 'By' ? POWERS_OF_TWO : isShare() ? FRACTIONS : undefined,
          values: (_, splits) => splits.map((value) => format(Math.abs(value)).replace('.0\u00a0%', '\u00a0%')),
        },
      ],
      series: [{}, ...shown.map((line) => seriesOptions(line, look))],
      bands: definition.kind === 'stack' ? shown.slice(1).map((line, i) => ({series: [i + 2, i + 1], fill: fill(line, look)})) : [],
      hooks: {
        setSelect: [(self) => zoom(self)],
        setCursor: [(self) => drawLegend(self.cursor.idx)],
        ready: [(self) => listen(self)],
        draw: [...(definition.thresholds?.length ? [drawThresholds(definition.thresholds, format, look.levels)] : []), ...(marks ? [drawMarks(() => groups, look.marks)] : []), (self) => pin() !== null && drawPin(self, pin(), look.pin)],
        ...(heat ? {drawClear: [heatOf(() => rows, heatColours(), () => answer.stepSeconds)]} : {}),
      },
    };
  }

  function seriesOptions(line, look) {
    if (definition.kind === 'heat') {
      return {paths: () => null, points: {show: false}};
    }
    const isFaint = line.name === definition.faint;
    const isFirst = line === lines.find(({name}) => !hidden.has(name));
    const isFilled = definition.kind === 'mirror' || (definition.kind === 'stack' && isFirst);
    return {
      stroke: isFaint ? 'transparent' : look.series[line.colour],
      width: definition.kind === 'stack' ? 1 : 1.5,
      dash: line.series.past ? PAST_DASH : undefined,
      fill: isFilled ? fill(line, look) : undefined,
      points: {show: (self, i) => isLonely(self.data[i])},
    };
  }

  function fill(line, look) {
    const strength = definition.kind === 'stack' ? '99' : '1c';
    return line.name === definition.faint ? look.line + '55' : look.series[line.colour] + strength;
  }

  /** A click is not the end of a drag; what is told of a mark is told where the pointer is near it, also above the plot. */
  function listen(self) {
    self.over.addEventListener('click', (event) => {
      if (!wasDragged && onMoment) {
        onMoment(self.posToVal(event.offsetX, 'x'));
      }
      wasDragged = false;
    });
    if (marks) {
      self.root.addEventListener('mousemove', (event) => {
        const box = self.over.getBoundingClientRect();
        const group = groupAt(groups, self.posToVal(event.clientX - box.left, 'x'), (answer.to - answer.from) / box.width);
        if (group && event.clientY < box.top + 40) {
          showTip(group, box.left + self.valToPos(group.at, 'x'), box.top);
        } else {
          hideTip();
        }
      });
      self.root.addEventListener('mouseleave', hideTip);
    }
  }

  function zoom(self) {
    wasDragged = self.select.width > 4;
    if (wasDragged) {
      onZoom({
        from: Math.floor(self.posToVal(self.select.left, 'x')),
        to: Math.ceil(self.posToVal(self.select.left + self.select.width, 'x')),
      });
      self.setSelect({width: 0, height: 0}, false);
    }
  }

  function rangeOf(least, most) {
    const levels = (definition.thresholds ?? []).map(({value}) => value);
    const low = least === null ? least : Math.min(least, ...levels);
    const high = most === null ? most : Math.max(most, ...levels);
    if (definition.max) {
      return [0, Math.max(definition.max, high ?? 0)];
    }
    const top = Math.max(high ?? 0, -(definition.kind === 'mirror' ? low ?? 0 : 0));
    const smallest = definition.smallest ?? SMALLEST_TOP[answer.unit] ?? 1;
    const bottom = definition.kind === 'mirror' ? -Math.max(-(low ?? 0) * 1.1, smallest / 4) : Math.min(0, low ?? 0);
    return [bottom, Math.max((definition.kind === 'mirror' ? high ?? 0 : top) * 1.1, smallest)];
  }

  const isShare = () => answer.unit === '1' || (answer.unit === 's' && answer.isRate);
  const height = () => (marks ? ROOM - 8 : 0)
    + (definition.kind === 'heat' ? Math.max(HEIGHT, 34 + lines.length * Math.min(CORE_HEIGHT, 400 / lines.length)) : definition.height ?? HEIGHT);

  function drawLegend(cursorAt) {
    const format = formatOf(answer.unit, answer.isRate);
    const look = colours();
    const heat = definition.kind === 'heat' ? heatColours() : null;
    const shown = lines.filter(({name}) => !hidden.has(name));
    const at = cursorAt ?? null;
    time.textContent = at === null || !rows[0].length ? '' : localTime(new Date(rows[0][at] * 1000)).slice(5);
    show(legend, lines.map((line) => {
      const row = rows[shown.indexOf(line) + 1];
      const value = hidden.has(line.name) ? undefined : at === null ? lastOf(line.series) : row?.[at];
      const swatch = heat ? heat(value ?? 0) : line.name === definition.faint ? look.line : look.series[line.colour];
      return el('li', {'data-key': line.name}, el('button', {
        type: 'button',
        'aria-pressed': String(!hidden.has(line.name)),
        title: T.chart.hide(line.name),
        onclick: () => toggle(line.name),
      }, el('i', {'aria-hidden': 'true', style: {background: swatch}, class: line.below ? 'below' : line.series.past ? 'past' : null}),
      el('span', {}, line.name), el('b', {}, format(value))));
    }));
  }

  function toggle(name) {
    if (!hidden.delete(name)) {
      hidden.add(name);
    }
    draw(answer);
  }

  function say(text) {
    message.textContent = text ?? '';
    message.hidden = !text;
  }

  return {
    element,
    draw,
    fail(detail) {
      element.classList.remove('waiting');
      say(T.chart.failed(detail));
    },
    marked() {
      group();
      uplot?.redraw(false, false);
    },
    redraw() {
      drawn = '';
      if (answer) {
        draw(answer);
      }
    },
    close() {
      resizing.disconnect();
      uplot?.destroy();
    },
  };
}

/** What is drawn, in order: [{name, colour, below, series}]. */
function linesOf(definition, {series}) {
  const {name, order = [], colour = name, below = () => false, position} = definition;
  const lines = (definition.transform ?? ((all) => all))(series)
    .map((one) => ({name: name(one.labels), group: colour(one.labels), below: below(one.labels), series: one}));
  const place = (line) => (position ? position(line.series.labels) : (order.indexOf(line.name) + 1 || order.length + 1));
  lines.sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name, 'en', {numeric: true}));
  const groups = [...new Set([...order, ...lines.map(({group}) => group)])];
  return lines.map((line) => ({...line, colour: groups.indexOf(line.group) % COLOURS}));
}

function lastOf(series) {
  return series.values.findLast((value) => typeof value === 'number');
}

/** A few points that no line joins would be invisible. */
function isLonely(row) {
  return row.filter((value) => typeof value === 'number').length < 3;
}

function coreAxis(shown, look) {
  return {
    stroke: look.muted,
    font: look.font,
    grid: {show: false},
    ticks: {show: false},
    size: 66,
    splits: () => shown.map((_, i) => i + 0.5),
    filter: (self, splits) => splits.map((at, i) => (i % Math.ceil(shown.length / 12) === 0 ? at : null)),
    values: (_, splits) => splits.map((at) => (at === null ? '' : shown[at - 0.5]?.name ?? '')),
  };
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  return {
    series: Array.from({length: COLOURS}, (_, i) => token(`--series-${i + 1}`)),
    muted: token('--muted'),
    line: token('--line'),
    marks: {info: token('--mark'), warning: token('--warn-bar'), error: token('--bad-bar'), ink: token('--mark-ink')},
    levels: {warning: token('--warn'), error: token('--bad'), ground: token('--surface')},
    pin: token('--accent'),
    font: '11px ' + token('--font'),
  };
}
