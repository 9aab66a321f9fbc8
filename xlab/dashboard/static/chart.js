// The lines of a badge's signal, drawn by uPlot; colours come from look.css.

const WHOLE = 300;
const SMOOTH = 4; // seconds a point of a line looks back: steady to the eye, and still quick
const GAP = 6; // seconds of silence that break a line
const LOW = -100;
const HIGH = -30; // dBm: what a radio hears at all, and a badge that lies on it
const TALL = 232;

const PLAIN = 5; // stations up to which every line has its colour

// Stations have no colours of their own. In this chart each takes an accent, then the same again with dashes.
const COLOURS = ["sky", "amber", "coral", "leaf", "violet"];
const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

let chart = null;
let drawn = {};

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/**
 * A colour and a dash for each station; they stay the same for as long as the room has the same stations. Where there
 * are many, those the badge never was at (`visited` names the others) are pale, so that its way can be followed.
 */
export function seriesOf(stations, order, visited) {
  return stations.map((station, index) => {
    const at = order.includes(station) ? order.indexOf(station) : order.length + index;
    const pale = stations.length > PLAIN && !visited.has(station);
    if (pale) return { station, colour: colour("ink-faint"), dash: 0, pale };
    return { station, colour: colour(`accent-${COLOURS[at % COLOURS.length]}`), dash: Math.floor(at / COLOURS.length) % DASHES.length };
  });
}

/** Draw the lines into `host`; how far, in CSS pixels, the plot is from its left and right edge. */
export function drawChart(host, open, series, now, words) {
  const width = host.clientWidth;
  if (!window.uPlot || width === 0) return { left: 0, right: 0 };
  const id = JSON.stringify([width, now, series, open.key]);
  const lit = open.answer.lines.find((line) => line.station === now) ?? open.answer.lines[0];
  drawn = { touch: lit.touch, near: lit.near, words };
  const data = lines(open, series);
  if (chart && chart.id === id && chart.host === host) chart.setData(data);
  else {
    chart?.destroy();
    chart = new window.uPlot(options(width, series, now, words), data, host);
    chart.id = id;
    chart.host = host;
  }
  const ratio = window.devicePixelRatio || 1;
  const left = chart.bbox.left / ratio;
  return { left, right: width - left - chart.bbox.width / ratio };
}

function lines(open, series) {
  const seconds = Array.from({ length: WHOLE }, (_, index) => open.end - WHOLE + 1 + index);
  return [seconds.map((second) => second - open.end), ...series.map((one) => smooth(open.levels.get(one.station), seconds))];
}

/** The mean of what was heard lately; nothing where nothing was heard for a while. */
function smooth(levels, seconds) {
  let last = -Infinity;
  return seconds.map((second) => {
    if (levels.has(second)) last = second;
    if (second - last >= GAP) return null;
    let [sum, count] = [0, 0];
    for (let back = last; back > last - SMOOTH; back--) {
      if (!levels.has(back)) continue;
      sum += levels.get(back);
      count += 1;
    }
    return sum / count;
  });
}

function options(width, series, now, words) {
  const font = '600 12px "Noto Sans", system-ui, sans-serif';
  const axis = { stroke: colour("ink-faint"), font, ticks: { show: false }, border: { show: false } };
  return {
    width,
    height: TALL,
    padding: [6, 26, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false },
    scales: { x: { time: false, range: [1 - WHOLE, 0] }, y: { range: [LOW, HIGH] } },
    axes: [
      {
        ...axis,
        size: 26,
        grid: { show: false },
        splits: () => [-299, -240, -180, -120, -60, 0],
        values: (_, all) => all.map((second) => (second === 0 ? words.signal.now : words.signal.ago.replace("{minutes}", Math.round(-second / 60)))),
      },
      {
        ...axis,
        size: 38,
        grid: { stroke: colour("foam-edge"), width: 1 },
        splits: () => [-90, -70, -50],
        values: (_, all) => all.map((level) => String(level).replace("-", "−")),
      },
    ],
    series: [
      {},
      ...series.map((one) => ({
        stroke: one.colour,
        width: one.station === now ? 3 : one.pale ? 1 : 1.5,
        alpha: one.station === now ? 1 : one.pale ? 0.35 : 0.8,
        dash: DASHES[one.dash],
        points: { show: false },
      })),
    ],
    hooks: { drawClear: [shade] },
  };
}

/** The bands behind the lines, as the station hears them where the badge is. */
function shade(plot) {
  const { words } = drawn;
  const { ctx, bbox } = plot;
  const ratio = window.devicePixelRatio || 1;
  const y = (level) => plot.valToPos(Math.min(Math.max(level, LOW), HIGH), "y", true);
  const touch = y(drawn.touch);
  const near = y(drawn.near);
  ctx.save();
  ctx.fillStyle = colour("paper");
  ctx.globalAlpha = 0.13;
  ctx.fillRect(bbox.left, bbox.top, bbox.width, touch - bbox.top);
  ctx.globalAlpha = 0.06;
  ctx.fillRect(bbox.left, touch, bbox.width, near - touch);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colour("ink-soft");
  ctx.font = `600 ${11 * ratio}px "Noto Sans", system-ui, sans-serif`;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  const pad = 5 * ratio;
  ctx.fillText(words.say.touch, bbox.left + pad, bbox.top + pad);
  ctx.fillText(words.say.near, bbox.left + pad, touch + pad);
  ctx.fillText(words.say.far, bbox.left + pad, near + pad);
  ctx.restore();
}
