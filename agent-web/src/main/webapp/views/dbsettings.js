// The settings that are not at their defaults, and what changed between two moments.

import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import {notice} from '../parts.js';
import {queryOf, rangeBar, rangeOf} from '../range.js';
import {T} from '../texts.js';
import {questionOf} from '../window.js';
import {table, toldAt} from './dbparts.js';

export function openSettings(body, {query, address, ask}) {
  let range = rangeOf(query);
  let back = query.get('range');
  const bar = el('div', {});
  const list = el('div', {}, notice(T.loading));
  body.replaceChildren(bar, list);
  drawBar();

  function drawBar() {
    show(bar, rangeBar(range, back, (next) => { location.hash = `${address}?${queryOf(next, range.name ?? back)}`; }, ''),
      range.isWrong && el('p.warn', {}, T.range.wrong));
  }

  return {
    async refresh() {
      const asked = range;
      const [paper, server] = await Promise.all([ask('documents/settings', questionOf(range)), ask('documents/server')]);
      if (asked === range) {
        draw(list, paper, server);
      }
    },
    changed(next) {
      range = rangeOf(next);
      back = next.get('range');
      drawBar();
    },
    close() {},
  };
}

function draw(list, paper, server) {
  const words = T.database.setting;
  if (!paper.at) {
    show(list, notice(words.untold, words.untoldMore));
    return;
  }
  const settings = paper.body.settings ?? [];
  const extensions = Array.isArray(server.body.extensions) ? server.body.extensions : [];
  show(list,
    el('h2', {'data-key': 'changes-title'}, words.changes),
    paper.changes.length ? changesTable(paper.changes) : el('p.card.quiet', {'data-key': 'no-changes', 'data-test': 'no-changes'}, icon('good'), words.noChanges),
    el('h2', {'data-key': 'settings-title'}, words.title),
    settings.length ? settingsTable(settings) : el('p.card.quiet', {'data-key': 'no-settings'}, words.allDefault),
    toldAt(paper.told_at.settings),
    extensions.length > 0 && el('h2', {'data-key': 'extensions-title'}, words.extensions),
    extensions.length > 0 && table('extensions', {
      name: {title: words.column.extension, cell: (row) => el('b', {}, row.name)},
      version: {title: words.column.version, cell: (row) => row.version ?? T.none},
      available: {title: words.column.available, cell: (row) => (row.available && row.available !== row.version ? el('span.warn', {}, row.available) : row.available ?? T.none)},
      schema: {title: words.column.schema, cell: (row) => row.schema ?? T.none},
    }, extensions, {keyOf: (row) => row.name}));
}

function changesTable(changes) {
  const {column} = T.database.setting;
  return table('changes', {
    name: {title: column.name, cell: (row) => el('code', {}, row.name)},
    before: {title: column.before, cell: (row) => valueOf(row.from, row.unit)},
    now: {title: column.now, cell: (row) => el('b', {}, valueOf(row.to, row.unit))},
    source: {title: column.source, cell: (row) => row.source ?? T.none},
  }, changes, {keyOf: (row) => row.name, attributesOf: (row) => ({'data-setting': row.name})});
}

function settingsTable(settings) {
  const {column} = T.database.setting;
  return table('settings', {
    name: {title: column.name, cell: (row) => [el('code', {}, row.name), row.pending_restart && el('span.warn', {}, T.database.setting.restart)]},
    now: {title: column.now, cell: (row) => el('b', {}, valueOf(row.setting, row.unit))},
    default: {title: column.default, cell: (row) => valueOf(row.boot_val, row.unit)},
    source: {title: column.source, cell: (row) => [row.source ?? T.none, row.sourcefile && el('span.muted', {}, row.sourcefile)]},
  }, settings, {keyOf: (row) => row.name, attributesOf: (row) => ({'data-setting': row.name})});
}

/** PostgreSQL counts some in blocks or pages: "16384 × 8kB". */
function valueOf(value, unit) {
  if (value === null || value === undefined || value === '') {
    return T.none;
  }
  return unit ? (/^\d/.test(unit) ? `${value} × ${unit}` : `${value} ${unit}`) : value;
}
