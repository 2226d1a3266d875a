// Adding a host: a join token is made, its line is shown once, and who joined with which.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {mistakesOf, wrongOf} from '../mistakes.js';
import {moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 5;
const TIMES = ['1h', '24h', '7d', '30d', '90d'];
const COLUMNS = ['name', 'state', 'uses', 'expires', 'by', 'joined', 'remove'];

export function open(content, {failed}) {
  document.title = `${T.join.title} · ${T.product}`;
  let tokens = null;
  let hosts = new Map(); // id -> hostname
  let made = null; // with its line: shown until the page is left
  let outcome = null; // {error} or {done}
  let mistakes = {};
  let busy = false;
  let copied = false;
  let doubted = null; // the token whose removal is to be confirmed

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [some, all] = await Promise.all([api.get('join-tokens'), api.get('agents')]);
    tokens = some.tokens;
    hosts = new Map(all.agents.map((row) => [row.id, row.hostname]));
    draw();
  }, failed);

  async function act(doing, done) {
    busy = true;
    outcome = null;
    mistakes = {};
    draw();
    try {
      await doing();
      outcome = {done};
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      mistakes = mistakesOf(trouble);
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub') : trouble.message};
    }
    busy = false;
    draw();
    polling.now();
  }

  function make(event) {
    event.preventDefault();
    const form = event.target;
    const text = (name) => form[name].value.trim();
    return act(async () => {
      made = await api.post('join-tokens', {
        uses: Number(form.uses.value),
        expiresIn: form.expiresIn.value,
        ...(text('name') && {name: text('name')}),
        ...(text('group') && {group: text('group')}),
        ...(text('tags') && {tags: tagsOf(text('tags'))}),
      });
      copied = false;
      form.reset();
    }, null);
  }

  function remove({id, name}) {
    doubted = null;
    return act(async () => {
      await api.del(`join-tokens/${id}`);
      made = made?.id === id ? null : made;
    }, T.join.removed(name));
  }

  async function copy() {
    await navigator.clipboard.writeText(made.joinLine);
    copied = true;
    draw();
  }

  function draw() {
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/fleet'}, T.fleet.title), ' / ', T.join.title),
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.join.title)),
      el('p.muted.note', {'data-key': 'about'}, T.join.about),
      made && madeOf(made, tokens.find(({id}) => id === made.id), hosts, copied, copy),
      formOf(make, busy, mistakes),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'join-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'},
        outcome?.error ?? outcome?.done ?? ''),
      tokens.length === 0 ? notice(T.join.none, T.join.noneMore)
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(tokens, hosts, doubted, remove, (token) => {
          doubted = token;
          draw();
        })));
  }

  return {close: polling.stop, changed() {}};
}

/** 'env=prod, site=fra' -> {env: 'prod', site: 'fra'} */
function tagsOf(text) {
  return Object.fromEntries(text.split(',').map((pair) => pair.trim()).filter(Boolean).map((pair) => {
    const [name, ...value] = pair.split('=');
    return [name.trim(), value.join('=').trim()];
  }));
}

function madeOf(made, row, hosts, copied, copy) {
  return el('section.card.newlymade', {'data-key': 'made', 'data-test': 'made'},
    el('h2', {}, T.join.made(made.name)), el('p', {}, T.join.once),
    el('pre.line', {'data-test': 'join-line', tabindex: '0'}, made.joinLine),
    navigator.clipboard && el('button', {type: 'button', 'data-test': 'join-copy', onclick: copy}, copied ? T.join.copied : T.join.copy),
    el('p', {'data-test': 'join-waiting', role: 'status'}, row?.joined.length
      ? [T.join.joined, ' ', row.joined.map((id, i) => [i > 0 && ', ', hostOf(id, hosts)])].flat(3) : T.join.waiting));
}

const hostOf = (id, hosts) => el('a', {href: `#/hosts/${encodeURIComponent(id)}`}, hosts.get(id) ?? id);

function formOf(make, busy, mistakes) {
  const {form} = T.join;
  const {common, wrong} = wrongOf(mistakes, 'join');
  return el('form.card.newkey', {'data-key': 'form', 'data-test': 'join-form', onsubmit: make},
    el('label', {}, form.name, el('input', {...common('name'), maxlength: 100, placeholder: form.optional, autocomplete: 'off'}), wrong('name')),
    el('label', {}, form.uses, el('input', {...common('uses'), type: 'number', min: 1, max: 10000, value: 1, required: true}), wrong('uses')),
    el('label', {}, form.expiresIn, el('select', common('expiresIn'),
      TIMES.map((time) => el('option', {value: time, selected: time === '24h'}, form.times[time]))), wrong('expiresIn')),
    el('label', {}, form.group, el('input', {...common('group'), maxlength: 63, placeholder: form.optional, autocomplete: 'off'}), wrong('group')),
    el('label', {}, form.tags, el('input', {...common('tags'), placeholder: 'env=prod, site=fra', autocomplete: 'off'}), wrong('tags')),
    el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'join-submit'}, form.submit));
}

function tableOf(tokens, hosts, doubted, remove, doubt) {
  const {column} = T.join;
  return el('table.keys', {'data-test': 'join-tokens'},
    el('caption.unseen', {}, T.join.tokens),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name},
      name === 'remove' ? el('span.unseen', {}, column[name]) : column[name])))),
    el('tbody', {}, tokens.map((token) => {
      const cells = {
        name: el('b', {}, token.name),
        state: stateOf('token_' + token.state, T.join.state),
        uses: T.join.uses(token.usesLeft, token.uses),
        expires: moment(token.expiresAt),
        by: token.createdBy,
        joined: token.joined.length ? token.joined.map((id, i) => [i > 0 && ', ', hostOf(id, hosts)]).flat() : T.none,
        remove: doubted === token.id
          ? el('span.actions', {}, el('button.danger', {type: 'button', 'data-test': 'token-remove-surely', onclick: () => remove(token)}, icon('bad'), T.keys.surely),
            el('button', {type: 'button', onclick: () => doubt(null)}, T.keys.keep))
          : el('button', {type: 'button', 'data-test': 'token-remove', 'aria-label': T.keys.removeOne(token.name), onclick: () => doubt(token.id)}, T.keys.remove),
      };
      return el('tr', {'data-key': token.id, 'data-test': 'token-row', 'data-name': token.name},
        COLUMNS.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}
