// What somebody should look at, before all else: the worst first, each with the way to it.

import {el} from './dom.js';
import {icon} from './icons.js';
import {moment} from './parts.js';
import {T} from './texts.js';

/** So many stand there before one asks for all. */
const FIRST = 6;

/** Where all of a kind are. */
const PAGES = {
  host: '#/fleet?sort=state',
  database: '#/databases',
  monitor: '#/uptime/incidents',
  filesystem: '#/fleet?sort=disk',
  job: '#/jobs',
};

/** `groups` as the hub tells them, or the `trouble` it has with that; `isWhole` whether all are shown, and `onWhole` when that is asked for. */
export function attention({groups, trouble}, {isWhole, onWhole}) {
  if (trouble) {
    return el('p.attention.untold', {'data-key': 'attention', 'data-test': 'attention-untold', role: 'status'}, icon('warn'),
      T.attention.untold, ' ', T.sentence(trouble.message));
  }
  if (groups.length === 0) {
    return el('p.attention.calm', {'data-key': 'attention', 'data-test': 'attention'}, icon('good'), T.attention.nothing);
  }
  const all = groups.flatMap(({concerns}) => concerns);
  const ordered = [...all.filter(isCritical), ...all.filter((one) => !isCritical(one))];
  const shown = isWhole ? ordered : ordered.slice(0, FIRST);
  return el('section.card.attention', {'data-key': 'attention', 'data-test': 'attention', 'aria-label': T.attention.title},
    el('div.kinds', {}, el('h2', {}, T.attention.title), groups.map(kindOf)),
    el('ul', {}, shown.map(rowOf)),
    ordered.length > FIRST && el('button.more', {type: 'button', 'data-test': 'attention-all', 'aria-expanded': String(isWhole), onclick: onWhole},
      isWhole ? T.attention.fewer : T.attention.all(ordered.length)));
}

const isCritical = ({severity}) => severity === 'critical';

function kindOf({kind, total, concerns}) {
  return el(`a.kind.${concerns.some(isCritical) ? 'bad' : 'warn'}`, {href: PAGES[kind], 'data-test': 'attention-' + kind},
    el('b', {}, total), ' ', T.attention.kind[kind](total));
}

function rowOf(concern) {
  const look = isCritical(concern) ? 'bad' : 'warn';
  return el('li', {'data-key': `${concern.kind} ${concern.address} ${concern.name}`, 'data-test': 'concern', 'data-kind': concern.kind},
    el(`span.state.${look}`, {}, icon(look), T.attention.trouble[concern.trouble] ?? concern.trouble),
    el('a', {href: concern.address}, concern.name),
    el('span.muted.why', {}, concern.detail ? T.sentence(concern.detail) : ''),
    concern.since ? el('span.muted', {}, moment(concern.since)) : null);
}
