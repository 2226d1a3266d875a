// What happened on a host, on one strip over all its charts: the marks, and the switch which kinds of them are shown.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {number} from '../format.js';
import {icon} from '../icons.js';
import {KINDS, kindsOf, wordOf} from '../kinds.js';
import {countsOf, grouped, marksOf} from '../marks.js';
import {T} from '../texts.js';
import {hideTip, showTip} from '../tip.js';
import {questionOf, seldom, windowOf} from '../window.js';

/** So finely the hub counts: no screen shows more. */
const STEPS = 240;
const SIZE = 24;
const SHORT_SECONDS = 3600;

/** `go` takes the kinds' word for the address, or null; `list` the address of a list of the events of {from, to}. */
export function timeline({agent, query, go, list, redraw}) {
  const element = el('section.card.timeline', {'data-test': 'timeline', 'aria-label': T.events.timeline});
  const due = seldom();
  let shown = kindsOf(query);
  let all = [];
  let window = null;
  let drawn = '';

  const resizing = new ResizeObserver(() => window && draw());
  resizing.observe(element);

  const marks = () => all.filter(({kind}) => shown.has(kind));

  async function refresh(range) {
    const {from, to} = windowOf(range);
    const question = JSON.stringify(range);
    if (to - from > SHORT_SECONDS && !due.isDue(question, range)) {
      return;
    }
    const step = Math.max(1, Math.ceil((to - from) / STEPS));
    try {
      all = marksOf(await api.get(`agents/${encodeURIComponent(agent)}/events/counts`, {...questionOf(range), step: step + 's'}));
    } catch (trouble) {
      due.forget();
      throw trouble;
    }
    window = {from, to};
    draw();
  }

  function draw() {
    const counts = countsOf(all);
    show(element, el('div.kinds', {role: 'group', 'aria-label': T.events.shown}, el('h2', {}, T.events.title),
      KINDS.filter(({id}) => counts[id] || !shown.has(id)).map(({id}) => kindButton(id, counts[id] ?? 0)),
      all.length === 0 && el('span.muted', {'data-test': 'no-events'}, T.events.noneThen),
      el('span.space'),
      el('a', {href: list(window), 'data-test': 'all-events'}, T.events.list)), strip());
    const now = JSON.stringify([marks(), window.to > Date.now() / 1000]);
    if (now !== drawn) {
      drawn = now;
      redraw();
    }
  }

  function kindButton(id, count) {
    const isOn = shown.has(id);
    return el('button.kind', {type: 'button', 'data-key': id, 'data-test': 'kind-' + id, 'aria-pressed': String(isOn), title: T.events.toggle(T.events.kind[id]),
      onclick: () => go(wordOf(new Set(KINDS.map((kind) => kind.id).filter((other) => (other === id ? !isOn : shown.has(other))))))},
    icon(id), T.events.kind[id], el('b', {}, number(count)));
  }

  function strip() {
    const width = element.clientWidth - 24 || 800;
    return el('div.strip-of-marks', {'data-key': 'strip', 'data-test': 'strip'}, grouped(marks(), window, width, SIZE).map((group) => {
      const place = (group.at - window.from) / (window.to - window.from);
      const tell = (event) => {
        const box = event.currentTarget.getBoundingClientRect();
        showTip(group, box.left + box.width / 2, box.top);
      };
      const mark = el(`a.mark.${group.severity}`, {
        'data-key': `mark ${group.first} ${group.kind}`,
        'data-test': 'mark',
        'data-kind': group.kind,
        'data-count': group.count,
        href: list({from: group.first - 1, to: group.last + 1}),
        style: {left: `${place * 100}%`},
        'aria-label': group.marks.flatMap(({messages}) => messages).join(', '),
        onmouseenter: tell,
        onfocus: tell,
        onmouseleave: hideTip,
        onblur: hideTip,
      }, group.count > 1 ? String(group.count > 999 ? '999+' : group.count) : icon(group.kind));
      return mark;
    }));
  }

  return {
    element,
    marks,
    refresh,
    changed(next) {
      shown = kindsOf(next);
      if (window) {
        draw();
      }
    },
    ranged() {
      due.forget();
    },
    close() {
      resizing.disconnect();
      hideTip();
    },
  };
}
