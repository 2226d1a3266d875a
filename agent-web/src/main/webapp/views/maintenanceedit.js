// A maintenance window that is added or changed; when it would be is shown before it is saved.

import * as api from '../api.js';
import {begin, conflictOf, save as saveStill, saveOver, takeTheirs} from '../conflict.js';
import {el, show} from '../dom.js';
import {duration, localTime} from '../format.js';
import {mistakesOf, wrongOf} from '../mistakes.js';
import {moment, notice} from '../parts.js';
import {poll} from '../poll.js';
import {DAYS, formOf, ruleOf} from '../rrule.js';
import {T} from '../texts.js';
import {monitorChoice} from './uptimeparts.js';

const LIST = '#/uptime/maintenance';
const OFTEN = ['once', 'daily', 'weekly', 'monthly', 'rule'];
const NTH = ['', '1', '2', '3', '4', '-1'];
const ZONES = Intl.supportedValuesOf?.('timeZone') ?? [];
const QUIET_MS = 400;

export function open(content, {parts: [id], failed}) {
  const M = T.uptime.maintenance;
  document.title = `${id ? M.change : M.add} · ${T.product}`;
  let said = null; // what the form says; it has no other memory
  let edition = null; // what the form is filled from
  let kept = null;
  let preview = null;
  let mistakes = {};
  let outcome = '';
  let busy = false;
  let closed = false;
  let later = null;
  let asked = 0;
  const choice = monitorChoice({id: 'monitor-names', draw: () => draw(), chosen(monitor, input) {
    input.value = '';
    if (!said.monitors.some(({id: known}) => known === monitor.id)) {
      change({monitors: [...said.monitors, {id: monitor.id, name: monitor.name}]});
    }
  }});

  show(content, notice(T.loading));
  const loading = poll(5, async () => {
    edition = await (id ? begin(`uptime/maintenance/${encodeURIComponent(id)}`) : null);
    loading.stop();
    await fill();
  }, (trouble) => {
    if ([400, 404].includes(trouble.status)) {
      loading.stop();
      show(content, notice(M.noSuch, el('a.button', {href: LIST}, M.title)));
    } else {
      failed(trouble);
    }
  });

  async function fill() {
    kept = edition?.value ?? null;
    const filled = kept ? saidOf(kept) : usual();
    if (kept) {
      filled.monitors = await Promise.all(kept.monitors.map(async (monitor) => ({id: monitor,
        name: (await api.get(`uptime/monitors/${monitor}`).catch(() => ({name: `#${monitor}`}))).name}))); // one that was removed has no name
    }
    said = filled;
    if (!closed) {
      draw();
      look();
    }
  }

  const conflict = () => conflictOf(edition, {names: M.field, busy,
    take() {
      edition = takeTheirs(edition);
      outcome = '';
      fill();
    },
    over() {
      edition = saveOver(edition);
      content.querySelector('form').requestSubmit();
    }});

  function change(more) {
    said = {...said, ...more};
    mistakes = {};
    outcome = '';
    draw();
    clearTimeout(later);
    later = setTimeout(look, QUIET_MS);
  }

  /** Whatever is wrong is told while it is written, but for the name that is not yet. */
  async function look() {
    asked += 1;
    const own = asked;
    try {
      const found = await api.post(`uptime/maintenance?dry_run=true`, {...wordsOf(said), name: said.name.trim() || M.nameless});
      if (own === asked && !closed) {
        preview = found;
        mistakes = {};
        draw();
      }
    } catch (trouble) {
      if (own === asked && !closed) {
        if (trouble.status === 401) {
          failed(trouble);
          return;
        }
        preview = null;
        mistakes = mistakesOf(trouble);
        outcome = Object.keys(mistakes).length > 0 ? '' : trouble instanceof api.Unreachable ? T.away('hub') : T.sentence(trouble.message);
        draw();
      }
    }
  }

  async function save(event) {
    event.preventDefault();
    clearTimeout(later);
    asked += 1;
    busy = true;
    mistakes = {};
    outcome = '';
    draw();
    try {
      await (id ? saveStill(edition, 'PUT', wordsOf(said)) : api.post('uptime/maintenance', wordsOf(said)));
      location.hash = LIST;
      return;
    } catch (trouble) {
      if (trouble.status === 401) {
        failed(trouble);
        return;
      }
      mistakes = mistakesOf(trouble);
      outcome = trouble instanceof api.Unreachable ? T.away('hub') : Object.keys(mistakes).length > 0 ? T.watch.mistakes : T.sentence(trouble.message);
    }
    busy = false;
    if (!closed) {
      draw();
      content.querySelector('[aria-invalid]')?.focus();
    }
  }

  function draw() {
    show(content,
      el('nav.crumb', {'data-key': 'crumb'}, el('a', {href: '#/uptime'}, T.uptime.title), ' / ', el('a', {href: LIST}, M.title), ' / ', kept?.name ?? M.add),
      el('div.head', {'data-key': 'head'}, el('h1', {}, kept ? M.changeOne(kept.name) : M.add)),
      formView({said, filled: edition?.filled, mistakes, busy, change, save, choice}),
      conflict(),
      el('p.outcome.bad', {'data-key': 'outcome', role: 'status', 'data-test': 'window-outcome'}, outcome),
      previewOf(preview));
  }

  return {
    close() {
      closed = true;
      clearTimeout(later);
      choice.close();
      loading.stop();
    },
  };
}

function usual() {
  const next = new Date(Math.ceil((api.serverNow() + 1) / 3_600_000) * 3_600_000);
  return {name: '', starts: localTime(next).slice(0, 16).replace(' ', 'T'), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, minutes: '60',
    repeat: formOf(undefined), monitors: [], tags: '', isPublic: false};
}

function saidOf(window) {
  return {name: window.name, starts: window.starts.slice(0, 16), zone: window.time_zone, minutes: String(window.minutes), repeat: formOf(window.rule), monitors: [],
    tags: window.tags.join(' '), isPublic: window.public ?? false};
}

function wordsOf({name, starts, zone, minutes, repeat, monitors, tags, isPublic}) {
  return {name: name.trim(), starts, time_zone: zone.trim(), minutes: /^\d{1,6}$/.test(minutes.trim()) ? Number(minutes) : 0, rule: ruleOf(repeat),
    monitors: monitors.map(({id}) => id), tags: tags.split(/[\s,]+/).filter(Boolean), public: isPublic};
}

function formView({said, filled, mistakes, busy, change, save, choice}) {
  const M = T.uptime.maintenance;
  const of = wrongOf(mistakes, 'window');
  const {repeat} = said;
  const again = (more) => change({repeat: {...repeat, ...more}});
  const labelled = (name, input, hint = M.hint[name]) => el('label', {'data-key': name, class: `field-${name}`}, M.field[name], input,
    of.wrong(name) || (hint && el('span.muted.hint', {}, hint)));
  const text = (name, value, more = {}) => el('input', {...of.common(name), value, autocomplete: 'off', spellcheck: 'false',
    oninput: ({target}) => change({[name === 'time_zone' ? 'zone' : name]: target.value}), ...more});
  return el('form.card.watch.window-form', {'data-key': `form ${filled ?? ''}`, 'data-test': 'window', onsubmit: save, novalidate: true},
    labelled('name', text('name', said.name, {maxlength: 200})),
    labelled('starts', text('starts', said.starts, {type: 'datetime-local'})),
    labelled('time_zone', text('time_zone', said.zone, {list: 'zones'})),
    el('datalist', {id: 'zones', 'data-key': 'zones'}, ZONES.map((zone) => el('option', {value: zone}))),
    labelled('minutes', text('minutes', said.minutes, {inputmode: 'numeric', list: 'lengths'})),
    el('datalist', {id: 'lengths', 'data-key': 'lengths'}, ['30', '60', '120', '240', '480', '1440'].map((value) => el('option', {value}, duration(value * 60)))),
    el('fieldset', {'data-key': 'often'}, el('legend', {}, M.field.often),
      el('div.segments.wrap', {role: 'group', 'aria-label': M.field.often}, OFTEN.map((often) => el('button', {type: 'button', 'data-test': `often-${often}`,
        'aria-pressed': String(repeat.often === often), onclick: () => again({often, rule: ruleOf(repeat) ?? ''})}, M.often[often])))),
    ['daily', 'weekly', 'monthly'].includes(repeat.often) && labelled('interval', el('input', {name: 'interval', value: repeat.interval, inputmode: 'numeric', 'data-test': 'window-interval',
      oninput: ({target}) => again({interval: Math.max(1, Math.min(999, Number(target.value) || 1))})}), M.unit[repeat.often]),
    repeat.often === 'weekly' && daysOf(repeat, again),
    repeat.often === 'monthly' && monthly(repeat, again),
    ['daily', 'weekly', 'monthly'].includes(repeat.often) && labelled('until', el('input', {name: 'until', type: 'date', value: repeat.until, oninput: ({target}) => again({until: target.value})})),
    repeat.often === 'rule' ? labelled('rule', el('input', {...of.common('rule'), value: repeat.rule, spellcheck: 'false', oninput: ({target}) => again({rule: target.value})}))
      : of.wrong('rule') && el('p', {'data-key': 'wrong-rule'}, of.wrong('rule')),
    el('fieldset', {'data-key': 'of'}, el('legend', {}, M.field.of),
      el('label.inline', {}, M.field.tags, el('input', {...of.common('tags'), value: said.tags, autocomplete: 'off', spellcheck: 'false', oninput: ({target}) => change({tags: target.value})})),
      el('label.inline', {}, M.field.monitor, choice.input({'data-test': 'window-monitor', placeholder: M.search})),
      el('ul.chips', {'data-test': 'window-monitors'}, said.monitors.map(({id, name}) => el('li', {'data-key': String(id)},
        el('button', {type: 'button', title: M.without(name), onclick: () => change({monitors: said.monitors.filter((one) => one.id !== id)})}, name, ' ×')))),
      of.wrong('monitors') || of.wrong('tags') || el('span.muted.hint', {}, M.hint.of)),
    el('fieldset', {'data-key': 'public'}, el('label.check', {}, el('input', {type: 'checkbox', name: 'public', 'data-test': 'window-public', checked: said.isPublic,
      onchange: ({target}) => change({isPublic: target.checked})}), M.field.public)),
    el('div.actions', {'data-key': 'actions'},
      el('button.primary', {type: 'submit', disabled: busy, 'data-test': 'window-save'}, T.watch.save),
      el('a.button', {href: LIST}, T.watch.cancel)));
}

function daysOf(repeat, again) {
  const M = T.uptime.maintenance;
  return el('fieldset', {'data-key': 'days'}, el('legend', {}, M.field.days), DAYS.map((day) => el('label.check', {},
    el('input', {type: 'checkbox', name: `day.${day}`, 'data-test': `day-${day}`, checked: repeat.days.includes(day),
      onchange: ({target}) => again({days: target.checked ? [...repeat.days, day] : repeat.days.filter((one) => one !== day)})}), M.day[day])),
  el('span.muted.hint', {}, M.hint.days));
}

/** On a day of the month, or on its second Tuesday. */
function monthly(repeat, again) {
  const M = T.uptime.maintenance;
  return el('fieldset', {'data-key': 'monthly'}, el('legend', {}, M.field.monthly),
    el('select', {'aria-label': M.field.monthly, 'data-test': 'window-nth', onchange: ({target}) => again({nth: target.value, days: target.value && repeat.days.length === 0 ? ['SU'] : repeat.days})},
      NTH.map((nth) => el('option', {value: nth, selected: nth === repeat.nth}, M.nth[nth]))),
    repeat.nth
      ? el('select', {'data-key': 'nth-day', 'aria-label': M.field.days, onchange: ({target}) => again({days: [target.value]})}, DAYS.map((day) =>
        el('option', {value: day, selected: day === repeat.days[0]}, M.day[day])))
      : el('select', {'data-key': 'month-day', 'aria-label': M.field.monthly, onchange: ({target}) => again({day: target.value})},
        ['', ...Array.from({length: 31}, (_, i) => String(i + 1)), '-1'].map((day) => el('option', {value: day, selected: day === repeat.day},
          day === '' ? M.sameDay : day === '-1' ? M.lastDay : day))),
    Number(repeat.day) > 28 && !repeat.nth && el('span.muted.hint', {}, M.hint.shortMonths));
}

/** On the clocks that it was made for: what stands in the form may be half a zone's name by now. */
function previewOf(preview) {
  const M = T.uptime.maintenance;
  return el('section.card.preview', {'data-key': 'preview', 'data-test': 'window-preview', 'aria-live': 'polite'}, el('h2', {}, M.preview),
    preview === null ? el('p.muted', {}, M.noPreview)
      : preview.next.length === 0 ? el('p.warn', {}, M.never)
        : el('ol.spans', {}, preview.next.map(({from, to}) => el('li', {'data-test': 'window-next'},
          el('b', {}, inZone(from, preview.time_zone)), ' – ', inZone(to, preview.time_zone, from), ' ', el('span.muted', {}, moment(from))))),
    preview !== null && el('p.muted', {}, M.inZoneWords(preview.time_zone)));
}

/** On the clocks of the window's zone; the day is left out where it is that of `before`. */
function inZone(instant, zone, before) {
  const words = (at) => new Intl.DateTimeFormat('en-GB', {timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit'})
    .formatToParts(new Date(at)).reduce((all, {type, value}) => ({...all, [type]: value}), {});
  const {weekday, day, month, year, hour, minute} = words(instant);
  const date = `${weekday} ${day} ${month} ${year}`;
  const first = before && words(before);
  return first && date === `${first.weekday} ${first.day} ${first.month} ${first.year}` ? `${hour}:${minute}` : `${date}, ${hour}:${minute}`;
}
