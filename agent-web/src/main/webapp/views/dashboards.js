// All dashboards: opened, copied, removed, imported; and which of them gets what was seen in Explore.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {mistakesOf} from '../mistakes.js';
import {moment, notice} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 10;
const LARGEST = 1_000_000;
const D = T.dashboards;

export function open(content, {query, failed}) {
  document.title = `${D.title} · ${T.product}`;
  let asked = query;
  let all = null;
  let doubted = null; // id of the one whose removal is to be confirmed
  let outcome = null; // {error} or {done}
  let importing = null; // {name, file, found, mistakes}: what is looked at before it is added; null: none
  let busy = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    all = (await api.get('dashboards')).dashboards;
    draw();
  }, failed);

  async function act(doing) {
    busy = true;
    outcome = null;
    draw();
    try {
      outcome = {done: await doing()};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message)};
    }
    busy = false;
    draw();
    polling.now();
  }

  function remove({id, title}) {
    doubted = null;
    return act(async () => {
      await api.del(`dashboards/${id}`);
      return D.removed(title);
    });
  }

  /** Nothing is added by a look. */
  async function choose({target}) {
    const [chosen] = target.files;
    if (!chosen) {
      return;
    }
    importing = {name: chosen.name, mistakes: {}};
    if (chosen.size > LARGEST) {
      importing.mistakes = {'': D.tooLarge};
      draw();
      return;
    }
    try {
      importing.file = JSON.parse(await chosen.text());
    } catch (isNone) {
      importing.mistakes = {'': D.noJson(isNone.message)};
      draw();
      return;
    }
    await look();
  }

  async function look() {
    try {
      importing.found = await api.post('dashboards/import?dry_run=true', importing.file);
      importing.mistakes = {};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      importing.found = null;
      const mistakes = mistakesOf(trouble);
      importing.mistakes = Object.keys(mistakes).length > 0 ? mistakes : {'': trouble instanceof api.Unreachable ? T.away('hub') : trouble.message};
    }
    draw();
  }

  function rename({target}) {
    importing.file = {...importing.file, dashboard: {...importing.file.dashboard, title: target.value}};
    return look();
  }

  const add = () => act(async () => {
    const {title, id} = await api.post('dashboards/import', importing.file);
    importing = null;
    location.hash = `#/dashboards/${id}`;
    return D.imported(title);
  });

  function draw() {
    if (!all) {
      return;
    }
    const mayChange = rights.may('operator') && rights.seesFleet();
    const adding = mayChange && asked.get('add');
    const more = adding ? '?' + new URLSearchParams({add: adding}) : '';
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, D.title), el('span.space'),
        mayChange && !adding && el('button', {type: 'button', 'data-test': 'dashboard-import', 'aria-expanded': String(importing !== null), onclick: () => { importing = importing ? null : {mistakes: {}}; draw(); }}, D.imports),
        mayChange && el('a.button', {href: `#/dashboards/new${more}`, 'data-test': 'dashboard-add'}, D.add)),
      adding ? el('p.card.adding', {'data-key': 'adding', 'data-test': 'dashboard-adding'}, icon('chart'), D.adding(new URLSearchParams(adding).get('metric') ?? ''))
        : el('p.muted.note', {'data-key': 'about'}, D.about),
      importing && !adding && importOf({importing, busy, choose, rename, add}),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'dashboards-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'}, outcome?.error ?? outcome?.done ?? ''),
      all.length === 0 ? el('div', {'data-key': 'none'}, notice(D.none, D.noneMore))
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(all, {mayChange, adding, more, doubted, busy, remove, doubt: (id) => { doubted = id; draw(); }})));
  }

  return {
    changed(next) {
      asked = next;
      draw();
    },
    close: polling.stop,
  };
}

function importOf({importing, busy, choose, rename, add}) {
  const {file, found, mistakes} = importing;
  const wrong = Object.entries(mistakes);
  return el('section.card.importing', {'data-key': 'import', 'data-test': 'import', 'aria-label': D.importTitle},
    el('h2', {}, D.importTitle),
    el('label', {}, D.file, el('input', {type: 'file', accept: '.json,application/json', 'data-test': 'import-file', onchange: choose}), el('span.muted.hint', {}, D.fileHint)),
    file?.dashboard && typeof file.dashboard === 'object' && el('label', {'data-key': 'title'}, D.form.title, el('input', {type: 'text', maxlength: 100, value: String(file.dashboard.title ?? ''), 'data-test': 'import-title', onchange: rename})),
    el('div', {'data-key': 'found', role: 'status'},
      found && el('p.good', {'data-test': 'import-found'}, D.wouldAdd(found.title, found.charts)),
      wrong.length > 0 && [el('p.bad', {'data-test': 'import-wrong'}, D.mistakes),
        el('ul.wrongs', {}, wrong.map(([field, why]) => el('li', {'data-test': 'import-mistake'}, field && el('code', {}, field), field && ' ', why)))]),
    found && el('div.actions', {'data-key': 'actions'}, el('button.primary', {type: 'button', disabled: busy, 'data-test': 'import-add', onclick: add}, D.importIt)));
}

function tableOf(all, {mayChange, adding, more, doubted, busy, remove, doubt}) {
  const columns = mayChange ? ['title', 'charts', 'changed', 'change'] : ['title', 'charts', 'changed'];
  const target = (one) => (adding ? `#/dashboards/${one.id}/edit${more}` : `#/dashboards/${one.id}`);
  return el('table.runs.dashboards', {'data-test': 'dashboards'},
    el('caption.unseen', {}, D.title),
    el('thead', {}, el('tr', {}, columns.map((name) => el('th', {scope: 'col', class: name}, name === 'change' ? el('span.unseen', {}, D.column[name]) : D.column[name])))),
    el('tbody', {}, all.map((one) => el('tr', {'data-key': String(one.id), 'data-test': 'dashboard-row'},
      el('th.title', {scope: 'row'}, el('a', {href: target(one), 'data-test': 'dashboard-open'}, el('b', {}, one.title)),
        one.description && el('p.muted', {}, one.description.split('\n')[0])),
      el('td.charts-count', {'data-label': D.column.charts}, D.charts(one.charts)),
      el('td.changed', {'data-label': D.column.changed}, moment(one.changedAt), ' ', el('span.muted', {}, D.changedBy(one.changedBy))),
      mayChange && el('td.change', {'data-label': ''}, adding ? el('span.actions', {}, el('a.button', {href: target(one)}, D.addHere))
        : doubted === one.id
          ? el('span.actions', {}, el('button.danger', {type: 'button', 'data-test': 'dashboard-remove-surely', onclick: () => remove(one)}, icon('bad'), D.surely),
            el('button', {type: 'button', onclick: () => doubt(null)}, D.keep))
          : el('span.actions', {},
            el('a.button', {href: `#/dashboards/${one.id}/edit`, 'aria-label': D.editOne(one.title)}, D.edit),
            el('a.button', {href: `#/dashboards/new?copy=${one.id}`, 'aria-label': D.copyOne(one.title)}, D.copy),
            el('button', {type: 'button', disabled: busy, 'data-test': 'dashboard-remove', 'aria-label': D.removeOne(one.title), onclick: () => doubt(one.id)}, D.remove)))))));
}
