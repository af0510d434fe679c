// A sign beside every chart and table of the page; pressed, it asks the server for that one's menu.
const LATER = 400;

function add(words) {
  for (const place of document.querySelectorAll(".kpi-scroll")) {
    if (!place.previousElementSibling?.matches(".kpi-menu")) place.before(sign());
  }
  for (const button of document.querySelectorAll(".kpi-menu")) {
    const named = `${nameOf(button)} ${words}`;
    if (button.title !== words) button.title = words;
    if (button.ariaLabel !== named) Object.assign(button, { ariaLabel: named, ariaHasPopup: "dialog" });
  }
}

function sign() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "kpi-menu" });
  button.dataset.kind = "table";
  return button;
}

function nameOf(button) {
  if (button.dataset.kind === "chart") return button.previousElementSibling?.textContent ?? "";
  return button.nextElementSibling?.ariaLabel ?? "";
}

// What the server finds it by: the title of a chart; the name and the headings of a table, without spaces.
function words(button) {
  if (button.dataset.kind === "chart") return nameOf(button);
  const heads = [...(button.nextElementSibling?.querySelectorAll("thead th") ?? [])];
  return [nameOf(button), ...heads.map((head) => head.textContent)].join("").replace(/\s/g, "");
}

export default function ({ data, setTriggerValue }) {
  add(data.words);
  const later = setTimeout(() => add(data.words), LATER);
  const press = (event) => {
    const button = event.target.closest?.(".kpi-menu");
    if (!button) return;
    const [kind, said] = [button.dataset.kind, words(button)];
    const same = [...document.querySelectorAll(`.kpi-menu[data-kind=${kind}]`)].filter((each) => words(each) === said);
    setTriggerValue("asked", { kind, words: said, place: same.indexOf(button) });
  };
  document.addEventListener("click", press);
  return () => {
    clearTimeout(later);
    document.removeEventListener("click", press);
  };
}
