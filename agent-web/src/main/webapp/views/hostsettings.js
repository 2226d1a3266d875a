// The settings of one host, and who says each of them.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {fact, moment, notice, stateOf} from '../parts.js';
import {T} from '../texts.js';

const COLUMNS = ['name', 'value', 'layer'];

export function openHostSettings(body, {agent}) {
  async function refresh() {
    draw(await api.get(`agents/${encodeURIComponent(agent)}/settings`));
  }

  function draw(found) {
    if (found.settings.length === 0) {
      show(body, notice(T.settings.none, T.settings.noneMore));
      return;
    }
    const said = (one) => one.layer !== 'default';
    show(body,
      el('dl.facts', {'data-key': 'facts'},
        fact(T.settings.state.title, stateOf(found.state, T.settings.state)),
        fact(T.settings.told, moment(found.toldAt)),
        found.waitingForRestart.length > 0 && fact(T.settings.waiting, found.waitingForRestart.join(', '))),
      found.detail && el('p.bad', {'data-key': 'detail', 'data-test': 'settings-detail'}, found.detail),
      el('p', {'data-key': 'change'}, el('a', {href: `#/settings/host/${encodeURIComponent(agent)}`}, T.settings.changeHost)),
      el('div.card.wide-table', {'data-key': 'table'}, tableOf([...found.settings.filter(said), ...found.settings.filter((one) => !said(one))])));
  }

  return {refresh, close() {}};
}

function tableOf(rows) {
  return el('table.settings', {'data-test': 'host-settings'}, el('caption.unseen', {}, T.settings.title),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col'}, T.settings.column[name])))),
    el('tbody', {}, rows.map((one) => el('tr', {'data-key': one.name, 'data-test': 'host-setting', 'data-name': one.name},
      el('td.name', {}, el('b', {}, one.name), el('span.muted.wrap', {}, one.about)),
      el('td', {'data-label': T.settings.column.value}, one.layer === 'own' ? T.settings.ownValue : one.value ?? (one.byDefault || T.none)),
      el('td', {'data-label': T.settings.column.layer}, T.settings.source(one.layer))))));
}
