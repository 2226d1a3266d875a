// What one probe saw, in full: phases as a bar, each hop, what was expected, the answer's beginning.

import {el} from '../dom.js';
import {bytes, milliseconds} from '../format.js';
import {icon} from '../icons.js';
import {moment} from '../parts.js';
import {T} from '../texts.js';
import {PHASES, totalOf} from '../uptime.js';

const microseconds = (us) => milliseconds(us / 1000);

/** One bar, as long as it took of `whole`; its parts are phases. */
export function phaseBar(phases, whole = totalOf(phases)) {
  const U = T.uptime;
  const told = PHASES.filter((phase) => phases[phase] > 0).map((phase) => `${U.phase[phase]} ${microseconds(phases[phase])}`).join(', ');
  return el('div.phasebar', {role: 'img', 'aria-label': told || U.noTime, 'data-test': 'phase-bar'}, PHASES.filter((phase) => phases[phase] > 0).map((phase) =>
    el(`i.${phase}`, {title: `${U.phase[phase]}: ${microseconds(phases[phase])}`, style: {'--share': whole > 0 ? phases[phase] / whole : 0}})));
}

/** The same in words: a legend with numbers. */
export function phaseLegend(phases) {
  return el('dl.phaselegend', {'data-test': 'phases'}, PHASES.map((phase) =>
    el('div', {}, el('dt', {}, el(`i.${phase}`, {'aria-hidden': 'true'}), T.uptime.phase[phase]), el('dd', {}, phases[phase] > 0 ? microseconds(phases[phase]) : T.none))),
  el('div', {}, el('dt', {}, T.uptime.total), el('dd', {}, el('b', {}, microseconds(totalOf(phases))))));
}

/** Redirects that were followed, all bars to one scale. Those of a stored heartbeat are as its prober wrote them. */
export function hopsOf(hops, whole) {
  const plain = ({firstByte, ...phases}) => ({first_byte: firstByte, ...phases});
  return el('ol.hops', {'data-test': 'hops'}, hops.map((hop) => ({...hop, phases: plain(hop.phases)})).map(({url, code, phases}) =>
    el('li', {'data-test': 'hop'}, el('span.hopcode', {}, code ?? T.none), el('span.hopurl', {title: url}, url),
      phaseBar(phases, whole), el('span.count', {}, microseconds(totalOf(phases))))));
}

/** Each expectation: whether it held, and what was seen. */
export function judgedOf(judged) {
  return el('ul.judged', {'data-test': 'judged'}, judged.map(({text, holds, seen}) =>
    el(holds ? 'li.holds' : 'li.fails', {'data-test': 'judged-one', 'data-holds': String(holds)},
      el(`span.state.${holds ? 'good' : 'bad'}`, {}, icon(holds ? 'good' : 'bad'), el('span.unseen', {}, holds ? T.uptime.holds : T.uptime.fails)),
      el('code', {}, text), el('span.muted', {}, seen))));
}

/** Facts beside the phases: code, size, address, certificate. */
export function factsOf({code, bytes: size, address, certificate_ends: ends}) {
  const U = T.uptime;
  const all = [code !== undefined && U.code(code), size !== undefined && bytes(size), address && U.from(address)].filter(Boolean);
  return (all.length > 0 || ends) && el('p.muted', {}, all.join(' · '), ends && [all.length > 0 && ' · ', U.certificateEnds, ' ', moment(ends)]);
}

export function answerOf(answer, isOpen = false) {
  return answer && el('details.sql', {open: isOpen}, el('summary', {}, T.uptime.answer), el('pre', {tabindex: '0', 'data-test': 'answer'}, answer));
}

/** All of it. `judged` may be missing: heartbeats do not have it. */
export function seenOf(seen, judged = [], isOpen = false) {
  const whole = seen.phases && totalOf(seen.phases);
  return [
    seen.message && el('p.message-text', {'data-test': 'seen-message'}, T.sentence(seen.message)),
    seen.phases && phaseBar(seen.phases),
    seen.phases && phaseLegend(seen.phases),
    seen.hops?.length > 0 && hopsOf(seen.hops, whole),
    judged.length > 0 && judgedOf(judged),
    factsOf(seen),
    answerOf(seen.answer, isOpen),
  ];
}
