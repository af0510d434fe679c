// A sign beside every chart and table of the page; pressed, it asks the server for that one's menu.
const CALM = 150, LATEST = 600;

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

// Calls `look` once the page has calmed down, as often as elements or words come, move or go in it; returns how to stop.
function watched(look) {
  let timer = 0, idle = 0;
  const ask = window.requestIdleCallback ?? ((call) => setTimeout(call));
  const forget = window.cancelIdleCallback ?? clearTimeout;
  const observer = new MutationObserver(() => {
    timer ||= setTimeout(() => { idle = ask(() => { timer = 0; look(); }, { timeout: LATEST }); }, CALM);
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  return () => {
    observer.disconnect();
    clearTimeout(timer);
    forget(idle);
  };
}

export default function ({ data, setTriggerValue }) {
  add(data.words);
  const stop = watched(() => add(data.words));
  const press = (event) => {
    const button = event.target.closest?.(".kpi-menu");
    if (!button) return;
    const [kind, said] = [button.dataset.kind, words(button)];
    const same = [...document.querySelectorAll(`.kpi-menu[data-kind=${kind}]`)].filter((each) => words(each) === said);
    setTriggerValue("asked", { kind, words: said, place: same.indexOf(button) });
  };
  document.addEventListener("click", press);
  return () => {
    stop();
    document.removeEventListener("click", press);
  };
}
