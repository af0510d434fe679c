// Notes when something last changed inside elements that match the selector, and was painted; `since` is the last key.
(selector) => {
  const watched = { since: 0, painted: 0, changes: 0 };
  const within = (node) => (node.closest ? node : node.parentElement)?.closest(selector);
  const brings = (node) => node.querySelector && (node.matches(selector) || node.querySelector(selector));
  const matters = ({ target, addedNodes }) => within(target) || [...addedNodes].some(brings);
  const noted = () => { watched.painted = performance.now(); };
  new MutationObserver((records) => {
    if (!records.some(matters)) return;
    watched.changes += 1;
    // The second frame begins after the first one, which shows the change, was painted.
    requestAnimationFrame(() => requestAnimationFrame(noted));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  addEventListener("keydown", () => { watched.since = performance.now(); watched.painted = 0; }, true);
  return watched;
}
