// From where is probed: datacenters and who probes there, on a map; and how often.

import * as api from '../api.js';
import {begin, conflictOf, save as saveStill, saveOver, takeTheirs} from '../conflict.js';
import {el, show, svg} from '../dom.js';
import {mistakesOf, wrongOf} from '../mistakes.js';
import {notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {tabsOf} from './uptimeparts.js';

const EVERY_SECONDS = 5;

export function open(content, {failed}) {
  const P = T.uptime.places;
  document.title = `${P.title} · ${T.product}`;
  let places = null;
  const editions = {datacenter: null, schedule: null}; // what each form is filled from; null: it adds one
  let mistakes = {};
  let outcome = '';
  let busy = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    places = await api.get('uptime/places');
    draw();
  }, failed);

  async function act(doing) {
    busy = true;
    mistakes = {};
    outcome = '';
    draw();
    try {
      await doing();
      places = await api.get('uptime/places');
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      mistakes = mistakesOf(trouble);
      outcome = Object.keys(mistakes).length > 0 ? '' : trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message);
    }
    busy = false;
    draw();
  }

  const edit = (kind, key) => act(async () => {
    editions[kind] = await begin(pathOf(kind, key));
    content.querySelector(`[data-test=${kind}-form]`)?.scrollIntoView({block: 'nearest'});
  });

  function end(kind) {
    editions[kind] = null;
    mistakes = {};
    outcome = '';
    draw();
  }

  async function put(kind, key, said, form) {
    await (editions[kind] ? saveStill(editions[kind], 'PUT', said) : api.putNew(pathOf(kind, key || ' '), said));
    editions[kind] = null;
    form.reset();
  }

  /** Who names one that is not known yet adds it. */
  async function addRegion(id) {
    if (!id || places.regions.some((region) => region.id === id)) {
      return;
    }
    try {
      await api.putNew(`uptime/regions/${encodeURIComponent(id)}`, {name: id});
    } catch (trouble) {
      if (trouble.status === 400) {
        trouble.field = 'region'; // its id is what is typed there
      }
      throw trouble;
    }
  }

  const saveDatacenter = (event) => {
    event.preventDefault();
    const form = event.target;
    const value = (name) => form[name].value.trim();
    const number = (name) => (value(name) === '' ? undefined : Number(value(name)));
    return act(async () => {
      const region = value('region') || undefined;
      await addRegion(region);
      await put('datacenter', value('id'), {name: value('name') || value('id'), region, latitude: number('latitude'), longitude: number('longitude')}, form);
    });
  };

  const saveSchedule = (event) => {
    event.preventDefault();
    const form = event.target;
    return act(() => put('schedule', form.schedule.value.trim(), {every_seconds: Number(form.every_seconds.value), timeout_ms: Number(form.timeout_ms.value)}, form));
  };

  const conflict = (kind) => conflictOf(editions[kind], {names: P.field, busy,
    take() {
      editions[kind] = takeTheirs(editions[kind]);
      outcome = '';
      draw();
    },
    over() {
      editions[kind] = saveOver(editions[kind]);
      content.querySelector(`[data-test=${kind}-form]`).requestSubmit();
    }});

  const remove = (path) => act(() => api.del(path));

  function draw() {
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.uptime.title)),
      tabsOf('places'),
      el('p.muted.note', {'data-key': 'about'}, P.about),
      outcome && el('p.outcome.bad', {'data-key': 'outcome', role: 'status', 'data-test': 'places-outcome'}, outcome),
      places.datacenters.length > 0 && el('div.card.wide-table', {'data-key': 'datacenters'}, datacentersOf(places.datacenters, busy, {edit, remove})),
      mapOf(places.datacenters),
      el('datalist', {id: 'regions', 'data-key': 'regions'}, places.regions.map(({id}) => el('option', {value: id}))),
      conflict('datacenter'),
      datacenterForm(editions.datacenter, mistakes, busy, {save: saveDatacenter, end}),
      el('h2', {'data-key': 'schedules-title'}, P.schedules),
      el('div.card.wide-table', {'data-key': 'schedules'}, schedulesOf(places.schedules, busy, {edit, remove})),
      conflict('schedule'),
      scheduleForm(editions.schedule, mistakes, busy, {save: saveSchedule, end}));
  }

  return {close: polling.stop, changed() {}};
}

function datacentersOf(datacenters, busy, {edit, remove}) {
  const {column} = T.uptime.places;
  const columns = ['id', 'name', 'region', 'prober', 'standby', 'lease', 'change'];
  return el('table.places', {'data-test': 'datacenters'},
    el('caption.unseen', {}, T.uptime.places.title),
    el('thead', {}, el('tr', {}, columns.map((name) => headingOf(name)))),
    el('tbody', {}, datacenters.map((place) => {
      const cells = {
        id: el('b', {}, place.id),
        name: place.name,
        region: place.region ?? T.none,
        prober: place.prober ? el('span', {'data-test': 'prober'}, place.prober) : stateOf('nobody', T.uptime.places.state),
        standby: String(place.standby),
        lease: place.lease === undefined ? T.none : String(place.lease),
        change: actionsOf('datacenter', place.id, busy, {edit, remove}),
      };
      return el('tr', {'data-key': place.id, 'data-test': 'datacenter-row', 'data-id': place.id},
        columns.map((name) => el('td', {class: name, 'data-label': column[name] ?? ''}, cells[name])));
    })));
}

const headingOf = (name) => el('th', {scope: 'col', class: name}, name === 'change' ? el('span.unseen', {}, T.uptime.places.change) : T.uptime.places.column[name]);

const actionsOf = (kind, key, busy, {edit, remove}) => el('div.actions', {'data-needs': 'admin'},
  el('button', {type: 'button', disabled: busy, 'data-test': 'change', 'aria-label': T.uptime.places.changeOne(key), onclick: () => edit(kind, key)}, T.uptime.places.change),
  el('button', {type: 'button', disabled: busy, 'data-test': 'remove', 'aria-label': T.uptime.places.removeOne(key), onclick: () => remove(pathOf(kind, key))}, T.uptime.places.remove));

/** Degrees as they are: a plate carrée, with a line each 30 of them. */
function mapOf(datacenters) {
  const placed = datacenters.filter(({latitude}) => latitude !== undefined);
  const lines = Array.from({length: 11}, (_, i) => (i + 1) * 30);
  return placed.length > 0 && el('figure.card.map', {'data-key': 'map', 'data-test': 'map'},
    svg('svg', {viewBox: '0 0 360 180', role: 'img', 'aria-label': T.uptime.places.map(placed.map(({id}) => id).join(', '))},
      lines.map((x) => svg('line.grid', {x1: x, x2: x, y1: 0, y2: 180})),
      lines.slice(0, 5).map((y) => svg('line.grid', {x1: 0, x2: 360, y1: y, y2: y})),
      placed.map(({id, latitude, longitude, prober}) => svg('g', {transform: `translate(${longitude + 180} ${90 - latitude})`},
        svg(prober ? 'circle.good' : 'circle.bad', {r: 3}), svg('text', {x: longitude > 120 ? -5 : 5, y: 2.5, 'text-anchor': longitude > 120 ? 'end' : 'start'}, id)))));
}

/** Filled anew for each version of what is changed; its key stays what it is. */
function formOf(kind, edition, keyField, of, fields, {save, end}, busy) {
  const P = T.uptime.places;
  const key = edition && decodeURIComponent(edition.path.split('/').at(-1));
  const labelled = ([name, more]) => el('label', {}, P.field[name], el('input', {...of.common(name), autocomplete: 'off', ...more,
    ...(edition && {value: name === keyField ? key : edition.value[name] === undefined ? '' : String(edition.value[name]), readonly: name === keyField})}), of.wrong(name));
  return el('form.card.newkey', {'data-key': `${kind} ${edition ? `${key} ${edition.filled}` : ''}`, 'data-needs': 'admin', 'data-test': `${kind}-form`, onsubmit: save, novalidate: true},
    fields.map(labelled),
    el('div.actions', {},
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': kind === 'datacenter' ? 'place-save' : 'schedule-save'}, edition ? P.save(key) : P.add[kind]),
      edition && el('button', {type: 'button', disabled: busy, 'data-test': `${kind}-cancel`, onclick: () => end(kind)}, T.cancel)));
}

const datacenterForm = (edition, mistakes, busy, steps) => formOf('datacenter', edition, 'id', wrongOf(mistakes, 'place'),
  [['id', {maxlength: 63}], ['name', {maxlength: 200}], ['region', {maxlength: 63, list: 'regions'}], ['latitude', {inputmode: 'decimal'}], ['longitude', {inputmode: 'decimal'}]], steps, busy);

function schedulesOf(schedules, busy, {edit, remove}) {
  const {column} = T.uptime.places;
  return el('table.places', {'data-test': 'schedules'},
    el('caption.unseen', {}, T.uptime.places.schedules),
    el('thead', {}, el('tr', {}, ['schedule', 'every', 'timeout', 'change'].map((name) => headingOf(name)))),
    el('tbody', {}, schedules.map((one) => el('tr', {'data-key': one.name},
      el('td', {'data-label': column.schedule}, el('b', {}, one.name)),
      el('td', {'data-label': column.every}, T.uptime.every(one.every_seconds)),
      el('td', {'data-label': column.timeout}, `${one.timeout_ms} ms`),
      el('td.change', {}, actionsOf('schedule', one.name, busy, {edit, remove}))))));
}

const scheduleForm = (edition, mistakes, busy, steps) => formOf('schedule', edition, 'schedule', wrongOf(mistakes, 'place'),
  [['schedule', {maxlength: 63}], ['every_seconds', {inputmode: 'numeric'}], ['timeout_ms', {inputmode: 'numeric', value: '10000'}]], steps, busy);

const pathOf = (kind, key) => `uptime/${kind}s/${encodeURIComponent(key)}`;
