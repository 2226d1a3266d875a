// One's own account: what one may do, the password, and where one is signed in.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {moment, notice} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {hostsOf} from './users.js';

const EVERY_SECONDS = 10;
const COLUMNS = ['browser', 'address', 'begun', 'used', 'end'];

export function open(content, {failed}) {
  document.title = `${T.account.title} · ${T.product}`;
  let who = null;
  let sessions = null;
  let password = true; // false: at the OpenID provider
  let outcome = null; // {error} or {done}
  let busy = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    [who, {sessions, password}] = await Promise.all([api.get('session'), api.get('session/all')]);
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
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : [trouble.field, trouble.message].filter(Boolean).join(': ')};
    }
    busy = false;
    draw();
    polling.now();
  }

  function change(event) {
    event.preventDefault();
    const form = event.target;
    if (form.fresh.value !== form.again.value) {
      outcome = {error: T.account.differ};
      draw();
      return;
    }
    act(async () => {
      await api.put('session/password', {old: form.old.value, password: form.fresh.value});
      form.reset();
    }, T.account.changed);
  }

  const end = (id) => act(() => api.del(`session/all/${id}`), T.account.ended);

  function draw() {
    const A = T.account;
    const field = (name, label, autocomplete) => el('label', {}, label,
      el('input', {name, type: 'password', required: true, maxlength: 200, minlength: name === 'old' ? null : 12, autocomplete, 'data-test': 'account-' + name}));
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, A.title)),
      el('p.muted.note', {'data-key': 'about', 'data-test': 'account-about'}, el('b', {}, who.user), ' · ', T.rights.role[who.role], ': ',
        T.rights.about[who.role], '. ', A.sees(hostsOf(who.groups))),
      el('h2', {'data-key': 'password-title'}, A.password),
      !password ? el('p.muted.note', {'data-key': 'no-password', 'data-test': 'account-no-password'}, A.elsewhere) : el('form.card.newkey', {'data-key': 'form', 'data-test': 'account-password', onsubmit: change},
        el('input', {type: 'text', name: 'user', value: who.user, autocomplete: 'username', hidden: true}),
        field('old', A.old, 'current-password'), field('fresh', A.fresh, 'new-password'), field('again', A.again, 'new-password'),
        el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'account-submit'}, A.submit)),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'account-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'},
        outcome?.error ?? outcome?.done ?? ''),
      el('h2', {'data-key': 'sessions-title'}, A.sessions),
      el('p.muted.note', {'data-key': 'sessions-about'}, A.sessionsAbout),
      el('div.card.wide-table', {'data-key': 'sessions'}, el('table.keys', {'data-test': 'sessions'},
        el('caption.unseen', {}, A.sessions),
        el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name}, name === 'end' ? el('span.unseen', {}, A.column[name]) : A.column[name])))),
        el('tbody', {}, sessions.map((session) => el('tr', {'data-key': session.id, 'data-test': 'session-row'},
          el('td.name', {'data-label': A.column.browser}, session.user_agent || T.none),
          el('td', {'data-label': A.column.address}, session.address),
          el('td', {'data-label': A.column.begun}, moment(session.created_at)),
          el('td', {'data-label': A.column.used}, moment(session.last_used_at)),
          el('td.remove', {}, session.current ? el('span.muted', {}, A.here)
            : el('button', {type: 'button', disabled: busy, 'data-test': 'session-end', 'aria-label': A.endOne(session.user_agent), onclick: () => end(session.id)}, A.end))))))));
  }

  return {close: polling.stop, changed() {}};
}
