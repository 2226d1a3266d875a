// Logs: search, filter, follow. The page of all hosts, and the tab of one.

import * as api from '../api.js';
import {Unreachable} from '../api.js';
import {el, show} from '../dom.js';
import {localTime, number} from '../format.js';
import {logBars} from '../logbars.js';
import {asked, chips, filterOf, into, isEmpty, minus, plain, plus} from '../logfilter.js';
import {logLines} from '../loglines.js';
import {notice, troublesOf} from '../parts.js';
import {poll, showBanner} from '../poll.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import {T} from '../texts.js';
import {savedViews} from './saved.js';
import {questionOf, seldom, windowOf} from '../window.js';
import {lineOf} from './logline.js';
import {readTable, troublesIn} from './logsources.js';

const EVERY_SECONDS = 5;
const LIMIT = 200;
const TYPING_MS = 400;
const BARS = 90;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400];
const WAIT_SECONDS = 10;
const AGAIN_MS = 2_000;
const DRAWN_MS = 250;
const READ_EVERY_MS = 60_000;

export function open(content, {query, failed}) {
  document.title = `${T.logs.title} · ${T.product}`;
  const body = el('div', {'data-key': 'body'}, notice(T.loading));
  content.replaceChildren(el('div.head', {}, el('h1', {}, T.logs.title), el('span.space'), savedViews(failed)()), body);
  const view = openLogs(body, {query, address: '#/logs', failed});
  const polling = poll(EVERY_SECONDS, view.refresh, failed);
  return {
    close() {
      polling.stop();
      view.close();
    },
    changed(next) {
      view.changed(next);
      polling.now();
    },
  };
}

/** `agent`: only of this one. */
export function openLogs(body, {query, address, agent, failed}) {
  const words = T.logs;
  const lines = logLines();
  const opened = new Set();
  const counting = seldom();
  let range;
  let back;
  let filter;
  let isLive;
  let marked;
  let wraps = localStorage.getItem('logs.wrap') === 'yes';
  let typing = null;
  let searching = false;
  let hosts = [];
  let counts = null;
  let read = null;
  let readAt = 0;
  let generation = 0; // whoever comes back from the hub and finds another one is too late
  let drawing = null;
  let followed = -1;
  let refused = -1;

  const bars = logBars((next) => go({range: next}));
  const top = el('div', {});
  const head = el('div.loghead', {});
  const list = el('div', {}, notice(T.loading));
  body.replaceChildren(top, head, el('div.card.logbars', {}, bars.element), list);
  readAddress(query);

  function readAddress(from) {
    range = rangeOf(from);
    back = from.get('range');
    filter = filterOf(from);
    marked = from.get('line');
    isLive = !range.from && from.get('live') !== 'no';
    generation += 1;
    counting.forget();
    lines.clear();
    opened.clear();
    if (marked) {
      opened.add(marked);
    }
    searching = true;
    drawTop();
    draw();
  }

  function hashOf({range: next = range, filter: other = filter, live = isLive, line}) {
    const question = into(queryOf(next, range.name ?? back), other);
    if (!next.from && !live) {
      question.set('live', 'no');
    }
    if (line) {
      question.set('line', line);
    }
    return `${address}?${question}`;
  }

  function go(change) {
    const next = hashOf(change);
    if (location.hash === next) {
      readAddress(new URLSearchParams(next.split('?')[1]));
      refresh().catch(failed);
    } else {
      location.hash = next;
    }
  }

  /** What is asked of the API: what goes wrong is told by the caller. */
  function question() {
    return asked(filter, agent);
  }

  async function refresh() {
    const mine = generation;
    try {
      await ask(mine);
    } catch (trouble) {
      if (mine !== generation) {
        return;
      }
      followed = -1;
      if (![400, 404, 422].includes(trouble.status)) {
        throw trouble;
      }
      refused = mine; // it would be refused again
      searching = false;
      lines.clear();
      show(list, notice(T.failed, T.sentence(`${trouble.field ? trouble.field + ' ' : ''}${trouble.message}`)));
    }
  }

  async function ask(mine) {
    if (refused === mine) {
      return;
    }
    if (isLive && followed !== mine) {
      followed = mine;
      const first = await api.get('logs/tail', question());
      if (mine !== generation) {
        return;
      }
      await search(mine);
      follow(mine, first.cursor);
    } else if (searching) {
      await search(mine);
    }
    if (mine === generation) {
      await count(mine);
    }
    if (mine === generation && Date.now() - readAt > READ_EVERY_MS) {
      readAt = Date.now();
      [read, hosts] = await Promise.all([
        api.get('logs/sources', agent ? {agent} : {}),
        agent ? [] : api.get('agents').then((answer) => answer.agents.map(({id, hostname}) => ({id, hostname}))),
      ]);
      drawTop();
      draw();
    }
  }

  async function search(mine, after) {
    searching = true;
    draw();
    const page = await api.get('logs', {...questionOf(range), ...question(), limit: LIMIT, after});
    if (mine === generation) {
      lines.found(page);
      searching = false;
      draw();
    }
  }

  async function count(mine) {
    const key = JSON.stringify([range, filter]);
    if (!counting.isDue(key, range)) {
      return;
    }
    try {
      const window = windowOf(range);
      const step = STEPS.find((seconds) => (window.to - window.from) / seconds <= BARS) ?? STEPS.at(-1);
      const answer = await api.get('logs/histogram', {...questionOf(range), ...question(), step: step + 's'});
      if (mine === generation) {
        counts = answer;
        bars.draw(answer);
        drawTop();
      }
    } catch (trouble) {
      counting.forget();
      throw trouble;
    }
  }

  /** Asks on and on; an answer comes when there is a line. What was missed while the hub was away comes then. */
  async function follow(mine, from) {
    let cursor = from;
    while (mine === generation) {
      try {
        await visible();
        const answer = await api.get('logs/tail', {...question(), cursor, wait: WAIT_SECONDS});
        if (mine !== generation) {
          return;
        }
        showBanner(null);
        cursor = answer.cursor;
        if (lines.came(answer) > 0 || answer.or_more) {
          drawSoon();
        }
      } catch (trouble) {
        if (mine !== generation) {
          return;
        }
        if (!(trouble instanceof Unreachable) && trouble.status !== 429) {
          failed(trouble);
          return;
        }
        showBanner(T.away(poll.server));
        await new Promise((later) => setTimeout(later, AGAIN_MS));
      }
    }
  }

  function drawSoon() {
    drawing ??= setTimeout(() => {
      drawing = null;
      draw();
    }, DRAWN_MS);
  }

  function drawTop() {
    show(top,
      rangeBar(range, back, (next) => go({range: next, live: true})),
      range.isWrong && el('p.warn', {}, T.range.wrong));
    const isRegex = Boolean(filter.regex);
    const searchFor = (text) => go({filter: {...filter, text: isRegex ? '' : text, regex: isRegex ? text : ''}});
    show(head,
      el('div.filters', {},
        el('span.searchbox', {},
          el('input', {type: 'search', 'aria-label': words.find, placeholder: words.find, value: filter.text || filter.regex, 'data-test': 'log-text', maxlength: 256,
            oninput: ({target}) => {
              clearTimeout(typing);
              typing = setTimeout(() => searchFor(target.value), TYPING_MS);
            }}),
          el('button', {type: 'button', 'aria-pressed': String(isRegex), title: words.regex, 'aria-label': words.regex, 'data-test': 'log-regex',
            onclick: () => go({filter: {...filter, text: filter.regex, regex: filter.text}})}, words.regexShort)),
        choiceOf(words.severity, 'log-severity', filter.severity, words.severities, (severity) => go({filter: {...filter, severity}})),
        !agent && choiceOf(words.host, 'log-host', '', {'': words.hosts, ...Object.fromEntries(hostsToChoose().map(([id, text]) => [id, text]))},
          (id) => id && go({filter: plus(filter, 'agent', id)})),
        choiceOf(words.source, 'log-source', '', {'': words.sources, ...Object.fromEntries((counts?.sources ?? []).slice(0, 60).map(({source, count}) => [source, `${source} (${number(count)})`]))},
          (source) => source && go({filter: plus(filter, 'source', source)})),
        el('span.space'),
        !range.from && el('button', {type: 'button', 'aria-pressed': String(isLive), title: words.liveAbout, 'data-test': 'log-live', class: isLive ? 'live' : null,
          onclick: () => go({live: !isLive})}, isLive ? words.live : words.paused),
        el('button', {type: 'button', 'aria-pressed': String(wraps), 'data-test': 'log-wrap', onclick: () => {
          wraps = !wraps;
          localStorage.setItem('logs.wrap', wraps ? 'yes' : 'no');
          drawTop();
          draw();
        }}, words.wrap),
        el('details.menu', {'data-test': 'log-download'}, el('summary.button', {}, words.download), el('div.card', {}, Object.entries(words.formats).map(([format, name]) =>
          el('a', {href: api.addressOf('logs', {...questionOf(range), ...question(), format, order: 'oldest'}), download: '', 'data-test': 'download-' + format}, name))))),
      chips(filter, hostName).length > 0 && el('ul.chips', {'data-key': 'chips', 'data-test': 'chips'},
        chips(filter, hostName).map(({name, value, not, text}) => el('li', {'data-key': `${name} ${value}`, class: not ? 'not' : null},
          el('button', {type: 'button', 'aria-label': words.remove(text), title: words.remove(text), 'data-test': 'chip', onclick: () => go({filter:
            Array.isArray(filter[name]) ? minus(filter, name, value) : {...filter, [name]: ''}})},
          not && el('b', {}, words.not + ' '), text, ' ×'))),
        el('li', {'data-key': 'clear'}, el('button.quiet', {type: 'button', onclick: () => go({filter: filterOf(new URLSearchParams())})}, words.clear))),
      read && troublesOf(troublesIn(read)),
      counts && el('p.muted.note', {'data-key': 'total', 'data-test': 'log-total'}, words.histogram(number(counts.total)),
        !counts.complete && `, ${words.counted(localTime(new Date(counts.searched)))}`));
    head.querySelectorAll('select').forEach((select) => { select.value = select.dataset.value; }); // also where it was changed by hand
    const box = head.querySelector('input');
    if (document.activeElement !== box) {
      box.value = filter.text || filter.regex;
    }
  }

  function hostsToChoose() {
    const known = new Map((counts?.hosts ?? []).map((host) => [host.agent, host]));
    return hosts.filter(({id}) => !filter.agent.includes(id)).map(({id, hostname}) =>
      [id, known.has(id) ? `${hostname} (${number(known.get(id).count)})` : hostname]);
  }

  function hostName(id) {
    return hosts.find((host) => host.id === id)?.hostname ?? id;
  }

  function draw() {
    clearTimeout(drawing);
    drawing = null;
    const all = lines.all();
    const gap = lines.gap();
    show(list,
      gap && el('p.gap', {'data-key': 'gap', 'data-test': 'log-gap', role: 'status'}, gap.count > 0 ? words.gap(number(gap.count), gap.orMore) : words.gapLong),
      all.length > 0 && el(`ol.loglines.card${wraps ? '.wrapped' : ''}`, {'data-key': 'lines', 'data-test': 'log-lines', 'aria-label': words.lines, onkeydown: move},
        all.map((line) => lineOf(line, {
          key: lines.keyOf(line),
          isOpen: opened.has(line.id),
          isMarked: line.id === marked,
          showsHost: !agent,
          toggle: () => {
            opened.has(line.id) ? opened.delete(line.id) : opened.add(line.id);
            draw();
          },
          link: () => linkOf(line),
          only: (name, value) => go({filter: name === 'source' || name === 'agent' ? plus(filter, name, value) : plus(filter, 'field', `${name}:${plain(value)}`)}),
          not: (name, value) => go({filter: name === 'source' ? plus(filter, name, '!' + value) : plus(filter, 'field', `!${name}:${plain(value)}`)}),
        }))),
      searching ? el('p.muted.note', {'data-key': 'end'}, words.looking)
        : lines.next() ? el('p.logend', {'data-key': 'end'},
          el('button', {type: 'button', 'data-test': 'log-earlier', onclick: () => search(generation, lines.next()).catch(failed)}, all.length > 0 ? words.earlier : words.goOn),
          el('span.muted', {}, words.searched(localTime(new Date(lines.searched())))))
        : all.length > 0 ? el('p.muted.note', {'data-key': 'end', 'data-test': 'log-end'}, words.all)
        : el('div', {'data-key': 'end'}, notice(words.none, words.noneMore, isEmpty(filter) && words.noneAtAll)),
      read && agent && readTable(read));
  }

  /** A quarter of an hour around it, with the line open. */
  function linkOf(line) {
    const at = Math.floor(Date.parse(line.at) / 1000);
    return hashOf({range: {from: at - 60, to: at + 60}, line: line.id, filter: {...filterOf(new URLSearchParams()), agent: agent || !line.agent ? [] : [line.agent]}});
  }

  function close() {
    generation += 1;
    clearTimeout(typing);
    clearTimeout(drawing);
  }

  return {refresh, changed: readAddress, close};
}

/** Up and down go from line to line. */
function move(event) {
  const step = {ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling'}[event.key];
  const row = event.target.closest('li');
  if (step && row && event.target.matches('.row')) {
    const other = row[step]?.querySelector('.row');
    if (other) {
      other.focus();
      event.preventDefault();
    }
  }
}

function choiceOf(label, test, value, choices, onchoice) {
  return el('select', {'aria-label': label, 'data-test': test, 'data-value': value, onchange: ({target}) => {
    onchoice(target.value);
  }}, Object.entries(choices).map(([name, text]) => el('option', {value: name, selected: name === value}, text)));
}

/** Nobody looks at a page in the background: nothing is asked for it. */
function visible() {
  return document.hidden
    ? new Promise((seen) => document.addEventListener('visibilitychange', seen, {once: true}))
    : null;
}
