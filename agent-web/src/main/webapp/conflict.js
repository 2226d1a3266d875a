// Two people change the same thing: what the other changed stands beside what is in the form, and that stays until one chooses.

import * as api from './api.js';
import {el} from './dom.js';
import {T} from './texts.js';

const SECRET = ['password', 'secrets']; // of these a form knows only what was typed

/**
 * What a form is filled from: {path, value, version, filled, theirs}. `theirs` is what somebody else made of it since; a form
 * with another `filled` is another form.
 */
export async function begin(path) {
  return filledFrom(path, await api.getSeen(path));
}

const filledFrom = (path, {value, version}) => ({path, value, version, filled: version, theirs: null});

/** Changes what is still as the form was filled from. Where it is not, the trouble says so and `theirs` has what is there. */
export async function save(edition, method, said) {
  try {
    return await api.changeIf(method, edition.path, said, edition.version);
  } catch (trouble) {
    if (trouble.status === 412) {
      edition.theirs = await api.getSeen(edition.path);
      edition.said = said;
      trouble.message = T.conflict.refused;
    }
    throw trouble;
  }
}

/** The form is to be filled from what is there now. */
export function takeTheirs(edition) {
  return filledFrom(edition.path, edition.theirs);
}

/** What was typed is to be saved over what is there now. */
export function saveOver(edition) {
  return {...edition, version: edition.theirs.version, theirs: null};
}

/** [{name, was, theirs, yours}] of the fields that the form says and that are others than it was filled from. */
export function differences(was, theirs, said, words = {}) {
  const told = (name, value) => (words[name] && value ? words[name](value) : textOf(value));
  return Object.keys(said).filter((name) => !SECRET.includes(name) && textOf(was[name]) !== textOf(theirs[name]))
    .map((name) => ({name, was: told(name, was[name]), theirs: told(name, theirs[name]), yours: told(name, said[name])}));
}

/** ['a', 'b'] -> 'a, b'; nothing, false, 0 and '' are the same: what is not said. */
export function textOf(value) {
  if (value === undefined || value === null || value === false || value === 0) {
    return '';
  }
  if (Array.isArray(value)) {
    return value.map(textOf).join(', ');
  }
  if (typeof value === 'object') {
    return Object.keys(value).sort().filter((name) => textOf(value[name])).map((name) => `${name}: ${textOf(value[name])}`).join('; ');
  }
  return value === true ? T.conflict.yes : String(value);
}

/**
 * Nothing where nobody else was quicker.
 *
 * @param names how fields are called, by name
 * @param words how values are called that are no words yet, by the field's name
 */
export function conflictOf(edition, {names, words, busy, take, over}) {
  if (!edition?.theirs) {
    return null;
  }
  const C = T.conflict;
  const rows = differences(edition.value, edition.theirs.value, edition.said, words);
  const by = edition.theirs.value.changed_by ?? edition.theirs.value.changedBy;
  return el('section.card.conflict', {'data-key': 'conflict', 'data-test': 'conflict', role: 'alert'},
    el('h2', {}, by ? C.titleBy(by) : C.title),
    rows.length === 0 ? el('p', {}, C.unseen)
      : el('table.conflict', {}, el('caption.unseen', {}, C.title),
        el('thead', {}, el('tr', {}, ['field', 'was', 'theirs', 'yours'].map((name) => el('th', {scope: 'col'}, C.column[name])))),
        el('tbody', {}, rows.map(({name, was, theirs, yours}) => el('tr', {'data-key': name, 'data-test': 'conflict-field', 'data-field': name},
          el('th', {scope: 'row'}, names[name] ?? name),
          el('td', {'data-label': C.column.was}, was || T.none),
          el('td', {'data-label': C.column.theirs}, theirs || T.none),
          el('td', {'data-label': C.column.yours}, yours === theirs ? C.same : yours || T.none))))),
    el('div.actions', {},
      el('button', {type: 'button', disabled: busy, 'data-test': 'conflict-take', onclick: take}, C.take),
      el('button.primary', {type: 'button', disabled: busy, 'data-test': 'conflict-over', onclick: over}, C.over)));
}
