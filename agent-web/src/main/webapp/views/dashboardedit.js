// A dashboard that is added or changed. Who is the second to change it is told what differs, and decides.

import * as api from '../api.js';
import {chartOf} from '../dashboarding.js';
import {el, show} from '../dom.js';
import {bysOf, suggestionsOf} from '../explored.js';
import {icon} from '../icons.js';
import {mistakesOf, wrongOf} from '../mistakes.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {COMBINATIONS, FUNCTIONS} from './explore.js';

const MOST_METRICS = 2000;
const WIDTHS = ['4', '6', '8', '12'];
const D = T.dashboards;

export function open(content, {parts: [id], query, failed}) {
  document.title = `${id ? D.edit : D.add} · ${T.product}`;
  let said = null; // what the form says; it has no other memory
  let version = null; // that was looked at
  let offer = {metrics: [], agents: []};
  let mistakes = {};
  let outcome = '';
  let conflict = null; // {why, theirs}: somebody else was faster
  let busy = false;
  let closed = false;
  let count = 0;

  show(content, notice(T.loading));
  const loading = poll(5, async () => {
    const from = id ?? query.get('copy');
    const [{metrics}, {agents}, kept] = await Promise.all([api.get('metrics', {agent: '*', limit: MOST_METRICS}), api.get('agents'), from ? keptOf(from) : null]);
    loading.stop();
    if (from && !kept) {
      show(content, notice(D.noSuch, D.noSuchMore, el('a.button', {href: '#/dashboards'}, D.title)));
      return;
    }
    offer = {metrics, agents};
    version = id ? kept.version : null;
    said = formOf(kept ? {...kept, title: id ? kept.title : D.copyOf(kept.title)} : {title: '', description: '', charts: []});
    if (query.get('add')) {
      const added = chartOf(new URLSearchParams(query.get('add')));
      said.charts.push(chartForm(added));
      outcome = D.added(added.metric);
    }
    draw();
  }, failed);

  async function keptOf(which) {
    try {
      return await api.get(`dashboards/${encodeURIComponent(which)}`);
    } catch (trouble) {
      if (trouble.status !== 404) {
        throw trouble;
      }
      return null;
    }
  }

  const formOf = ({title, description, charts}) => ({title, description, charts: charts.map(chartForm)});

  /** As texts, the way they stand in the fields; `key` stays while a chart moves. */
  function chartForm(chart) {
    return {...chart, key: `chart ${++count}`, of: chart.of.join('\n'), labels: Object.entries(chart.labels).map(([name, value]) => `${name}=${value}`).join('\n'),
      aggregate: chart.aggregate ?? '', by: chart.by ?? '', combine: chart.combine ?? '', unit: chart.unit ?? '', top: String(chart.top), width: String(chart.width),
      thresholds: chart.thresholds.map((one) => ({...one, key: `level ${++count}`, value: String(one.value)}))};
  }

  /** What changes the look of the form is drawn; what is only typed is not. */
  function change(what, more, isSeen = true) {
    Object.assign(what, more);
    if (isSeen) {
      draw();
    }
  }

  async function save(over) {
    busy = true;
    mistakes = {};
    outcome = '';
    draw();
    try {
      const saved = id ? await api.putIf(`dashboards/${id}`, wordsOf(said), over ?? version) : await api.post('dashboards', wordsOf(said));
      location.hash = `#/dashboards/${saved.id}`;
      return;
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      if (trouble.status === 412) {
        conflict = {why: trouble.message, theirs: await keptOf(id).catch(() => null)};
      } else {
        mistakes = trouble.status === 409 && trouble.field ? {[trouble.field]: trouble.message} : mistakesOf(trouble);
        outcome = trouble instanceof api.Unreachable ? T.away('hub') : Object.keys(mistakes).length > 0 ? D.wrong : T.sentence(trouble.message);
      }
    }
    busy = false;
    if (!closed) {
      draw();
      reveal();
    }
  }

  /** A mistake is in a part that may be folded. */
  function reveal() {
    content.querySelectorAll('[aria-invalid]').forEach((field) => field.closest('details')?.setAttribute('open', ''));
    (content.querySelector('[data-test=dashboard-conflict]') ?? content.querySelector('[aria-invalid]'))?.focus();
  }

  function takeTheirs() {
    said = formOf(conflict.theirs);
    version = conflict.theirs.version;
    conflict = null;
    draw();
  }

  function move(chart, by) {
    const at = said.charts.indexOf(chart);
    said.charts.splice(at, 1);
    said.charts.splice(at + by, 0, chart);
    draw();
  }

  function draw() {
    const {common, wrong} = wrongOf(mistakes, 'dashboard');
    const back = id ? `#/dashboards/${id}` : '#/dashboards';
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/dashboards'}, D.title), ' / ', id ? said.title : D.add),
      el('div.head', {'data-key': 'head'}, el('h1', {}, id ? D.editOne(said.title) : D.add)),
      el('datalist', {id: 'dashboard-metrics', 'data-key': 'metrics'}, offer.metrics.map((one) => el('option', {value: one.metric}, T.explore.offered(one.unit, one.agents)))),
      el('datalist', {id: 'dashboard-bys', 'data-key': 'bys'}, ['series', 'metric', ...bysOf(offer.agents)].map((value) => el('option', {value}))),
      el('form.card.watch.dashboard-form', {'data-key': 'form', 'data-test': 'dashboard-form', novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); }},
        el('label', {'data-key': 'title'}, D.form.title, el('input', {...common('title'), value: said.title, maxlength: 100, autocomplete: 'off', oninput: ({target}) => change(said, {title: target.value}, false)}),
          wrong('title') || el('span.muted.hint', {}, D.hint.title)),
        el('label', {'data-key': 'description'}, D.form.description, el('textarea', {...common('description'), rows: 2, maxlength: 2000, oninput: ({target}) => change(said, {description: target.value}, false)}, said.description), wrong('description')),
        mistakes.charts && el('p.bad.mistake', {'data-key': 'charts'}, T.sentence(mistakes.charts)),
        said.charts.map((chart, i) => chartOfForm(chart, i)),
        el('div.actions', {'data-key': 'add'}, el('button', {type: 'button', 'data-test': 'chart-add', onclick: () => {
          said.charts.push({...chartForm(chartOf(new URLSearchParams())), isNew: true});
          draw();
          content.querySelector('.charted:last-of-type input')?.focus();
        }}, D.addChart)),
        conflict && conflictOf(),
        el('p.outcome', {'data-key': 'outcome', role: 'status', 'data-test': 'dashboard-outcome', class: Object.keys(mistakes).length > 0 ? 'outcome bad' : 'outcome'}, outcome),
        el('div.actions', {'data-key': 'actions'},
          el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'dashboard-save'}, D.save),
          el('a.button', {href: back}, T.cancel))));
  }

  function conflictOf() {
    const {told, differing} = partsOf(conflict.why);
    return el('section.card.conflict', {'data-key': 'conflict', tabindex: '-1', role: 'alert', 'data-test': 'dashboard-conflict'},
      el('h2', {}, icon('warn'), D.conflict), el('p', {}, told),
      el('ul.wrongs', {}, differing.map((one) => el('li', {'data-test': 'difference'}, one))),
      el('div.actions', {},
        conflict.theirs && el('button', {type: 'button', 'data-test': 'take-theirs', onclick: takeTheirs}, D.takeTheirs),
        conflict.theirs && el('button', {type: 'button', 'data-test': 'save-mine', onclick: () => { const over = conflict.theirs.version; conflict = null; save(over); }}, D.saveMine),
        el('button', {type: 'button', onclick: () => { conflict = null; draw(); }}, D.goOn)));
  }

  function chartOfForm(chart, i) {
    const {common, wrong} = wrongOf(mistakes, 'dashboard');
    const F = D.form;
    const name = (field) => `charts[${i}].${field}`;
    const title = chart.title || chart.metric || F.unnamed;
    const attributes = (field) => ({...common(name(field)), 'data-test': `chart-${field}`});
    const labelled = (field, input, hint = D.hint[field]) => el('label', {'data-key': field, class: `field-${field}`}, F[field], input, wrong(name(field)) || (hint && el('span.muted.hint', {}, hint)));
    const text = (field, more = {}) => el('input', {...attributes(field), value: chart[field], autocomplete: 'off', spellcheck: 'false', ...more,
      oninput: ({target}) => change(chart, {[field]: target.value}, field === 'metric' || field === 'title')});
    const lines = (field) => el('textarea', {...attributes(field), rows: 2, spellcheck: 'false', oninput: ({target}) => change(chart, {[field]: target.value}, false)}, chart[field]);
    const choice = (field, values, words, none) => el('select', {...attributes(field), onchange: ({target}) => change(chart, {[field]: target.value}, false)},
      none && el('option', {value: ''}, none), (values.includes(chart[field]) || !chart[field] ? values : [...values, chart[field]]).map((value) => el('option', {value, selected: value === chart[field]}, words[value] ?? value)));
    const tick = (field) => el('label.check', {'data-key': field}, el('input', {type: 'checkbox', name: name(field), 'data-test': `chart-${field}`, checked: chart[field], onchange: ({target}) => change(chart, {[field]: target.checked}, false)}), F[field]);
    return el('details.charted', {'data-key': chart.key, 'data-test': 'chart-form', open: said.charts.length === 1 || chart.isNew},
      el('summary', {}, F.chart(i + 1, title)),
      el('div.watch', {},
        labelled('metric', text('metric', {list: 'dashboard-metrics', maxlength: 255})),
        labelled('title', text('title', {maxlength: 100}), D.hint.chartTitle),
        labelled('width', choice('width', WIDTHS, D.widths)),
        labelled('of', lines('of')),
        labelled('labels', lines('labels')),
        labelled('aggregate', choice('aggregate', FUNCTIONS, T.explore.functions, D.fits)),
        labelled('by', text('by', {list: 'dashboard-bys', maxlength: 300})),
        labelled('combine', choice('combine', COMBINATIONS, T.explore.functions, D.fits)),
        labelled('top', text('top', {inputmode: 'numeric', maxlength: 3})),
        labelled('unit', text('unit', {maxlength: 20})),
        el('fieldset', {'data-key': 'ticks'}, tick('events'), tick('lastWeek')),
        thresholdsOf(chart, i),
        el('div.actions', {'data-key': 'steer'},
          el('button', {type: 'button', disabled: i === 0, 'data-test': 'chart-up', 'aria-label': D.upOne(title), onclick: () => move(chart, -1)}, D.up),
          el('button', {type: 'button', disabled: i === said.charts.length - 1, 'data-test': 'chart-down', 'aria-label': D.downOne(title), onclick: () => move(chart, 1)}, D.down),
          el('button', {type: 'button', 'data-test': 'chart-remove', 'aria-label': D.removeOne(title), onclick: () => change(said, {charts: said.charts.filter((one) => one !== chart)})}, D.remove))));
  }

  function thresholdsOf(chart, i) {
    const {common, wrong} = wrongOf(mistakes, 'dashboard');
    const F = D.form;
    return el('fieldset.levels', {'data-key': 'thresholds'}, el('legend', {}, F.thresholds),
      chart.thresholds.map((level, t) => {
        const name = (field) => `charts[${i}].thresholds[${t}].${field}`;
        const attributes = (field) => ({...common(name(field)), 'data-test': `threshold-${field}`});
        const choice = (field, words) => el('label.inline', {}, F[field], el('select', {...attributes(field), onchange: ({target}) => change(level, {[field]: target.value}, false)},
          Object.entries(words).map(([value, word]) => el('option', {value, selected: value === level[field]}, word))));
        const text = (field, more) => el('label.inline', {}, F[field], el('input', {...attributes(field), value: level[field], autocomplete: 'off', ...more, oninput: ({target}) => change(level, {[field]: target.value}, false)}));
        return el('div.level', {'data-key': level.key, 'data-test': 'threshold'},
          choice('when', D.whens), text('value', {inputmode: 'decimal', size: 8}), choice('severity', D.severities), text('label', {maxlength: 40, size: 12}),
          el('button.quiet', {type: 'button', 'aria-label': D.removeThreshold(t + 1), onclick: () => change(chart, {thresholds: chart.thresholds.filter((one) => one !== level)})}, icon('close')),
          wrong(`charts[${i}].thresholds[${t}]`));
      }),
      chart.thresholds.length === 0 && mistakes[`charts[${i}].thresholds`] && el('span.bad.mistake', {}, T.sentence(mistakes[`charts[${i}].thresholds`])),
      el('button', {type: 'button', 'data-key': 'add', 'data-test': 'threshold-add', onclick: () => change(chart, {thresholds: [...chart.thresholds, {key: `level ${++count}`, value: '', when: 'above', severity: 'warning', label: ''}]})}, D.addThreshold),
      el('span.muted.hint', {'data-key': 'hint'}, D.hint.value));
  }

  return {
    close() {
      closed = true;
      loading.stop();
    },
    changed() {},
  };
}

/** Of the fields' texts the document; what is no number is sent as it is, and the hub says so. */
function wordsOf({title, description, charts}) {
  return {title, description, charts: charts.map((chart) => ({
    title: chart.title,
    metric: chart.metric,
    of: linesOf(chart.of),
    labels: Object.fromEntries(linesOf(chart.labels).map((line) => [line.split('=')[0].trim(), line.includes('=') ? line.slice(line.indexOf('=') + 1).trim() : ''])),
    aggregate: chart.aggregate,
    by: chart.by,
    combine: chart.combine,
    top: /^\d{1,6}$/.test(chart.top.trim()) ? Number(chart.top) : 0,
    unit: chart.unit,
    thresholds: chart.thresholds.map(({value, when, severity, label}) => ({value: value.trim() === '' || Number.isNaN(Number(value)) ? null : Number(value), when, severity, label})),
    events: chart.events,
    lastWeek: chart.lastWeek,
    width: Number(chart.width),
  }))};
}

/** The hub's sentence, and each of its differences by itself; what a program would send next is nothing for people. */
function partsOf(why) {
  const [told, differing = ''] = why.replace(/ Send If-Match: \d+ if yours is to stand\.$/, '').split(' What differs: ');
  return {told, differing: differing.replace(/\.$/, '').split(/; (?=(?:charts|title|description)[^;]*: there |and \d+ more)/).filter(Boolean)};
}

const linesOf = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);
