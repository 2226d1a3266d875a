// What was running at a moment that somebody chose in a chart: the short answer, and the ways on.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {bytes, exactTime, localTime} from '../format.js';
import {icon} from '../icons.js';
import {T} from '../texts.js';
import {coresOf, nameOf} from './processes.js';

const FEW = 3;
const AROUND_SECONDS = 60;

/** `forget` is called when it is closed. */
export function momentPart({agent, address, forget}) {
  const element = el('aside.card.moment', {'data-test': 'moment', hidden: true});
  let asked = null;

  async function choose(at) {
    asked = at;
    element.hidden = false;
    draw(at, null);
    try {
      const found = await api.get(`agents/${encodeURIComponent(agent)}/snapshots/processes`, {at: instant(at)});
      if (asked === at) {
        draw(at, found);
      }
    } catch (trouble) {
      if (asked === at) {
        draw(at, {trouble: trouble.message});
      }
    }
  }

  function draw(at, found) {
    const date = new Date(at * 1000);
    show(element,
      el('header', {}, el('b', {title: exactTime(date), 'data-test': 'moment-at'}, localTime(date)),
        el('a', {href: `${address}/processes?${new URLSearchParams({at: instant(at)})}`, 'data-test': 'moment-processes'}, T.moment.processes),
        el('a', {href: `${address}/events?${new URLSearchParams({from: instant(at - AROUND_SECONDS), to: instant(at + AROUND_SECONDS)})}`}, T.moment.events),
        el('span.space'),
        el('button.quiet', {type: 'button', 'aria-label': T.moment.close, title: T.moment.close, onclick: close}, icon('close'))),
      shortOf(found));
  }

  function close() {
    asked = null;
    element.hidden = true;
    forget();
  }

  return {element, choose, at: () => asked};
}

function shortOf(found) {
  if (!found || found.trouble) {
    return el('p.muted', {}, found ? T.chart.failed(found.trouble) : T.loading);
  }
  if (!found.snapshot) {
    return el('p.muted', {}, T.moment.none);
  }
  const {processes} = found.snapshot;
  return el('dl.tops', {}, [
    [T.moment.cpu, top(processes, (one) => one.cpu), coresOf],
    [T.moment.memory, top(processes, (one) => (one.ended ? 0 : one.rss_bytes)), (one) => bytes(one.rss_bytes)],
    [T.moment.io, top(processes, ioOf), (one) => `${bytes(ioOf(one))}/s`],
  ].map(([name, first, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, first.length === 0 ? T.none
    : first.map((one) => el('span', {title: one.command ?? one.name}, el('b', {}, nameOf(one)), ' ', value(one)))))));
}

const ioOf = (one) => one.read_bytes_per_second + one.written_bytes_per_second;

function top(processes, used) {
  return processes.filter((one) => used(one) > 0).sort((a, b) => used(b) - used(a)).slice(0, FEW);
}

function instant(epochSeconds) {
  return new Date(Math.round(epochSeconds) * 1000).toISOString().replace('.000', '');
}
