// The same asked of many: some at once, what one refuses is no matter of the others, and all along it is told how far it is.

const AT_ONCE = 6;

/**
 * @param all of each `ask` is asked; it throws where it fails
 * @param told hears {total, done, answers, troubles: [{one, trouble}]} after each
 * @param isOver whether nobody waits for it any more: what was not asked by then is not asked
 */
export async function together(all, ask, told, isOver) {
  const work = {total: all.length, done: 0, answers: [], troubles: []};
  const waiting = [...all];
  told(work);
  await Promise.all(Array.from({length: Math.min(AT_ONCE, all.length)}, async () => {
    while (waiting.length && !isOver()) {
      const one = waiting.shift();
      try {
        work.answers.push({one, answer: await ask(one)});
      } catch (trouble) {
        work.troubles.push({one, trouble});
      }
      work.done++;
      told(work);
    }
  }));
  return work;
}
