// A dashboard: its charts over one time range, narrowed to some hosts if wished. The address holds all of that, and whether
// it is shown as a kiosk.

import * as api from '../api.js';
import {idsOf} from '../dashboarding.js';
import {el, show} from '../dom.js';
import {suggestionsOf} from '../explored.js';
import {icon} from '../icons.js';
import {marksOf} from '../marks.js';
import {moment, notice} from '../parts.js';
import {poll} from '../poll.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';
import {questionOf as momentsOf, seldom, windowOf} from '../window.js';
import {chartPart} from './dashboardchart.js';

const EVERY_SECONDS = 5;
/** Whether somebody has changed it, and which hosts there are. */
const LOOK_AGAIN_MS = 30_000;
/** Hosts that a question about events can name. */
const MOST_HOSTS = 50;
/** So finely the hub counts events. */
const STEPS = 240;
const NEAR = '300px';
const D = T.dashboards;

export function open(content, {parts: [id], query, failed}) {
  document.title = `${D.title} · ${T.product}`;
  let asked = query;
  let dashboard = null;
  let agents = [];
  let lookedAt = 0;
  let parts = [];
  let isMissing = false;
  const told = new Map(); // which hosts -> {due, loading}: several charts are about the same
  const head = el('div', {'data-key': 'top'});
  const grid = el('div.dashboard', {'data-key': 'grid', 'data-test': 'dashboard'});
  const seen = new IntersectionObserver((changes) => changes.forEach(({target, isIntersecting}) => {
    const part = parts.find(({element}) => element === target);
    if (part) {
      part.isNear = isIntersecting;
      if (isIntersecting) {
        refreshPart(part).catch(() => polling.now());
      }
    }
  }), {rootMargin: NEAR});

  kiosk(isKiosk());
  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    if (Date.now() - lookedAt > LOOK_AGAIN_MS) {
      await look();
    }
    if (!isMissing) {
      await Promise.all(parts.filter(({isNear}) => isNear).map(refreshPart));
    }
  }, failed);

  async function look() {
    try {
      const [found, all] = await Promise.all([api.get(`dashboards/${id}`), api.get('agents')]);
      agents = all.agents;
      if (found.version !== dashboard?.version) {
        dashboard = found;
        build();
      }
      lookedAt = Date.now();
      drawHead();
    } catch (trouble) {
      if (trouble.status !== 404) {
        throw trouble;
      }
      isMissing = true;
      polling.stop();
      content.replaceChildren();
      show(content, notice(D.noSuch, D.noSuchMore, el('a.button', {href: '#/dashboards'}, D.title)));
    }
  }

  function build() {
    document.title = `${dashboard.title} · ${T.product}`;
    parts.forEach((part) => part.close());
    seen.disconnect();
    parts = dashboard.charts.map((chart, i) => chartPart(chart, {id: `own-${i}`, go: goRange, reset: () => rangeOf(asked).from && goRange({name: asked.get('range') ?? USUAL}), marksFor}));
    grid.replaceChildren(...parts.map(({element}) => element));
    if (parts.length === 0) {
      grid.append(notice(D.empty, D.emptyMore));
    }
    content.replaceChildren(head, grid);
    parts.forEach(({element}) => seen.observe(element));
  }

  const refreshPart = (part) => part.refresh(rangeOf(asked), asked.getAll('of'));

  async function marksFor(whom, range) {
    const {isAll, ids, isTooMany} = idsOf(whom, agents, MOST_HOSTS);
    if (isTooMany || (!isAll && ids.length === 0)) {
      return {marks: [], isTooMany, most: MOST_HOSTS};
    }
    const key = isAll ? '*' : ids.join();
    const book = told.get(key) ?? {due: seldom(), loading: Promise.resolve([])};
    told.set(key, book);
    if (book.due.isDue(JSON.stringify(range), range)) {
      const {from, to} = windowOf(range);
      book.loading = api.get('events/counts', {...(!isAll && {agent: ids}), ...momentsOf(range), step: Math.max(1, Math.ceil((to - from) / STEPS)) + 's'}).then(marksOf);
      book.loading.catch(() => book.due.forget());
    }
    return {marks: await book.loading, isTooMany: false};
  }

  function go(change) {
    const next = new URLSearchParams(asked);
    for (const [name, value] of Object.entries(change)) {
      next.delete(name);
      [value].flat().filter(Boolean).forEach((one) => next.append(name, one));
    }
    location.hash = `#/dashboards/${id}?${next}`;
  }

  function goRange(next) {
    const range = rangeOf(asked);
    go({range: null, from: null, to: null, ...Object.fromEntries(queryOf(next, range.name ?? asked.get('range')))});
  }

  function isKiosk() {
    return asked.get('kiosk') === '1';
  }

  /** The frame around the page is not this view's: it is told by a word on the body, and taken back when the view is left. */
  function kiosk(isOn) {
    document.body.toggleAttribute('data-kiosk', isOn);
  }

  function drawHead() {
    const range = rangeOf(asked);
    const mayChange = rights.may('operator') && rights.seesFleet();
    show(head,
      !isKiosk() && el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/dashboards'}, D.title), ' / ', dashboard.title),
      el('div.head', {'data-key': 'head'}, el('h1', {'data-test': 'dashboard-title'}, dashboard.title),
        !isKiosk() && el('span.muted', {}, D.column.changed, ' ', moment(dashboard.changedAt), ' ', D.changedBy(dashboard.changedBy)),
        el('span.space'),
        isKiosk() ? el('button.quiet', {type: 'button', 'data-key': 'leave', 'data-test': 'kiosk-leave', onclick: leave}, icon('close'), D.leave) : actionsOf(mayChange)),
      dashboard.description && el('p.muted.note.told', {'data-key': 'about'}, dashboard.description),
      el('div.explore-bar', {'data-key': 'bar'}, rangeBar(range, asked.get('range'), goRange), !isKiosk() && filterOf()),
      isKiosk() && asked.getAll('of').length > 0 && el('p.muted', {'data-key': 'narrowed'}, `${D.only}: ${asked.getAll('of').join(', ')}`),
      range.isWrong && el('p.warn', {'data-key': 'wrong'}, T.range.wrong));
  }

  function actionsOf(mayChange) {
    return el('div.actions', {'data-key': 'actions'},
      el('a.button', {href: `#/dashboards/${id}?${new URLSearchParams([...asked, ['kiosk', '1']])}`, title: D.kioskHint, 'data-test': 'kiosk'}, D.kiosk),
      el('a.button', {href: api.addressOf(`dashboards/${id}/export`), download: `${dashboard.title.replace(/[^\w.-]+/g, '-')}.dashboard.json`, title: D.exportedHint, 'data-test': 'dashboard-export'}, D.exported),
      mayChange && el('a.button', {href: `#/dashboards/new?copy=${id}`, 'data-test': 'dashboard-copy'}, D.copy),
      mayChange && el('a.button', {href: `#/dashboards/${id}/edit`, 'data-test': 'dashboard-edit'}, D.edit));
  }

  function filterOf() {
    const chosen = asked.getAll('of');
    const add = (text) => text && !chosen.includes(text) && go({of: [...chosen, text]});
    return el('div.narrowing', {'data-key': 'filter'},
      el('label.inline', {}, D.only, el('input', {type: 'text', list: 'dashboard-hosts', autocomplete: 'off', spellcheck: 'false', placeholder: chosen.length ? D.onlyMore : D.onlyAll, 'data-test': 'dashboard-of',
        onchange: ({target}) => { const text = target.value.trim(); target.value = ''; add(text); }})),
      el('datalist', {id: 'dashboard-hosts'}, suggestionsOf(agents).map((one) => el('option', {value: one}))),
      chosen.length > 0 && el('div.chips', {'data-key': 'chips', role: 'group', 'aria-label': D.only}, chosen.map((one) => el('button.chip', {type: 'button', 'data-key': one, 'data-test': 'dashboard-chip',
        'aria-label': T.explore.without(one), title: T.explore.without(one), onclick: () => go({of: chosen.filter((other) => other !== one)})}, one, icon('close')))));
  }

  function leave() {
    go({kiosk: null});
  }

  const onKey = (event) => {
    if (event.key === 'Escape' && isKiosk() && !document.querySelector('dialog[open]')) {
      leave();
    }
  };
  const onTheme = () => parts.forEach((part) => part.redraw());
  addEventListener('keydown', onKey);
  addEventListener('themechange', onTheme);

  return {
    changed(next) {
      asked = next;
      kiosk(isKiosk());
      if (dashboard && !isMissing) {
        drawHead();
        polling.now();
      }
    },
    close() {
      removeEventListener('keydown', onKey);
      removeEventListener('themechange', onTheme);
      kiosk(false);
      seen.disconnect();
      polling.stop();
      parts.forEach((part) => part.close());
    },
  };
}
