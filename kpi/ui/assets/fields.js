// HTML made by the server with named fields: after each change the server is told the values of all of them.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".kpi-fields");
  if (root.shown !== data.body) {
    // Whoever has gone on to the next field, and perhaps begun to write in it, stays there.
    const active = root.contains(document.activeElement) ? document.activeElement : null;
    const [name, begun] = [active?.name, active && active.value !== active.defaultValue ? active.value : null];
    root.innerHTML = data.body;
    root.shown = data.body;
    const again = name && root.querySelector(`[name="${CSS.escape(name)}"]`);
    if (again) {
      if (begun !== null && again.tagName === "INPUT") again.value = begun;
      again.focus({ preventScroll: true });
      again.select?.();
    }
  }
  root.onchange = () => {
    const fields = [...root.querySelectorAll("[name]")].map((field) => [field.name, field.value]);
    setTriggerValue("changed", Object.fromEntries(fields));
  };
  root.onclick = (event) => {
    const asked = event.target.closest("[data-action]");
    if (asked) setTriggerValue("clicked", asked.dataset.action);
  };
}
