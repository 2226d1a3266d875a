// The charts of one host over one time range. They move while the range reaches up to now.

import * as api from '../api.js';
import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {sectionsFor} from '../hostcharts.js';
import {notice} from '../parts.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import {seriesOf} from '../series.js';
import {T} from '../texts.js';
import {mountsOf, MOUNT_METRICS} from './mounts.js';

/** `only` says which of the agent's metrics are wanted, `sections` which charts are made of them, `empty` what is said when there are none. */
export function openCharts(body, {agent, query, address, only = () => true, sections = sectionsFor, empty = [T.host.noReadings, T.host.noReadingsMore]}) {
  let range = rangeOf(query);
  let back = query.get('range');
  let metrics = [];
  let charts = [];
  let mounts = null;

  const bar = el('div', {});
  const grid = el('div', {});
  body.replaceChildren(bar, grid);
  grid.replaceChildren(notice(T.loading));
  drawBar();

  function go(next) {
    location.hash = `${address}?${queryOf(next, range.name ?? back)}`;
  }

  function drawBar() {
    show(bar, rangeBar(range, back, go), range.isWrong && el('p.warn', {}, T.range.wrong));
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
    await Promise.all([...charts, mounts].filter((part) => part?.wanted()).map((part) => part.refresh()));
  }

  function build() {
    charts.forEach((part) => part.close());
    charts = [];
    const kinds = new Map(metrics.map((metric) => [metric.metric, metric]));
    mounts = MOUNT_METRICS.every((metric) => kinds.has(metric)) ? mountsPart(agent) : null;
    grid.replaceChildren(...sections(metrics).map((section) => {
      const parts = section.charts.map((definition) => chartPart(definition, section));
      charts.push(...parts);
      const cards = el('div.charts', {}, section.mounts && mounts?.element, parts.map(({view}) => view.element));
      return section.folded ? folded(section, cards) : el('section', {}, el('h2', {}, section.title), cards);
    }));
  }

  function folded(section, cards) {
    const details = el('details.section', {'data-test': 'more-charts'}, el('summary', {}, el('h2', {}, section.title)), cards);
    details.addEventListener('toggle', () => details.open && refreshFolded(details));
    return details;
  }

  /** What was folded has not been asked for yet. */
  function refreshFolded(details) {
    charts.filter(({view}) => details.contains(view.element)).forEach((part) => part.refresh());
  }

  function chartPart(definition, section) {
    const view = chart(definition, {onZoom: go, onReset: () => range.from && go({name: back ?? USUAL})});
    let series = seriesOf(agent, definition.metric, definition.as, range);
    let isDone = false;
    return {
      view,
      close: view.close,
      wanted: () => !isDone && (!section.folded || view.element.closest('details').open),
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
  }

  const onTheme = () => charts.forEach(({view}) => view.redraw());
  addEventListener('themechange', onTheme);

  return {
    refresh,
    changed(next) {
      range = rangeOf(next);
      back = next.get('range');
      drawBar();
      charts.forEach((part) => part.ranged());
    },
    close() {
      removeEventListener('themechange', onTheme);
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
