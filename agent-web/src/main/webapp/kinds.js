// What happens on a host, by kind: what is switched on and off together, and how it is drawn. Types are the hub's.

/** In the order in which they are shown. `types` are globs, as the hub takes them. */
export const KINDS = [
  {id: 'services', types: ['service.*']},
  {id: 'processes', types: ['process.*']},
  {id: 'ports', types: ['port.*']},
  {id: 'containers', types: ['container.*']},
  {id: 'logins', types: ['login.*']},
  {id: 'rights', types: ['sudo', 'sudo.*', 'user.*', 'group.*', 'password.*']},
  {id: 'host', types: ['host.*', 'filesystem.*', 'agent.*']},
  {id: 'other', types: []},
];

const BY_FIRST_WORD = new Map(KINDS.flatMap(({id, types}) => types.map((type) => [type.split('.')[0], id])));

export function kindOf(type) {
  return BY_FIRST_WORD.get(type.split('.')[0]) ?? 'other';
}

/** What the address says is shown: 'all' where it says nothing. A set of ids. */
export function kindsOf(query) {
  const said = query.get('events');
  return new Set(said === null ? KINDS.map(({id}) => id) : said.split(',').filter((id) => KINDS.some((kind) => kind.id === id)));
}

/** The address's word for them; null where all are shown. */
export function wordOf(shown) {
  return shown.size === KINDS.length ? null : [...shown].join(',') || 'none';
}
