// Settings that the hub gives to agents: a layer's values, what a change would do, how it is rolled out, what was before.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {moment, notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 3;
const MOST_SHOWN = 50;

export const pathOf = (layer) => layer.split('/').map(encodeURIComponent).join('/');

export function open(content, {parts: [asked], query, failed}) {
  document.title = `${T.settings.title} · ${T.product}`;
  const layer = asked ? asked.split('/').map(decodeURIComponent).join('/') : 'global';
  const path = `fleet-settings/${pathOf(layer)}`;
  let overview = null;
  let agents = [];
  let versions = [];
  let base = null; // the version that the draft began with
  let draft = {};
  let generation = 0; // another one where fields are to show another draft
  let reason = '';
  let outlook = null; // what the draft would do
  let outcome = null;
  let busy = false;
  let wanted = query.get('setting'); // somebody looked for it

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [all, hosts, history] = await Promise.all([api.get('fleet-settings'), api.get('agents'), api.get(`${path}/versions`)]);
    overview = all;
    agents = hosts.agents;
    versions = history.versions;
    if (base === null) {
      begin();
    }
    draw();
  }, failed);

  function begin() {
    base = versions[0]?.version ?? 0;
    draft = {...versions[0]?.settings};
    generation++;
    reason = '';
    outlook = null;
  }

  async function act(doing) {
    busy = true;
    outcome = null;
    draw();
    try {
      outcome = {done: await doing()};
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

  const send = (question) => api.putIf(path + question, {settings: draft, reason: reason.trim() || T.settings.noReason}, base);

  const look = () => act(async () => {
    outlook = await send('?dryRun=true');
  });

  function save(event) {
    event.preventDefault();
    return act(async () => {
      const {version} = await send(event.target.waves.checked ? '' : '?waves=false');
      base = null;
      return T.settings.saved(version);
    });
  }

  const revert = (version) => act(async () => {
    await api.post(`${path}/revert`, {version});
    base = null;
    return T.settings.reverted(version);
  });

  const resume = () => act(async () => {
    await api.post('fleet-settings/rollout/resume');
  });

  function edit(change) {
    change();
    outlook = null;
    outcome = null;
    draw();
  }

  function draw() {
    const known = new Map(overview.known.map((one) => [one.name, one]));
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.settings.title), layersOf(layer, overview.layers, agents)),
      el('p.muted.note', {'data-key': 'about'}, T.settings.about),
      wanted && known.size > 0 && el('section.card.wanted', {'data-key': 'wanted', 'data-test': 'setting-wanted'}, wantedOf(known.get(wanted))),
      overview.rollout && rolloutOf(overview.rollout, agents, resume, busy),
      overview.known.length === 0 ? notice(T.settings.none, T.settings.noneMore) : el('form.card.layer', {'data-key': 'form', 'data-test': 'layer', onsubmit: save},
        el('h2', {}, T.settings.of(nameOf(layer, agents), base)),
        fieldsOf(known),
        adding(known),
        el('label.reason', {}, T.settings.reason, el('input', {'data-key': `reason ${generation}`, name: 'reason', required: true, maxlength: 500, autocomplete: 'off', 'data-test': 'settings-reason',
          oninput: (event) => { reason = event.target.value; }})),
        el('label.check', {}, el('input', {type: 'checkbox', name: 'waves', checked: true, 'data-test': 'settings-waves'}), T.settings.waves),
        el('p', {role: 'status', 'data-test': 'settings-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'}, outcome?.error ?? outcome?.done ?? ''),
        outlook && outlookOf(outlook),
        el('span.actions', {},
          el('button', {type: 'button', disabled: busy, 'data-test': 'settings-look', onclick: look}, T.settings.look),
          el('button.primary', {type: 'submit', disabled: busy || !outlook || outlook.changes.length === 0, 'data-test': 'settings-save'}, T.settings.save),
          el('button', {type: 'button', disabled: busy, onclick: () => edit(begin)}, T.settings.undo))),
      versions.length > 0 && historyOf(versions, revert, busy));
  }

  function wantedOf(one) {
    const mayAdd = one && rights.may('admin') && one.place.startsWith('AT_') && !(wanted in draft);
    return [
      el('h2', {}, wanted),
      el('p', {}, one ? `${one.about} ${T.settings.byDefault(one.byDefault)} ${T.settings.place[one.place]}` : T.settings.unknown),
      wanted in draft && el('p', {}, T.settings.isSet(draft[wanted])),
      mayAdd && el('button', {type: 'button', 'data-test': 'setting-wanted-add', onclick: () => edit(() => { draft = {...draft, [wanted]: one.byDefault}; })}, T.settings.setIt),
    ];
  }

  function fieldsOf(known) {
    const names = Object.keys(draft).sort();
    return names.length === 0 ? el('p.muted', {'data-key': 'empty'}, T.settings.empty) : el('div.values', {'data-key': 'values'}, names.map((name) => {
      const one = known.get(name);
      return el('div.value', {'data-key': name, 'data-test': 'setting', 'data-name': name},
        el('label', {}, el('b', {}, name), el('input', {'data-key': `${generation} ${name}`, value: draft[name], autocomplete: 'off', 'data-test': 'setting-value', oninput: (event) => {
          const {value} = event.target;
          edit(() => { draft = {...draft, [name]: value}; });
        }})),
        el('button', {type: 'button', 'aria-label': T.settings.removeOne(name), 'data-test': 'setting-remove', onclick: () => edit(() => {
          const {[name]: gone, ...rest} = draft;
          draft = rest;
        })}, T.settings.remove),
        el('span.muted', {}, one ? `${one.about} ${T.settings.byDefault(one.byDefault)} ${T.settings.place[one.place]}` : T.settings.unknown));
    }));
  }

  function adding(known) {
    const free = [...known.values()].filter(({name, place}) => place.startsWith('AT_') && !(name in draft));
    return el('label', {'data-key': 'adding'}, T.settings.add, el('select', {'data-test': 'setting-add', onchange: (event) => {
      const name = event.target.value;
      event.target.value = '';
      if (name) {
        edit(() => { draft = {...draft, [name]: known.get(name).byDefault}; });
      }
    }}, el('option', {value: ''}, T.settings.choose), free.map(({name}) => el('option', {value: name}, name))));
  }

  return {
    close: polling.stop,
    changed(next) {
      wanted = next.get('setting');
      if (overview) {
        draw();
      }
    },
  };
}

export function nameOf(layer, agents) {
  const [kind, name] = [layer.split('/')[0], layer.slice(layer.indexOf('/') + 1)];
  return kind === 'global' ? T.settings.layer.global : T.settings.layer[kind](kind === 'host' ? agents.find(({id}) => id === name)?.hostname ?? name : name);
}

function layersOf(layer, layers, agents) {
  const groups = [...new Set(agents.map(({group}) => group).filter(Boolean))].sort();
  const all = [...new Set(['global', ...groups.map((name) => `group/${name}`), ...layers.map((one) => one.layer), layer, ...agents.map(({id}) => `host/${id}`)])];
  const version = (name) => layers.find((one) => one.layer === name)?.version;
  return el('label', {}, el('span.unseen', {}, T.settings.layers), el('select', {'data-test': 'settings-layer', onchange: (event) => { location.hash = `#/settings/${pathOf(event.target.value)}`; }},
    all.map((name) => el('option', {value: name, selected: name === layer}, nameOf(name, agents) + (version(name) ? ` (${T.settings.version(version(name))})` : '')))));
}

function rolloutOf(rollout, agents, resume, busy) {
  return el('section.card.rollout', {'data-key': 'rollout', 'data-test': 'rollout', 'data-state': rollout.state},
    el('h2', {}, T.settings.rollout(nameOf(rollout.layer, agents), rollout.version)),
    el('p', {}, stateOf(rollout.state, T.settings.rolloutState), ' ', T.settings.progress(rollout), ' ', moment(rollout.beganAt)),
    rollout.detail && el('p.bad', {'data-test': 'rollout-detail'}, rollout.detail),
    rollout.failures.length > 0 && el('ul', {}, rollout.failures.slice(0, MOST_SHOWN).map(({agent, hostname, state, detail}) => el('li', {},
      el('a', {href: `#/hosts/${agent}/settings`}, hostname), ' ', T.settings.state[state] ?? state, ': ', detail))),
    rollout.state === 'halted' && el('span.actions', {}, el('button', {type: 'button', disabled: busy, 'data-test': 'rollout-resume', onclick: resume}, icon('warn'), T.settings.resume)));
}

const changeOf = ({name, from, to}) => el('li', {'data-test': 'change'}, el('b', {}, name), ' ', from === undefined ? '' : el('del', {}, from), ' → ', to === undefined ? T.settings.notSet : el('ins', {}, to));

export function outlookOf({changes, agents}) {
  return el('div.outlook', {'data-key': 'outlook', 'data-test': 'outlook'},
    changes.length === 0 ? el('p', {}, T.settings.noChange) : el('ul', {}, changes.map(changeOf)),
    el('p', {}, T.settings.reach(agents.length, agents.filter(({restart}) => restart).length)),
    el('ul', {}, agents.slice(0, MOST_SHOWN).map((one) => el('li', {'data-test': 'outlook-agent'}, el('b', {}, one.hostname), ': ',
      one.changes.map(({name, effect}) => `${name} ${T.settings.effect[effect]}`).join(', ')))),
    agents.length > MOST_SHOWN && el('p.muted', {}, T.settings.more(agents.length - MOST_SHOWN)));
}

function historyOf(versions, revert, busy) {
  return el('section.card.history', {'data-key': 'history', 'data-test': 'history'}, el('h2', {}, T.settings.history),
    el('ol', {}, versions.map(({version, reason, changedAt, changedBy, changes}, i) => el('li', {'data-key': version, 'data-test': 'version'},
      el('p', {}, el('b', {}, T.settings.version(version)), ' ', reason, el('span.muted', {}, ` · ${changedBy} · `, moment(changedAt))),
      el('ul', {}, changes.map(changeOf)),
      i > 0 && el('button', {type: 'button', disabled: busy, 'data-test': 'revert', onclick: () => revert(version)}, T.settings.revert(version))))));
}
