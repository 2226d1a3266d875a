// The filter of a page of logs: what the address says, and what the API is asked. Pure.

const LISTS = ['agent', 'source', 'field', 'without'];
const SINGLES = ['text', 'regex', 'severity'];

/** ?text=x&field=user:root -> {text, regex, severity, agent: [], source: [], field: [], without: []} */
export function filterOf(query) {
  return {
    ...Object.fromEntries(SINGLES.map((name) => [name, query.get(name) ?? ''])),
    ...Object.fromEntries(LISTS.map((name) => [name, query.getAll(name).filter(Boolean)])),
  };
}

/** As the API takes it; what is empty is left out. */
export function asked(filter, agent) {
  const question = {};
  SINGLES.filter((name) => filter[name]).forEach((name) => { question[name] = filter[name]; });
  LISTS.filter((name) => filter[name].length > 0).forEach((name) => { question[name] = filter[name]; });
  return agent ? {...question, agent} : question;
}

/** Puts it into the query of an address. */
export function into(query, filter) {
  SINGLES.filter((name) => filter[name]).forEach((name) => query.set(name, filter[name]));
  LISTS.forEach((name) => filter[name].forEach((value) => query.append(name, value)));
  return query;
}

export function isEmpty(filter) {
  return SINGLES.every((name) => !filter[name]) && LISTS.every((name) => filter[name].length === 0);
}

/** With one more of a list's values; its opposite goes. */
export function plus(filter, name, value) {
  const opposite = value.startsWith('!') ? value.slice(1) : '!' + value;
  return {...filter, [name]: [...filter[name].filter((one) => one !== value && one !== opposite), value]};
}

export function minus(filter, name, value) {
  return {...filter, [name]: filter[name].filter((one) => one !== value)};
}

/** A value that is to be found as it is: * and ? stand for others in it, and any one character is near enough. */
export function plain(value) {
  return value.replace(/\*/g, '?').slice(0, 200) + (value.length > 200 ? '*' : '');
}

/** [{name, value, text, not}], one for each that can be taken away. */
export function chips(filter, nameOf) {
  return [
    ...['text', 'regex'].filter((name) => filter[name]).map((name) => ({name, value: filter[name], text: filter[name], kind: name})),
    ...LISTS.flatMap((name) => filter[name].map((value) => {
      const not = name === 'without' || value.startsWith('!');
      const bare = name !== 'without' && not ? value.slice(1) : value;
      return {name, value, not, kind: name, text: name === 'agent' ? nameOf(bare) : bare};
    })),
  ];
}
