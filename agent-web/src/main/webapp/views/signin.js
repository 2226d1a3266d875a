// Sign-in. The address that was asked for is kept and opened afterwards.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {LOGO} from '../icons.js';
import {T} from '../texts.js';

/** @param user whose name stands there from the beginning */
export function open(content, {about, next, refused, signedIn, user = 'admin'}) {
  document.title = `${T.signIn.title} · ${T.product}`;
  let error = refused ? T.signIn.refused[refused] ?? T.signIn.refused.failed : null;
  let busy = false;

  async function submit(event) {
    event.preventDefault();
    const form = event.target;
    busy = true;
    error = null;
    draw();
    try {
      signedIn(await api.post('session', {user: form.user.value.trim(), password: form.password.value}));
    } catch (trouble) {
      busy = false;
      error = trouble instanceof api.Unreachable ? T.away(about.serves) : trouble.message || T.signIn.wrong;
      draw();
      form.password.select();
    }
  }

  /** The provider sends the browser back from elsewhere, and it does not show the old session then: it ends before. */
  async function leave(event) {
    event.preventDefault();
    const {href} = event.currentTarget;
    await api.del('session').catch(() => null);
    location.assign(href);
  }

  function draw() {
    show(content, el('form.card.signin', {onsubmit: submit, 'data-test': 'signin'},
      el('img', {src: LOGO, alt: '', width: 44, height: 44}),
      el('h1', {}, T.signIn.title),
      el('p.muted', {}, T.signIn.to[about.serves](about.hostname)),
      field('user', T.signIn.user, {autocomplete: 'username', value: user, autocapitalize: 'none', spellcheck: 'false'}),
      field('password', T.signIn.password, {autocomplete: 'current-password', type: 'password', autofocus: true}),
      el('p.error', {role: 'alert', 'data-test': 'signin-error', hidden: !error}, error ?? ''),
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'signin-submit'}, busy ? T.signIn.busy : T.signIn.submit),
      about.openid && el('a.button', {href: 'api/openid' + api.questionOf({next}), onclick: leave, 'data-test': 'signin-openid'}, T.signIn.through(about.openid)),
      el('p.muted.hint', {}, T.signIn.hint.before, ' ', el('code', {}, T.signIn.hint.file), ' ', T.signIn.hint.after[about.serves])));
  }

  draw();
  content.querySelector('[name=password]').focus();
  return {};
}

function field(name, label, attributes) {
  return el('label', {}, label, el('input', {name, required: true, 'data-test': 'signin-' + name, ...attributes}));
}
