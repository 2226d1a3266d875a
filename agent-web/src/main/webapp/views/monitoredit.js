// A monitor that is added, changed or removed.

import * as api from '../api.js';
import {begin, conflictOf, save as saveStill, saveOver, takeTheirs} from '../conflict.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {mistakesOf, wrongOf} from '../mistakes.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';
import {trialOf} from './trial.js';

const LIST = '#/uptime';

/** Fields of a check that most people want; what else there is stands in `more`, as JSON. */
const FIELDS = {
  http: [['url', 'text'], ['method', 'text'], ['redirects', 'number'], ['body', 'long']],
  tcp: [['host', 'text'], ['port', 'number'], ['tls', 'flag'], ['send', 'text'], ['expect', 'text']],
  ping: [['host', 'text'], ['count', 'number']],
  dns: [['name', 'text'], ['record', 'text'], ['server', 'text'], ['expected', 'lines']],
  tls: [['host', 'text'], ['port', 'number'], ['serverName', 'text']],
  query: [['url', 'text'], ['user', 'text'], ['password', 'text'], ['sql', 'long']],
  push: [['grace', 'text']],
};
const KINDS = Object.keys(FIELDS);

const asText = {
  text: (value) => value ?? '',
  number: (value) => value ?? '',
  long: (value) => value ?? '',
  lines: (value) => (value ?? []).join('\n'),
};
const asValue = {
  text: (text) => text.trim() || undefined,
  number: (text) => (text.trim() === '' ? undefined : Number(text)),
  long: (text) => text.trim() || undefined,
  lines: (text) => text.split('\n').map((line) => line.trim()).filter(Boolean),
};

export function open(content, {parts: [id], failed}) {
  const U = T.uptime;
  const E = U.edit;
  document.title = `${id ? E.change : U.add} · ${T.product}`;
  let places = null;
  let agents = [];
  let hosts = [];
  let names = [];
  let edition = null; // what the form is filled from
  let kept = null;
  let kind = 'http';
  let mistakes = {};
  let outcome = '';
  let busy = false;
  let doubted = false;
  let pushPath = null;
  let closed = false;

  show(content, notice(T.loading));
  const loading = poll(5, async () => {
    const [found, online, fleet, monitor] = await Promise.all([api.get('uptime/places'), api.get('uptime/agents'), api.get('agents'),
      id && begin(`uptime/monitors/${id}`)]);
    places = found;
    agents = online.agents;
    hosts = fleet.agents;
    edition = monitor || null;
    kept = edition?.value ?? null;
    kind = kept?.kind ?? kind;
    loading.stop();
    draw();
  }, (trouble) => {
    if (trouble.status === 404) {
      loading.stop();
      show(content, notice(U.noSuch, trouble.message, el('a.button', {href: LIST}, U.title)));
    } else {
      failed(trouble);
    }
  });

  /** @throws SyntaxError when the rest of the check is no JSON */
  function said() {
    const form = content.querySelector('form');
    const text = (name) => form[name].value.trim();
    const check = {...JSON.parse(text('more') || '{}')};
    FIELDS[kind].forEach(([name, type]) => {
      const field = form[`check.${name}`];
      const value = type === 'flag' ? field.checked || undefined : asValue[type](field.value);
      if (value !== undefined) {
        check[name] = value;
      }
    });
    check.assertions = asValue.lines(form.assertions.value);
    const secretName = text('secret_name');
    return {
      name: text('name'),
      kind,
      check,
      schedule: form.schedule.value,
      degraded_ms: Number(text('degraded_ms') || 0),
      retries: Number(text('retries') || 0),
      quorum: Number(text('quorum') || 0),
      datacenters: places.datacenters.map((place) => place.id).filter((place) => form[`at.${place}`].checked),
      tags: text('tags').split(/[\s,]+/).filter(Boolean),
      public: form.public.checked,
      status_group: text('status_group'),
      needs_monitor: text('needs_monitor'),
      needs_host: form.needs_host.value,
      ...(secretName && {secrets: {[secretName]: form.secret_value.value}}),
    };
  }

  async function act(doing) {
    busy = true;
    mistakes = {};
    outcome = '';
    draw();
    try {
      await doing();
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      mistakes = trouble instanceof SyntaxError ? {more: E.noJson(trouble.message)} : mistakesOf(trouble);
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : Object.keys(mistakes).length > 0 ? T.watch.mistakes : T.sentence(trouble.message);
    }
    busy = false;
    if (!closed) {
      draw();
      content.querySelector('[aria-invalid]')?.focus();
    }
  }

  const save = (event) => {
    event.preventDefault();
    return act(async () => {
      const form = said();
      const saved = await (id ? saveStill(edition, 'PATCH', form) : api.post('uptime/monitors', form));
      if (saved.push_path) {
        pushPath = saved.push_path;
        kept = saved;
      } else {
        location.hash = `${LIST}/${saved.id}`;
      }
    });
  };

  const conflict = () => conflictOf(edition, {names: E.field, busy,
    take() {
      edition = takeTheirs(edition);
      kept = edition.value;
      outcome = '';
      draw();
    },
    over() {
      edition = saveOver(edition);
      content.querySelector('form').requestSubmit();
    }});

  const pushAnew = () => act(async () => {
    kept = await api.post(`uptime/monitors/${kept.id}/push-path`);
    pushPath = kept.push_path;
  });

  const remove = () => act(async () => {
    await api.del(`uptime/monitors/${id}`);
    location.hash = LIST;
  });

  const trial = trialOf({said, id, act, draw: () => closed || draw(), failed});

  /** Whose names contain what is being written; thousands are not offered at once. */
  async function suggest({target}) {
    const asked = target.value.trim();
    const {monitors} = await api.get('uptime/monitors', {q: asked, limit: 20}).catch(() => ({monitors: []})); // it can be written all the same
    if (!closed && asked === target.value.trim()) {
      names = monitors.map(({name}) => name).filter((name) => name !== kept?.name);
      draw();
    }
  }

  function onKey(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !busy) {
      event.preventDefault();
      content.querySelector('[data-test=trial-start]')?.click();
    }
  }
  content.addEventListener('keydown', onKey);

  function draw() {
    if (pushPath) {
      show(content, pushOf(kept, pushPath));
      return;
    }
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: LIST}, U.title), ' / ', kept ? el('a', {href: `${LIST}/${id}`}, kept.name) : U.add),
      el('div.head', {'data-key': 'head'}, el('h1', {}, kept ? E.changeOne(kept.name) : U.add)),
      formOf({kept, filled: edition?.filled, kind, places, hosts, names, mistakes, busy, save, suggest, turn(next) { kind = next; mistakes = {}; draw(); }, pushAnew}),
      el('p.outcome.bad', {'data-key': 'outcome', role: 'status', 'data-test': 'monitor-outcome'}, outcome),
      conflict(),
      kind !== 'push' && trial.view({agents, busy}),
      kept && removalOf({kept, doubted, busy, remove, doubt(now) { doubted = now; draw(); }}));
  }

  return {
    close() {
      closed = true;
      loading.stop();
      trial.close();
      content.removeEventListener('keydown', onKey);
    },
  };
}

function formOf({kept, filled, kind, places, hosts, names, mistakes, busy, save, suggest, turn, pushAnew}) {
  const E = T.uptime.edit;
  const check = kept?.kind === kind ? kept.check : {};
  const of = wrongOf(mistakes, 'monitor');
  const labelled = (name, input, hint = E.hint[name]) => el('label', {class: `field-${name.replace('.', '-')}`, 'data-key': name}, E.field[name], input,
    of.wrong(name) || (hint && el('span.muted.hint', {}, hint)));
  const text = (name, value, more = {}) => el('input', {...of.common(name), value, autocomplete: 'off', spellcheck: 'false', ...more});
  const long = (name, value, rows) => el('textarea', {...of.common(name), rows, spellcheck: 'false'}, value);
  const flag = (name, on, words) => el('label.check', {}, el('input', {type: 'checkbox', ...of.common(name), checked: on}), words);
  const ofCheck = ([name, type]) => {
    const field = `check.${name}`;
    const value = type === 'flag' ? check[name] : asText[type](check[name]);
    return type === 'flag' ? el('div', {'data-key': field}, flag(field, value, E.field[field]))
      : labelled(field, type === 'long' || type === 'lines' ? long(field, value, 3) : text(field, value, type === 'number' ? {inputmode: 'numeric'} : {}));
  };
  return el('form.card.watch.monitor', {'data-key': `form ${kind} ${filled ?? ''}`, 'data-test': 'monitor', onsubmit: save, novalidate: true},
    labelled('name', text('name', kept?.name ?? '', {maxlength: 200})),
    labelled('kind', el('select', {...of.common('kind'), disabled: kept !== null, onchange: ({target}) => turn(target.value)}, KINDS.map((one) =>
      el('option', {value: one, selected: one === kind}, T.uptime.kindLong[one])))),
    labelled('schedule', el('select', of.common('schedule'), places.schedules.map((one) =>
      el('option', {value: one.name, selected: one.name === (kept?.schedule ?? '1m')}, E.schedule(one))))),
    ...FIELDS[kind].map(ofCheck),
    kind !== 'push' && labelled('assertions', long('assertions', asText.lines(check.assertions), 3), E.assertions[kind] ?? E.hint.assertions),
    kind === 'push' && el('input', {type: 'hidden', name: 'assertions', value: ''}),
    labelled('degraded_ms', text('degraded_ms', kept?.degraded_ms || '', {inputmode: 'numeric'})),
    labelled('retries', text('retries', kept?.retries ?? 1, {inputmode: 'numeric'})),
    labelled('quorum', text('quorum', kept?.quorum || '', {inputmode: 'numeric'})),
    labelled('tags', text('tags', (kept?.tags ?? []).join(' '))),
    labelled('needs_monitor', text('needs_monitor', kept?.needs_monitor ?? '', {list: 'monitor-names', oninput: suggest, onfocus: suggest})),
    labelled('needs_host', el('select', of.common('needs_host'), el('option', {value: ''}, E.noHost), hostsOf(hosts, kept).map(({id: host, hostname}) =>
      el('option', {value: host, selected: host === kept?.needs_host}, hostname)))),
    el('datalist', {id: 'monitor-names', 'data-key': 'names'}, names.map((name) => el('option', {value: name}))),
    el('fieldset', {}, el('legend', {}, E.field.datacenters),
      places.datacenters.map((place) => flag(`at.${place.id}`, kept?.datacenters.includes(place.id) ?? false, place.name === place.id ? place.id : `${place.name} (${place.id})`)),
      el('span.muted.hint', {}, E.hint.datacenters)),
    el('details.section', {'data-key': 'more'}, el('summary', {}, E.more),
      labelled('more', long('more', restOf(check, kind), 6), E.moreHint[kind] ?? E.hint.more),
      labelled('secret_name', text('secret_name', '', {maxlength: 63}), E.secretKept(kept?.secrets ?? [])),
      labelled('secret_value', text('secret_value', '', {type: 'password', autocomplete: 'new-password'}))),
    el('fieldset', {}, flag('public', kept?.public ?? false, E.field.public),
      el('label.inline', {}, E.field.status_group, text('status_group', kept?.status_group ?? '', {maxlength: 100})), of.wrong('status_group')),
    el('div.actions', {},
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'monitor-save'}, kept ? T.watch.save : E.submit),
      kept?.kind === 'push' && el('button', {type: 'button', disabled: busy, onclick: pushAnew}, E.pushAnew),
      el('a.button', {href: kept ? `${LIST}/${kept.id}` : LIST}, T.watch.cancel)));
}

/** A host that is gone stays chosen until somebody chooses otherwise. */
function hostsOf(hosts, kept) {
  const ours = hosts.filter(({kind}) => kind === 'agent');
  const isGone = kept?.needs_host && !ours.some(({id}) => id === kept.needs_host);
  return isGone ? [...ours, {id: kept.needs_host, hostname: kept.needs_host}] : ours;
}

/** What of a check has no field of its own. */
function restOf(check, kind) {
  const shown = new Set([...FIELDS[kind].map(([name]) => name), 'assertions']);
  const rest = Object.fromEntries(Object.entries(check).filter(([name]) => !shown.has(name)));
  return Object.keys(rest).length ? JSON.stringify(rest, null, 2) : '';
}

function pushOf(monitor, path) {
  const E = T.uptime.edit;
  const address = location.origin + path;
  return [
    el('div.head', {}, el('h1', {}, monitor.name)),
    el('section.card.newlymade', {'data-test': 'push-path'}, el('h2', {}, E.pushTitle), el('p', {}, E.pushOnce),
      el('pre', {tabindex: '0'}, E.pushExample(address)), el('div.actions', {}, el('a.button', {href: `${LIST}/${monitor.id}`}, E.pushDone))),
  ];
}

function removalOf({kept, doubted, busy, doubt, remove}) {
  const E = T.uptime.edit;
  return el('section.card.removal', {'data-key': 'removal'},
    el('h2', {}, E.remove),
    el('p.muted', {}, E.removeAbout),
    el('span.actions', {}, doubted
      ? [el('button.danger', {type: 'button', disabled: busy, 'data-test': 'monitor-remove-surely', onclick: remove}, icon('bad'), T.watch.surely(kept.name)),
        el('button', {type: 'button', onclick: () => doubt(false)}, T.watch.keep)]
      : el('button', {type: 'button', 'data-test': 'monitor-remove', onclick: () => doubt(true)}, E.remove)));
}
