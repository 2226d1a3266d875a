// Rows of a table that are chosen, and one thing that is asked of all of them: asked back, with a reason, and told how far it is.

import * as api from './api.js';
import {el} from './dom.js';
import {together} from './together.js';
import {T} from './texts.js';
import {reasonOf} from './wishes.js';

/**
 * @param words {act, choose(row), chooseAll, chosen(count), sure(count), progress(done, total, isGoingOn)}
 * @param keyOf what a row is known by
 * @param nameOf how a row is called that was refused
 * @param ask (row, reason) asks it of one, and throws where that fails
 * @param draw draws the page anew
 * @param failed hears that nobody is signed in any more
 * @param after is called when all were asked
 */
export function bulk({words, keyOf, nameOf, ask, draw, failed, after}) {
  let chosen = new Set();
  let wish = null; // {rows, reason}
  let work = null;
  let isOver = false;

  function choose(rows, isChosen) {
    rows.forEach((row) => (isChosen ? chosen.add(keyOf(row)) : chosen.delete(keyOf(row))));
    wish = null;
    draw();
  }

  async function run({rows, reason}) {
    wish = null;
    chosen = new Set();
    const done = await together(rows, (row) => ask(row, reason), (so) => {
      work = so;
      draw();
    }, () => isOver);
    if (done.troubles.some(({trouble}) => trouble.status === 401)) {
      failed(done.troubles.find(({trouble}) => trouble.status === 401).trouble);
    } else if (!isOver) {
      after();
    }
  }

  const box = (label, test, isChecked, rows) => el('input', {type: 'checkbox', 'aria-label': label, 'data-test': test, 'data-controlled': '', checked: isChecked,
    onchange: ({target}) => choose(rows, target.checked)});

  function sure() {
    return el('div.card.confirm', {'data-key': 'sure', role: 'alertdialog', 'aria-label': words.sure(wish.rows.length), 'data-test': 'sure'},
      el('p', {}, words.sure(wish.rows.length)), reasonOf(wish),
      el('div.actions', {},
        el('button.primary', {type: 'button', 'data-test': 'sure-yes', onclick: () => run(wish)}, words.act),
        el('button', {type: 'button', 'data-test': 'sure-no', onclick() { wish = null; draw(); }}, T.cancel)));
  }

  return {
    /** A row's checkbox. */
    box: (row) => box(words.choose(row), 'choose', chosen.has(keyOf(row)), [row]),
    /** That of all which may be chosen. */
    boxOfAll: (rows) => rows.length > 0 && box(words.chooseAll, 'choose-all', rows.every((row) => chosen.has(keyOf(row))), rows),
    /** What stands above the table. */
    bar(rows) {
      const some = rows.filter((row) => chosen.has(keyOf(row)));
      return el('div', {'data-key': 'bulk'}, wish ? sure() : some.length > 0 && el('div.actions', {'data-key': 'chosen', 'data-test': 'chosen'},
        el('span', {}, words.chosen(some.length)),
        el('button', {type: 'button', 'data-test': 'bulk', onclick() { wish = {rows: some, reason: ''}; work = null; draw(); }}, words.act)),
      work && el('div', {'data-key': 'outcome', role: 'status', 'data-test': 'bulk-outcome', class: work.troubles.length ? 'outcome bad' : 'outcome'},
        el('p', {}, words.progress(work.answers.length, work.total, work.done < work.total)),
        work.troubles.length > 0 && el('ul', {}, work.troubles.map(({one, trouble}) =>
          el('li', {'data-key': keyOf(one)}, `${nameOf(one)}: ${trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message)}`)))));
    },
    /** Another list is shown. */
    reset() {
      chosen = new Set();
      wish = null;
      work = null;
    },
    close() {
      isOver = true;
    },
  };
}
