// What every page asks for first is asked for while its modules are still on their way. A script of its own, since modules wait for each other.
(() => {
  const asked = new Map(['about', 'session'].map((path) => {
    const answer = fetch('api/v1/' + path, {cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(15_000)});
    answer.catch(() => {}); // whoever takes it hears of it
    return [path, answer];
  }));

  /** The answer on its way, once; undefined: none is. */
  window.ahead = (path) => {
    const answer = asked.get(path);
    asked.delete(path);
    return answer;
  };
})();
