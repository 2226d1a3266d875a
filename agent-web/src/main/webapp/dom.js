// Elements, and how a page that is drawn anew every few seconds keeps focus, selection and open details.

const SVG = 'http://www.w3.org/2000/svg';
const HANDLERS = ['onclick', 'oninput', 'onchange', 'onsubmit', 'onkeydown', 'onmouseenter', 'onmouseleave', 'onfocus', 'onblur'];

/** el('p.note', {title: 'x', onclick: f, style: {'--share': 0.5}}, 'text', child, null) */
export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  return dress(document.createElement(name), classes, attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  return dress(document.createElementNS(SVG, name), classes, attributes, children);
}

function dress(element, classes, attributes, children) {
  if (classes.length) {
    element.setAttribute('class', classes.join(' '));
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (HANDLERS.includes(name)) {
      element[name] = value;
    } else if (name === 'style') {
      Object.entries(value).forEach(([property, text]) => element.style.setProperty(property, text));
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** More than a screen shows. */
const FIRST_ROWS = 40;

/**
 * The body of a table that may be long, for one view: `body(rows, rowOf)`. When it is drawn for the first time the rows that a
 * screen shows are made, and the others as soon as these are painted.
 */
export function longBody() {
  let drawings = 0;
  return (rows, rowOf) => {
    const mine = ++drawings;
    const first = mine === 1 ? rows.slice(0, FIRST_ROWS) : rows;
    const body = el('tbody', {}, first.map(rowOf));
    if (first.length < rows.length) {
      requestAnimationFrame(() => setTimeout(() => {
        if (drawings === mine && body.isConnected) {
          body.append(...rows.slice(FIRST_ROWS).map(rowOf));
        }
      }));
    }
    return body;
  };
}

/**
 * Makes the children of `parent` look like `fresh`, touching only what differs. Children with the same `data-key` are
 * the same child wherever they stand. What lies inside an element with `data-live` belongs to someone else. A checkbox with
 * `data-controlled` is ticked as it is drawn, whatever was clicked.
 */
export function show(parent, ...fresh) {
  morphChildren(parent, fresh.flat().filter(Boolean));
}

function morphChildren(parent, fresh) {
  const keyed = new Map([...parent.children].filter(keyOf).map((child) => [keyOf(child), child]));
  const wanted = new Set(fresh.map(keyOf).filter(Boolean));
  let at = parent.firstChild;
  for (const next of fresh) {
    const old = keyOf(next) ? keyed.get(keyOf(next)) : firstLike(next, at);
    if (old && isSame(old, next)) {
      // What stands between is gone. It is removed, and `old` is not moved if that can be: moving takes the focus away.
      while (at !== old && at && !wanted.has(keyOf(at))) {
        at = removed(at);
      }
      if (at === old) {
        at = at.nextSibling;
      } else {
        parent.insertBefore(old, at);
      }
      morph(old, next);
    } else {
      parent.insertBefore(next, at);
    }
  }
  while (at) {
    at = removed(at);
  }
}

function firstLike(next, from) {
  let candidate = from;
  while (candidate && !isSame(candidate, next)) {
    candidate = candidate.nextSibling;
  }
  return candidate;
}

function removed(node) {
  const following = node.nextSibling;
  node.remove();
  return following;
}

const keyOf = (node) => node.dataset?.key;

function isSame(old, next) {
  return old.nodeName === next.nodeName && keyOf(old) === keyOf(next);
}

function morph(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== next.data) {
      old.data = next.data;
    }
    return;
  }
  if (old.dataset.live !== undefined) {
    return;
  }
  morphAttributes(old, next);
  if (next.dataset.controlled !== undefined) {
    old.checked = next.checked; // the attribute says only how it was at first
  }
  HANDLERS.forEach((name) => { old[name] = next[name]; });
  morphChildren(old, [...next.childNodes]);
}

function morphAttributes(old, next) {
  const mayChange = (name) => name !== 'style' && !(name === 'open' && old.nodeName === 'DETAILS');
  for (const {name, value} of next.attributes) {
    if (mayChange(name) && old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  for (const {name} of [...old.attributes]) {
    if (mayChange(name) && !next.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  if (old.style.cssText !== next.style.cssText) {
    old.style.cssText = next.style.cssText; // not the attribute: the content security policy forbids that
  }
}
