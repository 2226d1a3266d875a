// A form made of a command's own description: its fields, what is wrong beside each, and what it says.

import {el} from './dom.js';
import {T} from './texts.js';

/**
 * For a form that is drawn once, and so keeps what is typed; see {@link tell}.
 *
 * @param values what stands in it at first, by name; left out: as by default
 */
export const fieldsOf = (info, values = {}) => info.parameters.map((one) => fieldOf(one, values[one.name]));

const nameOf = (name) => 'p-' + name;

function fieldOf(one, value) {
  const attributes = {name: nameOf(one.name), 'data-test': 'ask-' + one.name, autocomplete: 'off', 'aria-describedby': `about-${one.name} wrong-${one.name}`};
  const usual = value ?? (one.byDefault === undefined || one.byDefault === null ? null : String(one.byDefault));
  const about = el('span.muted', {id: `about-${one.name}`}, one.about, one.type === 'map' ? ' ' + T.commands.form.map : '');
  const wrong = el('span.bad.mistake', {id: `wrong-${one.name}`, 'data-test': 'wrong-' + one.name, role: 'status'});
  if (one.type === 'boolean') {
    return el('label.inline', {}, el('input', {...attributes, type: 'checkbox', checked: usual === 'true'}), one.name, about, wrong);
  }
  const required = one.required ? 'true' : null;
  const input = one.type === 'map' ? el('textarea', {...attributes, 'aria-required': required, rows: 4, spellcheck: 'false', placeholder: 'PULSE_DOCKER_EVERY=30s'})
    : one.allowed?.length ? el('select', {...attributes, 'aria-required': required}, one.allowed.map((word) => el('option', {value: word, selected: word === usual}, word)))
      : el('input', {...attributes, 'aria-required': required, type: one.secret ? 'password' : 'text', inputmode: one.type === 'number' ? 'numeric' : null, spellcheck: 'false', value: usual});
  return el('label', {}, el('span', {}, one.name, !one.required && one.type !== 'map' && el('span.muted', {}, ' ', T.asking.optional)), input, about, wrong);
}

/** What the form says, as the command wants it; what is empty is left out. */
export function dataOf(info, form) {
  const data = {};
  for (const {name, type} of info.parameters) {
    const input = form.elements[nameOf(name)];
    if (type === 'boolean') {
      data[name] = input.checked;
    } else if (type === 'map') {
      data[name] = Object.fromEntries(input.value.split('\n').filter((line) => line.trim()).map((line) => {
        const [key, ...rest] = line.split('=');
        return [key.trim(), rest.length ? rest.join('=').trim() : null];
      }));
    } else if (input.value.trim()) {
      data[name] = type === 'number' ? Number(input.value) : input.value.trim();
    }
  }
  return data;
}

/** What is wrong with it by the description, by which the hub refuses, too: {name: 'is missing'}. */
export function mistakesIn(info, form) {
  return Object.fromEntries(info.parameters.map((one) => [one.name, mistakeOf(one, form.elements[nameOf(one.name)])]).filter(([, why]) => why));
}

function mistakeOf({type, required, pattern}, {value}) {
  const text = value.trim();
  if (type === 'boolean') {
    return null;
  }
  if (!text) {
    return required ? T.asking.missing : null;
  }
  if (type === 'number' && !/^-?\d+$/.test(text)) {
    return T.asking.noNumber;
  }
  return type !== 'map' && pattern && !matches(pattern, text) ? T.asking.otherwise : null;
}

/** It is Java's: what a browser cannot read, the hub alone judges. */
function matches(pattern, text) {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch (notHere) {
    return true;
  }
}

/** The hub names the parameter that is wrong, an agent's sentence begins with it; {}: it is about none of them. */
export function mistakesOf(info, {field, message}) {
  const name = /^data\.(\w+)$/.exec(field ?? '')?.[1] ?? /^'(\w+)' /.exec(message)?.[1];
  return info.parameters.some((one) => one.name === name) ? {[name]: message} : {};
}

/** Shows each beside its field, and goes to the first. */
export function tell(info, form, mistakes) {
  for (const {name} of info.parameters) {
    const input = form.elements[nameOf(name)];
    form.querySelector(`#wrong-${name}`).textContent = mistakes[name] ? T.sentence(mistakes[name]) : '';
    if (mistakes[name]) {
      input.setAttribute('aria-invalid', 'true');
    } else {
      input.removeAttribute('aria-invalid');
    }
  }
  form.querySelector('[aria-invalid]')?.focus();
}
