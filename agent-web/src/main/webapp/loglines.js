// The lines that a page of logs holds: those that were found, and those that came since. Pure but for what it remembers.

/** Of those that come live; what was paged for is kept. */
const MOST_LIVE = 1_500;

/** A line's id is "micros.number": the newest first. */
function newerFirst(one, other) {
  const [a, b] = [one.id.split('.'), other.id.split('.')];
  return Number(b[0]) - Number(a[0]) || Number(b[1]) - Number(a[1]);
}

export function logLines() {
  let lines = [];
  let next = null;
  let searched = null;
  let gap = null;

  const keyOf = (line) => `${line.id} ${line.id.endsWith('.0') ? `${line.agent} ${line.source} ${line.text}` : ''}`;

  function add(more) {
    const known = new Set(lines.map(keyOf));
    const fresh = more.filter((line) => !known.has(keyOf(line)));
    if (fresh.length > 0) {
      lines = [...lines, ...fresh].sort(newerFirst);
    }
    return fresh.length;
  }

  return {
    all: () => lines,
    next: () => next,
    searched: () => searched,
    gap: () => gap,
    keyOf,
    clear() {
      lines = [];
      next = null;
      searched = null;
      gap = null;
    },
    /** A page that was found. */
    found(page) {
      add(page.lines);
      next = page.next ?? null;
      searched = page.searched;
    },
    /** What came live. Answers how many are new. */
    came({lines: more, not_shown: count, or_more: orMore}) {
      const fresh = add(more);
      if (count > 0 || orMore) {
        gap = {count: (gap?.count ?? 0) + count, orMore: orMore || gap?.orMore === true};
      }
      if (lines.length > MOST_LIVE + more.length) {
        lines = lines.slice(0, MOST_LIVE);
        next = lines.at(-1).id;
      }
      return fresh;
    },
  };
}
