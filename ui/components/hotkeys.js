// Keys of the whole page, with sequences ("g i"). A key acts on the row that the person sees (`act`, and answers), presses a
// control that is on the screen, focuses one, or calls a method of a component. What acts is told to the server by what it is
// about, never by a button that may be drawn anew meanwhile; what was meant for a row that is no longer seen is not done.
const NO_KEYS = "input,textarea,select,[contenteditable=true],[role=textbox]";
const EDITING = ["mod+a", "mod+c", "mod+v", "mod+x", "mod+z"];                        // in a field these belong to the field
const MOST = 20, PATIENCE = 10000, LOOK = 20;                                         // keys that wait, and how long (ms)
const DRAFT = "draft:";
const usable = (e) => e && !e.disabled && e.getClientRects().length > 0;
const seen = (selector) => [...document.querySelectorAll(selector)].find(usable);
export default {
  render() { return Vue.h("span", { hidden: true }); },
  props: { map: Array },            // [[key, what it does]]: {"d": {act: "deliver", on: 7}, "o": {press: "form"}, "/": {focus: ["#search"]}, "j": {call: "move", with: 1}}
  computed: { keys() { return Object.fromEntries(this.map); } },
  created() { this.waiting = []; this.row_id = ""; },
  mounted() {
    this.h = (e) => this.hear(e);
    this.f = (e) => { if (e.target instanceof Element) this.row_id = e.target.closest("[data-row]")?.dataset.row || ""; };
    // What is typed and not sent yet is kept in the tab: should the server be gone and come back, it stands there again.
    this.d = (e) => { const key = e.target.dataset?.draft; if (key) sessionStorage.setItem(DRAFT + key, e.target.value); };
    document.addEventListener("keydown", this.h); document.addEventListener("focusin", this.f); document.addEventListener("input", this.d);
    this.bring_back(Object.keys(sessionStorage).filter((key) => key.startsWith(DRAFT)), Date.now() + 3 * PATIENCE);
  },
  unmounted() {
    document.removeEventListener("keydown", this.h); document.removeEventListener("focusin", this.f); document.removeEventListener("input", this.d);
    clearTimeout(this.bringing); clearTimeout(this.timer); clearTimeout(this.looking);
  },
  methods: {
    hear(e) {
      if (e.isComposing || !(e.target instanceof Element) || e.target.closest("[role=application]")) return;
      const k = (e.ctrlKey || e.metaKey ? "mod+" : "") + (e.altKey ? "alt+" : "") + (e.key.length === 1 ? e.key : e.key.toLowerCase());
      const leaving = e.target.closest(".q-dialog--seamless");                   // a dialog on its way out still has the focus
      const typing = !leaving && e.target.closest(NO_KEYS), dialog = document.querySelector(".q-dialog--modal");
      if (typing && (!k.includes("+") || EDITING.includes(k)) && k !== "escape") return;   // single letters never fire in inputs
      if (dialog && k !== "escape") return;                                      // a dialog has the keys to itself
      const found = this.resolve(k);
      if (!found) return;
      if (e.repeat && !found.repeat) return e.preventDefault();                  // D held down must not deliver twenty documents
      if (this.wait(k, found) || this.run(found)) e.preventDefault();
    },
    resolve(k) {                                                                 // the binding that this key completes
      clearTimeout(this.timer);
      for (const seq of this.seq ? [this.seq + " " + k, k] : [k]) {              // a failed sequence starts again with its last key
        if (seq in this.keys) { this.seq = ""; return this.keys[seq]; }
        if (Object.keys(this.keys).some((m) => m.startsWith(seq + " "))) {
          this.seq = seq; this.timer = setTimeout(() => (this.seq = ""), 900); return null;
        }
      }
      this.seq = "";
      return k.length === 1 ? { answer: k } : null;
    },
    bring_back(keys, until) {                                                    // into fields that are drawn by and by, and once more where one is drawn anew
      const left = keys.filter((key) => {
        const e = document.querySelector(`[data-draft="${CSS.escape(key.slice(DRAFT.length))}"]`), held = sessionStorage.getItem(key);
        if (held === null) return false;                                         // the server has it, or nobody wants it any more
        if (usable(e) && e.value !== held && document.activeElement !== e) {
          e.focus(); e.value = held; e.dispatchEvent(new Event("input", { bubbles: true }));
        }
        return true;
      });
      if (left.length && Date.now() < until) this.bringing = setTimeout(() => this.bring_back(left, until), 200);
    },
    // ---- which row is seen ----
    list() { return seen(".rl[data-at]"); },
    at() { return this.list()?.dataset.at || ""; },
    behind() {                                                                   // whether what stands beside the list is another row's
      const beside = seen("[data-subject]"), list = this.list();
      return !!(list && beside && list.dataset.at !== beside.dataset.subject);
    },
    row() {                                                                      // the row in focus, also where it was drawn anew
      const e = document.activeElement, lost = !e || e === document.body;
      return e?.closest("[data-row]") || (lost && this.row_id ? document.querySelector(`[data-row="${CSS.escape(this.row_id)}"]`) : null);
    },
    // ---- keys that wait: an answer, for what it answers; what follows, for what came before ----
    wait(k, found) {
      const first = !this.waiting.length;
      if (first ? !(found.answer && !this.row() && this.behind()) : this.passes(found)) return false;
      if (this.waiting.length >= MOST) { this.$emit("lost", { key: k }); return true; }
      const list = this.list(), steps = this.waiting.reduce((n, one) => n + this.walks(one.found), 0);
      const at = list ? getElement(+list.id.slice(1))?.ahead(steps) ?? "" : "";
      this.waiting.push({ k, found, at, until: Date.now() + PATIENCE });
      if (first) this.look();
      return true;
    },
    passes(found) { return !!(found.focus || found.press); },                    // what is not about a row goes by at once
    walks(found) { return found.call === "move" ? found.with : found.act === "deliver" ? 1 : 0; },
    look() {
      clearTimeout(this.looking);
      while (this.waiting.length) {
        const job = this.waiting[0];
        if (this.at() !== job.at || Date.now() > job.until) this.$emit("lost", { key: job.k });
        else if (job.found.answer && this.behind()) { this.looking = setTimeout(() => this.look(), LOOK); return; }
        else if (!this.run(job.found) && job.found.answer) this.$emit("lost", { key: job.k });
        this.waiting.shift();
      }
    },
    // ---- what keys do ----
    run(b) {
      if (b.answer) return this.answer(b.answer);
      if (b.act) return this.act(b);
      const e = this.control(b);
      if (b.call) { const c = b.on && getElement(b.on); c?.[b.call](b.with); return !!c; }
      if (b.step) { if (b.press) e?.click(); return this.step(b.step, b.with); }
      if (!e) return false;
      b.focus ? e.focus() : e.click();
      return true;
    },
    act(b) {
      const list = b.on ? getElement(b.on) : null;
      this.$emit("act", { verb: b.act, at: list ? list.seen() : this.row()?.dataset.row || "" });
      list?.acted(b.act);
      return true;
    },
    answer(k) {                                                                  // of the row in focus; else of what is shown
      const row = this.row();
      if (!row && seen("[data-row] [data-question]")) return false;              // rows are shown, and none of them is meant
      const scope = row || document.activeElement?.closest("[data-answers]") || document;
      const answers = [...scope.querySelectorAll("[data-key]")].filter(usable);
      const e = k >= "1" && k <= "9" ? answers[k - 1] : answers.find((a) => a.dataset.key === k);
      if (!e) return false;
      e.dataset.question ? this.$emit("answer", { question: e.dataset.question, key: e.dataset.answer }) : e.click();
      return true;
    },
    control(b) {
      const wanted = b.press ? [`[data-press="${CSS.escape(b.press)}"]`] : b.focus || [], row = this.row();
      for (const selector of wanted) {                                           // what a row presses, it presses while it has the focus
        const all = [...document.querySelectorAll(selector)].filter(usable);
        const e = all.find((one) => row?.contains(one)) || all.find((one) => !one.closest("[data-row]"));
        if (e) return e;
      }
      return null;
    },
    step(selector, by) {                                                         // the next of several rows takes the focus
      const all = [...document.querySelectorAll(selector)].filter(usable), row = this.row();
      const at = all.indexOf(document.activeElement.closest(selector) || row?.closest(selector));
      const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
      next?.focus(); next?.scrollIntoView({ block: "nearest" });
      return !!next;
    },
  },
};
