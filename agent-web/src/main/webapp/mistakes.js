// What the server found wrong with a form, beside the field that it is about.

import {el} from './dom.js';
import {T} from './texts.js';

/** 'name, port' and 'name: must …; port: must …' -> {name: 'must …', port: 'must …'} */
export function mistakesOf({status, field, message}) {
  if (status !== 400 || !field) {
    return {};
  }
  const fields = field.split(', ');
  if (fields.length === 1) {
    return {[field]: message};
  }
  const starts = fields.map((name) => message.indexOf(`${name}: `));
  return Object.fromEntries(fields.map((name, index) =>
    [name, message.slice(starts[index] + name.length + 2, starts[index + 1] ? starts[index + 1] - 2 : undefined)]));
}

/**
 * What a field of a form needs to show its mistake: `common` attributes of its input, and `wrong`, the sentence. A mistake
 * in a part of a field, as `check.assertions[1]`, is the field's.
 */
export function wrongOf(mistakes, form) {
  const mistakeOf = (name) => Object.entries(mistakes).filter(([field]) => isOf(field, name)).map(([, why]) => why).join('; ');
  return {
    common: (name) => ({name, 'data-test': `${form}-${name.replaceAll('.', '-')}`, 'aria-invalid': mistakeOf(name) ? 'true' : null,
      'aria-describedby': mistakeOf(name) ? `wrong-${name}` : null}),
    wrong: (name) => mistakeOf(name) && el('span.bad.mistake', {id: `wrong-${name}`, 'data-test': `wrong-${name.replaceAll('.', '-')}`}, T.sentence(mistakeOf(name))),
  };
}

function isOf(field, name) {
  const short = field.replace(/^check\.assertions/, 'assertions').replace(/^secrets.*/, 'secret_name');
  return short === name || short.startsWith(`${name}[`) || short.startsWith(`${name}.`);
}
