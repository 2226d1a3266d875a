// How many lines there were, bar by bar, stacked by severity; a stretch of it is chosen with the mouse or the keyboard.

import {el, svg} from './dom.js';
import {axisTime, localTime, number} from './format.js';
import {T} from './texts.js';

const WIDTH = 1000;
const HEIGHT = 72;
const GROUPS = [['bad', ['FATAL', 'ERROR']], ['warn', ['WARN']], ['info', ['INFO']], ['low', ['DEBUG', 'TRACE', '']]];
const LABELS = 6;

/** `onZoom` takes {from, to} in epoch seconds. Answers {element, draw}. */
export function logBars(onZoom) {
  const picture = svg('svg.bars', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true'});
  const chosen = el('div.chosen', {hidden: true});
  const tip = el('div.tip', {hidden: true, role: 'status'});
  const stage = el('div.barstage', {tabindex: 0, role: 'group', 'aria-label': T.logs.histogramNote, title: T.logs.histogramNote, 'data-test': 'log-bars'}, picture, chosen, tip);
  const axis = el('div.baraxis', {'aria-hidden': 'true'});
  const element = el('div', {'data-live': true}, stage, axis);

  let answer = null;
  let bars = [];
  let held = null; // where the mouse went down
  let at = null; // the bar under the mouse or the keyboard's

  function draw(next) {
    answer = next;
    const step = next.step_seconds;
    const first = Math.floor(Date.parse(next.from) / 1000 / step) * step;
    const count = Math.max(1, Math.ceil((Date.parse(next.to) / 1000 - first) / step));
    const counts = new Map(next.steps.map((one) => [Date.parse(one.at) / 1000, one.counts]));
    bars = Array.from({length: count}, (_, i) => ({from: first + i * step, to: first + (i + 1) * step, counts: counts.get(first + i * step) ?? {}}));
    const most = Math.max(1, ...bars.map(totalOf));
    const width = WIDTH / count;
    const gap = Math.min(2, width * 0.15);
    picture.replaceChildren(...bars.flatMap((bar, i) => {
      let top = HEIGHT;
      return GROUPS.map(([look, names]) => {
        const share = names.reduce((sum, name) => sum + (bar.counts[name] ?? 0), 0) / most * (HEIGHT - 4);
        const height = share > 0 ? Math.max(share, 1.5) : 0;
        top -= height;
        return height > 0 && svg('rect.' + look, {x: (i * width + gap / 2).toFixed(2), y: top.toFixed(2), width: (width - gap).toFixed(2), height: height.toFixed(2)});
      }).filter(Boolean);
    }));
    stage.dataset.total = next.total;
    const every = Math.max(1, Math.ceil(count / LABELS));
    axis.replaceChildren(...bars.filter((_, i) => i % every === 0).map((bar, i) =>
      el('span', {style: {left: `${(i * every / count * 100).toFixed(2)}%`}}, axisTime(new Date(bar.from * 1000), step))));
    if (at !== null) {
      point(Math.min(at, count - 1));
    }
  }

  const barAt = (event) => {
    const box = stage.getBoundingClientRect();
    return Math.max(0, Math.min(bars.length - 1, Math.floor((event.clientX - box.left) / box.width * bars.length)));
  };

  function point(i) {
    at = i;
    const [one, other] = [Math.min(held ?? i, i), Math.max(held ?? i, i)];
    chosen.hidden = false;
    chosen.style.setProperty('left', `${one / bars.length * 100}%`);
    chosen.style.setProperty('width', `${(other - one + 1) / bars.length * 100}%`);
    const names = Object.entries(bars[i].counts).map(([name, count]) => T.logs.of(number(count), name)).join(', ');
    tip.hidden = false;
    tip.textContent = `${localTime(new Date(bars[i].from * 1000)).slice(5)} · ${names || T.logs.none}`;
    tip.classList.toggle('right', i > bars.length / 2);
  }

  function leave() {
    if (held === null) {
      at = null;
      chosen.hidden = true;
      tip.hidden = true;
    }
  }

  function choose() {
    const [one, other] = [Math.min(held ?? at, at), Math.max(held ?? at, at)];
    held = null;
    const [from, to] = [bars[one].from, bars[other].to];
    leave();
    if (to - from >= answer.step_seconds && bars.length > 1) {
      onZoom({from, to});
    }
  }

  stage.addEventListener('pointermove', (event) => bars.length && point(barAt(event)));
  stage.addEventListener('pointerleave', leave);
  stage.addEventListener('blur', () => { held = null; leave(); });
  stage.addEventListener('pointerdown', (event) => {
    if (bars.length && event.button === 0) {
      stage.setPointerCapture(event.pointerId);
      held = barAt(event);
      point(held);
    }
  });
  stage.addEventListener('pointerup', (event) => {
    if (held !== null) {
      point(barAt(event));
      choose();
    }
  });
  stage.addEventListener('keydown', (event) => {
    const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (step && bars.length) {
      held = event.shiftKey ? held ?? at ?? bars.length - 1 : null;
      point(Math.max(0, Math.min(bars.length - 1, (at ?? bars.length) + step)));
      event.preventDefault();
    } else if (event.key === 'Enter' && at !== null) {
      choose();
    } else if (event.key === 'Escape') {
      held = null;
      leave();
    }
  });
  return {element, draw};
}

function totalOf(bar) {
  return Object.values(bar.counts).reduce((sum, count) => sum + count, 0);
}
