// Follows kpi/ui/assets/charts.js in one module, on the page that paints pictures: the same template and the same room
// for labels as in the browser of a reader, with title and legend inside the picture.
const facesOf = document.getElementById("faces").textContent;
const look = JSON.parse(document.getElementById("look").textContent);
const SPACE = "http://www.w3.org/2000/svg";
const EDGE = 16;
const HEAD = { size: 17, line: 23, most: 3 };

function node(name, attributes, text = "") {
  const made = document.createElementNS(SPACE, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.textContent = text;
  return made;
}

// The title in lines that fit; words longer than a line are broken, and what does not fit in `most` lines is left off.
function wrapped(title, room) {
  pen.font = `600 ${HEAD.size}px ${look.font}`;
  const found = [];
  let line = "";
  for (const word of title.split(/(?<=\s)/)) {
    if (line && long(line + word.trimEnd()) > room) { found.push(line); line = ""; }
    for (const letter of word) {
      if (long(line + letter) > room && letter.trim()) { found.push(line); line = ""; }
      line += letter;
    }
  }
  const lines = [...found, line].map((each) => each.trim()).filter(Boolean);
  if (lines.length <= HEAD.most) return lines;
  return [...lines.slice(0, HEAD.most - 1), short(lines.slice(HEAD.most - 1).join(" "), room)];
}

// A figure needs no room for a legend that it does not have.
function sizedFor({ data, layout }, width, height) {
  const sized = { ...layout, width, height, margin: { ...layout.margin } };
  const keys = layout.showlegend && data.some(({ name, showlegend }) => name && showlegend !== false);
  if (layout.showlegend && !keys) sized.margin.t = Math.max(8, sized.margin.t - KEY_ROOM);
  return { ...roomy(sized, width, look.font), template: template(look) };
}

async function drawing({ figure, title, alt, width, height }) {
  const head = title ? wrapped(title, width - 2 * EDGE) : [];
  const top = head.length ? EDGE + head.length * HEAD.line : EDGE / 2;
  const [wide, high] = [width - EDGE, height - top - EDGE / 2];
  const layout = sizedFor(figure, wide, high);
  const asked = { data: fewer(figure.data, wide), layout };
  const options = { format: "svg", width: wide, height: high, imageDataOnly: true };
  const plot = new DOMParser().parseFromString(await Plotly.toImage(asked, options), "image/svg+xml").documentElement;
  plot.setAttribute("x", EDGE / 2);
  plot.setAttribute("y", top);
  const svg = node("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  svg.append(node("title", {}, title || alt), node("desc", {}, alt), node("style", {}, "/*faces*/"));
  svg.append(node("rect", { width, height, fill: look.paper }));
  const style = { x: EDGE, "font-family": look.font, "font-size": HEAD.size, "font-weight": 600, fill: look.strong };
  head.forEach((line, at) => svg.append(node("text", { ...style, y: EDGE + at * HEAD.line + HEAD.size * 0.9 }, line)));
  svg.append(document.importNode(plot, true));
  return new XMLSerializer().serializeToString(svg);
}

// An image sees none of the page's fonts: they travel inside it.
async function inPixels(svg, { width, height, scale }) {
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.round(width * scale), height: Math.round(height * scale),
  });
  const [w, h] = [canvas.width, canvas.height];
  const sized = svg.replace("/*faces*/", facesOf).replace(/width="[\d.]+" height="[\d.]+"/, `width="${w}" height="${h}"`);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([sized], { type: "image/svg+xml" }));
  await image.decode();
  canvas.getContext("2d").drawImage(image, 0, 0, w, h);
  URL.revokeObjectURL(image.src);
  return canvas.toDataURL("image/png").split(",")[1];
}

async function painted({ data, width, height, scale, format }) {
  const faces = [400, 600].map((weight) => document.fonts.load(`${weight} 12px ${look.font}`, "가A1△"));
  await Promise.all(faces);
  const svg = await drawing({ ...data.paper, figure: data, width, height });
  const result = format === "svg" ? svg : await inPixels(svg, { width, height, scale });
  return { code: 0, format, result };
}

// What kaleido calls for each picture, and how it is told of a failure.
window.kaleido_scopes = {
  plotly: (spec) => painted(spec).catch((error) => ({ code: 1, message: String(error), format: null, result: null })),
};
