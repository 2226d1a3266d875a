// uPlot is a script that makes a global, not a module; whoever draws charts waits for it here, and nobody else.

const PLACE = new URL('lib/uplot-1.6.32/uPlot.iife.min.js', import.meta.url);

await new Promise((come, fail) => {
  const script = document.createElement('script');
  script.addEventListener('load', come);
  script.addEventListener('error', () => fail(new Error(`${PLACE} did not come`)));
  script.src = PLACE;
  document.head.append(script);
});

export const {uPlot} = globalThis;
