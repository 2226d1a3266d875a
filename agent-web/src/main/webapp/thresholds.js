// Lines across a chart, and what of its series lies beyond them. Pure, but for the drawing at the end.
// A threshold is {value, when: 'above' | 'below', severity: 'warning' | 'error', label}.

const isBeyond = ({value, when}, figure) => (when === 'below' ? figure < value : figure > value);

/** Which series lie beyond a threshold with their newest value, the gravest thresholds first: [{threshold, lines: [{name, value}]}]. */
export function crossedOf(thresholds, lines) {
  return thresholds
    .map((threshold) => ({threshold, lines: lines.map(({name, values}) => ({name, value: values.findLast((value) => typeof value === 'number')}))
      .filter(({value}) => value !== undefined && isBeyond(threshold, value))}))
    .filter(({lines: beyond}) => beyond.length > 0)
    .sort((a, b) => (b.threshold.severity === 'error') - (a.threshold.severity === 'error'));
}

/** 'busy · 80 %', or '80 %'. */
export function wordsOf({label, value}, format) {
  return label ? `${label} · ${format(value)}` : format(value);
}

/**
 * A uPlot hook: each threshold is a dashed line with its words, what is beyond it is shaded, and the parts of series that
 * are there are drawn again in its colour, the gravest last. `format` writes a value, `look` has the colours.
 */
export function drawThresholds(thresholds, format, look) {
  const ordered = [...thresholds].sort((a, b) => (a.severity === 'error') - (b.severity === 'error'));
  return (uplot) => {
    const {ctx, bbox} = uplot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const threshold of ordered) {
      const y = Math.round(uplot.valToPos(threshold.value, 'y', true));
      const colour = look[threshold.severity];
      const [top, bottom] = threshold.when === 'below' ? [y, bbox.top + bbox.height] : [bbox.top, y];
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, top, bbox.width, bottom - top);
      ctx.clip();
      ctx.fillStyle = colour;
      ctx.globalAlpha = 0.06;
      ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
      ctx.globalAlpha = 1;
      ctx.strokeStyle = colour;
      ctx.lineWidth = 2.5 * ratio;
      uplot.series.filter((series) => series.show && series._paths?.stroke && !series.dash).forEach((series) => ctx.stroke(series._paths.stroke));
      ctx.restore();
      ctx.strokeStyle = colour;
      ctx.lineWidth = ratio;
      ctx.setLineDash([6 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.setLineDash([]);
      words(ctx, wordsOf(threshold, format), bbox, y, colour, look.ground, ratio);
    }
    ctx.restore();
  };
}

/** Above its line; below it where there is no room. */
function words(ctx, text, bbox, y, colour, ground, ratio) {
  ctx.font = `600 ${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const middle = y - bbox.top > 16 * ratio ? y - 8 * ratio : y + 8 * ratio;
  const width = ctx.measureText(text).width;
  ctx.fillStyle = ground;
  ctx.globalAlpha = 0.8;
  ctx.fillRect(bbox.left + 2 * ratio, middle - 7 * ratio, width + 6 * ratio, 14 * ratio);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colour;
  ctx.fillText(text, bbox.left + 5 * ratio, middle);
}
