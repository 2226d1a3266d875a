// The accounts of people: who may what, on which hosts.

import * as api from '../api.js';
import {begin, conflictOf, save, saveOver, takeTheirs} from '../conflict.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {moment, notice} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 10;
const RANKS = ['viewer', 'operator', 'admin'];
const COLUMNS = ['name', 'role', 'groups', 'seen', 'password', 'sessions', 'change'];

/** 'web, db' -> ['web', 'db']; nothing stands for all. */
export function groupsOf(text) {
  const groups = text.split(',').map((group) => group.trim()).filter(Boolean);
  return groups.length > 0 ? groups : ['*'];
}

export function hostsOf(groups) {
  return groups.includes('*') ? T.rights.all : groups.length > 0 ? groups.join(', ') : T.rights.no;
}

export function open(content, {about, failed}) {
  document.title = `${T.users.title} · ${T.product}`;
  let users = null;
  let outcome = null; // {error} or {done}
  let busy = false;
  let chosen = null; // the name of the one that is being changed
  let edition = null; // what its form is filled from
  let outside = false; // the new one is to sign in through the OpenID provider
  let doubted = false; // its removal is to be confirmed

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    users = (await api.get('users')).users;
    draw();
  }, failed);

  async function act(doing, done) {
    busy = true;
    outcome = null;
    draw();
    try {
      outcome = {done: done(await doing())};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : [trouble.field, trouble.message].filter(Boolean).join(': ')};
    }
    busy = false;
    draw();
    polling.now();
  }

  const path = (name) => `users/${encodeURIComponent(name)}`;

  function make(event) {
    event.preventDefault();
    const form = event.target;
    const name = form.name.value.trim();
    return act(async () => {
      await api.post('users', {name, display_name: form.display_name.value.trim(), role: form.role.value,
        groups: groupsOf(form.groups.value), ...(outside ? {openid: true} : {password: form.password.value})});
      form.reset();
    }, () => T.users.made(name));
  }

  function change(event) {
    event.preventDefault();
    const form = event.target;
    const name = chosen;
    return act(async () => {
      await save(edition, 'PATCH', {display_name: form.display_name.value.trim(), role: form.role.value,
        groups: groupsOf(form.groups.value), disabled: !form.enabled.checked});
      edition = await begin(path(name));
    }, () => T.users.changed(name));
  }

  const conflict = () => conflictOf(edition, {names: T.users.field, words: {role: (role) => T.rights.role[role], groups: hostsOf}, busy,
    take() { edition = takeTheirs(edition); outcome = null; draw(); },
    over() { edition = saveOver(edition); content.querySelector('[data-test=user-save]').click(); }});

  function setPassword(event) {
    event.preventDefault();
    const form = event.target;
    const name = chosen;
    return act(async () => {
      await api.post(path(name) + '/password', {password: form.password.value});
      form.reset();
    }, () => T.users.passwordSet(name));
  }

  const endSessions = (name) => act(() => api.del(path(name) + '/sessions'), ({ended}) => T.users.ended(name, ended));

  function remove(name) {
    choose(null);
    return act(() => api.del(path(name)), () => T.users.removed(name));
  }

  async function choose(name) {
    chosen = name;
    edition = null;
    doubted = false;
    outcome = null;
    draw();
    if (name) {
      await act(async () => {
        const begun = await begin(path(name));
        if (chosen === name) {
          edition = begun;
        }
      }, () => '');
    }
  }

  function doubt(is) {
    doubted = is;
    draw();
  }

  function draw() {
    const user = users.find(({name}) => name === chosen);
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.users.title)),
      el('p.muted.note', {'data-key': 'about'}, T.users.about, ' ', T.users.rules),
      user ? edition && changeOf(user, edition.value) : formOf(),
      user && conflict(),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'users-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'},
        outcome?.error ?? outcome?.done ?? ''),
      el('div.card.wide-table', {'data-key': 'table'}, tableOf()));
  }

  function formOf() {
    const {form} = T.users;
    return el('form.card.newkey', {'data-key': 'form', 'data-test': 'newuser', onsubmit: make},
      el('label', {}, form.name, el('input', {name: 'name', required: true, maxlength: 63, autocomplete: 'off', autocapitalize: 'none', 'data-test': 'newuser-name'})),
      el('label', {}, form.displayName, el('input', {name: 'display_name', maxlength: 100, autocomplete: 'off'})),
      roleOf('viewer'),
      el('label', {}, form.groups, el('input', {name: 'groups', autocomplete: 'off', placeholder: form.groupsHint, 'data-test': 'newuser-groups'})),
      about.openid && el('label.check', {'data-key': 'openid'}, el('input', {type: 'checkbox', checked: outside, 'data-test': 'newuser-openid', onchange: toggle}), T.users.through(about.openid)),
      !outside && el('label', {'data-key': 'password'}, form.password, el('input', {name: 'password', type: 'password', required: true, minlength: 12, maxlength: 200, autocomplete: 'new-password', 'data-test': 'newuser-password'})),
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'newuser-submit'}, form.submit));
  }

  function toggle(event) {
    outside = event.target.checked;
    draw();
  }

  function roleOf(role) {
    return el('label', {}, T.users.form.role, el('select', {name: 'role', 'data-test': 'user-role'},
      RANKS.map((rank) => el('option', {value: rank, selected: rank === role}, T.rights.role[rank]))));
  }

  function changeOf(user, kept) {
    const {form} = T.users;
    return el('section.card.newlymade', {'data-key': `change-${user.name} ${edition.filled}`, 'data-test': 'user-change'},
      el('h2', {}, T.users.of(user.name)),
      el('form.newkey.inner', {onsubmit: change},
        el('label', {}, form.displayName, el('input', {name: 'display_name', maxlength: 100, autocomplete: 'off', value: kept.display_name})),
        roleOf(kept.role),
        el('label', {}, form.groups, el('input', {name: 'groups', autocomplete: 'off', placeholder: form.groupsHint,
          value: kept.groups.includes('*') ? '' : kept.groups.join(', '), 'data-test': 'user-groups'})),
        el('label.check', {}, el('input', {type: 'checkbox', name: 'enabled', checked: !kept.disabled, 'data-test': 'user-enabled'}), T.users.mayComeIn),
        el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'user-save'}, T.users.save)),
      !user.openid && el('form.newkey.inner', {onsubmit: setPassword},
        el('label', {}, T.users.newPassword, el('input', {name: 'password', type: 'password', required: true, minlength: 12, maxlength: 200, autocomplete: 'new-password'})),
        el('button', {type: 'submit', disabled: busy}, T.users.setPassword)),
      el('div.actions', {},
        el('button', {type: 'button', disabled: busy || user.sessions === 0, 'data-test': 'user-end', onclick: () => endSessions(user.name)}, T.users.endSessions),
        doubted
          ? [el('button.danger', {type: 'button', 'data-test': 'user-remove-surely', onclick: () => remove(user.name)}, icon('bad'), T.users.surely),
            el('button', {type: 'button', onclick: () => doubt(false)}, T.users.keep)]
          : el('button', {type: 'button', disabled: busy, 'data-test': 'user-remove', onclick: () => doubt(true)}, T.users.remove),
        el('button', {type: 'button', onclick: () => choose(null)}, T.users.close)));
  }

  function tableOf() {
    const {column} = T.users;
    return el('table.keys', {'data-test': 'users'},
      el('caption.unseen', {}, T.users.title),
      el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name},
        name === 'change' ? el('span.unseen', {}, column[name]) : column[name])))),
      el('tbody', {}, users.map((user) => {
        const cells = {
          name: [el('b', {}, user.name), user.display_name && el('span.muted', {}, ' ', user.display_name), user.disabled && el('span.bad', {}, ' ', T.users.disabled)],
          role: T.rights.role[user.role],
          groups: hostsOf(user.groups),
          seen: moment(user.last_sign_in_at),
          password: user.openid ? T.users.noPassword : moment(user.password_changed_at),
          sessions: String(user.sessions),
          change: el('button', {type: 'button', 'data-test': 'user-open', 'aria-label': T.users.changeOne(user.name), onclick: () => choose(user.name)}, T.users.change),
        };
        return el('tr', {'data-key': user.name, 'data-test': 'user-row', 'data-name': user.name},
          COLUMNS.map((name) => el(`td.${name === 'change' ? 'remove' : name}`, {'data-label': column[name]}, cells[name])));
      })));
  }

  return {close: polling.stop, changed() {}};
}
