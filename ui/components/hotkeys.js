// Keys of the whole page, with sequences ("g i"). A key presses a control that is on the screen, focuses one, or calls a
// method of a component: what has no control does nothing, so the printed keys are always true.
const NO_KEYS = "input,textarea,select,[contenteditable=true],[role=textbox]";
const EDITING = ["mod+a", "mod+c", "mod+v", "mod+x", "mod+z"];                        // in a field these belong to the field
const usable = (e) => e && !e.disabled && e.getClientRects().length > 0;
export default {
  template: `<span hidden></span>`,
  props: { map: Object },           // {"d": {press: "deliver"}, "/": {focus: ["#search"]}, "j": {call: "move", with: 1}, "g i": {press: "go-inbox"}}
  mounted() {
    this.h = (e) => this.hear(e);
    document.addEventListener("keydown", this.h);
  },
  unmounted() { document.removeEventListener("keydown", this.h); clearTimeout(this.timer); },
  methods: {
    hear(e) {
      if (e.isComposing || !(e.target instanceof Element) || e.target.closest("[role=application]")) return;
      const k = (e.ctrlKey || e.metaKey ? "mod+" : "") + (e.altKey ? "alt+" : "") + (e.key.length === 1 ? e.key : e.key.toLowerCase());
      const leaving = e.target.closest(".q-dialog--seamless");                   // a dialog on its way out still has the focus
      const typing = !leaving && e.target.closest(NO_KEYS), dialog = document.querySelector(".q-dialog--modal");
      if (typing && (!k.includes("+") || EDITING.includes(k)) && k !== "escape") return;   // single letters never fire in inputs
      if (dialog && k !== "escape") return;                                      // a dialog has the keys to itself
      const found = this.resolve(k, e.target);
      if (!found) return;
      if (e.repeat && !found.repeat) return e.preventDefault();                  // D held down must not deliver twenty documents
      if (this.run(found)) e.preventDefault();
    },
    resolve(k, target) {                                                         // the binding that this key completes
      clearTimeout(this.timer);
      for (const seq of this.seq ? [this.seq + " " + k, k] : [k]) {              // a failed sequence starts again with its last key
        if (seq in this.map) { this.seq = ""; return this.map[seq]; }
        if (Object.keys(this.map).some((m) => m.startsWith(seq + " "))) {
          this.seq = seq; this.timer = setTimeout(() => (this.seq = ""), 900); return null;
        }
      }
      this.seq = "";
      const scope = target.closest("[data-answers]") || document;                // the answers of the row in focus come first
      const answers = [...scope.querySelectorAll("[data-key]")].filter(usable);
      const answer = k >= "1" && k <= "9" ? answers[k - 1] : answers.find((a) => a.dataset.key === k);
      return answer ? { element: answer } : null;
    },
    run(b) {
      const e = b.element || this.control(b);
      if (b.call) { const c = b.on && getElement(b.on); c?.[b.call](b.with); return !!c; }
      if (b.step) { if (b.press) e?.click(); return this.step(b.step, b.with); }
      if (!e) return false;
      b.focus ? e.focus() : e.click();
      return true;
    },
    control(b) {
      const wanted = b.press ? [`[data-press="${CSS.escape(b.press)}"]`] : b.focus || [];
      const row = document.activeElement?.closest("[data-row]");                  // what a row presses, it presses while it has the focus
      for (const selector of wanted) {
        const all = [...document.querySelectorAll(selector)].filter(usable);
        const e = all.find((one) => row?.contains(one)) || all.find((one) => !one.closest("[data-row]"));
        if (e) return e;
      }
      return null;
    },
    step(selector, by) {                                                         // the next of several rows takes the focus
      const all = [...document.querySelectorAll(selector)].filter(usable), at = all.indexOf(document.activeElement.closest(selector));
      const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
      next?.focus(); next?.scrollIntoView({ block: "nearest" });
      return !!next;
    },
  },
};
