// The text of a recipe with its line numbers; what is wrong stands beside the line that it names. What is typed and not saved is
// kept in the tab (hotkeys.js, data-draft), with the version that it was begun from: nobody's later version is written over.
const DRAFT = "draft:", BASE = "draft-base:", PAUSE = 250, LINE = 18, PAD = 8;
export default {
  template: `<div class="rt" :class="{locked, noted: faults.length}">
    <div class="rt-box">
      <pre class="rt-no" aria-hidden="true"><span :style="shift">{{numbers}}</span></pre>
      <div class="rt-marks" aria-hidden="true"><i v-for="one in shown" :style="{top: one.top + 'px'}"></i></div>
      <textarea ref="field" class="rt-text" :value="typed" :readonly="locked" :data-draft="locked ? undefined : draft" :aria-label="label" :aria-describedby="uid"
        :aria-invalid="faults.length ? 'true' : 'false'" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off"
        @input="input" @blur="flush" @keydown="key" @scroll.passive="scrolled"></textarea>
      <div class="rt-notes" v-if="faults.length"><button v-for="one in shown" type="button" class="rt-note" :style="{top: one.top + 'px'}" @click="to(one.line)"><b>{{one.line}}</b><span>{{one.what}}</span></button></div>
    </div>
    <p class="rt-said" :id="uid" role="status">{{said}}</p>
  </div>`,
  props: { text: String, base: String, draft: String, label: String, locked: Boolean, faults: { type: Array, default: () => [] }, said: String },
  data() { return { typed: this.text, top: 0, tall: 400, uid: "rt-said", from: this.base }; },
  computed: {
    numbers() { return Array.from({ length: this.typed.split("\n").length }, (_, n) => n + 1).join("\n"); },
    shift() { return { transform: `translateY(${-this.top}px)` }; },
    shown() {                                                                    // a line's first fault, where the line is seen
      const seen = new Map();
      for (const one of this.faults) if (!seen.has(one.line)) seen.set(one.line, { ...one, top: PAD + (one.line - 1) * LINE - this.top });
      return [...seen.values()].filter((one) => one.top > -LINE && one.top < this.tall);
    },
  },
  mounted() {
    this.uid = this.$el.id + "-said";
    this.look = new ResizeObserver(() => { this.tall = this.$refs.field?.clientHeight || this.tall; });
    this.look.observe(this.$refs.field);
    const held = this.locked ? null : sessionStorage.getItem(DRAFT + this.draft);
    if (held !== null && held !== this.text) {                                   // as it was left in this tab
      this.typed = held; this.from = sessionStorage.getItem(BASE + this.draft) ?? this.base;
      this.$nextTick(this.flush);
    }
  },
  unmounted() { clearTimeout(this.timer); this.look?.disconnect(); },
  methods: {
    input(e) {
      this.typed = e.target.value;
      if (sessionStorage.getItem(BASE + this.draft) === null) sessionStorage.setItem(BASE + this.draft, this.from);
      else this.from = sessionStorage.getItem(BASE + this.draft);
      clearTimeout(this.timer); this.timer = setTimeout(this.flush, PAUSE);
    },
    flush() {
      clearTimeout(this.timer);
      if (this.locked || this.told === this.typed + "\0" + this.from) return;
      this.told = this.typed + "\0" + this.from;
      this.$emit("typed", { text: this.typed, base: this.from });
    },
    scrolled(e) { this.top = e.target.scrollTop; },
    // ---- what the server says ----
    show(text, base) {                                                           // another version stands here now
      this.forget(); this.typed = text; this.from = base; this.told = text + "\0" + base;
      if (this.$refs.field) this.$refs.field.value = text;
    },
    kept(text, base) { if (this.typed === text) this.show(text, base); else this.rebase(base); },
    rebase(base) {                                                               // what was typed goes on from another version
      this.from = base; sessionStorage.setItem(BASE + this.draft, base); this.flush();
    },
    forget() { sessionStorage.removeItem(DRAFT + this.draft); sessionStorage.removeItem(BASE + this.draft); },
    next_fault() {
      const at = this.line(), lines = [...new Set(this.faults.map((one) => one.line))].sort((a, b) => a - b);
      if (lines.length) this.to(lines.find((one) => one > at) ?? lines[0]);
    },
    to(line) {
      const field = this.$refs.field, lines = this.typed.split("\n");
      const at = lines.slice(0, line - 1).reduce((n, one) => n + one.length + 1, 0);
      field.focus(); field.setSelectionRange(at, at + (lines[line - 1] || "").length);
      field.scrollTop = Math.max(0, (line - 4) * LINE);
    },
    line() { return this.typed.slice(0, this.$refs.field.selectionStart).split("\n").length; },
    // ---- keys: Enter keeps the indentation, Ctrl ] and [ change it; Tab leaves the field as everywhere ----
    key(e) {
      if (e.isComposing) return;
      const mod = e.ctrlKey || e.metaKey;
      if (mod && (e.key === "s" || e.key === "Enter")) return this.flush();      // first what was typed, then what the key does
      if (e.key === "F8") { e.preventDefault(); return this.next_fault(); }       // in a field the page's keys rest
      if (e.key === "Escape") { e.stopPropagation(); return e.target.blur(); }
      if (this.locked) return;
      if (e.key === "Enter" && !e.altKey && !e.shiftKey) { e.preventDefault(); this.enter(e.target); }
      else if (mod && (e.key === "]" || e.key === "[")) { e.preventDefault(); this.indent(e.target, e.key === "]"); }
    },
    enter(field) {
      const start = this.typed.lastIndexOf("\n", field.selectionStart - 1) + 1, line = this.typed.slice(start, field.selectionStart);
      const pad = line.match(/^ */)[0] + (/:\s*$/.test(line) ? "  " : "");
      document.execCommand("insertText", false, "\n" + pad);                     // the browser's own undo goes on working
    },
    indent(field, more) {
      const start = this.typed.lastIndexOf("\n", field.selectionStart - 1) + 1;
      const stop = this.typed.indexOf("\n", Math.max(start, field.selectionEnd - 1)), end = stop < 0 ? this.typed.length : stop;
      const old = this.typed.slice(start, end), put = old.split("\n").map((one) => (more ? "  " + one : one.replace(/^ {1,2}/, ""))).join("\n");
      field.setSelectionRange(start, end);
      document.execCommand("insertText", false, put);
      field.setSelectionRange(start, start + put.length);
    },
  },
};
