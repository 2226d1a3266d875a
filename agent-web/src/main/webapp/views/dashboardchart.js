// One chart of a dashboard: asked for, drawn, and told what of it lies beyond its thresholds.

import * as api from '../api.js';
import {chart as chartOf} from '../chart.js';
import {exploreOf, linesOf, narrowed, questionOf, WEEK_SECONDS} from '../dashboarding.js';
import {el, show} from '../dom.js';
import {drawable, unitOf} from '../explored.js';
import {formatOf} from '../format.js';
import {icon} from '../icons.js';
import {T} from '../texts.js';
import {crossedOf, wordsOf} from '../thresholds.js';
import {questionOf as momentsOf, seldom, windowOf} from '../window.js';

/** Lines that are named where they are beyond a threshold. */
const MOST_NAMED = 3;
/** What was a week ago changes no more, but for what arrives late. */
const PAST_SECONDS = 300;
const D = T.dashboards;

/** `go` takes a range, `reset` goes back to the live one; `marksFor` answers {marks, isTooMany} of some hosts. */
export function chartPart(chart, {id, go, reset, marksFor}) {
  const title = chart.title || chart.metric;
  const due = seldom();
  let latest = null; // what is asked for
  let before = {of: null, at: 0, series: []};
  let marks = [];
  const view = chartOf({
    id,
    title,
    note: chart.title ? chart.metric : undefined,
    kind: 'line',
    height: 200,
    thresholds: chart.thresholds,
    name: ({name, past}) => (past ? D.weekBefore(name) : name),
    colour: ({name}) => name,
  }, {onZoom: go, onReset: reset, ...(chart.events && {marks: () => marks})});
  const foot = el('div.foot', {'data-test': 'chart-foot'});
  const closer = el('a.closer', {'aria-label': D.look(title), 'data-test': 'closer'}, D.closer);
  view.element.append(foot);
  view.element.querySelector('figcaption').append(closer);
  view.element.style.setProperty('--columns', chart.width);

  /** `range` of the page, `filter` what it is narrowed to. */
  async function refresh(range, filter) {
    closer.href = '#/explore?' + exploreOf(chart, filter);
    const whom = narrowed(chart.of, filter);
    if (!whom) {
      due.forget();
      latest = null;
      draw(range, {metric: chart.metric, unit: '', series: [], stepSeconds: 60}, D.noneOfBoth);
      return;
    }
    const question = questionOf(chart, whom);
    const words = JSON.stringify([question, range]);
    if (!due.isDue(words, range)) {
      return;
    }
    latest = words;
    try {
      const [found, told] = await Promise.all([
        api.get('query', {...question, ...momentsOf(range)}),
        chart.events ? marksFor(whom, range) : {marks: [], isTooMany: false},
      ]);
      const series = found.series.map(drawable);
      if (chart.lastWeek) {
        await lookBack(question, words, range, found.stepSeconds);
      }
      if (latest !== words) {
        return; // something else is asked for by now
      }
      marks = told.marks;
      const answer = {...found, series};
      draw(range, answer, told.isTooMany ? D.tooManyForEvents(told.most) : null);
    } catch (trouble) {
      due.forget();
      if (!(trouble instanceof api.Refused) || trouble.status === 401) {
        throw trouble;
      }
      view.fail(T.sentence(trouble.message));
    }
  }

  async function lookBack(question, words, range, stepSeconds) {
    const {from, to} = windowOf(range);
    if (before.of === words && Date.now() - before.at < PAST_SECONDS * 1000 && to - before.to < (to - from) / 60) {
      return;
    }
    const span = {from: from - WEEK_SECONDS, to: to - WEEK_SECONDS};
    const found = await api.get('query', {...question, ...momentsOf(span), step: stepSeconds + 's'});
    before = {of: words, at: Date.now(), to, series: found.series.map(drawable)};
  }

  function draw(range, {metric, unit, aggregate, series, stepSeconds}, said) {
    const written = {...unitOf({metric, unit, aggregate}, chart.combine), ...(chart.unit && {unit: chart.unit})};
    const lines = linesOf(series, chart.lastWeek ? before.series : [], metric);
    view.draw({series: lines, stepSeconds, ...windowOf(range), ...written});
    const format = formatOf(written.unit, written.isRate);
    const present = lines.filter(({past}) => !past).map(({labels, values}) => ({name: labels.name, values}));
    const crossed = crossedOf(chart.thresholds, present);
    view.element.classList.toggle('crossed', crossed.length > 0);
    show(foot,
      crossed.map(({threshold, lines: beyond}) => el(`p.state.${threshold.severity === 'error' ? 'bad' : 'warn'}`, {'data-test': 'crossed'}, icon('warn'),
        D.crossed(D.beyond[threshold.when], wordsOf(threshold, format), beyond.slice(0, MOST_NAMED).map(({name, value}) => `${name} ${format(value)}`).join(', '), beyond.length - MOST_NAMED))),
      chart.thresholds.length > 0 && crossed.length === 0 && present.length > 0 && el('p.state.good', {'data-test': 'not-crossed'}, icon('good'), D.notCrossed),
      said && el('p.muted', {'data-test': 'chart-note'}, said));
  }

  return {
    element: view.element,
    refresh,
    forget: () => due.forget(),
    redraw: view.redraw,
    close: view.close,
  };
}
