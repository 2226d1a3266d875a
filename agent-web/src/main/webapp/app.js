// Which page the address names, and who may see it.

import * as api from './api.js';
import {arriving} from './arriving.js';
import {el, show} from './dom.js';
import {icon, LOGO} from './icons.js';
import {poll} from './poll.js';
import * as rights from './rights.js';
import {noSuchPage, notice} from './parts.js';
import {searchBox} from './search.js';
import {T} from './texts.js';
import {learn, savedPages} from './views/saved.js';
import * as signin from './views/signin.js';

/**
 * A view is a module of that name in views/, which opens into an element and returns how to close it. The first of a server is its start page; `also` is where pages
 * below it begin. What has a `name` is in the header; by that, or by what is `found`, a page is searched for. `needs` is the
 * least rank that may see it, `fleet` says that it is about the whole fleet: whoever may not finds it nowhere.
 */
const ROUTES = {
  hub: [
    {path: /^\/fleet$/, start: '/fleet', view: 'fleet', name: T.nav.fleet},
    {path: /^\/fleet\/join$/, start: '/fleet/join', view: 'join', found: T.join.title},
    {path: /^\/hosts\/([^/]+)(?:\/([a-z]+))?$/, view: 'host'},
    {path: /^\/jobs$/, start: '/jobs', also: '/batch-servers', view: 'fleetjobs', name: T.nav.jobs},
    {path: /^\/jobs\/history$/, view: 'runhistory'},
    {path: /^\/jobs\/schedules$/, start: '/jobs/schedules', view: 'schedules', found: T.schedules.title, fleet: true},
    {path: /^\/jobs\/start\/([^/]+)\/([^/]+)$/, view: 'startjob', needs: 'operator'},
    {path: /^\/jobs\/([^/]+)\/([^/]+)\/(\d+)$/, view: 'run'},
    {path: /^\/batch-servers$/, view: 'batchservers'},
    {path: /^\/batch-servers\/([^/]+)$/, view: 'batchjobs'},
    {path: /^\/batch-servers\/([^/]+)\/executions\/(\d+)$/, view: 'batchexecution'},
    {path: /^\/databases$/, start: '/databases', view: 'databases', name: T.nav.databases},
    {path: /^\/databases\/add$/, view: 'watch', needs: 'admin', fleet: true},
    {path: /^\/databases\/change\/([^/]+)$/, view: 'watch', needs: 'admin', fleet: true},
    {path: /^\/databases\/([^/]+)\/([^/]+)(?:\/([a-z]+))?$/, view: 'database'},
    {path: /^\/uptime$/, start: '/uptime', view: 'monitors', name: T.nav.uptime, fleet: true},
    {path: /^\/uptime\/places$/, start: '/uptime/places', view: 'places', found: T.uptime.places.title, fleet: true},
    {path: /^\/uptime\/incidents$/, start: '/uptime/incidents', view: 'incidents', found: T.uptime.incidents.title, fleet: true},
    {path: /^\/uptime\/reports$/, start: '/uptime/reports', view: 'reports', found: T.uptime.reports.title, fleet: true},
    {path: /^\/uptime\/document$/, view: 'uptimedocument', needs: 'admin', fleet: true},
    {path: /^\/uptime\/maintenance$/, start: '/uptime/maintenance', view: 'maintenance', found: T.uptime.maintenance.title, fleet: true},
    {path: /^\/uptime\/maintenance\/add$/, view: 'maintenanceedit', needs: 'operator', fleet: true},
    {path: /^\/uptime\/maintenance\/change\/(\d+)$/, view: 'maintenanceedit', needs: 'operator', fleet: true},
    {path: /^\/uptime\/add$/, view: 'monitoredit', needs: 'admin', fleet: true},
    {path: /^\/uptime\/change\/(\d+)$/, view: 'monitoredit', needs: 'admin', fleet: true},
    {path: /^\/uptime\/(\d+)$/, view: 'monitor', fleet: true},
    {path: /^\/correlations\/([^/]+)$/, view: 'correlation'},
    {path: /^\/logs$/, start: '/logs', view: 'logs', name: T.nav.logs},
    {path: /^\/explore$/, start: '/explore', view: 'explore', name: T.nav.explore},
    {path: /^\/dashboards$/, start: '/dashboards', view: 'dashboards', name: T.nav.dashboards},
    {path: /^\/dashboards\/new$/, view: 'dashboardedit', needs: 'operator', fleet: true},
    {path: /^\/dashboards\/(\d+)$/, view: 'dashboard'},
    {path: /^\/dashboards\/(\d+)\/edit$/, view: 'dashboardedit', needs: 'operator', fleet: true},
    {path: /^\/windows$/, start: '/windows', view: 'windows', name: T.nav.windows},
    {path: /^\/storage$/, start: '/storage', view: 'storage', name: T.nav.storage, fleet: true},
    {path: /^\/settings$/, start: '/settings', view: 'fleetsettings', name: T.nav.settings, fleet: true},
    {path: /^\/settings\/(global|group\/[^/]+|host\/[^/]+)$/, view: 'fleetsettings'},
    {path: /^\/users$/, start: '/users', view: 'users', name: T.nav.users, needs: 'admin', fleet: true},
    {path: /^\/api-keys$/, start: '/api-keys', view: 'keys', name: T.nav.keys, needs: 'admin', fleet: true},
    {path: /^\/audit$/, start: '/audit', view: 'audit', name: T.nav.audit, needs: 'admin', fleet: true},
    {path: /^\/account$/, start: '/account', view: 'account', found: T.account.title},
  ],
  agent: [{path: /^\/jobs$/, start: '/jobs', view: 'jobs', name: T.nav.jobs}],
};

const content = document.getElementById('content');
const top = document.getElementById('top');

let about = null;
let session = null;
let current = {path: null, view: {}};
let again = null; // the sign-in over an open page, while there is one

const box = searchBox({
  pages: () => ROUTES.hub.filter((page) => (page.name ?? page.found) && maySee(page)).map((page) => ({name: page.name ?? page.found, address: '#' + page.start})).concat(savedPages()),
  failed: (trouble) => failed(trouble),
});

/** The address: '#/hosts/7?range=1h' -> {path: '/hosts/7', query}. */
function address() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  return {path, query: new URLSearchParams(query)};
}

async function begin() {
  bringAhead();
  const beginning = poll(5, async () => {
    const [its, who] = await Promise.all([about ?? api.get('about'), whoIsThere()]);
    about = its;
    poll.server = about.serves;
    isThere(who);
    beginning.stop();
    addEventListener('hashchange', route);
    route();
  }, showFailure);
  show(content, notice(T.loading));
}

/** The view that the address names, while it is asked who looks at it; an agent has one page only. */
function bringAhead() {
  const {path} = address();
  const found = ROUTES.hub.find((page) => page.path.test(path));
  if (found) {
    moduleOf(found).catch(() => {}); // it is told when it is opened
  }
}

const moduleOf = ({view}) => import(`./views/${view}.js`);

/** From now on; null: nobody. */
function isThere(who) {
  session = who;
  rights.isOf(who);
  if (who && poll.server === 'hub') {
    learn();
  }
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
  if (current.path === path && current.view.changed) {
    current.view.changed(query); // the same view, another time range or sorting
    return;
  }
  open(path, (page) => {
    if (!found) {
      return missing(page);
    }
    return maySee(found) ? viewOf(page, found, query) : notAllowed(page, found);
  });
}

function viewOf(page, found, query) {
  return arriving(page, moduleOf(found), (module) => module.open(page, {parts: found.parts.slice(1), query, about, failed}));
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
    next,
    refused: query.get('refused'),
    signedIn(user) {
      isThere(user);
      location.replace('#' + (next.startsWith('/') ? next : '/'));
    },
  }));
}

/**
 * The sign-in has ended while a page is open. It stays with all that was typed there, and its user signs in over it. Where it
 * is another one, or one of other rights by now, the page is loaded anew.
 */
function signInAgain() {
  if (!session) {
    return Promise.resolve(false);
  }
  again ??= new Promise((resolve) => {
    const before = session;
    const title = document.title;
    const form = el('div');
    const dialog = el('dialog.signin-again', {'aria-label': T.signIn.title, 'data-test': 'signin-again'},
      el('p.warn', {}, T.signIn.again), form, el('button', {type: 'button', 'data-test': 'signin-give-up', onclick: () => end(false)}, T.signIn.giveUp));
    function end(isBack) {
      dialog.close();
      dialog.remove();
      document.title = title;
      again = null;
      resolve(isBack);
    }
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    signin.open(form, {
      about,
      next: location.hash.slice(1),
      user: before.user,
      signedIn(user) {
        if (user.user !== before.user || user.role !== before.role || String(user.groups ?? '') !== String(before.groups ?? '')) {
          location.reload();
          return;
        }
        isThere(user);
        end(true);
      },
    });
  });
  return again;
}

/** Each view has an element of its own: what one draws that was left meanwhile is seen nowhere. */
function open(path, opener) {
  current.view.close?.();
  const page = el('div.page');
  content.replaceChildren(page);
  scrollTo(0, 0);
  const isFirst = current.path === null;
  current = {path, view: opener(page)};
  drawTop();
  if (!isFirst) {
    content.focus({preventScroll: true}); // a screen reader goes on from the new page
  }
}

function missing(page) {
  document.title = T.product;
  show(page, noSuchPage());
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
    current.view.close?.();
    current = {path: null, view: {}};
    route();
  } else if (trouble.status === 403) {
    show(content, el('div.page', {}, notice(T.rights.none, T.sentence(trouble.message), el('a.button', {href: '#/'}, T.toStart))));
  } else {
    showFailure(trouble);
  }
}

function showFailure(trouble) {
  console.error(trouble);
  // in the page's own element: it goes on asking, and draws itself again when it is answered
  show(content, el('div.page', {}, notice(T.failed, T.sentence(trouble.message),
    el('button', {type: 'button', onclick: () => location.reload()}, T.tryAgain))));
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
      el('img', {src: LOGO, alt: '', width: 24, height: 24}), el('b', {}, T.product),
      el('span.serves', {}, about.serves === 'agent' ? `${T.server.agent} · ${about.hostname}` : T.server.hub)),
    session && el('nav', {'aria-label': T.nav.label}, ROUTES[about.serves].filter((page) => page.name && maySee(page)).map((page) =>
      el('a', {href: '#' + page.start, 'aria-current': [page.start, page.also].some((start) => start && path.startsWith(start)) && 'page'}, page.name))),
    el('span.space'),
    session && about.serves === 'hub' && box,
    el('button.quiet', {
      type: 'button',
      'data-test': 'theme',
      'aria-label': isDark ? T.theme.toLight : T.theme.toDark,
      title: isDark ? T.theme.toLight : T.theme.toDark,
      onclick: () => window.theme.toggle(),
    }, icon(isDark ? 'sun' : 'moon')),
    session && userOf(session),
    session && el('button.quiet', {type: 'button', 'data-test': 'sign-out', onclick: signOut}, T.signOut));
  const here = top.querySelector('[aria-current]');
  if (here && (here.offsetLeft + here.offsetWidth > here.parentElement.scrollLeft + here.parentElement.clientWidth || here.offsetLeft < here.parentElement.scrollLeft)) {
    here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft;
  }
}

/** The agent knows one user only, who has no account to look at. */
function userOf({user, role}) {
  return about.serves === 'agent' ? el('span.user', {'data-test': 'user'}, user)
    : el('a.user', {href: '#/account', 'data-test': 'user', title: T.account.title}, el('b', {}, user), el('span.role', {'data-test': 'role'}, T.rights.role[role]));
}

api.whenSignedOut(signInAgain);
addEventListener('themechange', () => about && drawTop());
begin();
