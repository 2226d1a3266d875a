// From where is probed: datacenters and who probes there, on a map; and how often.

import * as api from '../api.js';
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
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message);
    }
    busy = false;
    draw();
  }

  const addDatacenter = (event) => {
    event.preventDefault();
    const form = event.target;
    const value = (name) => form[name].value.trim();
    const number = (name) => (value(name) === '' ? undefined : Number(value(name)));
    return act(async () => {
      await api.put(`uptime/datacenters/${encodeURIComponent(value('id') || ' ')}`,
        {name: value('name') || value('id'), region: value('region') || undefined, latitude: number('latitude'), longitude: number('longitude')});
      form.reset();
    });
  };

  const addSchedule = (event) => {
    event.preventDefault();
    const form = event.target;
    return act(async () => {
      await api.put(`uptime/schedules/${encodeURIComponent(form.schedule.value.trim() || ' ')}`,
        {every_seconds: Number(form.every_seconds.value), timeout_ms: Number(form.timeout_ms.value)});
      form.reset();
    });
  };

  const remove = (path) => act(() => api.del(path));

  function draw() {
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.uptime.title)),
      tabsOf('places'),
      el('p.muted.note', {'data-key': 'about'}, P.about),
      outcome && el('p.outcome.bad', {'data-key': 'outcome', role: 'status', 'data-test': 'places-outcome'}, outcome),
      places.datacenters.length > 0 && el('div.card.wide-table', {'data-key': 'datacenters'}, datacentersOf(places.datacenters, busy, remove)),
      mapOf(places.datacenters),
      datacenterForm(mistakes, busy, addDatacenter),
      el('h2', {'data-key': 'schedules-title'}, P.schedules),
      el('div.card.wide-table', {'data-key': 'schedules'}, schedulesOf(places.schedules, busy, remove)),
      scheduleForm(mistakes, busy, addSchedule));
  }

  return {close: polling.stop, changed() {}};
}

function datacentersOf(datacenters, busy, remove) {
  const {column} = T.uptime.places;
  const columns = ['id', 'name', 'region', 'prober', 'standby', 'lease', 'remove'];
  return el('table.places', {'data-test': 'datacenters'},
    el('caption.unseen', {}, T.uptime.places.title),
    el('thead', {}, el('tr', {}, columns.map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, datacenters.map((place) => {
      const cells = {
        id: el('b', {}, place.id),
        name: place.name,
        region: place.region ?? T.none,
        prober: place.prober ? el('span', {'data-test': 'prober'}, place.prober) : stateOf('nobody', T.uptime.places.state),
        standby: String(place.standby),
        lease: place.lease === undefined ? T.none : String(place.lease),
        remove: el('button', {type: 'button', 'data-needs': 'admin', disabled: busy, 'aria-label': T.uptime.places.removeOne(place.id),
          onclick: () => remove(`uptime/datacenters/${encodeURIComponent(place.id)}`)}, T.uptime.places.remove),
      };
      return el('tr', {'data-key': place.id, 'data-test': 'datacenter-row', 'data-id': place.id},
        columns.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}

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

function datacenterForm(mistakes, busy, submit) {
  const P = T.uptime.places;
  const of = wrongOf(mistakes, 'place');
  const labelled = (name, more = {}) => el('label', {}, P.field[name], el('input', {...of.common(name), autocomplete: 'off', ...more}), of.wrong(name));
  return el('form.card.newkey', {'data-key': 'form', 'data-needs': 'admin', 'data-test': 'place', onsubmit: submit, novalidate: true},
    labelled('id', {maxlength: 63}), labelled('name', {maxlength: 200}), labelled('region', {maxlength: 63}),
    labelled('latitude', {inputmode: 'decimal'}), labelled('longitude', {inputmode: 'decimal'}),
    el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'place-save'}, P.add));
}

function schedulesOf(schedules, busy, remove) {
  const {column} = T.uptime.places;
  return el('table.places', {'data-test': 'schedules'},
    el('caption.unseen', {}, T.uptime.places.schedules),
    el('thead', {}, el('tr', {}, ['schedule', 'every', 'timeout', 'remove'].map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, schedules.map((one) => el('tr', {'data-key': one.name},
      el('td', {'data-label': column.schedule}, el('b', {}, one.name)),
      el('td', {'data-label': column.every}, T.uptime.every(one.every_seconds)),
      el('td', {'data-label': column.timeout}, `${one.timeout_ms} ms`),
      el('td.remove', {'data-label': column.remove}, el('button', {type: 'button', 'data-needs': 'admin', disabled: busy, 'aria-label': T.uptime.places.removeOne(one.name),
        onclick: () => remove(`uptime/schedules/${encodeURIComponent(one.name)}`)}, T.uptime.places.remove))))));
}

function scheduleForm(mistakes, busy, submit) {
  const P = T.uptime.places;
  const of = wrongOf(mistakes, 'place');
  const labelled = (name, more = {}) => el('label', {}, P.field[name], el('input', {...of.common(name), autocomplete: 'off', ...more}), of.wrong(name));
  return el('form.card.newkey', {'data-key': 'schedule-form', 'data-needs': 'admin', 'data-test': 'schedule', onsubmit: submit, novalidate: true},
    labelled('schedule', {maxlength: 63}), labelled('every_seconds', {inputmode: 'numeric'}), labelled('timeout_ms', {inputmode: 'numeric', value: '10000'}),
    el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'schedule-save'}, P.addSchedule));
}
