// Virtual, keyboard-first list of records. Row nodes are recycled; data comes in blocks over HTTP.
// Every text is formatted by the server (ui/rows.py) and reaches the page only through textContent.
const BLOCK = 100, OVER = 8, MOST_BLOCKS = 40, REST = 70, SOON = 100;     // REST: ms the cursor rests before it is announced
const el = (tag, cls, parent) => { const e = document.createElement(tag); if (cls) e.className = cls; if (parent) parent.append(e); return e; };
const icon = () => {                                          // <svg><use> from the sprite; set() changes the glyph only when it differs
  const NS = "http://www.w3.org/2000/svg", s = document.createElementNS(NS, "svg"), u = document.createElementNS(NS, "use");
  s.setAttribute("class", "i"); s.setAttribute("aria-hidden", "true"); s.append(u);
  s.show = (n) => { if (s.glyph !== n) { s.glyph = n; u.setAttribute("href", `${window.path_prefix || ""}/static/icons.svg#${n}`); } };
  return s;
};
const place = (block, id) => { const at = block.rows.findIndex((d) => d.id === id); return at < 0 ? -1 : block.start + at; };
export default {
  props: { url: String, label: String, query: Object, heads: Array, empty: String, wide: Boolean, start: String, words: Object, chooses: Boolean },
  data: () => ({ total: 0, cursor: 0, uid: "rl", trouble: false, loaded: false }),    // the only reactive state
  render() {                                                  // written out: what stands on every page is not compiled on every page
    const h = Vue.h, note = this.trouble || (this.loaded && !this.total), head = (name, cls) => h("span", { role: "columnheader", class: cls }, name);
    const heads = this.heads.map((name, i) => head(name, { w: i === 2 || i === 4, r: i > 4 }));
    return h("div", { class: ["rl", { wide: this.wide }] }, [
      h("div", { class: "rl-scroll", ref: "scroll", tabindex: 0, role: "grid", "aria-label": this.label, "aria-rowcount": this.total + 1,
        "aria-multiselectable": this.chooses ? "true" : undefined, "aria-activedescendant": this.total ? `${this.uid}-${this.cursor}` : undefined,
        onScrollPassive: this.paint, onKeydown: this.key }, [
        h("div", { class: "rl-head", role: "row", "aria-rowindex": 1 }, [head([h("span", { class: "sr" }, this.words.source)]), ...heads]),
        h("div", { class: "rl-space", ref: "space", role: "rowgroup" })]),
      note ? h("div", { class: "rl-note", role: "status" }, this.trouble ? this.words.trouble : this.empty) : null]);
  },
  computed: { H() { return this.wide ? 30 : 46; } },          // must equal the row heights of theme.css
  watch: { wide() { this.$nextTick(this.reshape); } },
  created() { this.blocks = new Map(); this.pool = []; this.gen = 0; this.wait = 500; this.asking = 0; this.told = null; this.forget_choice(); },  // not reactive on purpose
  mounted() {                                                 // window.path_prefix is set only after the root app is mounted
    this.uid = this.$el.id || "rl";
    setTimeout(() => { this.ro = new ResizeObserver(() => this.paint()); this.ro.observe(this.$refs.scroll); this.reload(); }, 0);
  },
  unmounted() { this.gone = true; this.ro?.disconnect(); clearTimeout(this.rest); clearTimeout(this.again); clearTimeout(this.due); },
  methods: {
    // ---- data ----
    // One block, or null where the server did not answer. With `around` it is the block in which that record stands, if any does.
    async ask(b, around) {
      const asked = new URLSearchParams({ ...this.query, start: b * BLOCK, end: (b + 1) * BLOCK, ...(around ? { around } : {}) });
      this.asking++;
      try {
        const r = await fetch(`${window.path_prefix || ""}${this.url}?${asked}`);
        if (r.ok) { this.trouble = false; this.wait = 500; return await r.json(); }
      } catch { /* not connected: said on the page, tried again */ } finally { this.asking--; }
      this.trouble = true;
      return null;
    },
    later(work) {                                             // try again, each time after a longer pause
      clearTimeout(this.again); this.wait = Math.min(this.wait * 2, 15000);
      this.again = setTimeout(() => this.gone || work(), this.wait);
    },
    // Fetch anew. With `keep` the row under the cursor stays where it is on the screen, wherever it went in the list.
    async reload(keep) {
      const gen = ++this.gen, sc = this.$refs.scroll; if (!sc) return;
      if (!keep) { this.cursor = 0; this.told = null; sc.scrollTop = 0; this.clear(); }
      // a row that was chosen in the old list while the new one was on its way is the one that is meant
      const meant = () => (!this.loaded ? this.start : keep || this.cursor > 0 ? this.row(this.cursor)?.id : null);
      const b = Math.floor(this.cursor / BLOCK), stale = () => gen !== this.gen || this.gone;
      let near = await this.ask(b, this.loaded ? null : this.start);
      if (stale()) return;                                    // an answer to an old question
      if (near && keep && meant() && place(near, meant()) < 0) near = await this.ask(b, meant());      // it went to another block
      if (stale()) return;
      if (!near) return this.later(() => this.reload(keep));
      const wanted = meant(), to = wanted ? place(near, wanted) : -1;
      this.blocks = new Map([[near.start / BLOCK, near.rows]]); this.set_total(near.total);
      if (to < 0 && !keep) this.cursor = 0;
      if (to >= 0) {
        if (keep) sc.scrollTop += (to - this.cursor) * this.H;
        else if ((to + 1) * this.H > sc.clientHeight) sc.scrollTop = to * this.H - sc.clientHeight / 2;      // amid what is around it
        this.cursor = to;
      }
      if (to < 0 && !this.loaded && wanted) this.$emit("missing", { id: wanted });
      this.loaded = true;
      this.cursor = Math.max(0, Math.min(this.cursor, this.total - 1)); this.moved();
    },
    // Records that changed, drawn at once. Only where one came into the list or left it, or where an answer that is on its way
    // may be older than the change, is the list asked for again.
    patch(rows, changed, fitting) {
      const drawn = new Map(rows.map((d) => [d.id, d])), fits = new Set(fitting), held = new Set();
      for (const [b, block] of this.blocks) if (block) {
        for (const d of block) held.add(d.id);
        if (block.some((d) => drawn.has(d.id))) this.blocks.set(b, block.map((d) => drawn.get(d.id) ?? d));
      }
      this.paint();
      if (this.asking || changed.some((id) => held.has(id) !== fits.has(id))) this.soon();
    },
    soon() { this.due ??= setTimeout(() => { this.due = null; this.gone || this.reload(true); }, SOON); },
    async leave(id) { await this.reload(true); if (this.row(this.cursor)?.id === id) this.move(1); },
    async load(b) {
      if (this.blocks.has(b)) return;
      const gen = this.gen; this.blocks.set(b, null);         // null: asked for
      const d = await this.ask(b);
      if (gen !== this.gen || this.gone) return;
      if (!d) { this.blocks.delete(b); return this.later(() => this.paint()); }
      this.blocks.set(b, d.rows); this.set_total(d.total); this.forget(b); this.paint();
      if (Math.floor(this.cursor / BLOCK) === b) this.announce();     // the cursor was here before its record
    },
    forget(near) {                                            // the block farthest from the one just read
      if (this.blocks.size <= MOST_BLOCKS) return;
      this.blocks.delete([...this.blocks.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near))[0]);
    },
    set_total(n) {
      this.total = n; this.$refs.space.style.height = n * this.H + "px";
      if (this.every) this.tell_choice();                     // all that fit are others now
    },
    // What hotkeys ask: the record under the cursor, the one so many rows further, and to go on after one was delivered.
    seen() { return this.row(this.cursor)?.id || ""; },
    ahead(n) { return this.total ? this.row(Math.max(0, Math.min(this.total - 1, this.cursor + n)))?.id || "" : ""; },
    acted(verb) { if (verb === "deliver" && !this.many && this.row(this.cursor)?.state === "ready") this.move(1); },
    row(i) { return this.blocks.get(Math.floor(i / BLOCK))?.[i % BLOCK]; },
    // ---- drawing ----
    make() {                                                  // one pooled row; its cells are kept as fields
      const e = el("div", "rl-row", this.$refs.space), o = { e }; e.setAttribute("role", "row");
      const cell = (cls) => { const x = el("span", cls, e); x.setAttribute("role", "gridcell"); return x; };
      o.icon = icon(); cell("rl-src").append(o.icon);
      const title = cell("rl-sup"); o.title = el("b", "", title); o.tag = el("em", "", title); o.who = el("i", "rl-who", title);
      o.number = cell("rl-num"); o.extra = cell("rl-po w");
      const st = cell("rl-st"); o.st = el("span", "", st); o.second = el("span", "rl-l2", st);
      o.note = cell("rl-why w"); o.due = cell("rl-due r");
      const amt = cell("rl-amt r"); o.amount = el("span", "", amt); o.currency = el("i", "", amt);
      e.addEventListener("mousedown", (m) => this.point(o, m));
      e.addEventListener("click", () => { const d = this.row(o.i); if (d) this.$emit("tap", { id: d.id }); });
      e.addEventListener("dblclick", () => this.open(o.i));
      return o;
    },
    paint() {
      const sc = this.$refs.scroll; if (!sc) return;
      this.$el.dataset.at = this.seen();                      // what keys are about, for hotkeys.js
      const top = Math.max(0, sc.scrollTop), first = Math.floor(top / this.H), last = Math.ceil((top + sc.clientHeight) / this.H);
      const from = Math.max(0, first - OVER), to = Math.min(this.total, last + OVER), wanted = new Set();
      for (let i = from; i < to; i++) wanted.add(i);
      if (this.total) wanted.add(this.cursor);                // aria-activedescendant must name a row that is there
      const need = (i) => this.load(Math.floor(i / BLOCK));
      for (const i of wanted) if (i === this.cursor || (i >= first && i < last)) need(i);
      if (!this.asking) wanted.forEach(need);                 // what only comes near waits until what is seen has come
      const used = new Map(), free = [];
      for (const o of this.pool) (wanted.has(o.i) ? used.set(o.i, o) : free.push(o));
      for (const i of wanted) {
        let o = used.get(i) || free.pop();
        if (!o) this.pool.push((o = this.make()));
        this.fill(o, i);
      }
      for (const o of free) { o.e.style.display = "none"; o.e.className = "rl-row"; o.e.removeAttribute("id"); o.i = null; o.d = null; }
    },
    fill(o, i) {
      const d = this.row(i), on = i === this.cursor, chosen = !!d && this.holds(d.id);
      if (o.i !== i) {
        o.i = i; o.e.style.display = ""; o.e.style.transform = `translateY(${i * this.H}px)`;
        o.e.id = `${this.uid}-${i}`; o.e.setAttribute("aria-rowindex", i + 2);
      }
      const cls = "rl-row" + (on ? " on" : "") + (chosen ? " sel" : "") + (d ? (d.credit ? " k-credit" : "") + (d.done ? "" : " todo") : " ghost");
      if (o.e.className !== cls) { o.e.className = cls; o.e.setAttribute("aria-selected", (this.many ? chosen : on) ? "true" : "false"); }
      if (o.d === d && o.wide === this.wide && o.chosen === chosen) return;     // same record: nothing to write
      o.d = d; o.wide = this.wide; o.chosen = chosen;
      const text = d || { title: "", tag: "", number: "", extra: "", word: "", note: "", due: "", due_wide: "", amount: "", currency: "", label: this.words.loading };
      for (const k of ["title", "tag", "number", "note", "amount", "currency"]) o[k].textContent = text[k];
      o.who.textContent = text.who || "";
      o.second.textContent = text.number; o.extra.textContent = text.extra;
      o.st.className = d ? "st st-" + d.state : ""; o.st.textContent = this.wide ? text.word : text.note || text.word;
      o.due.className = "rl-due r " + (d?.tone || ""); o.due.textContent = this.wide ? text.due_wide : text.due;
      o.e.setAttribute("aria-label", text.label);
      if (d) o.icon.show(chosen ? "check" : d.icon);
    },
    reshape() {                                               // another row height: every node is placed anew
      for (const o of this.pool) o.i = null;
      this.set_total(this.total); this.moved();
    },
    // ---- cursor and keys ----
    moved() {
      const sc = this.$refs.scroll, y = this.cursor * this.H, head = this.wide ? 28 : 0;
      if (y < sc.scrollTop) sc.scrollTop = y;
      else if (y + this.H > sc.scrollTop + sc.clientHeight - head) sc.scrollTop = y + this.H - sc.clientHeight + head;
      this.paint(); this.announce();
    },
    announce() {
      clearTimeout(this.rest);
      this.rest = setTimeout(() => {
        const d = this.row(this.cursor), id = d ? d.id : this.total ? undefined : "";     // "": the list is empty
        if (id === undefined || id === this.told) return;
        this.told = id; this.$emit("cursor", { id });
      }, REST);
    },
    move(n) { if (this.total) { this.cursor = Math.max(0, Math.min(this.total - 1, this.cursor + n)); this.moved(); } },
    point(o, m) {                                             // the mouse: with Shift to there, with Ctrl or on the glyph this one too
      if (o.i == null) return;
      const glyph = o.icon.parentNode.contains(m.target);
      if (this.chooses && m.shiftKey) { m.preventDefault(); return this.extend(o.i - this.cursor); }
      this.cursor = o.i; this.moved();
      if (this.chooses && (glyph || m.ctrlKey || m.metaKey)) this.toggle();
    },
    // ---- choosing several: by id, or all that fit but some ----
    forget_choice() { this.sel = new Set(); this.every = false; this.anchor = null; this.many = 0; },
    holds(id) { return this.every !== this.sel.has(id); },    // with `every`, `sel` are those left out
    toggle() {
      const d = this.chooses && this.row(this.cursor);
      if (!d) return;
      this.sel.has(d.id) ? this.sel.delete(d.id) : this.sel.add(d.id);
      this.anchor = null; this.tell_choice();
    },
    extend(n) {                                               // all between where it began and where the cursor goes
      if (!this.chooses || !this.total) return;
      if (this.anchor == null || this.every) { if (this.every) this.sel = new Set(); this.every = false; this.anchor = this.cursor; }
      const was = this.cursor, to = Math.max(0, Math.min(this.total - 1, was + n)), span = (a, b) => [Math.min(a, b), Math.max(a, b)];
      const mark = (range, held) => {
        for (let i = range[0]; i <= range[1]; i++) { const d = this.row(i); if (d) held ? this.sel.add(d.id) : this.sel.delete(d.id); }
      };
      mark(span(this.anchor, was), false); mark(span(this.anchor, to), true);
      this.cursor = to; this.tell_choice(); this.moved();
    },
    choose_all() {
      if (!this.chooses || !this.total) return;
      this.sel = new Set(); this.every = true; this.anchor = null; this.tell_choice();
    },
    clear() { if (this.sel.size || this.every) { this.forget_choice(); this.tell_choice(); } },
    back() { this.clear(); this.focus(); },
    tell_choice() {
      this.many = this.every ? Math.max(0, this.total - this.sel.size) : this.sel.size;
      if (!this.many) this.forget_choice();
      this.$emit("choice", { every: this.every, ids: [...this.sel], many: this.many }); this.paint();
    },
    open(i) { const d = this.row(i); if (d) this.$emit("open", { id: d.id }); },
    key(e) {
      if (e.ctrlKey || e.metaKey || e.altKey) return;         // those belong to hotkeys
      const page = Math.max(1, Math.floor(this.$refs.scroll.clientHeight / this.H) - 2);
      if (this.chooses && e.shiftKey && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
        e.preventDefault(); e.stopPropagation(); return this.extend(e.key === "ArrowDown" ? 1 : -1);
      }
      const go = { PageDown: page, PageUp: -page, Home: -1e9, End: 1e9, G: 1e9 }[e.key];
      if (go) this.move(go);
      else if (e.key === "Enter") this.open(this.cursor);
      else return;
      e.preventDefault(); e.stopPropagation();
    },
    focus() { this.$refs.scroll.focus(); },
  },
};
