// How a window comes again: RFC 5545's RRULE, and what a form says of it. Pure.

export const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU' -> {often: 'weekly', interval: 2, days: ['SU'], ...}; what the form has no fields for is
 * {often: 'rule', rule}, as it is.
 */
export function formOf(rule) {
  const usual = {often: 'once', interval: 1, days: [], nth: '', day: '', until: '', rule: rule ?? ''};
  if (!rule) {
    return usual;
  }
  const parts = Object.fromEntries(rule.toUpperCase().split(';').filter(Boolean).map((part) => part.split('=', 2)));
  const {FREQ: freq, INTERVAL: interval = '1', BYDAY: byDay, BYMONTHDAY: byMonthDay, UNTIL: until, WKST: ignored, ...more} = parts;
  const own = {...usual, often: 'rule'};
  if (Object.keys(more).length > 0 || ignored || !/^[1-9]\d{0,2}$/.test(interval) || (until && !/^\d{8}/.test(until))) {
    return own;
  }
  const said = {...usual, interval: Number(interval), until: until ? `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` : ''};
  const days = byDay?.split(',') ?? [];
  const isPlain = days.every((day) => DAYS.includes(day));
  if (freq === 'DAILY' && !byDay && !byMonthDay) {
    return {...said, often: 'daily'};
  }
  if (freq === 'WEEKLY' && isPlain && !byMonthDay) {
    return {...said, often: 'weekly', days};
  }
  if (freq === 'MONTHLY' && !byDay && /^(-1|[1-9]|[12]\d|3[01])?$/.test(byMonthDay ?? '')) {
    return {...said, often: 'monthly', day: byMonthDay ?? ''};
  }
  const nth = /^(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)$/.exec(byDay ?? '');
  if (freq === 'MONTHLY' && nth && !byMonthDay) {
    return {...said, often: 'monthly', nth: nth[1], days: [nth[2]]};
  }
  return own;
}

/** The other way; undefined: once. `until` is the last day on which one may begin. */
export function ruleOf({often, interval, days, nth, day, until, rule}) {
  if (often === 'once') {
    return undefined;
  }
  if (often === 'rule') {
    return rule.trim() || undefined;
  }
  return [
    `FREQ=${often.toUpperCase()}`,
    interval > 1 && `INTERVAL=${interval}`,
    often === 'weekly' && days.length > 0 && `BYDAY=${DAYS.filter((one) => days.includes(one)).join(',')}`,
    often === 'monthly' && (nth && days.length > 0 ? `BYDAY=${nth}${days[0]}` : day && `BYMONTHDAY=${day}`),
    until && `UNTIL=${until.replaceAll('-', '')}T235959`,
  ].filter(Boolean).join(';');
}
