// What the pages of uptime have in common.

import * as api from '../api.js';
import {el} from '../dom.js';
import {T} from '../texts.js';

const PAGES = {monitors: '#/uptime', incidents: '#/uptime/incidents', reports: '#/uptime/reports', maintenance: '#/uptime/maintenance',
  places: '#/uptime/places', document: '#/uptime/document'};
const NEEDS = {document: 'admin'};

export function tabsOf(current) {
  return el('nav.tabs', {'data-key': 'tabs', 'aria-label': T.uptime.tabs}, Object.entries(PAGES).map(([name, href]) =>
    el('a', {href, 'data-test': `uptime-${name}`, 'data-needs': NEEDS[name], 'aria-current': name === current && 'page'}, T.uptime.tab[name])));
}

/**
 * A field to choose a monitor by name, with those offered whose names contain what is written: thousands are not offered at
 * once. `chosen` is told {id, name}. Returns {input, close}; `input` is made once for each drawing.
 */
export function monitorChoice({id, draw, chosen}) {
  let found = [];
  let closed = false;

  async function ask({target}) {
    const q = target.value.trim();
    const hit = found.find(({name}) => name === q);
    if (hit) {
      chosen(hit, target);
      return;
    }
    const {monitors} = await api.get('uptime/monitors', {q, limit: 20}).catch(() => ({monitors: []})); // it can be asked again
    if (!closed && q === target.value.trim()) {
      found = monitors;
      draw();
    }
  }

  return {
    input: (attributes = {}) => [
      el('input', {type: 'search', list: id, autocomplete: 'off', spellcheck: 'false', oninput: ask, onfocus: ask, ...attributes}),
      el('datalist', {id}, found.map(({id: number, name}) => el('option', {value: name, 'data-key': String(number)}))),
    ],
    close() {
      closed = true;
    },
  };
}
