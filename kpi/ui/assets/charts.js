// Draws figures in place: their elements are kept over reruns, so that only what changed is drawn again.
const SOURCE = "/charts/plotly-cartesian-4.1.1.min.js";
const shown = new WeakMap();
// Of tick labels, in pixels: their size, their height with the space between lines, and their distance to the axis.
const [SIZE, LINE, STANDOFF] = [12, 16, 6];
// Plotly's legend is drawn in HTML here: it wraps where there is no room, and costs no traces of its own.
const KEY_ROOM = 36;
// No more than this part of the width is given to names beside rows, where they can be folded.
const BESIDE = 0.42;
// Narrower drawings, on phones, name fewer marks: `meta.narrow` of a trace stands in place of what it names there.
const NARROW = 480;
const pen = document.createElement("canvas").getContext("2d");

// Loaded once a page; the index page asks for it early.
function plotly() {
  window.kpiPlotly ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    let script = document.querySelector(`script[src$="${SOURCE}"]`);
    if (!script) {
      script = Object.assign(document.createElement("script"), { src: SOURCE });
      document.head.append(script);
    }
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", () => reject(new Error(`${SOURCE} did not load`)));
  });
  return window.kpiPlotly;
}

// The theme's colours, and what each placeholder of kpi/charts/palette.py stands for among them.
function theme(element) {
  const style = getComputedStyle(element);
  const one = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const many = (name) => one(name).split(",").map((each) => each.trim());
  const colours = {};
  many("chart-categorical-colors").forEach((colour, at) => { colours[String(at + 1).padStart(2, "0")] = colour; });
  many("chart-sequential-colors").forEach((colour, at) => { colours[at + 11] = colour; });
  const [ink, paper, quiet] = [one("text-color"), one("background-color"), one("secondary-background-color")];
  Object.assign(colours, { 36: mixed(ink, paper, 0.72), 37: ink, 38: paper, 39: quiet });
  return { colours, ink: colours[36], strong: ink, paper, line: one("border-color"), font: style.fontFamily };
}

function mixed(colour, ground, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const under = parts(ground);
  return `rgb(${parts(colour).map((part, at) => Math.round(part * share + under[at] * (1 - share))).join(",")})`;
}

function template({ ink, strong, paper, line, font }) {
  const axis = {
    automargin: true, showgrid: false, zeroline: false, linecolor: line, gridcolor: line, ticks: "",
    ticklabelstandoff: STANDOFF, tickfont: { color: ink, size: SIZE },
  };
  return {
    layout: {
      font: { family: font, size: 12, color: ink },
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      xaxis: axis, yaxis: { ...axis, showgrid: true },
      legend: { font: { color: ink, size: 12 } },
      hoverlabel: { bgcolor: paper, bordercolor: line, font: { family: font, color: strong, size: 13 } },
    },
  };
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".kpi-charts");
  root.className = `kpi kpi-charts ${data.look}`;
  while (root.children.length > data.charts.length) leave(root.lastChild);
  while (root.children.length < data.charts.length) root.append(place());
  data.charts.forEach((chart, at) => word(root.children[at], chart));
  // What the browser has to measure is asked for at once, before anything is drawn.
  const look = theme(root);
  const widths = [...root.children].map((figure) => figure.lastChild.clientWidth);
  data.charts.forEach((chart, at) => show(root.children[at], chart, widths[at], look));
  return () => [...root.children].forEach(leave);
}

function place() {
  const figure = document.createElement("figure");
  const title = Object.assign(document.createElement("figcaption"), { className: "kpi-chart-title" });
  // Its menu: `menus.js` names it and hears it.
  const menu = Object.assign(document.createElement("button"), { type: "button", className: "kpi-menu" });
  menu.dataset.kind = "chart";
  title.append(document.createElement("span"), menu);
  const keys = Object.assign(document.createElement("div"), { className: "kpi-keys" });
  const plot = Object.assign(document.createElement("div"), { className: "kpi-plot" });
  plot.setAttribute("role", "img");
  figure.append(title, keys, plot);
  return figure;
}

function leave(figure) {
  const plot = figure.lastChild;
  shown.get(plot)?.observer?.disconnect();
  figure.remove();
  window.Plotly?.purge(plot);
}

function word(figure, { title, alt }) {
  figure.firstChild.firstChild.textContent = title;
  figure.lastChild.setAttribute("aria-label", alt);
}

function show(figure, { alt, figure: spec }, width, look) {
  const plot = figure.lastChild;
  const coloured = spec.replace(/#0000(\d\d)\b/g, (placeholder, number) => look.colours[number] ?? placeholder);
  const state = shown.get(plot) ?? { drawing: Promise.resolve() };
  shown.set(plot, state);
  state.drawing = state.drawing.then(plotly).then((Plotly) => draw(Plotly, figure, coloured, width, look, state));
  // Where the script or a figure fails, its words stand in its place.
  state.drawing = state.drawing.catch((error) => { console.error(error); plot.textContent = alt; });
}

function draw(Plotly, figure, coloured, width, look, state) {
  const plot = figure.lastChild;
  const asked = coloured + look.strong + look.font;
  if (state.asked === asked || !plot.isConnected) return undefined;
  state.asked = asked;
  const drawn = JSON.parse(coloured);
  const { data, layout } = withoutKeys(drawn, figure.children[1]);
  if (!state.observer) {
    state.observer = new ResizeObserver(() => fit(Plotly, plot));
    state.observer.observe(plot);
  }
  const config = { displayModeBar: false, scrollZoom: false, responsive: false };
  const sized = { ...roomy(layout, width, look.font), width, template: template(look) };
  state.traces = data;
  return Plotly.react(plot, fewer(data, width), sized, config);
}

const fewer = (traces, width) => (width < NARROW ? traces.map((trace) => ({ ...trace, ...trace.meta?.narrow })) : traces);

// The figure without its legend, which goes into the element above it; traces that only stood in the legend are gone.
function withoutKeys({ data, layout }, element) {
  const named = layout.showlegend ? data.filter((trace) => trace.name && trace.showlegend !== false) : [];
  const keys = named.map((trace) => {
    const key = document.createElement("span");
    key.innerHTML = trace.type === "bar" ? swatch(trace.marker) : sign(trace);
    key.append(trace.name);
    return key;
  });
  element.replaceChildren(...(layout.legend?.traceorder === "reversed" ? keys.reverse() : keys));
  const height = layout.height - (keys.length ? KEY_ROOM : 0);
  const margin = { ...layout.margin, t: layout.margin.t - (keys.length ? KEY_ROOM : 0) };
  const values = data.filter(({ x }) => !(x?.length === 1 && x[0] === null));
  return { data: values.length ? values : data, layout: { ...layout, height, margin, showlegend: false } };
}

const first = (value) => (Array.isArray(value) ? value[0] : value);

function swatch({ color, pattern, line }) {
  const fill = first(color);
  const hatch = `repeating-linear-gradient(135deg, ${pattern?.fgcolor} 0 1px, ${fill} 1px 4px)`;
  return `<i style="background: ${pattern ? hatch : fill}; outline: ${line?.width ?? 0}px solid ${first(line?.color)}"></i>`;
}

const SIGNS = {
  circle: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z", diamond: "M0-5 5 0 0 5-5 0Z", square: "M-4-4H4V4H-4Z",
  "triangle-up": "M0-5 5 4H-5Z", x: "M-4-4 4 4M4-4-4 4", cross: "M-5 0H5M0-5V5",
  "line-ew": "M-9 0H9", "line-ns": "M0-6V6",
};
const GAPS = { dash: "6 4", dot: "2 3", dashdot: "6 3 2 3", longdash: "10 4", longdashdot: "10 3 2 3" };

function sign({ mode = "lines", line = {}, marker = {} }) {
  const symbol = first(marker.symbol) ?? "circle";
  const colour = first(marker.color) ?? first(marker.line?.color) ?? line.color;
  const stroke = symbol.startsWith("line") ? first(marker.line?.color) ?? colour : colour;
  const rule = `<path d="M-13 0H13" stroke="${line.color}" stroke-width="2.5" stroke-dasharray="${GAPS[line.dash] ?? ""}"/>`;
  const inside = symbol.endsWith("-open") ? "var(--st-background-color)" : colour;
  const shape = `<path d="${SIGNS[symbol.replace("-open", "")]}" stroke="${stroke}" stroke-width="2" fill="${inside}"/>`;
  const parts = (mode.includes("lines") ? rule : "") + (mode.includes("markers") ? shape : "");
  return `<svg viewBox="-14 -7 28 14" width="28" height="14">${parts}</svg>`;
}

// The layout with margins that hold its tick labels. Plotly would find them by drawing every chart twice (`automargin`),
// which is left to it only where labels are not known beforehand or do not fit side by side.
function roomy(layout, width, font) {
  pen.font = `${SIZE}px ${font}`;
  const margin = { ...layout.margin };
  const yaxis = folded(layout.yaxis ?? {}, width * BESIDE, layout.height);
  const beside = labels(yaxis);
  if (beside) margin.l += Math.max(0, ...beside.map(long)) + STANDOFF;
  const xaxis = thinned(layout.xaxis ?? {}, width - margin.l - margin.r);
  const below = labels(xaxis);
  const room = (width - margin.l - margin.r) / Math.max(1, below?.length ?? 1);
  const fits = below && below.every((label) => long(label) + STANDOFF < room);
  if (fits) margin[xaxis.side === "top" ? "t" : "b"] += LINE * Math.max(0, ...below.map(lines)) + STANDOFF;
  // Labels that are known to fit need not be measured again, one by one, for turning or hiding them.
  const known = { automargin: false, tickangle: 0, ticklabeloverflow: "allow" };
  return {
    ...layout, margin,
    xaxis: { ...xaxis, ...(fits ? known : { automargin: true }) },
    yaxis: { ...yaxis, ...(beside ? known : { automargin: true }) },
  };
}

// Names that may not slant: every one, or every second, third, … counted from the last, so many as fit side by side.
function thinned(axis, width) {
  const { ticktext: names, tickvals } = axis;
  if (axis.tickangle !== 0 || !names?.length) return axis;
  const each = Math.max(...names.map(long)) + STANDOFF;
  const apart = Math.ceil(names.length / Math.max(1, Math.ceil(width / each) - 1));
  const stays = (_, at) => (names.length - 1 - at) % apart === 0;
  return { ...axis, ticktext: names.filter(stays), tickvals: tickvals.filter(stays) };
}

// Names beside rows that would leave hardly any room for the bars stand in two lines, where rows are high enough.
function folded(axis, room, height) {
  const names = axis.ticktext || axis.visible === false ? [] : axis.categoryarray ?? [];
  if (height / names.length < 2 * LINE || !names.some((name) => long(name) > room)) return axis;
  return { ...axis, tickvals: names, ticktext: names.map((name) => inTwo(String(name), room)) };
}

function inTwo(name, room) {
  if (long(name) <= room) return name;
  const [one, other] = name.split(" · ");
  if (other) return `${short(one, room)} ·<br>${short(other, room)}`;
  const [first, ...rest] = name.split(" ");
  let above = first;
  while (rest.length && long(`${above} ${rest[0]}`) <= room) above += ` ${rest.shift()}`;
  return rest.length ? `${short(above, room)}<br>${short(rest.join(" "), room)}` : short(above, room);
}

function short(text, room) {
  if (long(text) <= room) return text;
  let kept = text;
  while (kept && long(`${kept}…`) > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

// The labels that an axis will show, where its specification tells them.
function labels({ visible, ticktext, categoryarray }) {
  return visible === false ? [] : ticktext ?? categoryarray;
}

const plain = (label) => String(label).split(/<br ?\/?>/).map((part) => part.replace(/<[^>]*>/g, ""));
const long = (label) => Math.max(...plain(label).map((part) => Math.ceil(pen.measureText(part).width)));
const lines = (label) => plain(label).length;

function fit(Plotly, plot) {
  const width = plot.clientWidth;
  if (!width || !plot.layout || plot.layout.width === width) return;
  const crosses = width < NARROW !== plot.layout.width < NARROW;
  if (crosses) Plotly.react(plot, fewer(shown.get(plot).traces, width), { ...plot.layout, width });
  else Plotly.relayout(plot, { width });
}
