// What whoever is signed in may do. The hub refuses the rest; here it is not even offered.

const RANKS = ['viewer', 'operator', 'admin'];

let session = null;

/** From now on it is this one, or nobody: what has a `data-needs` above its rank is not shown. */
export function isOf(who) {
  session = who;
  document.body.dataset.role = who?.role ?? '';
}

export const may = (rank) => RANKS.indexOf(session?.role) >= RANKS.indexOf(rank);

/** All that the user may be: those who make tokens and users give no more than they have. */
export const ranks = () => RANKS.filter(may);

/** Whether it may see every host, and so what concerns the whole fleet. */
export const seesFleet = () => !session?.groups || session.groups.includes('*');
