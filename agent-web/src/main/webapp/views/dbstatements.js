// Which statements cost most between two moments, and one of them over time.

import * as api from '../api.js';
import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {milliseconds, number, percent, short} from '../format.js';
import {notice} from '../parts.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import {T} from '../texts.js';
import {questionOf, seldom, windowOf} from '../window.js';
import {answered, table} from './dbparts.js';

const ORDERS = {total_time: 'time', calls: 'calls', mean: 'mean', rows: 'rows', io: 'io'};
const LIMIT = 50;

export function openStatements(body, {query, address, ask}) {
  let range;
  let back;
  let order;
  let chosen;
  let showsOwn;
  let top = null;
  let charts = null;

  const asking = seldom();
  const bar = el('div', {});
  const list = el('div', {}, notice(T.loading));
  const detail = el('div', {});
  body.replaceChildren(bar, detail, list);
  read(query);

  function read(from) {
    range = rangeOf(from);
    back = from.get('range');
    order = from.get('order') in ORDERS ? from.get('order') : 'total_time';
    showsOwn = from.get('own') === 'yes';
    if (top) {
      draw();
    }
    if (from.get('queryid') !== chosen) {
      chosen = from.get('queryid');
      openDetail();
    }
    show(bar, rangeBar(range, back, (next) => go({range: next})), range.isWrong && el('p.warn', {}, T.range.wrong));
  }

  function go({range: next = range, order: by = order, queryid = chosen, own = showsOwn}) {
    const question = queryOf(next, range.name ?? back);
    question.set('order', by);
    if (own) {
      question.set('own', 'yes');
    }
    if (queryid) {
      question.set('queryid', queryid);
    }
    location.hash = `${address}?${question}`;
  }

  function openDetail() {
    charts?.forEach((view) => view.close());
    charts = null;
    delete detail.dataset.queryid;
    detail.replaceChildren();
    if (!chosen) {
      return;
    }
    const zoom = {onZoom: (next) => go({range: next}), onReset: () => range.from && go({range: {name: back ?? USUAL}})};
    const {title} = T.database.statement;
    charts = [
      chart({id: 'statement-calls', title: title.calls, name: () => title.calls}, zoom),
      chart({id: 'statement-mean', title: title.mean, name: () => title.mean}, zoom),
      chart({id: 'statement-time', title: title.time, name: () => title.time}, zoom),
    ];
  }

  async function refresh() {
    const asked = JSON.stringify([range, chosen, order]);
    if (!asking.isDue(asked, range)) {
      return;
    }
    const window = windowOf(range);
    const [found, history] = await answered(() => Promise.all([ask('statements', {...questionOf(range), order, limit: LIMIT}), chosen && historyOf(chosen)]), asking);
    if (asked !== JSON.stringify([range, chosen, order])) {
      return;
    }
    top = found;
    draw();
    if (chosen) {
      drawDetail(history, window);
    }
  }

  async function historyOf(queryid) {
    try {
      return await ask(`statements/${encodeURIComponent(queryid)}`, questionOf(range));
    } catch (refused) {
      if (refused instanceof api.Refused && refused.status === 404) {
        return null;
      }
      throw refused;
    }
  }

  function drawDetail(history, window) {
    if (!history) {
      delete detail.dataset.queryid;
      detail.replaceChildren(notice(T.database.statement.unknown(chosen)));
      return;
    }
    if (detail.dataset.queryid !== chosen) {
      detail.dataset.queryid = chosen;
      detail.replaceChildren(el('article.card.statement', {'data-test': 'statement'},
        el('header', {}, el('h2', {}, T.database.statement.of(chosen)), el('span.space'),
          el('button', {type: 'button', 'data-test': 'statement-close', onclick: () => go({queryid: null})}, T.database.statement.close)),
        el('pre', {}, history.query ?? T.database.statement.noText),
        history.cut && el('p.muted', {}, T.database.cut)),
      el('div.charts', {}, charts.map(({element}) => element)));
    }
    const shared = {stepSeconds: history.step_seconds, isRate: false, ...window};
    const line = (values) => [{labels: {}, at: history.at, values}];
    charts[0].draw({...shared, unit: '', series: line(history.calls)});
    charts[1].draw({...shared, unit: 's', series: line(history.mean_exec_time.map((ms) => ms / 1000))});
    charts[2].draw({...shared, unit: 's', series: line(history.total_exec_time.map((ms) => ms / 1000))});
  }

  function draw() {
    if (top.statements.length === 0) {
      show(list, notice(T.database.statement.none, T.database.statement.noneMore));
      return;
    }
    const {column} = T.database.statement;
    const sorted = (by) => el('button', {type: 'button', 'data-test': 'order-' + by, title: T.fleet.sortBy(column[ORDERS[by]]),
      'aria-pressed': String(order === by), onclick: () => go({order: by})}, column[ORDERS[by]], el('span.arrow', {'aria-hidden': 'true'}, order === by ? '↓' : ''));
    const own = top.statements.filter((one) => one.own);
    const ownShare = own.reduce((sum, {share}) => sum + share, 0);
    show(list,
      el('p.muted.note', {'data-key': 'sum'}, T.database.statement.sum(number(top.count), short(top.calls), milliseconds(top.total_exec_time))),
      own.length > 0 && el('p.muted.note', {'data-key': 'own', 'data-test': 'own-statements'}, T.database.statement.own(number(own.length), percent(ownShare)), ' ',
        el('button.quiet', {type: 'button', 'data-test': 'own-toggle', 'aria-pressed': String(showsOwn), onclick: () => go({own: !showsOwn})},
          showsOwn ? T.database.statement.hideOwn : T.database.statement.showOwn)),
      table('statements', {
        share: {title: column.share, cell: (one) => el('span.bar.good', {style: {'--share': Math.min(one.share, 1)}}, el('i', {'aria-hidden': 'true'}), percent(one.share))},
        query: {title: column.query, cell: (one) => [one.queryid
          ? el('a', {href: `${address}?${withQueryid(one.queryid)}`, 'data-test': 'statement-link'}, one.query ? '' : one.queryid, one.query && lineOf(one.query))
          : el('span.muted', {}, T.database.statement.hidden), el('span.muted', {}, [one.datnames.join(', '), one.usenames.join(', ')].filter(Boolean).join(' · '))]},
        time: {title: sorted('total_time'), class: 'count', cell: (one) => milliseconds(one.total_exec_time)},
        calls: {title: sorted('calls'), class: 'count', cell: (one) => short(one.calls)},
        mean: {title: sorted('mean'), class: 'count', cell: (one) => milliseconds(one.mean_exec_time)},
        rows: {title: sorted('rows'), class: 'count', cell: (one) => short(one.rows)},
        io: {title: sorted('io'), class: 'count', cell: (one) => short(one.shared_blks_read + one.shared_blks_written + one.temp_blks_read + one.temp_blks_written)},
        hits: {title: column.hits, class: 'count', cell: (one) => percent(hitsOf(one))},
      }, top.statements.filter((one) => showsOwn || !one.own), {keyOf: (one) => one.queryid ?? 'hidden', attributesOf: (one) => ({'data-queryid': one.queryid ?? '', class: one.queryid === chosen ? 'chosen' : null})}));
  }

  function withQueryid(queryid) {
    const question = queryOf(range, range.name ?? back);
    question.set('order', order);
    question.set('queryid', queryid);
    if (showsOwn) {
      question.set('own', 'yes');
    }
    return question;
  }

  const onTheme = () => charts?.forEach((view) => view.redraw());
  addEventListener('themechange', onTheme);

  return {
    refresh,
    changed: read,
    close() {
      removeEventListener('themechange', onTheme);
      charts?.forEach((view) => view.close());
    },
  };
}

function lineOf(query) {
  const line = query.replace(/\s+/g, ' ').trim();
  return el('code', {title: query.slice(0, 2000)}, line.length > 160 ? line.slice(0, 160) + ' …' : line);
}

function hitsOf(one) {
  const all = one.shared_blks_hit + one.shared_blks_read;
  return all > 0 ? one.shared_blks_hit / all : NaN;
}
