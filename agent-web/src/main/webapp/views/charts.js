// The charts of one host over one time range. They move while the range reaches up to now.

import * as api from '../api.js';
import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {sectionsFor} from '../hostcharts.js';
import {notice} from '../parts.js';
import {look} from '../live.js';
import {poll} from '../poll.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import {incoming} from '../readings.js';
import {seriesOf} from '../series.js';
import {T} from '../texts.js';
import {momentPart} from './moment.js';
import {mountsOf, MOUNT_METRICS} from './mounts.js';
import {timeline} from './timeline.js';

/** Somebody waits for the news. */
const EVENTS_EVERY_SECONDS = 2;

/** While charts move by themselves they are asked for again so seldom; what comes by itself is of whole hours at the most. */
const SETTLED_EVERY_MS = 15_000;
const LONGEST_LIVE_SECONDS = 3_600;
const STILL_MS = 4_000;

/** Charts so far outside of what is seen are kept up to date as well. */
const NEAR = '400px';

/**
 * `only` says which of the agent's metrics are wanted, `sections` which charts are made of them, `empty` what is said when
 * there are none, `ofHost` that events and moments of the host belong to them.
 */
export function openCharts(body, {agent, query, address, ofHost = false, only = () => true, sections = sectionsFor, empty = [T.host.noReadings, T.host.noReadingsMore]}) {
  let range = rangeOf(query);
  let back = query.get('range');
  let kinds = query.get('events');
  let metrics = [];
  let charts = [];
  let mounts = null;

  const bar = el('div', {});
  const grid = el('div', {});
  const events = ofHost ? timeline({agent, query, go: goKinds, list: listOf, redraw: () => charts.forEach(({view}) => view.marked())}) : null;
  const moment = ofHost ? momentPart({agent, address, forget: mark}) : null;
  const seen = new IntersectionObserver((changes) => changes.forEach(({target, isIntersecting}) => {
    const part = charts.find(({view}) => view.element === target);
    if (part) {
      part.isNear = isIntersecting;
      if (isIntersecting && metrics.length > 0) {
        refreshPart(part);
      }
    }
  }), {rootMargin: NEAR});
  body.replaceChildren(...[bar, events?.element, moment?.element, grid].filter(Boolean));
  grid.replaceChildren(notice(T.loading));
  let comes = incoming();
  let cameAt = 0;
  let settledAt = 0;
  let lookNoMore = () => {};
  drawBar();
  const telling = events && poll(EVENTS_EVERY_SECONDS, () => events.refresh(range), () => {}, {topics: [`host:${agent}`], rests: 10}); // what fails is told by the page's own poll
  lookAgain();

  function isMoving() {
    return Date.now() - cameAt < STILL_MS;
  }

  /** Where the range reaches up to now, and no metric is left out. */
  function lookAgain() {
    lookNoMore();
    comes = incoming();
    lookNoMore = ofHost && range.seconds <= LONGEST_LIVE_SECONDS ? look([`readings:${agent}`], {readings: move}) : () => {};
  }

  function move(message) {
    const isFirst = !isMoving();
    const moved = new Set();
    for (const {at, metric, points} of comes.take(message)) {
      for (const part of charts.filter((one) => one.metric === metric && one.wanted())) {
        if (points.filter((point) => part.add(at, point)).length > 0) {
          moved.add(part);
        }
      }
    }
    if (moved.size > 0) {
      cameAt = Date.now();
      moved.forEach((part) => part.move());
      if (isFirst) {
        drawBar();
      }
    }
  }

  function go(next) {
    location.hash = `${address}?${questionOf(queryOf(next, range.name ?? back))}`;
  }

  function goKinds(word) {
    kinds = word;
    location.hash = `${address}?${questionOf(queryOf(range, back))}`;
  }

  function questionOf(parameters) {
    if (kinds !== null) {
      parameters.set('events', kinds);
    }
    return parameters;
  }

  function listOf({from, to}) {
    return `${address}/events?${questionOf(queryOf({from: Math.floor(from), to: Math.ceil(to)}))}`;
  }

  function drawBar() {
    show(bar, rangeBar(range, back, go, ofHost ? T.range.clickHint : undefined),
      isMoving() && el('span.live', {'data-test': 'live', title: T.range.everySecond}, T.range.now), range.isWrong && el('p.warn', {}, T.range.wrong));
  }

  function mark() {
    charts.forEach(({view}) => view.marked());
  }

  function choose(at) {
    moment.choose(at);
    mark();
  }

  async function refresh() {
    const found = (await api.get(`agents/${encodeURIComponent(agent)}/metrics`)).metrics.filter(only);
    if (found.length === 0) {
      show(grid, notice(...empty));
      return;
    }
    if (namesOf(found) !== namesOf(metrics)) {
      metrics = found;
      build();
    }
    if (isMoving() && Date.now() - settledAt < SETTLED_EVERY_MS) {
      return;
    }
    settledAt = Date.now();
    drawBar();
    await Promise.all([...charts, mounts].filter((part) => part?.wanted()).map((part) => part.refresh()));
  }

  function build() {
    charts.forEach((part) => part.close());
    seen.disconnect();
    charts = [];
    const names = new Set(metrics.map(({metric}) => metric));
    mounts = MOUNT_METRICS.every((metric) => names.has(metric)) ? mountsPart(agent) : null;
    const all = sections(metrics);
    const elements = all.map((section) => {
      const cards = cardsOf(section.charts, section, section.mounts && mounts?.element);
      return section.folded ? folded(section.title, cards, 'more-charts') : el('section', {}, el('h2', {}, section.title), cards,
        section.more?.length > 0 && folded(T.chart.more(section.more.length), cardsOf(section.more, {folded: true}), 'more-of-section'));
    });
    grid.replaceChildren(...[ofHost && waysTo(all, elements), ...elements].filter(Boolean));
    charts.forEach(({view}) => seen.observe(view.element));
  }

  function cardsOf(definitions, section, first) {
    const parts = definitions.map((definition) => chartPart(definition, section));
    charts.push(...parts);
    return el('div.charts', {}, first, parts.map(({view}) => view.element));
  }

  /** The address names the page, so a section cannot have one of its own. */
  function waysTo(all, elements) {
    return el('nav.ways', {'aria-label': T.chart.sections}, all.map(({title}, i) => el('button.quiet', {type: 'button', onclick: () => {
      elements[i].scrollIntoView({behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
    }}, title)));
  }

  function folded(title, cards, test) {
    const details = el('details.section', {'data-test': test}, el('summary', {}, el('h2', {}, title)), cards);
    details.addEventListener('toggle', () => details.open && refreshFolded(details));
    return details;
  }

  /** What was folded has not been asked for yet. */
  function refreshFolded(details) {
    charts.filter(({view}) => details.contains(view.element)).forEach(refreshPart);
  }

  function refreshPart(part) {
    if (part.wanted()) {
      part.refresh().catch((away) => part.view.fail(away.message)); // the poll says so as well
    }
  }

  function chartPart(definition, section) {
    const view = chart(definition, {onZoom: go, onReset: () => range.from && go({name: back ?? USUAL}),
      ...(ofHost && {onMoment: choose, marks: events.marks, pin: moment.at})});
    let series = seriesOf(agent, definition.metric, definition.as, range);
    let isDone = false;
    const part = {
      view,
      isNear: false,
      metric: definition.metric,
      close: view.close,
      add: (at, point) => series.add(at, point),
      move() {
        const answer = series.now();
        view.draw({...answer, ...unitOf(definition, answer)});
      },
      wanted: () => !isDone && part.isNear && (!section.folded || view.element.closest('details').open),
      ranged() {
        series = seriesOf(agent, definition.metric, definition.as, range);
        isDone = false;
        view.element.classList.add('waiting');
      },
      async refresh() {
        const asked = series;
        try {
          const answer = await asked.refresh();
          if (asked === series) {
            view.draw({...answer, ...unitOf(definition, answer)});
            isDone = range.to !== undefined && range.to < api.serverNow() / 1000 - 60; // the past does not move
          }
        } catch (refused) {
          if (!(refused instanceof api.Refused) || refused.status === 401) {
            throw refused;
          }
          view.fail(refused.message);
        }
      },
    };
    return part;
  }

  const onTheme = () => charts.forEach(({view}) => view.redraw());
  addEventListener('themechange', onTheme);

  return {
    refresh,
    changed(next) {
      const before = JSON.stringify(range);
      range = rangeOf(next);
      back = next.get('range');
      kinds = next.get('events');
      drawBar();
      events?.changed(next);
      if (JSON.stringify(range) !== before) {
        events?.ranged();
        telling?.now();
        lookAgain();
        settledAt = 0;
        charts.forEach((part) => part.ranged());
      }
    },
    close() {
      removeEventListener('themechange', onTheme);
      seen.disconnect();
      telling?.stop();
      lookNoMore();
      events?.close();
      charts.forEach((part) => part.close());
    },
  };
}

function unitOf({unit, plain}, answer) {
  if (unit) {
    return {unit, isRate: false};
  }
  return plain && answer.unit === '1' ? {unit: ''} : {};
}

function mountsPart(agent) {
  const element = el('div.card.row', {'data-test': 'mounts'});
  const sources = MOUNT_METRICS.map((metric) => seriesOf(agent, metric, undefined, {seconds: 300}));
  return {
    element,
    wanted: () => true,
    async refresh() {
      const [space, inodes] = await Promise.all(sources.map((source) => source.refresh()));
      show(element, mountsOf(space.series, inodes.series));
    },
  };
}

function namesOf(metrics) {
  return metrics.map(({metric}) => metric).sort().join();
}
