// The Liberty servers of others whose jobs are seen here: added, changed, tried, removed.

import * as api from '../api.js';
import {begin, conflictOf, save as saveStill, saveOver, takeTheirs} from '../conflict.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {mistakesOf, wrongOf} from '../mistakes.js';
import {notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 10;
const COLUMNS = ['name', 'url', 'user', 'trust', 'group', 'trial', 'change'];

/** Where a server's jobs are. */
export const pageOf = (server) => `#/batch-servers/${encodeURIComponent(server)}`;

export function open(content, {failed}) {
  const B = T.batchServers;
  document.title = `${B.title} · ${T.product}`;
  let servers = null;
  let changed = null; // the server in the form; {}: a new one; null: no form
  let edition = null; // what the form of one that is there is filled from
  let mistakes = {}; // by field
  let outcome = null; // {error} or {done}
  let busy = false;
  let doubted = null; // name of the server whose removal is to be confirmed
  const trials = new Map(); // name -> {busy} or what the hub saw

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    servers = (await api.get('batch-servers')).servers;
    draw();
  }, failed);

  async function act(doing, done) {
    busy = true;
    mistakes = {};
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
      mistakes = mistakesOf(trouble);
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub')
        : Object.keys(mistakes).length > 0 ? B.mistakes : T.sentence(trouble.message)};
    }
    busy = false;
    draw();
    content.querySelector('[aria-invalid]')?.focus();
    polling.now();
  }

  function save(event) {
    event.preventDefault();
    const {name, url, user, password, trust, proof, group} = event.target;
    const said = {
      url: url.value.trim(),
      plainHttp: url.value.trim().startsWith('http:') && trust.value === 'http',
      user: user.value.trim(),
      ...(password.value && {password: password.value}),
      ca: trust.value === 'ca' ? proof.value : '',
      fingerprint: trust.value === 'fingerprint' ? proof.value.trim() : '',
      group: group.value.trim(),
    };
    const kept = changed.name;
    return act(async () => {
      const saved = kept ? await saveStill(edition, 'PATCH', said) : await api.post('batch-servers', {name: name.value.trim(), ...said});
      changed = null;
      tryIt(saved.name);
    }, kept ? B.saved(kept) : B.added);
  }

  async function tryIt(name) {
    trials.set(name, {busy: true});
    draw();
    try {
      trials.set(name, await api.post(`batch-servers/${encodeURIComponent(name)}/test`));
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      trials.set(name, {state: 'failed', detail: trouble instanceof api.Unreachable ? T.away('hub') : trouble.message});
    }
    draw();
  }

  function remove(name) {
    doubted = null;
    return act(async () => {
      await api.del(`batch-servers/${encodeURIComponent(name)}`);
      trials.delete(name);
    }, B.removed(name));
  }

  /** Fields that were filled in stay filled in while they are the same form. */
  async function edit(server) {
    changed = server?.name ? null : server;
    edition = null;
    mistakes = {};
    outcome = null;
    if (server?.name) {
      await act(async () => {
        edition = await begin(`batch-servers/${encodeURIComponent(server.name)}`);
        changed = {...edition.value};
      }, '');
    } else {
      draw();
    }
    content.querySelector('form input')?.focus();
  }

  const conflict = () => changed && conflictOf(edition, {names: B.field, busy,
    take() {
      edition = takeTheirs(edition);
      changed = {...edition.value};
      outcome = null;
      draw();
    },
    over() {
      edition = saveOver(edition);
      content.querySelector('form').requestSubmit();
    }});

  function draw() {
    if (!servers) {
      return;
    }
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/jobs'}, T.fleetJobs.title), ' / ', B.title),
      el('div.head', {'data-key': 'head'}, el('h1', {}, B.title), el('span.space'),
        !changed && rights.may('admin') && rights.seesFleet() && el('button', {type: 'button', 'data-test': 'server-add', onclick: () => edit({})}, B.add)),
      el('p.muted.note', {'data-key': 'about'}, B.about),
      changed && formOf({changed, filled: edition?.filled, mistakes, busy, save, close: () => edit(null), redraw: draw}),
      conflict(),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'servers-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'}, outcome?.error ?? outcome?.done ?? ''),
      servers.length === 0 ? el('div', {'data-key': 'none'}, notice(B.none, B.noneMore))
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(servers, {trials, doubted, busy, tryIt, edit, remove, doubt: (name) => { doubted = name; draw(); }})));
  }

  return {close: polling.stop, changed() {}};
}

function trustOf({ca, fingerprint, url}) {
  return ca ? 'ca' : fingerprint ? 'fingerprint' : url?.startsWith('http:') ? 'http' : 'java';
}

function formOf({changed, filled, mistakes, busy, save, close, redraw}) {
  const {field, hint, trusts} = T.batchServers;
  const {common, wrong} = wrongOf(mistakes, 'server');
  const labelled = (name, input, more, error = wrong(name)) => el('label', {class: 'field-' + name, 'data-key': name}, field[name], input, error || (more && el('span.muted.hint', {}, more)));
  const text = (name, value, more = {}) => el('input', {...common(name), value, autocomplete: 'off', spellcheck: 'false', ...more});
  const kept = changed.name;
  const trust = changed.trust ?? trustOf(changed);
  const proof = trust === trustOf(changed) ? changed.ca ?? changed.fingerprint ?? '' : '';
  return el('form.card.watch', {'data-key': `form ${kept ?? ''} ${filled ?? ''}`, 'data-test': 'server-form', onsubmit: save, novalidate: true},
    labelled('name', kept ? el('input', {value: kept, disabled: true, name: 'name'}) : text('name', '', {maxlength: 63}), hint.name),
    labelled('url', text('url', changed.url ?? '', {placeholder: 'https://payroll.example:9443', maxlength: 300, inputmode: 'url'}), hint.url),
    labelled('user', text('user', changed.user ?? '', {maxlength: 255}), hint.user),
    labelled('password', text('password', '', {type: 'password', maxlength: 1000, autocomplete: 'new-password', placeholder: kept ? T.batchServers.password[changed.password] : ''}), kept && hint.passwordKept),
    labelled('trust', el('select', {name: 'trust', 'data-test': 'server-trust', onchange: ({target}) => { changed.trust = target.value; redraw(); }},
      Object.keys(trusts).map((one) => el('option', {value: one, selected: one === trust}, trusts[one])))),
    trust === 'ca' && labelled('ca', el('textarea', {...common('ca'), name: 'proof', rows: 5, spellcheck: 'false', placeholder: '-----BEGIN CERTIFICATE-----'}, proof), hint.ca),
    trust === 'fingerprint' && labelled('fingerprint', text('fingerprint', proof, {name: 'proof', maxlength: 100}), hint.fingerprint),
    trust !== 'ca' && trust !== 'fingerprint' && el('input', {type: 'hidden', name: 'proof', value: '', 'data-key': 'proof'}),
    labelled('group', text('group', changed.group ?? '', {maxlength: 63}), hint.group),
    el('div.actions', {'data-key': 'actions'},
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'server-save'}, kept ? T.batchServers.save : T.batchServers.submit),
      el('button', {type: 'button', onclick: close}, T.cancel)));
}

function tableOf(servers, {trials, doubted, busy, tryIt, edit, remove, doubt}) {
  const B = T.batchServers;
  const mayChange = rights.may('admin') && rights.seesFleet();
  const names = mayChange ? COLUMNS : COLUMNS.filter((name) => name !== 'change' && name !== 'trial');
  return el('table.runs', {'data-test': 'servers'},
    el('caption.unseen', {}, B.title),
    el('thead', {}, el('tr', {}, names.map((name) => el('th', {scope: 'col', class: name}, name === 'change' ? el('span.unseen', {}, B.column[name]) : B.column[name])))),
    el('tbody', {}, servers.map((server) => {
      const trial = trials.get(server.name);
      const cells = {
        name: () => [el('a', {href: pageOf(server.name), 'data-test': 'server-jobs'}, el('b', {}, server.name))],
        url: () => server.url,
        user: () => [server.user, server.password !== 'set' && el('span.bad', {}, ' ', B.password[server.password])],
        trust: () => B.trusted[trustOf(server)],
        group: () => server.group ?? el('span.muted', {}, B.noGroup),
        trial: () => (!trial ? T.none : trial.busy ? stateOf('waiting', {waiting: B.trying})
          : [stateOf(trial.state === 'ok' ? 'ok' : 'failed', {ok: B.trial.ok, failed: B.trial[trial.state] ?? trial.state}),
            el('p.seentrial', {'data-test': 'trial', 'data-state': trial.state}, T.sentence(trial.detail)),
            trial.milliseconds !== undefined && el('span.muted', {}, B.took(trial.milliseconds))]),
        change: () => (doubted === server.name
          ? el('span.actions', {}, el('button.danger', {type: 'button', 'data-test': 'server-remove-surely', onclick: () => remove(server.name)}, icon('bad'), B.surely),
            el('button', {type: 'button', onclick: () => doubt(null)}, B.keep))
          : el('span.actions', {}, el('button', {type: 'button', 'data-test': 'server-test', 'aria-label': B.testOne(server.name), onclick: () => tryIt(server.name)}, B.test),
            el('button', {type: 'button', 'data-test': 'server-change', 'aria-label': B.changeOne(server.name), onclick: () => edit(server)}, B.change),
            el('button', {type: 'button', disabled: busy, 'data-test': 'server-remove', 'aria-label': B.removeOne(server.name), onclick: () => doubt(server.name)}, B.remove))),
      };
      return el('tr', {'data-key': server.name, 'data-test': 'server', 'data-server': server.name},
        names.map((name) => el('td', {class: name, 'data-label': name === 'change' ? '' : B.column[name]}, cells[name]())));
    })));
}
