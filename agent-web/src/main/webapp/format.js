// Numbers and moments as people read them. Pure: the same input gives the same text.

const NBSP = '\u00a0';
const NONE = '–';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Three digits that count: 1.53, 15.3, 153. */
export function number(value) {
  if (!isNumber(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  if (size >= 10_000) {
    return Math.round(value).toLocaleString('en').replaceAll(',', '\u202f');
  }
  return String(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}

/** 1536 -> 1.5 KiB */
export function bytes(value) {
  return scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);
}

/** 1500 -> 1.5 k */
export function short(value) {
  return scaled(value, 1000, ['', 'k', 'M', 'G', 'T']);
}

/** 0.125 -> 12.5 % */
export function percent(share) {
  if (!isNumber(share)) {
    return NONE;
  }
  const value = share * 100;
  return value.toFixed(value !== 0 && Math.abs(value) < 99.95 ? 1 : 0) + NBSP + '%';
}

/** 93784 -> 1 d 2 h; the two largest parts that count. */
export function duration(seconds) {
  if (!isNumber(seconds)) {
    return NONE;
  }
  if (seconds < 1) {
    return Math.round(seconds * 1000) + NBSP + 'ms';
  }
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / DAY), 'd'],
    [Math.floor((whole % DAY) / HOUR), 'h'],
    [Math.floor((whole % HOUR) / MINUTE), 'min'],
    [whole % MINUTE, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(first, first + 2).filter(([count]) => count > 0)
    .map(([count, unit]) => count + NBSP + unit).join(' ');
}

/** 0.002 -> 2 µs, 0.25 -> 0.25 ms, 1500 -> 2 s; as durations, and finer below a second */
export function milliseconds(value) {
  if (isNumber(value) && value !== 0 && Math.abs(value) < 0.1) {
    return number(value * 1000) + NBSP + 'µs';
  }
  return isNumber(value) && value < 1000 ? number(value) + NBSP + 'ms' : duration(value / 1000);
}

/** 'PT1M30S' -> 90 */
export function secondsOf(isoDuration) {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(isoDuration ?? '');
  if (!found) {
    return NaN;
  }
  const [days, hours, minutes, seconds] = found.slice(1).map((text) => Number(text ?? 0));
  return days * DAY + hours * HOUR + minutes * MINUTE + seconds;
}

/** How one value of a metric is written, by its unit in UCUM; a rate is per second. */
export function formatOf(unit, isRate) {
  if (unit === 'By') {
    return isRate ? (value) => withUnit(bytes(value), '/s') : bytes;
  }
  if (unit === '1' || (unit === 's' && isRate)) {
    return percent; // seconds per second are a share of the time
  }
  if (unit === 's') {
    return (value) => (isNumber(value) && Math.abs(value) < 1 ? milliseconds(value * 1000) : duration(value));
  }
  return isRate ? (value) => withUnit(short(value), NBSP + '/s') : number;
}

/** 2026-11-21 10:15:00, in the viewer's zone */
export function localTime(date) {
  const two = (count) => String(count).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Both zones on two lines, for a tooltip; one where they are the same. */
export function exactTime(date) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = localTime(date);
  const utc = date.toISOString().slice(0, 19).replace('T', ' ');
  return local === utc ? `${utc} UTC` : `${local} ${zone}\n${utc} UTC`;
}

/** A name as short as the axis can bear: 10:15, 10:15:30, or 21 Nov at midnight. */
export function axisTime(date, stepSeconds) {
  const isMidnight = date.getHours() + date.getMinutes() + date.getSeconds() === 0;
  if (stepSeconds >= DAY || isMidnight) {
    return date.getDate() + NBSP + date.toLocaleString('en', {month: 'short'});
  }
  return localTime(date).slice(11, stepSeconds < MINUTE ? 19 : 16);
}

function scaled(value, factor, units) {
  if (!isNumber(value)) {
    return NONE;
  }
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= factor * 0.9995 && step < units.length - 1) {
    rest /= factor;
    step += 1;
  }
  const text = number(step === 0 && factor === 1024 ? Math.round(rest) : rest);
  return units[step] ? text + NBSP + units[step] : text;
}

function withUnit(text, unit) {
  return text === NONE ? text : text + unit;
}

function isNumber(value) {
  return typeof value === 'number' && Number.isFinite(value);
}
