// Parts of the console whose modules come when they are first looked at: nobody waits for pages that he does not open.

import {el, show} from './dom.js';
import {notice} from './parts.js';
import {T} from './texts.js';

/**
 * @param into shows that it loads until then
 * @param coming the promise of a module
 * @param open makes the view of it, once it is there and if nobody has left meanwhile
 * @returns a view: what is asked of it before it is there, waits or is in vain
 */
export function arriving(into, coming, open) {
  let view = null;
  let isLeft = false;
  show(into, notice(T.loading));
  const there = coming.then((module) => {
    if (!isLeft) {
      into.replaceChildren();
      view = open(module);
    }
  }, (missing) => {
    console.error(missing);
    if (!isLeft) {
      into.replaceChildren(el('div', {role: 'alert', 'data-test': 'not-whole'},
        notice(T.notWhole, T.notWholeMore, el('button', {type: 'button', onclick: () => location.reload()}, T.tryAgain))));
    }
  });
  return {
    /** Left out as long as it cannot hear of a change: then it is opened anew. */
    get changed() {
      return view?.changed;
    },
    async refresh(...what) {
      await there;
      if (!isLeft) {
        await view?.refresh(...what);
      }
    },
    close() {
      isLeft = true;
      view?.close?.();
    },
  };
}
