// A database that an agent watches because the hub says so: added, changed, tried, removed.

import * as api from '../api.js';
import {begin, conflictOf, save as saveStill, saveOver, takeTheirs} from '../conflict.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {mistakesOf, wrongOf} from '../mistakes.js';
import {notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';

const ASK_EVERY_SECONDS = 1;
const PORTS = {postgresql: 5432, mysql: 3306, mariadb: 3306};
const SSL_MODES = ['disable', 'prefer', 'require'];
const LIST = '#/databases';

export function open(content, {parts: [id], failed}) {
  const W = T.watch;
  document.title = `${id ? W.change : W.add} · ${T.product}`;
  let agents = null;
  let edition = null; // of one that is watched already: what the form is filled from
  let kept = null; // its settings
  let type = 'postgresql';
  let mistakes = {}; // by field
  let outcome = null; // {error}
  let busy = false;
  let doubted = false;
  let removal = null;
  let test = null;
  let asking = null;
  let closed = false;

  show(content, notice(T.loading));
  const loading = poll(5, async () => {
    const [found, settings] = await Promise.all([api.get('agents'), id && begin(`databases/${encodeURIComponent(id)}`)]);
    agents = found.agents.filter(({kind}) => kind === 'agent');
    edition = settings || null;
    kept = edition?.value ?? null;
    type = kept?.type ?? type;
    loading.stop();
    draw();
  }, (trouble) => {
    if (trouble.status === 404) {
      loading.stop();
      show(content, notice(W.gone, trouble.message, el('a.button', {href: LIST}, T.database.back)));
    } else {
      failed(trouble);
    }
  });

  function said() {
    const form = content.querySelector('form');
    const text = (name) => form[name].value.trim();
    return {
      agent: form.agent.value,
      name: text('name'),
      type: form.type.value,
      host: text('host'),
      port: Number(text('port')),
      database: text('database'),
      user: text('user'),
      ...(form.password.value && {password: form.password.value}),
      ssl_mode: form.ssl_mode.value,
      ...(isOfPostgresql(type)
        ? {statistics: form.statistics.checked, queries: form.queries.checked, log_files: text('log_files')}
        : {statistics: false, queries: true, log_files: ''}),
    };
  }

  /** What was left as proposed for one type of server is proposed anew for the other. */
  function chooseType({target}) {
    const {port, database} = target.form;
    if (Number(port.value) === PORTS[type]) {
      port.value = PORTS[target.value];
    }
    if (isOfPostgresql(type) !== isOfPostgresql(target.value) && ['', 'postgres'].includes(database.value)) {
      database.value = isOfPostgresql(target.value) ? 'postgres' : '';
    }
    type = target.value;
    draw();
  }

  async function act(doing) {
    busy = true;
    mistakes = {};
    outcome = null;
    draw();
    try {
      await doing();
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      mistakes = mistakesOf(trouble);
      outcome = {error: trouble instanceof api.Unreachable ? T.away('hub')
        : Object.keys(mistakes).length > 0 ? W.mistakes : T.sentence(trouble.message)};
    }
    busy = false;
    if (!closed) {
      draw();
      content.querySelector('[aria-invalid]')?.focus();
    }
  }

  function save(event) {
    event.preventDefault();
    return act(async () => {
      await (id ? saveStill(edition, 'PATCH', said()) : api.post('databases', said()));
      location.hash = LIST;
    });
  }

  const conflict = () => conflictOf(edition, {names: W.field, words: {agent: (id) => agents.find((one) => one.id === id)?.hostname ?? id}, busy,
    take() {
      edition = takeTheirs(edition);
      kept = edition.value;
      type = kept.type;
      outcome = null;
      draw();
    },
    over() {
      edition = saveOver(edition);
      content.querySelector('form').requestSubmit();
    }});

  function tryIt() {
    asking?.stop();
    test = null;
    return act(async () => {
      test = await api.post('databases/tests', {...said(), ...(id && {id})});
      asking = poll(ASK_EVERY_SECONDS, async () => {
        test = await api.get(`databases/tests/${encodeURIComponent(test.id)}`);
        if (test.over) {
          asking.stop();
        }
        draw();
      }, failed);
    });
  }

  function remove() {
    return act(async () => {
      await api.del(`databases/${encodeURIComponent(id)}`);
      location.hash = LIST;
    });
  }

  /** What would stop is asked of the hub, before anybody is asked to be sure. */
  function doubt(now) {
    doubted = now;
    removal = null;
    if (!now) {
      draw();
      return null;
    }
    return act(async () => {
      removal = await api.del(`databases/${encodeURIComponent(id)}?dry_run=true`);
    });
  }

  function draw() {
    const hostname = (agent) => agents.find((one) => one.id === agent)?.hostname ?? agent;
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: LIST}, T.database.back), ' / ', kept?.name ?? W.add),
      el('div.head', {'data-key': 'head'}, el('h1', {}, kept ? W.changeOne(kept.name) : W.add),
        kept && stateOf(kept.state, W.state)),
      kept?.detail && el('p.warn', {'data-key': 'detail', 'data-test': 'watch-detail'}, T.sentence(kept.detail)),
      el('p.muted.note', {'data-key': 'about'}, W.about),
      agents.length === 0 ? notice(W.noAgent, W.noAgentMore) : formOf({agents, kept, filled: edition?.filled, type, chooseType, mistakes, busy, save, tryIt}),
      conflict(),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'watch-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'},
        outcome?.error ?? ''),
      test && testOf(test, type, hostname(test.agent)),
      kept && removalOf({kept, hostname: hostname(kept.agent), doubted, removal, busy, doubt, remove}));
  }

  return {
    close() {
      closed = true;
      loading.stop();
      asking?.stop();
    },
  };
}

function isOfPostgresql(type) {
  return type === 'postgresql';
}

function formOf({agents, kept, filled, type, chooseType, mistakes, busy, save, tryIt}) {
  const {field, hint} = T.watch;
  const {common, wrong} = wrongOf(mistakes, 'watch');
  const labelled = (name, input, more) => el('label', {class: 'field-' + name, 'data-key': name}, field[name], input, wrong(name) || (more && el('span.muted.hint', {}, more)));
  const text = (name, value, more = {}) => el('input', {...common(name), value, autocomplete: 'off', spellcheck: 'false', ...more});
  const check = (name, on, words) => el('label.check', {},
    el('input', {type: 'checkbox', ...common(name), checked: on}), words);

  return el('form.card.watch', {'data-key': `form ${filled ?? ''}`, 'data-test': 'watch', onsubmit: save, novalidate: true},
    labelled('agent', el('select', common('agent'), agents.map((agent) =>
      el('option', {value: agent.id, selected: agent.id === kept?.agent}, agent.hostname + (agent.state === 'online' ? '' : ` · ${T.state[agent.state] ?? agent.state}`)))), hint.agent),
    labelled('name', text('name', kept?.name ?? '', {maxlength: 40}), hint.name),
    labelled('type', el('select', {...common('type'), onchange: chooseType}, Object.keys(PORTS).map((one) =>
      el('option', {value: one, selected: one === type}, T.watch.type[one])))),
    labelled('host', text('host', kept?.host ?? '', {maxlength: 255}), hint.host),
    labelled('port', text('port', kept?.port ?? 5432, {inputmode: 'numeric', maxlength: 5})),
    labelled('database', text('database', kept?.database ?? 'postgres', {maxlength: 255})),
    labelled('user', text('user', kept?.user ?? '', {maxlength: 255})),
    labelled('password', text('password', '', {type: 'password', maxlength: 1000, autocomplete: 'new-password',
      placeholder: kept ? T.watch.password[kept.password] : ''}), kept ? hint.passwordKept : hint.password),
    labelled('ssl_mode', el('select', common('ssl_mode'), SSL_MODES.map((mode) =>
      el('option', {value: mode, selected: mode === (kept?.ssl_mode ?? 'prefer')}, T.watch.ssl[mode])))),
    isOfPostgresql(type) && el('fieldset', {'data-key': 'jobs'}, el('legend', {}, T.watch.jobs),
      check('statistics', kept?.statistics ?? true, T.watch.job.statistics),
      check('queries', kept?.queries ?? false, T.watch.job.queries),
      wrong('statistics')),
    isOfPostgresql(type) && labelled('log_files', text('log_files', kept?.log_files ?? '', {maxlength: 1000, placeholder: '/var/log/postgresql/*.log'}), hint.log_files),
    !isOfPostgresql(type) && el('p.muted.note', {'data-key': 'queries'}, T.watch.queriesOnly),
    el('div.actions', {},
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'watch-save'}, kept ? T.watch.save : T.watch.submit),
      el('button', {type: 'button', disabled: busy, 'data-test': 'watch-try', onclick: tryIt}, T.watch.test),
      el('a.button', {href: LIST}, T.watch.cancel)));
}

const TEST_LOOK = {waiting: 'busy', running: 'busy', ok: 'good', trouble: 'warn'};

function testOf(test, type, hostname) {
  const W = T.watch;
  const look = TEST_LOOK[test.state] ?? 'bad';
  return el('section.card.tried', {'data-key': 'test', 'data-test': 'tried', 'data-state': test.state, 'aria-live': 'polite'},
    el('h2', {}, el(`span.state.${look}`, {}, icon(look), W.tried[test.state] ?? test.state)),
    el('p.muted', {}, test.over ? [test.version && W.version[type](test.version), W.by(hostname), test.milliseconds !== undefined && W.took(test.milliseconds)].filter(Boolean).join(' · ')
      : W.asking[test.state](hostname)),
    test.detail && el('p', {'data-test': 'tried-detail'}, T.sentence(test.detail)),
    test.states.length > 0 && el('ul.troubles', {}, test.states.map(({part, state, remedy}) =>
      el('li', {'data-part': part, 'data-state': state}, icon('bad'), `${part}: ${T.sentence(remedy)}`))),
    test.grants && el('p', {}, W.grants),
    test.grants && el('pre', {'data-test': 'tried-grants', tabindex: '0'}, test.grants));
}

function removalOf({kept, hostname, doubted, removal, busy, doubt, remove}) {
  const W = T.watch;
  return el('section.card.removal', {'data-key': 'removal'},
    el('h2', {}, W.remove),
    !removal && el('p.muted', {'data-key': 'about'}, W.removeAbout(kept.name, hostname)),
    doubted && removal && el('div', {'data-key': 'removal-dry', 'data-test': 'watch-removal'},
      removal.stops.length > 0 && el('h3', {}, W.stops),
      removal.stops.length > 0 && el('ul', {}, removal.stops.map((text) => el('li', {}, T.sentence(text)))),
      el('h3', {}, W.stays),
      el('ul', {}, removal.stays.map((text) => el('li', {}, T.sentence(text))))),
    doubted && removal
      ? el('span.actions', {}, el('button.danger', {type: 'button', disabled: busy, 'data-test': 'watch-remove-surely', onclick: remove}, icon('bad'), W.surely(kept.name)),
        el('button', {type: 'button', onclick: () => doubt(false)}, W.keep))
      : el('span.actions', {}, el('button', {type: 'button', disabled: busy, 'data-test': 'watch-remove', onclick: () => doubt(true)}, W.remove)));
}
