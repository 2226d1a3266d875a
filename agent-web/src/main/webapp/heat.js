// Many cores at one look: a row for each, the busier the stronger its colour.

/** 0..1 -> a colour between three tokens. */
export function heatColours() {
  const style = getComputedStyle(document.documentElement);
  const stops = [0, 1, 2].map((i) => rgbOf(style.getPropertyValue(`--heat-${i}`).trim()));
  return (share) => {
    const place = Math.min(Math.max(share, 0), 1) * 2;
    const lower = Math.min(Math.floor(place), 1);
    const mixed = stops[lower].map((channel, i) => Math.round(channel + (stops[lower + 1][i] - channel) * (place - lower)));
    return `rgb(${mixed.join(' ')})`;
  };
}

function rgbOf(hex) {
  return [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16));
}

/** A uPlot hook that paints the rows of `data()`: [times, values of the first row, ...]. */
export function heatOf(data, colourOf, stepSeconds) {
  return (uplot) => {
    const [times, ...rows] = data();
    const {ctx, bbox} = uplot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    rows.forEach((row, i) => {
      const top = uplot.valToPos(i, 'y', true);
      const height = uplot.valToPos(i + 1, 'y', true) - top;
      row.forEach((value, column) => {
        if (typeof value === 'number') {
          const left = Math.floor(uplot.valToPos(times[column], 'x', true));
          const right = Math.ceil(uplot.valToPos(endOf(times, column, stepSeconds()), 'x', true));
          ctx.fillStyle = colourOf(value);
          ctx.fillRect(left, top, right - left, Math.max(height - devicePixelRatio, 1));
        }
      });
    });
    ctx.restore();
  };
}

/** A reading's cell reaches to the next reading, or one step where that is far. */
function endOf(times, column, stepSeconds) {
  const next = times[column + 1];
  const usual = column > 0 ? Math.max(stepSeconds, Math.min(times[column] - times[column - 1], 3 * stepSeconds)) : stepSeconds;
  return next !== undefined && next - times[column] <= 3 * usual ? next : times[column] + usual;
}
