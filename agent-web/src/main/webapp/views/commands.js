// What this host can be asked to do: a form made of each command's own description, its progress and answer, and what was asked before.

import * as api from '../api.js';
import {dataOf, fieldsOf, mistakesIn, mistakesOf, tell as tellMistakes} from '../asking.js';
import {el, show} from '../dom.js';
import {percent} from '../format.js';
import {moment, notice, stateOf} from '../parts.js';
import {T} from '../texts.js';

const RANKS = ['viewer', 'operator', 'admin'];
const WAIT_SECONDS = 10;
const COLUMNS = ['command', 'data', 'state', 'by', 'asked', 'show'];

export function openCommands(body, {agent, failed}) {
  const path = `agents/${encodeURIComponent(agent)}/commands`;
  const form = el('form.card.ask', {'data-key': 'form', 'data-live': '', 'data-test': 'ask', novalidate: true, onsubmit: ask});
  let registry = null;
  let role = null;
  let history = [];
  let chosen = null; // the name of the command that the form is for
  let shown = null; // the command whose answer is shown
  let look = 'table';
  let error = null;
  let closed = false;
  let inForm = null;

  async function refresh() {
    role ??= (await api.get('session')).role;
    [registry, {commands: history}] = await Promise.all([api.get(`${path}/registry`), api.get(`${path}/history`, {limit: 30})]);
    const mine = commandsOf(registry, role);
    if (inForm !== JSON.stringify(mine)) {
      inForm = JSON.stringify(mine);
      chosen = mine.some(({name}) => name === chosen) ? chosen : mine[0]?.name;
      drawForm(mine);
    }
    draw();
  }

  function drawForm(mine) {
    const info = mine.find(({name}) => name === chosen);
    form.replaceChildren(...(info ? formOf(mine, info, (name) => {
      chosen = name;
      drawForm(mine);
    }) : []));
  }

  async function ask(event) {
    event.preventDefault();
    error = null;
    const info = registry.commands.find(({name}) => name === chosen);
    const mistakes = mistakesIn(info, form);
    tellMistakes(info, form, mistakes);
    if (Object.keys(mistakes).length) {
      draw();
      return;
    }
    try {
      shown = await api.post(path, {command: chosen, data: dataOf(info, form)});
      look = 'table';
      draw();
      await follow(shown.id);
    } catch (trouble) {
      const named = mistakesOf(info, trouble);
      tellMistakes(info, form, named);
      if (Object.keys(named).length === 0) {
        tell(trouble);
      }
    }
  }

  /** Until it is over, or another one is shown. */
  async function follow(id) {
    while (!closed && shown?.id === id && !shown.over) {
      const next = await api.get(`commands/${id}`, {wait: shown.state === 'running' ? 1 : WAIT_SECONDS});
      if (shown?.id === id) {
        shown = next;
        draw();
      }
    }
  }

  async function open(id) {
    error = null;
    try {
      shown = await api.get(`commands/${id}`);
      look = 'table';
      draw();
      await follow(id);
    } catch (trouble) {
      tell(trouble);
    }
  }

  async function cancel() {
    try {
      shown = await api.del(`commands/${shown.id}`);
      draw();
      await follow(shown.id);
    } catch (trouble) {
      tell(trouble);
    }
  }

  function tell(trouble) {
    if (trouble.status === 401) {
      failed(trouble);
      return;
    }
    error = trouble instanceof api.Unreachable ? T.away('hub') : [trouble.field, trouble.message].filter(Boolean).join(': ');
    draw();
  }

  function draw() {
    if (closed || !registry) {
      return;
    }
    show(body,
      el('p.note', {'data-key': 'channel', 'data-test': 'channel', 'data-connected': String(registry.connected)},
        stateOf(registry.connected ? 'up' : 'silent', T.commands.channel), ' ',
        registry.since && el('span.muted', {}, moment(registry.since), registry.connected ? ' · ' + T.commands.proof[registry.proof] : '')),
      registry.commands.length === 0 ? el('div', {'data-key': 'none'}, notice(T.commands.none, T.commands.noneMore)) : form,
      el('p', {'data-key': 'error', role: 'alert', class: error ? 'outcome bad' : 'outcome', 'data-test': 'ask-error'}, error ?? ''),
      shown && answerOf(shown, look, (next) => { look = next; draw(); }, cancel),
      history.length > 0 && el('h2', {'data-key': 'history-title'}, T.commands.history),
      history.length > 0 && el('div.card.wide-table', {'data-key': 'history'}, historyOf(history, open)));
  }

  return {
    refresh,
    changed() {},
    close() {
      closed = true;
    },
  };
}

/** Those that this user may ask for. */
function commandsOf({commands}, role) {
  const rank = RANKS.indexOf(role);
  return commands.filter((one) => RANKS.indexOf(one.role) <= rank);
}

function formOf(commands, info, choose) {
  const {form} = T.commands;
  return [
    el('label', {}, form.command, el('select', {name: 'command', 'data-test': 'ask-command', onchange: (event) => choose(event.target.value)},
      commands.map(({name}) => el('option', {value: name, selected: name === info.name}, name)))),
    el('p.about', {'data-test': 'ask-about'}, info.about, ' ', info.changes ? el('b.warn', {}, form.changes) : el('span.muted', {}, form.looks)),
    ...fieldsOf(info),
    el('div.actions', {}, el('button.primary', {type: 'submit', 'data-test': 'ask-run'}, form.run)),
  ];
}

function answerOf(one, look, choose, cancel) {
  const looks = looksOf(one.answer);
  const now = looks.includes(look) ? look : looks[0];
  return el('section.card.answer', {'data-key': 'answer', 'data-test': 'answer', 'data-state': one.state},
    el('div.head', {}, el('h2', {}, one.command), stateOf(one.state, T.commands.state),
      !one.over && el('button', {type: 'button', 'data-test': 'ask-cancel', disabled: Boolean(one.cancelAskedAt), onclick: cancel}, T.commands.cancel),
      looks.length > 1 && el('span.actions', {}, looks.map((name) => el('button', {type: 'button', 'aria-pressed': String(name === now), 'data-test': 'as-' + name, onclick: () => choose(name)}, T.commands.as[name])))),
    one.progress && !one.over && el('p.note', {'data-test': 'progress'}, one.progress, one.done !== undefined ? ' ' + percent(one.done) : ''),
    one.error && el('p.bad.note', {'data-test': 'answer-error'}, T.sentence(one.error)),
    one.answer !== undefined && bodyOf(one.answer, now));
}

/** How an answer can be shown; the best first. */
function looksOf(answer) {
  return answer === undefined ? [] : [rowsOf(answer) && 'table', linesOf(answer) && 'text', 'json'].filter(Boolean);
}

function bodyOf(answer, look) {
  return look === 'table' ? el('div.wide-table', {'data-test': 'answer-table'}, tableOf(rowsOf(answer)))
    : el('pre', {tabindex: '0', 'data-test': 'answer-text'}, look === 'text' ? linesOf(answer).join('\n') : JSON.stringify(answer, null, 2));
}

/** The one list of things that an answer is about; else what it says of one thing, by name. */
function rowsOf(answer) {
  const lists = Object.values(answer).filter((value) => Array.isArray(value) && value.length && typeof value[0] === 'object');
  if (lists.length === 1) {
    return lists[0];
  }
  const plain = Object.entries(answer).filter(([, value]) => value !== null && typeof value !== 'object');
  return plain.length > 2 && plain.length === Object.keys(answer).length && plain.map(([name, value]) => ({name, value}));
}

function linesOf(answer) {
  return Object.values(answer).find((value) => Array.isArray(value) && value.length && typeof value[0] === 'string');
}

function tableOf(rows) {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  return el('table', {},
    el('thead', {}, el('tr', {}, columns.map((name) => el('th', {scope: 'col'}, name)))),
    el('tbody', {}, rows.map((row) => el('tr', {}, columns.map((name) => el('td', {'data-label': name}, textOf(row[name])))))));
}

function textOf(value) {
  return value === null || value === undefined ? T.none : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function historyOf(history, open) {
  const {column} = T.commands;
  return el('table', {'data-test': 'command-history'},
    el('caption.unseen', {}, T.commands.history),
    el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col', class: name}, name === 'show' ? el('span.unseen', {}, column[name]) : column[name])))),
    el('tbody', {}, history.map((one) => {
      const cells = {
        command: el('b', {}, one.command),
        data: Object.entries(one.data).map(([name, value]) => `${name}=${textOf(value)}`).join(' ') || T.none,
        state: stateOf(one.state, T.commands.state),
        by: one.askedBy,
        asked: moment(one.askedAt),
        show: el('button', {type: 'button', 'data-test': 'show-answer', 'aria-label': T.commands.showOne(one.command), onclick: () => open(one.id)}, T.commands.show),
      };
      return el('tr', {'data-key': one.id, 'data-test': 'asked', 'data-state': one.state}, COLUMNS.map((name) => el('td', {class: name, 'data-label': column[name]}, cells[name])));
    })));
}
