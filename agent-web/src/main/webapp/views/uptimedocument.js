// All that is said of uptime as one document: taken home, and applied after what it would change was shown.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {mistakesOf} from '../mistakes.js';
import {T} from '../texts.js';
import {tabsOf} from './uptimeparts.js';

const PATH = 'uptime/document';
const TYPES = {json: 'application/json', yaml: 'application/yaml'};
const COLUMNS = ['change', 'what', 'name', 'fields'];
const MOST_SHOWN = 500;

export function open(content, {failed}) {
  const D = T.uptime.document;
  document.title = `${D.title} · ${T.product}`;
  let looked = null; // what would be changed, of the text and the choice that it was asked for
  let applied = null;
  let mistakes = {};
  let outcome = '';
  let busy = false;
  let text = '';
  let prune = false;
  let closed = false;

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
      mistakes = mistakesOf(trouble);
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : Object.keys(mistakes).length > 0 ? D.wrong : T.sentence(trouble.message);
    }
    busy = false;
    if (!closed) {
      draw();
    }
  }

  const send = (isDry) => api.putText(`${PATH}?dry_run=${isDry}&prune=${prune}`, text, text.trimStart().startsWith('{') ? TYPES.json : TYPES.yaml);

  const look = (event) => {
    event.preventDefault();
    applied = null;
    looked = null;
    return act(async () => {
      looked = await send(true);
    });
  };

  const apply = () => act(async () => {
    applied = await send(false);
    looked = null;
  });

  const take = (kind) => act(async () => {
    const found = await api.getText(PATH, TYPES[kind]);
    const link = el('a', {href: URL.createObjectURL(new Blob([found], {type: TYPES[kind]})), download: `uptime.${kind}`});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });

  /** What was looked at is of the text as it was. */
  function write(change) {
    ({text = text, prune = prune} = change);
    looked = null;
    applied = null;
    draw();
  }

  async function readFile({target}) {
    const [file] = target.files;
    if (file) {
      const found = await file.text();
      content.querySelector('textarea').value = found;
      write({text: found});
    }
  }

  function draw() {
    show(content,
      el('div.head', {'data-key': 'head'}, el('h1', {}, T.uptime.title)),
      tabsOf('document'),
      el('section.card.export', {'data-key': 'export'}, el('h2', {}, D.exportTitle), el('p.muted', {}, D.exportAbout),
        el('div.actions', {}, Object.keys(TYPES).map((kind) => el('button', {type: 'button', disabled: busy, 'data-test': `export-${kind}`, onclick: () => take(kind)}, D[kind])))),
      el('form.card.export', {'data-key': 'import', 'data-test': 'import', onsubmit: look},
        el('h2', {}, D.importTitle), el('p.muted', {}, D.importAbout),
        el('label.inline', {}, D.file, el('input', {type: 'file', accept: '.json,.yaml,.yml', onchange: readFile})),
        el('label.pasted', {}, D.text, el('textarea', {name: 'document', rows: 12, spellcheck: 'false', 'data-test': 'import-text', oninput: ({target}) => write({text: target.value})})),
        el('label.check', {}, el('input', {type: 'checkbox', 'data-test': 'import-prune', onchange: ({target}) => write({prune: target.checked})}), D.prune),
        el('div.actions', {},
          el('button.primary', {type: 'submit', disabled: busy || !text.trim(), 'data-test': 'import-look'}, D.look),
          looked?.changes.length > 0 && el('button', {'data-key': 'apply', type: 'button', disabled: busy, 'data-test': 'import-apply', onclick: apply}, D.applyCount(looked.changes.length)))),
      el('div', {'data-key': 'outcome', role: 'status', 'data-test': 'import-outcome'}, outcome && el('p.outcome.bad', {}, outcome),
        Object.keys(mistakes).length > 0 && el('ul.troubles', {}, Object.entries(mistakes).map(([field, why]) => el('li', {'data-field': field}, el('b', {}, field), ' ', T.sentence(why)))),
        applied && el('p.outcome.good', {}, D.applied(applied.changes.length))),
      (looked ?? applied) && changesOf(looked ?? applied));
  }

  draw();
  return {
    close() {
      closed = true;
    },
    changed() {},
  };
}

function changesOf({changes, applied}) {
  const D = T.uptime.document;
  return changes.length === 0 ? el('p.card.quiet', {'data-key': 'changes', 'data-test': 'changes-none'}, D.nothing)
    : el('section', {'data-key': 'changes'}, !applied && el('h2', {}, D.would(changes.length)),
      el('div.card.wide-table', {}, el('table.places', {'data-test': 'changes'},
        el('caption.unseen', {}, D.title),
        el('thead', {}, el('tr', {}, COLUMNS.map((name) => el('th', {scope: 'col'}, D.column[name])))),
        el('tbody', {}, changes.slice(0, MOST_SHOWN).map(({what, name, change, fields}) => el('tr', {'data-test': 'change', 'data-change': change},
          [el('b', {class: change === 'removed' ? 'bad' : change === 'added' ? 'good' : 'warn'}, D.change[change] ?? change), D.what[what] ?? what, name, fields.join(', ') || T.none]
            .map((cell, i) => el('td', {'data-label': D.column[COLUMNS[i]]}, cell))))))),
      changes.length > MOST_SHOWN && el('p.muted.note', {}, D.cut(changes.length - MOST_SHOWN)));
}
