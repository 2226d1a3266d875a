// The REST API, the same one that everyone else uses. Hub and agent answer at the same place.

const ROOT = 'api/v1/';
const TIMEOUT_MS = 15_000;

/** The server's answer was no; `detail` is its sentence for people. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.field = problem.field;
  }
}

/** There was no answer. */
export class Unreachable extends Error {}

let clockAheadMs = 0;

/** Now, by the server's clock, in epoch milliseconds: the viewer's own may be off. */
export function serverNow() {
  return Date.now() + clockAheadMs;
}

export const get = (path, query) => call('GET', path + questionOf(query));
export const post = (path, body) => call('POST', path, body);
export const put = (path, body) => call('PUT', path, body);
/** Changes what is still as it was seen: at this version. */
export const putIf = (path, body, version) => call('PUT', path, JSON.stringify(body), {'Content-Type': 'application/json', 'If-Match': String(version)});

/** The same, by the method that the path knows. */
export const changeIf = (method, path, body, version) => call(method, path, JSON.stringify(body), {'Content-Type': 'application/json', 'If-Match': String(version)});

/** Adds what must not be there yet. */
export const putNew = (path, body) => call('PUT', path, JSON.stringify(body), {'Content-Type': 'application/json', 'If-None-Match': '*'});

/** What is there, with its version. */
export async function getSeen(path) {
  let version = null;
  const value = await call('GET', path, undefined, undefined, (answer) => { version = answer.headers.get('ETag'); });
  return {value, version};
}

export const patch = (path, body) => call('PATCH', path, body);
export const del = (path) => call('DELETE', path);

/** A text as it is, of the media type that is said. */
export const putText = (path, text, type) => call('PUT', path, text, {'Content-Type': type});

/** The answer's text as it is, in the media type that is wanted. */
export const getText = (path, type) => call('GET', path, undefined, {Accept: type});

/** Posts, and shows each line of the answer as it comes; that may take as long as it takes. */
export async function lines(path, body, see) {
  const answer = await fetchOrUnreachable('POST', path, body ?? {}, undefined, null);
  if (!answer.ok) {
    throw new Refused(answer.status, await answer.json().catch(() => ({})));
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let {value, done} = await reader.read(); !done; {value, done} = await reader.read()) {
    const whole = (rest + value).split('\n');
    rest = whole.pop();
    whole.filter(Boolean).forEach((line) => see(JSON.parse(line)));
  }
}

/** {a: 1, b: ['x', 'y']} -> '?a=1&b=x&b=y' */
export function questionOf(query = {}) {
  const given = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
    .filter(([, value]) => value !== undefined && value !== null);
  return given.length ? '?' + new URLSearchParams(given) : '';
}

/** Where something can be downloaded. */
export const addressOf = (path, query) => ROOT + path + questionOf(query);

/** Asked when nobody is signed in any more; resolves to whether the same user is again. */
let signInAgain = async () => false;

export function whenSignedOut(again) {
  signInAgain = again;
}

/** What was asked while the sign-in had ended is asked again when there is another: a form that was open loses nothing. */
async function call(method, path, body, headers, see) {
  try {
    return await callOnce(method, path, body, headers, see);
  } catch (trouble) {
    if (trouble.status === 401 && path !== 'session' && await signInAgain()) {
      return callOnce(method, path, body, headers, see);
    }
    throw trouble;
  }
}

async function callOnce(method, path, body, headers, see) {
  const answer = await fetchOrUnreachable(method, path, body, headers);
  see?.(answer);
  readClock(answer);
  const isJson = (answer.headers.get('Content-Type') ?? '').includes('json') && !(answer.ok && headers?.Accept);
  const content = isJson ? await answer.json() : null;
  if (answer.ok) {
    return headers?.Accept ? answer.text() : content;
  }
  if (answer.status >= 502 && answer.status <= 504 && !(answer.status === 502 && content?.detail)) { // with words a 502 is the hub's: another server failed
    throw new Unreachable(`HTTP ${answer.status}`); // a proxy speaks for a server that is away
  }
  throw new Refused(answer.status, content ?? {});
}

async function fetchOrUnreachable(method, path, body, headers, signal = AbortSignal.timeout(TIMEOUT_MS)) {
  try {
    return await (method === 'GET' && window.ahead(path) || fetch(ROOT + path, {
      method,
      headers: headers ?? (body ? {'Content-Type': 'application/json'} : {}),
      body: body && !headers ? JSON.stringify(body) : body,
      cache: 'no-store',
      credentials: 'same-origin',
      signal,
    }));
  } catch (noAnswer) {
    throw new Unreachable(noAnswer.message);
  }
}

/** The Date header has whole seconds, so only an offset of more than two of them is one. */
function readClock(answer) {
  const date = Date.parse(answer.headers.get('Date') ?? '');
  if (!Number.isNaN(date)) {
    const ahead = date - Date.now();
    clockAheadMs = Math.abs(ahead) > 2_000 ? ahead : 0;
  }
}
