// Covers every field that holds, or once held, a password, in the page itself: no frame is ever taken without the cover.
// A field stays covered when a page turns it into plain text (the "show password" eye), and so does every other field that
// a password is copied into. MutationObserver and animation frames both run before the next picture is drawn.
(() => {
  const MARK = Symbol.for("billhook.covered");
  if (document[MARK]) return;
  document[MARK] = true;
  const COVER = {
    transition: "none", animation: "none", "background": "#3a3d3b", filter: "brightness(0)", "-webkit-text-security": "disc",
    "text-shadow": "none", opacity: "1", "backdrop-filter": "none", "mix-blend-mode": "normal",
  };
  const SHORTEST = 4;                                          // a shorter value would cover half of the page
  const passwords = new Set(), known = new Set(), roots = new Set();
  const dress = (field) => {
    for (const [name, value] of Object.entries(COVER))
      if (field.style.getPropertyPriority(name) !== "important" || name === "filter" && field.style.filter !== value)
        field.style.setProperty(name, value, "important");
  };
  const secret = (text) => typeof text === "string" && [...passwords].some((one) => text.includes(one));
  const look = (field) => {
    if (field.type === "password" || known.has(field)) {
      known.add(field);
      if ((field.value || "").length >= SHORTEST) passwords.add(field.value);
    }
    if (known.has(field) || secret(field.value)) dress(field);
  };
  const every = () => {
    for (const root of roots) for (const field of root.querySelectorAll("input, textarea")) look(field);
  };
  const open = (node) => {                                     // a root, and the open shadow roots below it
    if (!node || !node.querySelectorAll) return;
    if (!roots.has(node) && (node === document || node instanceof ShadowRoot)) {
      roots.add(node);
      new MutationObserver((changes) => {
        for (const change of changes) for (const added of change.addedNodes) open(added);
        every();
      }).observe(node, { subtree: true, childList: true, attributes: true, attributeFilter: ["type", "style", "class", "value"] });
      for (const name of ["focusin", "input", "keyup", "change"])
        node.addEventListener(name, (event) => {
          for (const on of event.composedPath()) if (on instanceof ShadowRoot) open(on);
          every();
        }, true);
    }
    if (node.shadowRoot) open(node.shadowRoot);
    for (const one of node.querySelectorAll("*")) if (one.shadowRoot) open(one.shadowRoot);
  };
  const turn = () => { every(); requestAnimationFrame(turn); };
  open(document);
  turn();
})();
