// The box in the header that finds hosts, databases, monitors, jobs, settings and pages. A combobox: the keyboard stays in
// the field, arrows choose, Enter opens, Escape leaves.

import * as api from './api.js';
import {el, show} from './dom.js';
import {icon} from './icons.js';
import {T} from './texts.js';

const PATIENCE_MS = 120;
const MOST = 12;
const MOST_PAGES = 4;
const ICONS = {host: 'host', database: 'database', monitor: 'processes', dashboard: 'chart', job: 'start', setting: 'services', page: 'page'};

/** `pages` answers [{name, address}] that the user may see; `failed` hears of an answer that means that nobody is signed in. */
export function searchBox({pages, failed}) {
  let found = [];
  let active = 0;
  let said = ''; // what the list is about
  let timer = null;
  let latest = 0; // of what was asked while something else was typed, the answer is not shown

  const list = el('ul.found', {id: 'found', role: 'listbox', 'aria-label': T.search.results, 'data-test': 'found'});
  const word = el('p.muted', {});
  const popup = el('div.card.popup', {hidden: true, 'data-test': 'search-popup'}, list, word);
  const status = el('span.unseen', {role: 'status', 'data-test': 'search-status'});
  const input = el('input', {
    type: 'text', role: 'combobox', 'aria-label': T.search.label, 'aria-autocomplete': 'list', 'aria-expanded': 'false',
    'aria-controls': 'found', 'aria-keyshortcuts': '/ Control+K', placeholder: T.search.placeholder, title: T.search.hint, maxlength: 200,
    autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'go', 'data-test': 'search',
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(look, PATIENCE_MS);
    },
    onfocus: () => input.value.trim() && look(),
    onblur: close,
    onkeydown: onKey,
  });
  const element = el('div.search', {role: 'search', 'data-key': 'search', 'data-live': ''}, icon('search'), input, el('kbd', {'aria-hidden': 'true'}, '/'), popup, status);
  popup.addEventListener('mousedown', (event) => event.preventDefault()); // the field keeps the focus

  async function look() {
    const text = input.value.trim();
    const mine = ++latest;
    if (!text) {
      close();
      return;
    }
    const own = pagesLike(text);
    try {
      const {results} = await api.get('search', {q: text, limit: MOST});
      if (mine === latest) {
        const [first, others] = [own.filter(({begins}) => begins), own.filter(({begins}) => !begins)];
        tell(text, [...results.slice(0, 1).filter(({name}) => name.toLowerCase() === text.toLowerCase()), ...first,
          ...results.slice(results[0]?.name.toLowerCase() === text.toLowerCase() ? 1 : 0), ...others]);
      }
    } catch (trouble) {
      if (mine !== latest) {
        return;
      }
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      tell(text, own, trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message));
    }
  }

  function pagesLike(text) {
    const words = text.toLowerCase().split(/\s+/);
    return pages().map(({name, address}) => ({kind: 'page', name, more: '', address, begins: name.toLowerCase().startsWith(words.join(' '))}))
      .filter(({name}) => words.every((one) => name.toLowerCase().includes(one))).slice(0, MOST_PAGES);
  }

  function tell(text, all, trouble) {
    found = all;
    said = text;
    active = 0;
    word.textContent = trouble ?? (all.length ? '' : T.search.none(text));
    word.className = trouble ? 'bad' : 'muted';
    word.hidden = !word.textContent;
    status.textContent = trouble ?? (all.length ? T.search.count(all.length) : T.search.none(text));
    popup.hidden = document.activeElement !== input;
    draw();
  }

  function draw() {
    const isOpen = !popup.hidden;
    input.setAttribute('aria-expanded', String(isOpen && found.length > 0));
    if (isOpen && found.length) {
      input.setAttribute('aria-activedescendant', `found-${active}`);
    } else {
      input.removeAttribute('aria-activedescendant');
    }
    show(list, found.map((one, i) => el('li', {
      id: `found-${i}`, role: 'option', 'aria-selected': String(i === active), 'data-test': 'found-one', 'data-kind': one.kind, 'data-name': one.name, onclick: () => go(one),
    }, icon(ICONS[one.kind] ?? 'other'), el('b', {}, one.name), one.more ? el('span.muted', {}, one.more) : null, el('span.kind', {}, T.search.kind[one.kind] ?? one.kind))));
    list.children[active]?.scrollIntoView({block: 'nearest'});
  }

  function onKey(event) {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && found.length && !popup.hidden) {
      event.preventDefault();
      active = (active + step + found.length) % found.length;
      draw();
    } else if (step) {
      event.preventDefault();
      look();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      enter();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    }
  }

  /** Who types quicker than the hub answers means what is typed, and not what is shown. */
  async function enter() {
    if (said !== input.value.trim() || popup.hidden) {
      clearTimeout(timer);
      await look();
    }
    const chosen = said === input.value.trim() ? found[active] : null;
    if (chosen && !popup.hidden) {
      go(chosen);
    }
  }

  function go({address}) {
    leave();
    location.hash = address;
  }

  function leave() {
    input.value = '';
    close();
    document.getElementById('content').focus({preventScroll: true});
  }

  function close() {
    clearTimeout(timer);
    latest++;
    popup.hidden = true;
    found = [];
    said = '';
    draw();
  }

  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]');
    const isSlash = event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    const isControlK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if ((isSlash || isControlK) && element.isConnected) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });

  return element;
}
