// Any metric of any hosts, put together as one wishes: as a chart, as a table, as CSV. The address holds all of it.

import * as api from '../api.js';
import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {formatOf, number} from '../format.js';
import {icon} from '../icons.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';
import {savedViews} from './saved.js';
import {questionOf as momentsOf, seldom, windowOf} from '../window.js';
import {bysOf, drawable, keyOf, namesOf, partsOf, suggestionsOf, summaryOf, titleOf, unitOf, whomOf} from '../explored.js';

const EVERY_SECONDS = 5;
const HEIGHT = 340;
const MOST_METRICS = 2000;
const MOST_LISTED = 300;
export const FUNCTIONS = ['avg', 'min', 'max', 'sum', 'last', 'rate', 'delta', 'p50', 'p90', 'p95', 'p99'];
export const COMBINATIONS = ['sum', 'avg', 'min', 'max', 'count', 'p50', 'p90', 'p95', 'p99'];
const TOPS = ['10', '20', '50', '200'];
const TOP = '20';
const X = T.explore;

export function open(content, {query, failed}) {
  document.title = `${X.title} · ${T.product}`;
  let asked = query;
  let agents = null;
  let offer = null; // {of, total, metrics}: what the chosen hosts have
  let detail = null; // {key, metric}: the chosen one with the values of its labels
  let answer = null; // {words, ...}
  const views = savedViews(failed);
  let trouble = null;
  let typed = '';
  const due = seldom();
  const stage = el('div.explored', {'data-key': 'stage', 'data-live': ''});
  const view = chart({id: 'explore', title: X.chart, kind: 'line', height: HEIGHT, name: (labels) => labels.name}, {
    onZoom: (next) => goRange(next),
    onReset: () => rangeOf(asked).from && goRange({name: asked.get('range') ?? USUAL}),
  });
  stage.append(view.element);

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    agents ??= (await api.get('agents')).agents;
    const whom = whomOf(asked.getAll('of'));
    const of = JSON.stringify(whom);
    try {
      if (offer?.of !== of) {
        offer = {of, ...await api.get('metrics', {...whom, limit: MOST_METRICS})};
      }
      await look(whom, of);
    } catch (refused) {
      if (!(refused instanceof api.Refused) || refused.status === 401 || refused.status === 403) {
        throw refused;
      }
      trouble = T.sentence(refused.field ? `${refused.field}: ${refused.message}` : refused.message);
      due.forget();
    }
    draw();
  }, failed);

  async function look(whom, of) {
    const metric = asked.get('metric');
    if (!metric) {
      trouble = null;
      return;
    }
    if (detail?.key !== of + metric) {
      detail = {key: of + metric, metric: (await api.get('metrics', {...whom, metric})).metrics[0]};
    }
    const words = asked.toString();
    const range = rangeOf(asked);
    if (due.isDue(words, range)) {
      const found = await api.get('query', {...questionOf(asked), top: topOf(asked), ...momentsOf(range)});
      if (words === asked.toString()) {
        answer = {words, ...found, series: found.series.map(drawable)};
        trouble = null;
      }
    }
  }

  function go(change) {
    const next = new URLSearchParams(asked);
    for (const [name, value] of Object.entries(change)) {
      next.delete(name);
      [value].flat().filter(Boolean).forEach((one) => next.append(name, one));
    }
    location.hash = '#/explore?' + next;
  }

  function goRange(next) {
    const range = rangeOf(asked);
    go({range: null, from: null, to: null, ...Object.fromEntries(queryOf(next, range.name ?? asked.get('range')))});
  }

  /** Labels are the metric's own: what was chosen of another one's means nothing here. */
  function choose(metric) {
    const own = [...asked.keys()].filter((name) => name.startsWith('label.'));
    typed = '';
    go({metric, by: null, combine: null, aggregate: null, ...Object.fromEntries(own.map((name) => [name, null]))});
  }

  function draw() {
    const metric = asked.get('metric');
    const range = rangeOf(asked);
    const isCurrent = answer && answer.words === asked.toString();
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, X.title), el('span.muted', {role: 'status', 'data-test': 'explore-count'}, isCurrent && !trouble ? X.count(answer.series.length, answer.lines) : ''), el('span.space'), views()),
      el('div.card.exploring', {'data-key': 'form'}, whatOf(metric), metric && howOf(metric)),
      metric && el('div.explore-bar', {'data-key': 'bar'}, rangeBar(range, asked.get('range'), goRange),
        el('span.space'),
        el('div.segments', {role: 'group', 'aria-label': X.view}, ['chart', 'table'].map((one) => el('button', {type: 'button', 'data-test': `view-${one}`,
          'aria-pressed': String((asked.get('view') ?? 'chart') === one), onclick: () => go({view: one === 'chart' ? null : one})}, X.views[one]))),
        rights.may('operator') && rights.seesFleet() && el('a.button', {href: '#/dashboards?' + new URLSearchParams({add: asked}), 'data-test': 'explore-add'}, T.dashboards.addThis),
        el('a.button', {href: csvOf(asked, range), download: `${metric}.csv`, 'data-test': 'explore-csv', title: X.csvHint}, X.csv)),
      range.isWrong && el('p.warn', {'data-key': 'wrong'}, T.range.wrong),
      trouble && el('p.bad.refusal', {'data-key': 'trouble', role: 'alert', 'data-test': 'explore-trouble'}, trouble),
      metric ? body(isCurrent) : offer && listOf(offer, typed, choose));
    content.querySelectorAll('select[data-value]').forEach((select) => { select.value = select.dataset.value; });
    const field = content.querySelector('[data-test=explore-metric]');
    if (document.activeElement !== field) {
      field.value = metric ?? typed;
    }
  }

  /** Chart and table show what was answered last, and say that it is not yet what is asked for. */
  function body(isCurrent) {
    stage.classList.toggle('stale', !isCurrent);
    if (!answer) {
      return trouble ? null : notice(T.loading);
    }
    if (answer.series.length === 0) {
      return isCurrent && el('div', {'data-key': 'none', 'data-test': 'explore-none'}, notice(X.nothing, X.nothingMore));
    }
    const names = namesOf(answer.series, answer.metric);
    const format = formatOfAnswer();
    if (asked.get('view') === 'table') {
      return el('div.card.wide-table', {'data-key': 'table', tabindex: '0', role: 'region', 'aria-label': X.tableOf(answer.metric)}, tableOf(answer, format));
    }
    queueMicrotask(() => stage.isConnected && view.draw({
      series: answer.series.map((one, i) => ({...one, labels: {name: names[i]}})),
      stepSeconds: answer.stepSeconds,
      ...windowOf(rangeOf(asked)),
      ...unitOf(answer, asked.get('combine')),
    }));
    return stage;
  }

  function formatOfAnswer() {
    const {unit, isRate} = unitOf(answer, asked.get('combine'));
    return formatOf(unit, isRate);
  }

  function whatOf(metric) {
    const chosen = asked.getAll('of');
    const known = new Set(chosen);
    const add = (text) => text && !known.has(text) && go({of: [...chosen, text]});
    return el('div.fields', {'data-key': 'what'},
      el('label.metric', {}, X.metric, el('input', {type: 'text', list: 'explore-metrics', autocomplete: 'off', spellcheck: 'false', placeholder: X.metricHint, 'data-test': 'explore-metric',
        oninput: ({target}) => { typed = target.value; metric || draw(); },
        onchange: ({target}) => (target.value.trim() ? offer?.metrics.some((one) => one.metric === target.value.trim()) && choose(target.value.trim()) : metric && choose(null))}),
      el('datalist', {id: 'explore-metrics'}, (offer?.metrics ?? []).map((one) => el('option', {value: one.metric}, X.offered(one.unit, one.agents))))),
      el('label.hosts', {}, X.of, el('input', {type: 'text', list: 'explore-hosts', autocomplete: 'off', spellcheck: 'false', placeholder: chosen.length ? X.andOf : X.ofAll, 'data-test': 'explore-of',
        onchange: ({target}) => { const text = target.value.trim(); target.value = ''; add(text); }}),
      el('datalist', {id: 'explore-hosts'}, suggestionsOf(agents).map((one) => el('option', {value: one})))),
      chosen.length > 0 && el('div.chips', {'data-key': 'chips', 'aria-label': X.of}, chosen.map((one) => el('button.chip', {type: 'button', 'data-key': one, 'data-test': 'explore-chip', 'aria-label': X.without(one), title: X.without(one),
        onclick: () => go({of: chosen.filter((other) => other !== one)})}, one, icon('close')))));
  }

  function howOf(metric) {
    const labels = detail?.metric?.metric === metric ? detail.metric.labels : {};
    const by = byOf(asked);
    return el('div.fields', {'data-key': 'how'},
      choice('aggregate', X.aggregate, FUNCTIONS, X.byKind(detail?.metric?.kind), X.functions),
      el('div.by', {role: 'group', 'aria-label': X.by}, el('span', {}, X.by), el('div.segments.wrap', {}, byButton('series', by.length === 1 && by[0] === 'series', () => go({by: null, combine: null})),
        byButton('metric', by[0] === 'metric', () => go({by: 'metric'})),
        [...new Set([...bysOf(agents), ...Object.keys(labels).map((name) => `label.${name}`), ...by.filter(isShared)])].map((one) => byButton(one, by.includes(one), () => toggleBy(by, one))))),
      by[0] !== 'series' && choice('combine', X.combine, COMBINATIONS, X.fits, X.functions),
      Object.entries(labels).filter(([, values]) => values.length > 1).map(([name, values]) => choice(`label.${name}`, name, values, X.any)),
      choice('top', X.top, TOPS.filter((one) => one !== TOP), X.topOf(TOP), Object.fromEntries(TOPS.map((one) => [one, X.topOf(one)]))));
  }

  function byButton(name, isPressed, onclick) {
    return el('button', {type: 'button', 'data-key': name, 'data-test': `by-${name}`, 'aria-pressed': String(isPressed), onclick}, X.bys[name] ?? titleOf(name));
  }

  function toggleBy(by, one) {
    const some = by.filter(isShared);
    const next = some.includes(one) ? some.filter((name) => name !== one) : [...some, one];
    go({by: next.join(','), ...(next.length === 0 && {combine: null})});
  }

  function choice(name, label, values, none, words = {}) {
    const value = asked.get(name) ?? '';
    const all = value && !values.includes(value) ? [...values, value] : values;
    return el('label', {'data-key': name}, label, el('select', {'data-test': `explore-${name}`, 'data-value': value, onchange: ({target}) => go({[name]: target.value})},
      el('option', {value: ''}, none), all.map((one) => el('option', {value: one, selected: one === value}, words[one] ?? one))));
  }

  const onTheme = () => view.redraw();
  addEventListener('themechange', onTheme);

  return {
    changed(next) {
      asked = next;
      trouble = null;
      if (agents) {
        draw();
      }
      polling.now();
    },
    close() {
      removeEventListener('themechange', onTheme);
      polling.stop();
      view.close();
    },
  };
}

/** Several of them may be said at once. */
const isShared = (by) => by !== 'series' && by !== 'metric';

const byOf = (asked) => (asked.get('by') || 'series').split(',');

const topOf = (asked) => asked.get('top') || TOP;

function questionOf(asked) {
  const by = asked.get('by') || undefined;
  return {
    metric: asked.get('metric'),
    ...whomOf(asked.getAll('of')),
    ...Object.fromEntries([...asked].filter(([name, value]) => name.startsWith('label.') && value)),
    aggregate: asked.get('aggregate') || undefined,
    by,
    combine: (by && asked.get('combine')) || undefined,
  };
}

/** All lines, whichever are drawn. */
function csvOf(asked, range) {
  return api.addressOf('query', {...questionOf(asked), ...momentsOf(range), format: 'csv'});
}

function listOf(offer, typed, choose) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = offer.metrics.filter(({metric}) => words.every((word) => metric.toLowerCase().includes(word)));
  if (fitting.length === 0) {
    return el('div', {'data-key': 'no-metric', 'data-test': 'explore-none'}, offer.total === 0 ? notice(X.noMetric, X.noMetricMore) : notice(X.noMatch(typed)));
  }
  return el('div.card.wide-table', {'data-key': 'metrics'}, el('table.metrics', {'data-test': 'explore-metrics'},
    el('caption.unseen', {}, X.metrics),
    el('thead', {}, el('tr', {}, ['metric', 'kind', 'unit', 'labels', 'agents'].map((name) => el('th', {scope: 'col', class: name}, X.column[name])))),
    el('tbody', {}, fitting.slice(0, MOST_LISTED).map(({metric, kind, unit, labels, agents}) => el('tr', {'data-key': metric, 'data-test': 'explore-offer'},
      el('th', {scope: 'row'}, el('button.link', {type: 'button', onclick: () => choose(metric)}, metric)),
      el('td', {}, X.kind[kind] ?? kind), el('td', {}, unit), el('td.labels', {}, Object.keys(labels).join(', ') || T.none), el('td.agents', {}, number(agents)))))),
  fitting.length > MOST_LISTED && el('p.muted.more', {}, X.more(fitting.length - MOST_LISTED)));
}

const columnOf = (name) => X.part[name] ?? titleOf(name);

function tableOf(answer, format) {
  const {columns, rows} = partsOf(answer.series);
  const figures = ['newest', 'average', 'smallest', 'largest'];
  return el('table.lines', {'data-test': 'explore-table'},
    el('caption.unseen', {}, X.tableOf(answer.metric)),
    el('thead', {}, el('tr', {}, columns.map((name) => el('th', {scope: 'col'}, columnOf(name))), figures.map((name) => el('th.figure', {scope: 'col'}, X.figure[name])))),
    el('tbody', {}, answer.series.map((one, i) => {
      const summary = summaryOf(one.values);
      return el('tr', {'data-key': keyOf(one), 'data-test': 'explore-row'},
        columns.map((name, column) => el('td', {'data-label': columnOf(name)}, name === 'host' && one.agent ? el('a', {href: `#/hosts/${encodeURIComponent(one.agent)}`}, rows[i][column]) : rows[i][column] ?? T.none)),
        figures.map((name) => el('td.figure', {'data-label': X.figure[name], 'data-test': name}, format(summary[name]))));
    })));
}
