// Which page the address names, and who may see it.

import * as api from './api.js';
import {el, show} from './dom.js';
import {icon} from './icons.js';
import {poll} from './poll.js';
import * as rights from './rights.js';
import {notice} from './parts.js';
import {T} from './texts.js';
import * as account from './views/account.js';
import * as audit from './views/audit.js';
import * as correlation from './views/correlation.js';
import * as database from './views/database.js';
import * as databases from './views/databases.js';
import * as fleet from './views/fleet.js';
import * as fleetsettings from './views/fleetsettings.js';
import * as host from './views/host.js';
import * as incidents from './views/incidents.js';
import * as join from './views/join.js';
import * as jobs from './views/jobs.js';
import * as keys from './views/keys.js';
import * as logs from './views/logs.js';
import * as maintenance from './views/maintenance.js';
import * as maintenanceedit from './views/maintenanceedit.js';
import * as monitor from './views/monitor.js';
import * as monitoredit from './views/monitoredit.js';
import * as monitors from './views/monitors.js';
import * as places from './views/places.js';
import * as reports from './views/reports.js';
import * as signin from './views/signin.js';
import * as storage from './views/storage.js';
import * as uptimedocument from './views/uptimedocument.js';
import * as users from './views/users.js';
import * as watch from './views/watch.js';
import * as windows from './views/windows.js';

/**
 * A view opens into an element and returns how to close it. The first of a server is its start page. `needs` is the least
 * rank that may see it, `fleet` says that it is about the whole fleet: whoever may not finds it nowhere.
 */
const ROUTES = {
  hub: [
    {path: /^\/fleet$/, start: '/fleet', open: fleet.open, name: T.nav.fleet},
    {path: /^\/fleet\/join$/, open: join.open},
    {path: new RegExp(`^/hosts/([^/]+)(?:/(${host.TAB_NAMES}))?$`), open: host.open},
    {path: /^\/databases$/, start: '/databases', open: databases.open, name: T.nav.databases},
    {path: /^\/databases\/add$/, open: watch.open, needs: 'admin', fleet: true},
    {path: /^\/databases\/change\/([^/]+)$/, open: watch.open, needs: 'admin', fleet: true},
    {path: new RegExp(`^/databases/([^/]+)/([^/]+)(?:/(${database.TAB_NAMES}))?$`), open: database.open},
    {path: /^\/uptime$/, start: '/uptime', open: monitors.open, name: T.nav.uptime, fleet: true},
    {path: /^\/uptime\/places$/, open: places.open, fleet: true},
    {path: /^\/uptime\/incidents$/, open: incidents.open, fleet: true},
    {path: /^\/uptime\/reports$/, open: reports.open, fleet: true},
    {path: /^\/uptime\/document$/, open: uptimedocument.open, needs: 'admin', fleet: true},
    {path: /^\/uptime\/maintenance$/, open: maintenance.open, fleet: true},
    {path: /^\/uptime\/maintenance\/add$/, open: maintenanceedit.open, needs: 'operator', fleet: true},
    {path: /^\/uptime\/maintenance\/change\/(\d+)$/, open: maintenanceedit.open, needs: 'operator', fleet: true},
    {path: /^\/uptime\/add$/, open: monitoredit.open, needs: 'admin', fleet: true},
    {path: /^\/uptime\/change\/(\d+)$/, open: monitoredit.open, needs: 'admin', fleet: true},
    {path: /^\/uptime\/(\d+)$/, open: monitor.open, fleet: true},
    {path: /^\/correlations\/([^/]+)$/, open: correlation.open},
    {path: /^\/logs$/, start: '/logs', open: logs.open, name: T.nav.logs},
    {path: /^\/windows$/, start: '/windows', open: windows.open, name: T.nav.windows},
    {path: /^\/storage$/, start: '/storage', open: storage.open, name: T.nav.storage, fleet: true},
    {path: /^\/settings$/, start: '/settings', open: fleetsettings.open, name: T.nav.settings, fleet: true},
    {path: /^\/settings\/(global|group\/[^/]+|host\/[^/]+)$/, open: fleetsettings.open},
    {path: /^\/users$/, start: '/users', open: users.open, name: T.nav.users, needs: 'admin', fleet: true},
    {path: /^\/api-keys$/, start: '/api-keys', open: keys.open, name: T.nav.keys, needs: 'admin', fleet: true},
    {path: /^\/audit$/, start: '/audit', open: audit.open, name: T.nav.audit, needs: 'admin', fleet: true},
    {path: /^\/account$/, open: account.open},
  ],
  agent: [{path: /^\/jobs$/, start: '/jobs', open: jobs.open, name: T.nav.jobs}],
};

const content = document.getElementById('content');
const top = document.getElementById('top');

let about = null;
let session = null;
let current = {path: null, close() {}};

/** The address: '#/hosts/7?range=1h' -> {path: '/hosts/7', query}. */
function address() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  return {path, query: new URLSearchParams(query)};
}

async function begin() {
  const beginning = poll(5, async () => {
    about ??= await api.get('about');
    poll.server = about.serves;
    isThere(await whoIsThere());
    beginning.stop();
    addEventListener('hashchange', route);
    route();
  }, showFailure);
  show(content, notice(T.loading));
}

/** From now on; null: nobody. */
function isThere(who) {
  session = who;
  rights.isOf(who);
}

const maySee = ({needs = 'viewer', fleet = false}) => rights.may(needs) && (!fleet || rights.seesFleet());

async function whoIsThere() {
  try {
    return await api.get('session');
  } catch (refused) {
    if (refused.status === 401) {
      return null;
    }
    throw refused;
  }
}

function route() {
  const {path, query} = address();
  const routes = ROUTES[about.serves];
  if (path === '/signin' || !session) {
    openSignIn(path, query);
    return;
  }
  if (path === '' || path === '/') {
    location.replace('#' + routes[0].start);
    return;
  }
  const found = routes.map((candidate) => ({...candidate, parts: candidate.path.exec(path)})).find(({parts}) => parts);
  if (current.path === path && current.changed) {
    current.changed(query); // the same view, another time range or sorting
    return;
  }
  open(path, (page) => {
    if (!found) {
      return missing(page);
    }
    return maySee(found) ? found.open(page, {parts: found.parts.slice(1), query, about, failed}) : notAllowed(page, found);
  });
}

function openSignIn(path, query) {
  if (path !== '/signin') {
    const next = location.hash.slice(1) || '/';
    location.replace('#/signin?' + new URLSearchParams({next}));
    return;
  }
  const next = query.get('next') ?? '/';
  open(path, (page) => signin.open(page, {
    about,
    signedIn(user) {
      isThere(user);
      location.replace('#' + (next.startsWith('/') ? next : '/'));
    },
  }));
}

/** Each view has an element of its own: what one draws that was left meanwhile is seen nowhere. */
function open(path, opener) {
  current.close();
  const page = el('div.page');
  content.replaceChildren(page);
  scrollTo(0, 0);
  const isFirst = current.path === null;
  current = {close() {}, ...opener(page), path};
  drawTop();
  if (!isFirst) {
    content.focus({preventScroll: true}); // a screen reader goes on from the new page
  }
}

function missing(page) {
  document.title = T.product;
  show(page, notice(T.noSuchPage, el('a.button', {href: '#/'}, T.toStart)));
  return {};
}

function notAllowed(page, {needs = 'viewer'}) {
  document.title = T.product;
  show(page, notice(T.rights.none, rights.may(needs) ? T.rights.fleet(session.groups.join(', ')) : T.rights.needs(needs),
    el('a.button', {href: '#/'}, T.toStart)));
  return {};
}

/** A view met a refusal it has no words for: signed out meanwhile, no right to it, or a fault to show. */
function failed(trouble) {
  if (trouble.status === 401) {
    isThere(null);
    current.close();
    current = {path: null, close() {}};
    route();
  } else if (trouble.status === 403) {
    show(content, notice(T.rights.none, T.sentence(trouble.message), el('a.button', {href: '#/'}, T.toStart)));
  } else {
    showFailure(trouble);
  }
}

function showFailure(trouble) {
  console.error(trouble);
  show(content, notice(T.failed, T.sentence(trouble.message),
    el('button', {type: 'button', onclick: () => location.reload()}, T.tryAgain)));
}

async function signOut() {
  try {
    await api.del('session');
    isThere(null);
    location.hash = '#/signin';
  } catch (trouble) {
    failed(trouble);
  }
}

function drawTop() {
  const {path} = address();
  const isDark = window.theme.current() === 'dark';
  show(top,
    el('a.brand', {href: '#/', 'aria-label': T.product},
      el('img', {src: 'logo.svg', alt: '', width: 24, height: 24}), el('b', {}, T.product),
      el('span.serves', {}, about.serves === 'agent' ? `${T.server.agent} · ${about.hostname}` : T.server.hub)),
    session && el('nav', {'aria-label': T.nav.label}, ROUTES[about.serves].filter((page) => page.name && maySee(page)).map((page) =>
      el('a', {href: '#' + page.start, 'aria-current': path.startsWith(page.start) && 'page'}, page.name))),
    el('span.space'),
    el('button.quiet', {
      type: 'button',
      'data-test': 'theme',
      'aria-label': isDark ? T.theme.toLight : T.theme.toDark,
      title: isDark ? T.theme.toLight : T.theme.toDark,
      onclick: () => window.theme.toggle(),
    }, icon(isDark ? 'sun' : 'moon')),
    session && userOf(session),
    session && el('button.quiet', {type: 'button', 'data-test': 'sign-out', onclick: signOut}, T.signOut));
}

/** The agent knows one user only, who has no account to look at. */
function userOf({user, role}) {
  return about.serves === 'agent' ? el('span.user', {'data-test': 'user'}, user)
    : el('a.user', {href: '#/account', 'data-test': 'user', title: T.account.title}, el('b', {}, user), el('span.role', {'data-test': 'role'}, T.rights.role[role]));
}

addEventListener('themechange', () => about && drawTop());
begin();
