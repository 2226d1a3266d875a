// How this host proves who it is, and how its rights are taken away.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {moment, notice, stateOf} from '../parts.js';
import {T} from '../texts.js';

const COLUMNS = ['serial', 'state', 'issued', 'until', 'used', 'why'];

export function openTrust(body, {agent, failed}) {
  const path = `agents/${encodeURIComponent(agent)}`;
  let list = null;
  let asking = false; // the form is open
  let busy = false;
  let outcome = null; // {error} or {done}

  async function revoke(event) {
    event.preventDefault();
    const reason = event.target.reason.value.trim();
    busy = true;
    draw();
    try {
      await api.post(`${path}/revoke`, {reason});
      outcome = {done: T.trust.revoked};
      asking = false;
      list = await api.get(`${path}/certificates`);
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : trouble.message};
    }
    busy = false;
    draw();
  }

  function ask(yes) {
    asking = yes;
    outcome = null;
    draw();
    body.querySelector('[name=reason]')?.focus();
  }

  function draw() {
    show(body,
      list.doubleUseAt && el('ul.troubles', {'data-key': 'double', 'data-test': 'double-use'},
        el('li', {}, icon('bad'), T.trust.doubleUse, ' ', moment(list.doubleUseAt))),
      list.certificates.length === 0 ? notice(T.trust.none, T.trust.noneMore)
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(list.certificates)),
      el('section.card.newkey', {'data-key': 'revoke'}, asking ? formOf(revoke, busy, () => ask(false))
        : el('button.danger', {type: 'button', 'data-test': 'revoke', onclick: () => ask(true)}, icon('bad'), T.trust.revoke)),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'revoke-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'},
        outcome?.error ?? outcome?.done ?? ''));
  }

  return {
    async refresh() {
      list = await api.get(`${path}/certificates`);
      draw();
    },
    changed() {},
    close() {},
  };
}

function formOf(revoke, busy, keep) {
  return el('form', {'data-test': 'revoke-form', onsubmit: revoke},
    el('p', {}, T.trust.surely),
    el('label', {}, T.trust.reason, el('input', {name: 'reason', required: true, maxlength: 500, 'data-test': 'revoke-reason', autocomplete: 'off'})),
    el('span.actions', {}, el('button.danger', {type: 'submit', disabled: busy, 'data-test': 'revoke-surely'}, icon('bad'), T.trust.now),
      el('button', {type: 'button', onclick: keep}, T.keys.keep)));
}

function tableOf(certificates) {
  const {column} = T.trust;
  return el('table.keys', {'data-test': 'certificates'},
    el('caption.unseen', {}, T.trust.title),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name}, column[name])))),
    el('tbody', {}, certificates.map((one) => {
      const cells = {
        serial: el('code', {}, one.serial.match(/.{1,8}/g).map((part, i) => [i > 0 && el('wbr'), part]).flat()),
        state: stateOf('certificate_' + one.state, T.trust.state),
        issued: moment(one.issuedAt),
        until: moment(one.notAfter),
        used: moment(one.firstUsedAt),
        why: one.revokedAt ? T.trust.why(one.revokedBy, one.reason) : one.joinToken ? T.trust.joined : T.trust.renewed,
      };
      return el('tr', {'data-key': one.serial, 'data-test': 'certificate-row'},
        COLUMNS.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}
