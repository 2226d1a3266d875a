// What sessions did and waited for over time, and who waited for whom.

import {chart} from '../chart.js';
import {el, show} from '../dom.js';
import {duration, exactTime, localTime} from '../format.js';
import {icon} from '../icons.js';
import {queryOf, rangeBar, rangeOf, USUAL} from '../range.js';
import {T} from '../texts.js';
import {questionOf, seldom, windowOf} from '../window.js';
import {answered, correlation, sql, table} from './dbparts.js';

export function openWaits(body, {query, address, home, ask}) {
  let range = rangeOf(query);
  let back = query.get('range');
  const asking = seldom();
  const bar = el('div', {});
  const locks = el('div', {});
  const view = chart({id: 'pg-waits', title: T.database.wait.title, note: T.database.wait.note, kind: 'stack',
    name: (labels) => labels.name, order: ['running'], nothing: T.database.wait.nothing}, {onZoom: go, onReset: () => range.from && go({name: back ?? USUAL})});
  view.element.classList.add('tall');
  body.replaceChildren(bar, view.element, locks);
  drawBar();

  function go(next) {
    location.hash = `${address}?${queryOf(next, range.name ?? back)}`;
  }

  function drawBar() {
    show(bar, rangeBar(range, back, go), range.isWrong && el('p.warn', {}, T.range.wrong));
  }

  async function refresh() {
    const asked = range;
    if (!asking.isDue(JSON.stringify(range), range)) {
      return;
    }
    const window = windowOf(range);
    const [waits, found] = await answered(() => Promise.all([ask('waits', questionOf(range)), ask('locks', questionOf(range))]), asking);
    if (asked !== range) {
      return;
    }
    view.draw({
      series: waits.series.map(({name, at, values}) => ({labels: {name: T.database.wait.name[name] ?? name}, at, values})),
      stepSeconds: waits.step_seconds, unit: '', isRate: false, ...window,
    });
    show(locks, el('h2', {}, T.database.wait.locks),
      found.locks.length === 0 ? el('p.card.quiet', {'data-test': 'no-waits'}, icon('good'), T.database.wait.none) : waitsTable(found.locks, home),
      found.more && el('p.muted.note', {}, T.database.wait.more));
  }

  const onTheme = () => view.redraw();
  addEventListener('themechange', onTheme);

  return {
    refresh,
    changed(next) {
      range = rangeOf(next);
      back = next.get('range');
      drawBar();
      view.element.classList.add('waiting');
    },
    close() {
      removeEventListener('themechange', onTheme);
      view.close();
    },
  };
}

function waitsTable(waits, home) {
  const {column} = T.database.wait;
  const who = (pid, user, application, id) => [el('b', {}, String(pid)), el('span.muted', {}, [user, application].filter(Boolean).join(' · ')), correlation(id)];
  return table('lockwaits', {
    seen: {title: column.seen, cell: (one) => el('a', {href: `${home}?${new URLSearchParams({at: one.last_at})}`, title: exactTime(new Date(one.last_at))}, localTime(new Date(one.last_at)).slice(5))},
    lasted: {title: column.lasted, class: 'count', cell: (one) => duration((Date.parse(one.last_at) - Date.parse(one.waitstart ?? one.first_at)) / 1000)},
    blocked: {title: column.blocked, cell: (one) => [...who(one.blocked_pid, one.blocked_usename, one.blocked_application_name, one.blocked_correlation_id), sql(one.blocked_query, one.cut)]},
    blocking: {title: column.blocking, cell: (one) => [...who(one.blocking_pid, one.blocking_usename, one.blocking_application_name, one.blocking_correlation_id), sql(one.blocking_query, one.cut)]},
    lock: {title: column.lock, cell: (one) => [el('span', {}, [one.locktype, one.mode].filter(Boolean).join(' ') || T.none), one.relation && el('span.muted', {}, one.relation)]},
    root: {title: column.root, cell: (one) => (one.root_pid ? String(one.root_pid) : T.none)},
  }, waits, {keyOf: (one) => [one.blocked_pid, one.blocking_pid, one.waitstart ?? one.first_at, one.locktype, one.mode, one.relation].join(' ')});
}
