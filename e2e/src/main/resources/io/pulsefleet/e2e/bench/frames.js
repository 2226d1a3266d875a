// How many frames a second a chart of 100,000 points has: 10 lines of 10,000 each, on the console's own page.
async () => {
  const {chart} = await import('./chart.js');
  const POINTS = 10_000;
  const LINES = 10;
  const STEP = 10;
  const SECONDS = 5;
  const to = Math.floor(Date.now() / 1000 / STEP) * STEP;
  const from = to - POINTS * STEP;
  const at = Array.from({length: POINTS}, (_, i) => from + i * STEP);
  const answerOf = (shift) => ({
    stepSeconds: STEP, from, to, unit: '1', isRate: false,
    series: Array.from({length: LINES}, (_, line) => ({
      metric: 'bench', labels: {line: String(line)}, at, last: at.at(-1),
      values: at.map((_, i) => line + Math.sin((i + shift) / 40 / (line + 1)) + ((i * 7919 + line) % 100) / 200),
    })),
  });
  const drawn = chart({id: 'bench', title: 'bench', kind: 'line', name: ({line}) => line}, {onZoom() {}, onReset() {}, onMoment() {}, marks: () => []});
  const place = document.createElement('div'); // beside the page, which draws itself anew
  place.style.width = '1200px';
  place.append(drawn.element);
  document.body.prepend(place);
  const answers = Array.from({length: 10}, (_, shift) => answerOf(shift * 3));
  drawn.draw(answers[0]);
  for (let i = 0; i < 3; i++) { // it takes its place's width when it has one
    await new Promise(requestAnimationFrame);
  }
  const over = drawn.element.querySelector('.u-over');
  const box = over.getBoundingClientRect();

  async function framesOf(each) {
    let frames = 0;
    const began = performance.now();
    while (performance.now() - began < SECONDS * 1000) {
      each(frames++);
      await new Promise(requestAnimationFrame);
    }
    return frames / ((performance.now() - began) / 1000);
  }

  const moved = await framesOf((frame) => over.dispatchEvent(new MouseEvent('mousemove', {
    bubbles: true, clientX: box.left + (frame * 7) % box.width, clientY: box.top + box.height / 2})));
  const anew = await framesOf((frame) => drawn.draw(answers[frame % answers.length]));
  return {over: moved, anew};
}
