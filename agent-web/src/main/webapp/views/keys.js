// The keys with which senders that are not ours may send, and scripts may do what their role may: made, shown once, given
// a new secret, removed.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {moment, notice} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';
import {groupsOf, hostsOf} from './users.js';

const EVERY_SECONDS = 10;
const SENDS = ['pulse', 'postgres'];
const DAY_MS = 86_400_000;
const DAYS = ['', '30', '90', '365'];
const COLUMNS = ['name', 'may', 'used', 'expires', 'made', 'change'];

export function open(content, {failed}) {
  document.title = `${T.keys.title} · ${T.product}`;
  let keys = null;
  let made = null; // {name, sends, key}: shown until the page is left
  let outcome = null; // {error} or {done}
  let busy = false;
  let doubted = null; // the key whose removal is to be confirmed

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    keys = (await api.get('api-keys')).keys;
    draw();
  }, failed);

  async function act(doing, done) {
    busy = true;
    outcome = null;
    draw();
    try {
      await doing();
      outcome = {done};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : trouble.message};
    }
    busy = false;
    draw();
    polling.now();
  }

  function make(event) {
    event.preventDefault();
    const form = event.target;
    const days = Number(form.days.value);
    const sends = SENDS.filter((what) => form[what].checked);
    return act(async () => {
      made = await api.post('api-keys', {
        name: form.name.value.trim(),
        sends,
        ...(form.role.value && {role: form.role.value, groups: groupsOf(form.groups.value)}),
        ...(days && {expiresAt: new Date(api.serverNow() + days * DAY_MS).toISOString()}),
      });
      form.reset();
    }, null);
  }

  function rotate({id}) {
    return act(async () => {
      made = await api.post(`api-keys/${id}/rotate`, {});
    }, null);
  }

  function remove({id, name}) {
    doubted = null;
    return act(async () => {
      await api.del(`api-keys/${id}`);
      made = made?.id === id ? null : made;
    }, T.keys.removed(name));
  }

  function draw() {
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.keys.title)),
      el('p.muted.note', {'data-key': 'about'}, T.keys.about),
      made && madeOf(made),
      formOf(make, busy),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'keys-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'},
        outcome?.error ?? outcome?.done ?? ''),
      keys.length === 0 ? notice(T.keys.none, T.keys.noneMore)
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(keys, {busy, doubted, remove, rotate}, (key) => {
          doubted = key;
          draw();
        })));
  }

  return {close: polling.stop, changed() {}};
}

function madeOf(made) {
  return el('section.card.newlymade', {'data-key': 'made', 'data-test': 'made'},
    el('h2', {}, T.keys.made(made.name)), el('p', {}, T.keys.once),
    el('pre', {'data-test': 'made-key', tabindex: '0'}, made.key),
    made.oldHoldsUntil && el('p', {}, T.keys.oldUntil, ' ', moment(made.oldHoldsUntil)),
    made.role && el('pre.muted', {}, T.keys.callApi(location.origin)),
    made.sends.map((what) => el('pre.muted', {}, T.keys.curl[what](location.origin))));
}

function formOf(make, busy) {
  const {form} = T.keys;
  return el('form.card.newkey', {'data-key': 'form', 'data-test': 'newkey', onsubmit: make},
    el('label', {}, form.name, el('input', {name: 'name', required: true, maxlength: 63, 'data-test': 'newkey-name', autocomplete: 'off'})),
    el('fieldset', {}, el('legend', {}, form.sends), SENDS.map((what) => el('label.check', {},
      el('input', {type: 'checkbox', name: what, 'data-test': 'newkey-' + what}), form.what[what]))),
    el('label', {}, form.role, el('select', {name: 'role', 'data-test': 'newkey-role'}, el('option', {value: ''}, form.noRole),
      rights.ranks().map((rank) => el('option', {value: rank}, T.rights.role[rank])))),
    el('label', {}, form.groups, el('input', {name: 'groups', autocomplete: 'off', placeholder: form.groupsHint, 'data-test': 'newkey-groups'})),
    el('label', {}, form.expires, el('select', {name: 'days'}, DAYS.map((days) => el('option', {value: days}, form.days[days])))),
    el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'newkey-submit'}, form.submit));
}

/** "Operator on web, db; send Windows" */
function mayOf({role, groups, sends}) {
  const {what} = T.keys.form;
  return [role && `${T.rights.role[role]} · ${hostsOf(groups)}`, sends.length > 0 && T.keys.sending(sends.map((one) => what[one] ?? one).join(', '))]
    .filter(Boolean).join('; ');
}

function tableOf(keys, {busy, doubted, remove, rotate}, doubt) {
  const {column} = T.keys;
  return el('table.keys', {'data-test': 'keys'},
    el('caption.unseen', {}, T.keys.title),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name},
      name === 'change' ? el('span.unseen', {}, column[name]) : column[name])))),
    el('tbody', {}, keys.map((key) => {
      const cells = {
        name: [el('b', {}, key.name), key.dead && el('span.bad', {}, ' ', T.keys.dead)],
        may: mayOf(key),
        used: [moment(key.lastUsedAt), key.lastUsedFrom && el('span.muted', {}, ' ', T.keys.from(key.lastUsedFrom))],
        expires: !key.expiresAt ? el('span.muted', {}, T.time.never)
          : key.expired ? el('span.bad', {}, T.keys.expired, ' ', moment(key.expiresAt)) : moment(key.expiresAt),
        made: [moment(key.createdAt), key.madeBy && el('span.muted', {}, ' ', T.keys.by(key.madeBy)),
          key.oldHoldsUntil && el('span.muted', {}, ' ', T.keys.oldHolds, ' ', moment(key.oldHoldsUntil))],
        change: doubted === key.id
          ? el('span.actions', {}, el('button.danger', {type: 'button', 'data-test': 'key-remove-surely', onclick: () => remove(key)}, icon('bad'), T.keys.surely),
            el('button', {type: 'button', onclick: () => doubt(null)}, T.keys.keep))
          : el('span.actions', {}, el('button', {type: 'button', disabled: busy, 'data-test': 'key-rotate', 'aria-label': T.keys.rotateOne(key.name), onclick: () => rotate(key)}, T.keys.rotate),
            el('button', {type: 'button', 'data-test': 'key-remove', 'aria-label': T.keys.removeOne(key.name), onclick: () => doubt(key.id)}, T.keys.remove)),
      };
      return el('tr', {'data-key': key.id, 'data-test': 'key-row', 'data-name': key.name},
        COLUMNS.map((name) => el('td', {class: name === 'change' ? 'remove' : name, 'data-label': column[name]}, cells[name])));
    })));
}
