// A small menu in the head of a list: the views of it that were saved under a name, and the one that is open to be saved.

import * as api from '../api.js';
import {el, show} from '../dom.js';
import {icon} from '../icons.js';
import * as rights from '../rights.js';
import {T} from '../texts.js';

let known = []; // what the hub has told last; the search box finds these

/** [{name, address}] of all that were saved, as far as they are known. */
export const savedPages = () => known.map(({name, address}) => ({name, address: `#${address}`}));

/** Nobody is signed in any more, or somebody else: what was known is asked anew. */
export async function learn() {
  known = [];
  known = (await api.get('views').catch(() => ({views: []}))).views; // the box finds the rest all the same
}

/** Draws a menu that looks after itself. `failed` hears of an answer that means that nobody is signed in. */
export function savedViews(failed) {
  const V = T.views;
  const page = location.hash.slice(1).split('?')[0];
  const body = el('div.card.popup.saved');
  let outcome = '';
  let busy = false;
  let renamed = null; // id of the one whose name is being typed

  const menu = el('details.menu', {'data-test': 'views', 'data-live': '', 'data-key': 'views'},
    el('summary.button', {}, V.title), body);
  menu.addEventListener('toggle', () => menu.open && refresh());
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  const refresh = () => act(() => {}, '');

  async function act(doing, done) {
    busy = true;
    outcome = '';
    draw();
    try {
      await doing();
      known = (await api.get('views')).views;
      outcome = done;
      renamed = null;
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message);
    }
    busy = false;
    draw();
  }

  function save(event) {
    event.preventDefault();
    const form = event.target;
    const name = form.name.value.trim();
    const shared = form.shared?.checked ?? false;
    return act(async () => {
      await api.post('views', {name, address: location.hash.slice(1), shared});
      form.reset();
    }, V.saved(name));
  }

  function rename(event, view) {
    event.preventDefault();
    const name = event.target.name.value.trim();
    return act(() => api.patch(`views/${view.id}`, {name}), V.renamed(name));
  }

  const mayChange = (view) => !view.shared || mayShare();

  function draw() {
    const own = known.filter(({address}) => address.split('?')[0] === page);
    show(body,
      own.length === 0 ? el('p.muted', {'data-key': 'none'}, V.none)
        : el('ul', {'data-key': 'list'}, own.map((view) => el('li', {'data-key': view.id, 'data-test': 'view', 'data-name': view.name},
          renamed === view.id
            ? el('form.pair', {onsubmit: (event) => rename(event, view)},
              el('input', {name: 'name', 'aria-label': V.name, value: view.name, maxlength: 100, required: true, autocomplete: 'off', 'data-test': 'view-name'}),
              el('button', {type: 'submit', disabled: busy}, V.keep))
            : el('a', {href: `#${view.address}`, onclick: () => { menu.open = false; }}, view.name),
          view.shared && el('span.muted', {}, V.shared),
          mayChange(view) && renamed !== view.id && el('span.actions', {},
            el('button.link', {type: 'button', 'aria-label': V.renameOne(view.name), 'data-test': 'view-rename', onclick: () => { renamed = view.id; draw(); }}, V.rename),
            el('button.link', {type: 'button', disabled: busy, 'aria-label': V.removeOne(view.name), 'data-test': 'view-remove',
              onclick: () => act(() => api.del(`views/${view.id}`), V.removed(view.name))}, icon('bad'), V.remove))))),
      el('form', {'data-key': 'form', onsubmit: save},
        el('label', {}, V.save, el('input', {name: 'name', required: true, maxlength: 100, autocomplete: 'off', placeholder: V.name, 'data-test': 'view-new'})),
        mayShare() && el('label.check', {}, el('input', {type: 'checkbox', name: 'shared', 'data-test': 'view-shared'}), V.share),
        el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'view-save'}, V.submit)),
      el('p', {'data-key': 'outcome', role: 'status', 'data-test': 'views-outcome'}, outcome));
  }

  let isOut = false;
  return () => { // once the menu itself, then what stands for it where the head is drawn anew: it keeps its focus
    if (isOut) {
      return el('details', {'data-live': '', 'data-key': 'views'});
    }
    isOut = true;
    return menu;
  };
}

const mayShare = () => rights.may('operator') && rights.seesFleet();
