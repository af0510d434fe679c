// HTML made by the server, in which a click on anything with a data-action is told to the server.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".kpi-clickable");
  if (root.shown !== data.body) {
    root.innerHTML = data.body;
    root.shown = data.body;
  }
  root.onclick = (event) => {
    const asked = event.target.closest("[data-action]");
    // A link may still be opened in another tab.
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTriggerValue("clicked", asked.dataset.action);
  };
}
