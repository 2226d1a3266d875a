// Who did what: deeds by filter, what each changed, whether the chain is whole, and what an auditor takes home.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {exactTime, localTime, number} from '../format.js';
import {icon} from '../icons.js';
import {notice, stateOf} from '../parts.js';
import {poll} from '../poll.js';
import {T} from '../texts.js';

const EVERY_SECONDS = 5;
const PAGE = 100;
const OUTCOMES = ['', 'done', 'refused', 'failed'];
const KINDS = ['', 'user', 'token', 'agent', 'hub', 'nobody'];
const FIELDS = ['q', 'who', 'action', 'object'];
const SPANS = ['', '1', '7', '30', '90', '365'];
const DAY_MS = 86_400_000;

export function open(content, {query, failed}) {
  const A = T.audit;
  document.title = `${A.title} · ${T.product}`;
  let asked = askedOf(query);
  let deeds = null;
  let next = null;
  let older = []; // those that were asked for with "older", which do not change any more
  let opened = null;
  let refusal = null;
  let verifying = null; // {rows, of} while it runs, {verdict} or {error} after
  let head = null;
  let busy = false;

  show(content, notice(T.loading));
  const polling = poll(EVERY_SECONDS, async () => {
    const own = asked;
    try {
      const [found, newest] = await Promise.all([api.get('audit', {...filterOf(own), limit: PAGE}), api.get('audit/head')]);
      if (own !== asked) {
        return;
      }
      refusal = null;
      head = newest;
      deeds = found.deeds;
      if (older.length === 0) {
        next = found.next ?? null;
      }
    } catch (trouble) {
      if (trouble.status !== 400 && trouble.status !== 403) {
        throw trouble;
      }
      refusal = trouble;
    }
    draw();
  }, failed);

  function go(change) {
    const wanted = {...asked, ...change};
    location.hash = '#/audit?' + new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
  }

  async function more() {
    busy = true;
    draw();
    try {
      const found = await api.get('audit', {...filterOf(asked), limit: PAGE, cursor: next});
      older = [...older, ...found.deeds];
      next = found.next ?? null;
    } catch (trouble) {
      failed(trouble);
      return;
    }
    busy = false;
    draw();
  }

  async function verify(event) {
    event.preventDefault();
    const noted = notedOf(event.target.noted.value);
    verifying = {rows: 0, of: head?.number ?? 0};
    draw();
    try {
      await api.lines('audit/verify', noted, (line) => {
        verifying = line.state ? {verdict: line} : line;
        draw();
      });
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      verifying = {error: trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message)};
    }
    draw();
  }

  function draw() {
    if (refusal?.status === 403) {
      show(content, headOf(), notice(A.notForYou, A.notForYouMore));
      return;
    }
    const known = new Set();
    const all = [...(deeds ?? []), ...older].filter(({number: one}) => !known.has(one) && known.add(one));
    show(content,
      headOf(),
      el('p.muted.note', {'data-key': 'about'}, A.about),
      chainOf(verifying, head, verify),
      reportOf(asked.days),
      filtersOf(asked, go),
      refusal ? el('p.outcome.bad', {'data-key': 'wrong', role: 'alert', 'data-test': 'audit-wrong'}, T.sentence(refusal.message))
        : all.length === 0 ? notice(A.none, A.noneMore)
          : el('ol.card.entries.deeds', {'data-key': 'deeds', 'data-test': 'deeds'}, all.map((deed) => deedOf(deed, opened === deed.number, (one) => {
            opened = opened === one ? null : one;
            draw();
          }, go))),
      next && !refusal && el('p.center', {'data-key': 'more'}, el('button', {type: 'button', disabled: busy, 'data-test': 'deeds-older', onclick: more}, A.older)));
  }

  function headOf() {
    return el('div.head', {'data-key': 'head'}, el('h1', {}, A.title), el('span.space'),
      ['csv', 'jsonl'].map((format) => el('a.button', {href: api.addressOf('audit/export', {...filterOf(asked), format}), download: '', 'data-test': `audit-${format}`}, A.export[format])));
  }

  return {
    close: polling.stop,
    changed(changed) {
      asked = askedOf(changed);
      older = [];
      next = null;
      polling.now();
    },
  };
}

/** What the address says. */
function askedOf(query) {
  const asked = Object.fromEntries([...FIELDS, 'kind', 'outcome', 'days'].map((name) => [name, query.get(name) ?? '']));
  return {...asked, days: SPANS.includes(asked.days) ? asked.days : ''};
}

function filterOf({days, ...asked}) {
  return {
    ...Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, value || undefined])),
    from: days ? sinceOf(days) : undefined,
  };
}

const sinceOf = (days) => new Date(Math.floor((api.serverNow() - Number(days) * DAY_MS) / 60_000) * 60_000).toISOString();

/** '17 9f86...' -> {number, hash}; nothing noted: nothing sent. */
function notedOf(text) {
  const found = /^\s*(\d+)[\s:]+([0-9a-fA-F]{64})\s*$/.exec(text);
  return found ? {number: Number(found[1]), hash: found[2]} : text.trim() ? {number: 0, hash: text.trim()} : undefined;
}

function chainOf(verifying, head, verify) {
  const C = T.audit.chain;
  const isRunning = verifying && !verifying.verdict && !verifying.error;
  return el('section.card.auditchain', {'data-key': 'chain'},
    el('h2', {}, C.title),
    head && el('p.muted', {'data-test': 'audit-head'}, C.head(number(head.number)), ' ', el('code', {}, `${head.number} ${head.hash}`)),
    el('form.line', {onsubmit: verify, 'data-test': 'audit-verify'},
      el('input', {name: 'noted', autocomplete: 'off', spellcheck: 'false', placeholder: C.noted, 'aria-label': C.noted, 'data-test': 'audit-noted'}),
      el('button.primary', {type: 'submit', disabled: isRunning, 'data-test': 'audit-verify-now'}, C.verify)),
    el('div', {role: 'status', 'data-test': 'audit-verdict', 'data-state': verifying?.verdict?.state ?? ''},
      isRunning && el('p', {}, el('progress', {max: Math.max(verifying.of, 1), value: verifying.rows, 'aria-label': C.verify}), ' ', C.progress(number(verifying.rows), number(verifying.of))),
      verifying?.error && el('p.bad', {}, verifying.error),
      verifying?.verdict && verdictOf(verifying.verdict)));
}

function verdictOf({state, number: row, why, rows, head}) {
  const C = T.audit.chain;
  return state === 'intact'
    ? el('p.good', {}, icon('good'), ' ', el('b', {}, C.intact(number(rows))), ' ', T.sentence(why))
    : el('p.bad', {}, icon('bad'), ' ', el('b', {}, C.broken[state] ?? state), state !== 'broken_off' && ` ${C.at(number(row))}`, ' ', T.sentence(why),
      state !== 'broken_off' && ` ${C.right(number(head.number))}`);
}

/** Of the span that is chosen; of all, the usual one. */
function reportOf(days) {
  const R = T.audit.report;
  const span = {from: days ? sinceOf(days) : undefined};
  return el('section.card.auditchain', {'data-key': 'report'},
    el('h2', {}, R.title), el('p.muted', {}, R.about(days || '30')),
    el('p.line', {},
      el('a.button', {href: api.addressOf('reports/compliance', {...span, format: 'html'}), target: '_blank', rel: 'noopener', 'data-test': 'compliance-html'}, R.page),
      el('a.button', {href: api.addressOf('reports/compliance', {...span, format: 'csv'}), download: '', 'data-test': 'compliance-csv'}, R.csv)));
}

function filtersOf(asked, go) {
  const {filter} = T.audit;
  return el('div.filters', {'data-key': 'filters'},
    el('div.segments.wrap', {role: 'group', 'aria-label': filter.outcome}, OUTCOMES.map((outcome) => el('button', {type: 'button', 'aria-pressed': String(asked.outcome === outcome),
      'data-test': `deeds-${outcome || 'all'}`, onclick: () => go({outcome})}, outcome ? T.audit.outcome[outcome] : filter.all))),
    FIELDS.map((name) => el('input', {type: 'search', name, value: asked[name], autocomplete: 'off', placeholder: filter[name], 'aria-label': filter[name], 'data-test': `deeds-${name}`,
      onchange: (event) => go({[name]: event.target.value.trim()})})),
    choice('kind', KINDS, asked, go, filter.kind),
    choice('days', SPANS, asked, go, filter.days));
}

const choice = (name, values, asked, go, words) => el('select', {'aria-label': words.label, 'data-test': `deeds-${name}`, onchange: (event) => go({[name]: event.target.value})},
  values.map((value) => el('option', {value, selected: asked[name] === value}, words[value])));

function deedOf(deed, isOpen, unfold, go) {
  const A = T.audit;
  const at = new Date(deed.at);
  return el('li', {'data-key': String(deed.number), 'data-test': 'deed', 'data-action': deed.action, 'data-outcome': deed.outcome},
    el('div.line', {},
      stateOf(`deed_${deed.outcome}`, A.state),
      el('time', {datetime: deed.at, title: exactTime(at)}, localTime(at)),
      deed.who ? el('button.kind', {type: 'button', title: A.onlyWho, onclick: () => go({who: deed.who})}, deed.who) : el('span.muted', {}, A.nobody),
      el('button.kind', {type: 'button', title: A.onlyAction, onclick: () => go({action: deed.action})}, deed.action),
      deed.object && el('span.object', {}, deed.object),
      el('span.space'),
      el('button.quiet', {type: 'button', 'aria-expanded': String(isOpen), 'data-test': 'deed-unfold', onclick: () => unfold(deed.number)}, isOpen ? A.fold : A.unfold)),
    isOpen && el('div.unfolded', {'data-test': 'deed-detail'},
      detailOf(deed.detail),
      el('dl.deedfacts', {}, [['number', String(deed.number)], ['kind', A.filter.kind[deed.kind] ?? deed.kind], ['from', deed.from || T.none], ['previous', deed.previous], ['hash', deed.hash]]
        .map(([name, value]) => el('div', {}, el('dt', {}, A.fact[name]), el('dd', {}, value.length === 64 ? el('code', {}, value) : value))))));
}

function detailOf(detail) {
  const A = T.audit;
  const told = parsed(detail);
  if (told && (told.before || told.after)) {
    const names = [...new Set([...Object.keys(told.before ?? {}), ...Object.keys(told.after ?? {})])].sort();
    return names.length === 0 ? el('p.muted', {}, A.nothingDiffers)
      : el('table.difference', {'data-test': 'difference'},
        el('thead', {}, el('tr', {}, [A.fact.field, A.fact.before, A.fact.after].map((name) => el('th', {scope: 'col'}, name)))),
        el('tbody', {}, names.map((name) => el('tr', {}, el('th', {scope: 'row'}, name), valueOf(told.before?.[name], 'was', A.fact.before), valueOf(told.after?.[name], 'is', A.fact.after)))));
  }
  if (told?.more) {
    return el('p', {}, A.more(number(told.more)));
  }
  return told?.status ? el('p', {}, A.answered(told.status)) : detail ? el('pre', {}, detail) : el('p.muted', {}, A.noDetail);
}

const valueOf = (value, look, label) => el(`td.${look}`, {'data-label': label}, value === undefined ? el('span.muted', {}, T.none) : typeof value === 'object' ? JSON.stringify(value) : String(value));

function parsed(detail) {
  try {
    return detail.startsWith('{') ? JSON.parse(detail) : null;
  } catch (cutShort) {
    return null;
  }
}
