// When collectors visit: what is set for the fleet, a group or a host, what it leads to, and how it is set otherwise.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {exactTime, localTime} from '../format.js';
import {icon} from '../icons.js';
import {notice} from '../parts.js';
import {poll} from '../poll.js';
import * as rights from '../rights.js';
import {pageToReadThePast} from '../steering.js';
import {T} from '../texts.js';
import {nameOf, outlookOf, pathOf} from './fleetsettings.js';

const EVERY_SECONDS = 5;
const PATIENCE_MS = 300;
const SHOWN = 5;
const SETTING = /^pulse\.(.+)\.(schedule|every)$/;
const NOTHING = {by: 'interval', every: '', cron: '', zone: '', not: '', missed: 'skip', paused: false};

export function open(content, {query, failed}) {
  document.title = `${T.schedules.title} · ${T.product}`;
  let asked = query;
  let overview = null;
  let agents = [];
  let previews = new Map(); // 'schedule every' -> what it leads to
  let fields = null; // what is being written; null: as it is set
  let generation = 0; // another one where the form is to show something else
  let preview = null; // of what is being written: {next} or {error}
  let outlook = null;
  let outcome = null;
  let busy = false;
  let timer = null;

  const layer = () => asked.get('layer') || 'global';
  const job = () => asked.get('job') || collectors(overview)[0];

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const [all, hosts] = await Promise.all([api.get('fleet-settings'), api.get('agents')]);
    overview = all;
    agents = hosts.agents;
    previews = new Map(await Promise.all(rowsOf(overview, agents).map(async (row) => [keyOf(row), await reckoned(row)])));
    if (fields === null && collectors(overview).length) {
      begin();
    }
    draw();
  }, failed);

  function begin(change = {}) {
    const row = rowOf(overview, agents, layer(), job());
    fields = {...fieldsOf(row.schedule, row.own.every), ...change};
    generation++;
    outlook = null;
    look();
  }

  const whole = () => {
    const {every} = rowOf(overview, agents, layer(), job());
    return {schedule: textOf(fields), every: fields.every.trim() || every};
  };

  async function look() {
    const mine = whole();
    const found = await reckoned(mine);
    if (fields && keyOf(mine) === keyOf(whole())) {
      preview = found;
      draw();
    }
  }

  function edit(change) {
    fields = {...fields, ...change};
    outlook = null;
    outcome = null;
    clearTimeout(timer);
    timer = setTimeout(look, PATIENCE_MS);
    draw();
  }

  /** The address says for whom and of what; a change that is asked for by a button is there already. */
  function choose(next, change) {
    const words = new URLSearchParams({layer: layer(), job: job(), ...next});
    const isHere = words.get('layer') === layer() && words.get('job') === job();
    asked = words;
    history.replaceState(null, '', '#/jobs/schedules?' + words);
    outcome = null;
    begin(change);
    draw();
    if (change || !isHere) {
      content.querySelector('[data-test=schedule-form]')?.scrollIntoView({block: 'nearest'});
    }
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

  function send(question, reason) {
    const {version, settings} = layerOf(overview, layer());
    const wanted = {...settings};
    set(wanted, `pulse.${job()}.schedule`, kept(textOf(fields), rowOf(overview, agents, layer(), job()).inherited));
    set(wanted, `pulse.${job()}.every`, fields.every.trim());
    return api.putIf(`fleet-settings/${pathOf(layer())}${question}`, {settings: wanted, reason}, version);
  }

  const dryRun = () => act(async () => {
    outlook = await send('?dryRun=true', T.settings.noReason);
  });

  function save(event) {
    event.preventDefault();
    const {reason, waves} = event.target;
    return act(async () => {
      const {version} = await send(waves.checked ? '' : '?waves=false', reason.value.trim() || T.settings.noReason);
      fields = null;
      return T.settings.saved(version);
    });
  }

  const runNow = (row) => act(async () => {
    const ids = agentsOf(agents, row.layer).map(({id}) => id);
    await api.post('commands', {command: 'collector.run', data: {collector: row.job}, agents: ids});
    return T.schedules.asked(row.job, ids.length);
  });

  function draw() {
    if (!overview) {
      return;
    }
    const names = collectors(overview);
    const rows = rowsOf(overview, agents);
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.schedules.title), el('span.space'), el('a.button', {href: '#/jobs'}, T.fleetJobs.title)),
      el('p.muted.note', {'data-key': 'about'}, T.schedules.about),
      names.length === 0 && notice(T.schedules.none, T.schedules.noneMore),
      names.length > 0 && (rows.length === 0 ? el('p.muted', {'data-key': 'empty', 'data-test': 'no-schedules'}, T.schedules.empty)
        : el('div.card.wide-table', {'data-key': 'table'}, tableOf(rows, previews, agents, {choose, runNow, busy}))),
      names.length > 0 && fields && formOf(names));
  }

  function formOf(names) {
    const W = T.schedules;
    const row = rowOf(overview, agents, layer(), job());
    const mayChange = rights.may('admin');
    const toThePast = rights.may('operator') && pageToReadThePast(job(), layer(), agentsOf(agents, layer()));
    const field = (label, name, more = {}) => el('label', {}, label, el('input', {'data-key': `${generation} ${name}`, value: fields[name], autocomplete: 'off', spellcheck: 'false', 'data-test': `schedule-${name}`,
      oninput: ({target}) => edit({[name]: target.value}), ...more}));
    return el('form.card.layer', {'data-key': 'form', 'data-test': 'schedule-form', onsubmit: save},
      el('h2', {}, W.of(job(), nameOf(layer(), agents))),
      el('div.pair', {},
        el('label', {}, W.job, el('select', {'data-test': 'schedule-job', onchange: ({target}) => choose({job: target.value})}, names.map((name) => el('option', {value: name, selected: name === job()}, name)))),
        el('label', {}, T.settings.layers, el('select', {'data-test': 'schedule-layer', onchange: ({target}) => choose({layer: target.value})},
          layersOf(overview, agents).map((name) => el('option', {value: name, selected: name === layer()}, nameOf(name, agents)))))),
      el('div.segments', {role: 'group', 'aria-label': W.by}, ['interval', 'cron'].map((by) =>
        el('button', {type: 'button', 'data-test': `by-${by}`, 'aria-pressed': String(fields.by === by), onclick: () => edit({by})}, W.byWhat[by]))),
      fields.by === 'interval' ? field(W.every(row.every), 'every', {placeholder: row.every}) : field(W.cron, 'cron', {placeholder: '30 2 * * Mon-Fri'}),
      field(W.zone, 'zone', {placeholder: 'UTC', list: 'zones'}),
      el('datalist', {id: 'zones'}, zones().map((zone) => el('option', {value: zone}))),
      el('label', {}, W.not, el('textarea', {'data-key': `${generation} not`, rows: 2, spellcheck: 'false', placeholder: 'Mon-Fri 08:00-18:00', 'data-test': 'schedule-not', oninput: ({target}) => edit({not: target.value})}, fields.not)),
      el('label', {}, W.missed, el('select', {'data-test': 'schedule-missed', onchange: ({target}) => edit({missed: target.value})},
        ['skip', 'once'].map((rule) => el('option', {value: rule, selected: rule === fields.missed}, W.missedRule[rule])))),
      el('label.check', {}, el('input', {type: 'checkbox', 'data-controlled': '', checked: fields.paused, 'data-test': 'schedule-paused', onchange: ({target}) => edit({paused: target.checked})}), W.paused),
      el('div.outlook', {'data-key': 'preview', 'data-test': 'schedule-preview', role: 'status'},
        el('p', {}, el('code', {'data-test': 'schedule-text'}, textOf(fields) || W.noText)),
        preview && previewOf(preview)),
      toThePast && el('p', {'data-key': 'past'}, el('a', {href: toThePast, 'data-test': 'to-past'}, T.runs.onCall.backfill)),
      mayChange && [
        el('label.reason', {}, T.settings.reason, el('input', {'data-key': `${generation} reason`, name: 'reason', required: true, maxlength: 500, autocomplete: 'off', 'data-test': 'schedule-reason'})),
        el('label.check', {}, el('input', {type: 'checkbox', name: 'waves', checked: true, 'data-test': 'schedule-waves'}), T.settings.waves),
        outlook && outlookOf(outlook),
      ],
      el('p', {role: 'status', 'data-test': 'schedule-outcome', class: outcome?.error ? 'outcome bad' : 'outcome'}, outcome?.error ?? outcome?.done ?? ''),
      mayChange && el('span.actions', {},
        el('button', {type: 'button', disabled: busy, 'data-test': 'schedule-look', onclick: dryRun}, T.settings.look),
        el('button.primary', {type: 'submit', disabled: busy || !outlook || outlook.changes.length === 0, 'data-test': 'schedule-save'}, T.settings.save),
        el('button', {type: 'button', disabled: busy, onclick: () => { begin(); draw(); }}, T.settings.undo)));
  }

  return {
    changed(next) {
      asked = next;
      if (overview && collectors(overview).length) {
        begin();
        draw();
      }
    },
    close() {
      clearTimeout(timer);
      polling.stop();
    },
  };
}

/** What a schedule leads to; what is wrong with it is an answer, too. */
async function reckoned({schedule, every}) {
  try {
    return await api.get('schedules/preview', {schedule: schedule || undefined, every: every || undefined, limit: SHOWN});
  } catch (trouble) {
    if (trouble.status === 400) {
      return {error: trouble.message};
    }
    throw trouble;
  }
}

/** The collectors that have a schedule. */
const collectors = ({known}) => known.map(({name}) => SETTING.exec(name)).filter((found) => found?.[2] === 'schedule').map(([, name]) => name).sort();

const layerOf = ({layers}, layer) => layers.find((one) => one.layer === layer) ?? {layer, version: 0, settings: {}};

const agentsOf = (agents, layer) => agents.filter(({id, group}) => layer === 'global' || layer === `group/${group}` || layer === `host/${id}`);

function layersOf({layers}, agents) {
  const groups = [...new Set(agents.map(({group}) => group).filter(Boolean))].sort();
  return [...new Set(['global', ...groups.map((name) => `group/${name}`), ...layers.map(({layer}) => layer), ...agents.map(({id}) => `host/${id}`)])];
}

/** Of one collector in one layer: what stands there, what is in force with what stands below it, and what would be without it. */
function rowOf(overview, agents, layer, job) {
  const group = layer.startsWith('host/') ? agents.find(({id}) => `host/${id}` === layer)?.group : null;
  const below = ['global', group && `group/${group}`, layer].filter(Boolean);
  const allOf = (kind, layers) => layers.map((name) => layerOf(overview, name).settings[`pulse.${job}.${kind}`]).filter(Boolean);
  const said = (kind) => allOf(kind, below).at(-1);
  const {settings} = layerOf(overview, layer);
  const byDefault = overview.known.find(({name}) => name === `pulse.${job}.every`)?.byDefault;
  return {layer, job, own: {schedule: settings[`pulse.${job}.schedule`] ?? '', every: settings[`pulse.${job}.every`] ?? ''}, schedule: said('schedule') ?? '', every: said('every') ?? byDefault,
    inherited: allOf('schedule', below.filter((name) => name !== layer)).at(-1) ?? ''};
}

function rowsOf(overview, agents) {
  return overview.layers.flatMap(({layer, settings}) =>
    [...new Set(Object.keys(settings).map((name) => SETTING.exec(name)?.[1]).filter(Boolean))].sort().map((job) => rowOf(overview, agents, layer, job)));
}

const keyOf = ({schedule, every}) => `${schedule} ${every}`;

function set(settings, name, value) {
  if (value) {
    settings[name] = value;
  } else {
    delete settings[name];
  }
}

/** The clauses of a schedule as the fields of a form. */
function fieldsOf(schedule, every) {
  const fields = {...NOTHING, every};
  const not = [];
  schedule.split(';').map((clause) => clause.trim()).filter(Boolean).forEach((clause) => {
    const [word, ...rest] = clause.split(/\s+/);
    const value = rest.join(' ');
    switch (word.toLowerCase()) {
      case 'cron': Object.assign(fields, {by: 'cron', cron: value}); break;
      case 'not': not.push(value); break;
      case 'paused': fields.paused = true; break;
      default: fields[word.toLowerCase()] = value;
    }
  });
  return {...fields, not: not.join('\n')};
}

/** The clauses that the fields make. */
function textOf({by, cron, zone, not, missed, paused}) {
  return [
    by === 'cron' && `cron ${cron.trim()}`,
    zone.trim() && `zone ${zone.trim()}`,
    ...not.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => `not ${line}`),
    missed === 'once' && 'missed once',
    paused && 'paused',
  ].filter(Boolean).join('; ');
}

/** What is set there; where nothing is said, but more of those around it is, it says what is so anyway: nothing set would be what they say. */
export const kept = (text, inherited) => text || (inherited ? 'missed skip' : '');

const zones = () => Intl.supportedValuesOf?.('timeZone') ?? [];

const at = (instant) => el('time', {datetime: instant, title: exactTime(new Date(instant))}, localTime(new Date(instant)));

function previewOf({error, rest, next}) {
  return error ? el('p.bad', {'data-test': 'schedule-mistake'}, T.sentence(error))
    : next.length === 0 ? el('p.warn', {}, rest === 'paused' ? T.schedules.isPaused : T.schedules.never)
      : [rest && el('p.warn', {}, T.schedules.rest[rest]), el('p', {}, T.schedules.next), el('ol.next', {'data-test': 'next-visits'}, next.map((instant) => el('li', {}, at(instant))))];
}

function tableOf(rows, previews, agents, {choose, runNow, busy}) {
  const {column} = T.schedules;
  const mayChange = rights.may('admin');
  return el('table.runs.schedules', {'data-test': 'schedules'},
    el('caption.unseen', {}, T.schedules.caption),
    el('thead', {}, el('tr', {}, ['job', 'layer', 'schedule', 'next', 'steer'].map((name) => el('th', {scope: 'col'}, column[name])))),
    el('tbody', {}, rows.map((row) => {
      const paused = fieldsOf(row.own.schedule, '').paused;
      return el('tr', {'data-key': `${row.layer} ${row.job}`, 'data-test': 'schedule', 'data-job': row.job, 'data-layer': row.layer},
        el('td.job', {'data-label': column.job}, row.job),
        el('td', {'data-label': column.layer}, nameOf(row.layer, agents)),
        el('td.said', {'data-label': column.schedule}, el('code', {}, row.own.schedule || T.schedules.byInterval(row.every)), paused && el('span.jobmark.warn', {'data-test': 'paused'}, ' ', T.schedules.pausedMark)),
        el('td.visits', {'data-label': column.next}, previews.has(keyOf(row)) && previewOf(previews.get(keyOf(row)))),
        el('td.steer', {'data-label': ''}, el('div.actions', {},
          el('button.quiet', {type: 'button', 'data-test': 'edit', onclick: () => choose({layer: row.layer, job: row.job})}, T.schedules.edit),
          mayChange && el('button.quiet', {type: 'button', 'data-test': paused ? 'resume' : 'pause', onclick: () => choose({layer: row.layer, job: row.job}, {paused: !paused})}, icon(paused ? 'start' : 'stop'), paused ? T.schedules.resume : T.schedules.pause),
          rights.may('operator') && agentsOf(agents, row.layer).length > 0 && el('button.quiet', {type: 'button', disabled: busy, 'data-test': 'run-now', onclick: () => runNow(row)}, icon('restart'), T.schedules.runNow))));
    })));
}
