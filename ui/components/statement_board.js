// A statement, reconciled: their lines on the left, our side on the right, the answer between them. Rows come once over HTTP
// and only those on the screen are drawn; the rules that decide live on the server. Foreign text goes through interpolation only.
const HIGH = { part: 32, tall: 46, low: 29 }, OVER = 6, PATIENCE = 10000, MOST = 20;
export default {
  template: `<div class="sb" data-answers>
    <div class="sb-cols" aria-hidden="true"><span></span><span>{{words.date}}</span><span>{{words.their_line}}</span><span class="r">{{words.they_say}}</span><span>{{words.answer}}</span><span></span><span>{{words.our_side}}</span><span class="r">{{words.we_say}}</span></div>
    <div class="sb-scroll" ref="scroll" tabindex="0" role="grid" :aria-label="label" :aria-rowcount="rows.length" aria-multiselectable="true"
         :aria-activedescendant="rows.length ? uid + '-' + cursor : undefined" @scroll.passive="scrolled" @keydown="key">
      <div class="sb-space" role="rowgroup" :style="{height: height + 'px'}">
        <div v-for="i in shown" :key="rows[i].id" :id="uid + '-' + i" role="row" :aria-rowindex="i + 1" :aria-selected="marked_row(rows[i]) ? 'true' : 'false'"
             :class="look(rows[i], i)" :style="{transform: 'translateY(' + tops[i] + 'px)', height: tops[i + 1] - tops[i] + 'px'}" @mousedown="pick(i, $event)">
          <template v-if="rows[i].title"><span role="gridcell" class="sb-title">{{rows[i].title}} <small>{{rows[i].count}}</small></span></template>
          <template v-else>
            <span role="gridcell" class="sb-box" :class="{on: marks.has(rows[i].line?.id)}" @mousedown.stop.prevent="tick(i, 'line')"><svg v-if="rows[i].line" class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 6 9 17l-5-5"/></svg></span>
            <span role="gridcell" class="sb-day tn">{{rows[i].line?.day}}</span>
            <span role="gridcell" class="sb-name" :class="{at: i === cursor && side === 'line'}"><span class="sb-what"><b>{{rows[i].line?.name}}</b><em v-if="rows[i].line?.kind">{{rows[i].line.kind}}</em></span><small v-if="tall(rows[i])">{{rows[i].line?.note}}</small></span>
            <span role="gridcell" class="r tn">{{rows[i].line?.amount}}</span>
            <span role="gridcell" class="sb-gut"><i v-if="rows[i].of > 1" :class="brace(rows[i])"></i><span v-if="!rows[i].at" class="mt"><span class="sign" aria-hidden="true">{{rows[i].sign}}</span>{{rows[i].word}}</span><small v-if="rows[i].difference" class="tn">{{rows[i].difference}}</small></span>
            <span role="gridcell" class="sb-box" :class="{on: marks.has(rows[i].entry?.id)}" @mousedown.stop.prevent="tick(i, 'entry')"><svg v-if="rows[i].entry" class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 6 9 17l-5-5"/></svg></span>
            <span role="gridcell" class="sb-name sb-ours" :class="{at: i === cursor && side === 'entry'}"><span v-if="rows[i].entry" class="sb-what"><b>{{rows[i].entry.name}}</b><em v-if="rows[i].entry.kind">{{rows[i].entry.kind}}</em><small>{{rows[i].entry.note || rows[i].entry.day}}</small></span><small v-if="rows[i].short" class="sb-reason" :title="rows[i].reason">{{rows[i].short}}</small></span>
            <span role="gridcell" class="r tn">{{rows[i].entry?.amount}}</span>
          </template></div></div></div>
    <div class="sb-foot" v-if="loaded">
      <form v-if="asking" class="sb-ask" @submit.prevent="give"><label>{{question}}<input ref="why" v-model="why" maxlength="300" autocomplete="off" @keydown.esc.stop.prevent="leave" @keydown="pick_reason"></label>
        <button class="btn pri" type="submit">{{word}}<kbd aria-hidden="true">Enter</kbd></button><button class="btn" type="button" @click="leave">{{words.cancel}}<kbd aria-hidden="true">Esc</kbd></button>
        <div v-if="offered.length" class="sb-quick" role="group" :aria-label="words.quick"><button v-for="(r, n) in offered" :key="r" class="btn small" type="button" @click="say_why(r)"><span class="cut">{{r}}</span><kbd aria-hidden="true">{{n + 1}}</kbd></button></div></form>
      <template v-else>
        <p class="sb-say" role="status"><template v-if="trouble">{{words.trouble}}</template>
          <template v-else-if="marks.size"><b>{{count(sums.line.n, words.line, words.lines)}} {{say(sums.line.units)}}</b> {{words.against}} <b>{{count(sums.entry.n, words.entry, words.entries)}} {{say(sums.entry.units)}}</b> · <span :class="sums.rest ? 'red' : 'green'">{{sums.rest ? words.differ.replace("{amount}", say(sums.rest)) : words.add_up}}</span></template>
          <template v-else-if="here && here.reason">{{here.reason}}</template>
          <template v-else-if="!left">{{signed ? words.signed : words.nothing}}</template>
          <template v-else-if="here && here.line && here.entry">{{here.label}}.</template></p>
        <div class="acts" @mousedown.prevent>
          <template v-if="!signed">
            <button v-if="marks.size" class="btn pri" type="button" data-press="st-link" :disabled="!linkable" @click="act('link')">{{words.link}}<kbd aria-hidden="true">M</kbd></button>
            <template v-else-if="here && here.open">
              <button v-for="(l, n) in here.links" :key="l.label" class="btn" type="button" :data-key="n + 1" @click="link_with(l)"><span class="cut">{{words.it_is.replace("{name}", () => l.label)}}</span><kbd aria-hidden="true">{{n + 1}}</kbd></button></template>
            <button v-if="acceptable" class="btn" :class="{pri: !marks.size}" type="button" data-press="st-accept" :title="accept_word" @click="accept()"><span class="cut">{{accept_word}}</span><kbd aria-hidden="true">A</kbd></button>
            <button v-if="acceptable && here && here.accept" class="btn" type="button" data-press="st-why" @click="ask('accept')">{{words.other_reason}}<kbd aria-hidden="true">⇧A</kbd></button>
            <button v-if="parted" class="btn" type="button" data-press="st-unlink" @click="act('unlink')">{{words.unlink}}<kbd aria-hidden="true">U</kbd></button>
            <button v-if="fetchable" class="btn" type="button" data-press="st-expect" @click="act('expect')">{{words.fetch}}<kbd aria-hidden="true">R</kbd></button>
          </template>
          <span class="gap"></span>
          <button class="btn ghost" type="button" data-press="st-paper" @click="$emit('paper')">{{words.paper}}<kbd aria-hidden="true">V</kbd></button>
          <button v-if="document" class="btn ghost" type="button" data-press="st-open" @click="$emit('open', {id: document})">{{words.open}}<kbd aria-hidden="true">O</kbd></button>
          <button v-if="undoable || busy" class="btn ghost" type="button" data-press="st-undo" @click="act('undo')">{{words.undo}}<kbd aria-hidden="true">Z</kbd></button>
          <button v-if="signed" class="btn" type="button" data-press="st-reopen" @click="ask('reopen')">{{words.reopen}}<kbd aria-hidden="true">⇧D</kbd></button>
          <button v-else class="btn" :class="{pri: !left}" type="button" data-press="st-sign" :disabled="!busy && left > 0" @click="sign()">{{words.sign_off}}<kbd aria-hidden="true">D</kbd></button>
        </div></template></div></div>`,
  props: { url: String, label: String, only: Boolean, words: Object, reasons: Array },
  data: () => ({ uid: "sb", every: [], cursor: 0, side: "line", top: 0, room: 600, marks: new Map(), digits: 2, signed: false, rest: false,
    undoable: false, loaded: false, trouble: false, busy: false, asking: "", why: "" }),
  computed: {
    rows() { return this.only ? this.every.filter((r) => r.part !== "settled") : this.every; },
    tops() { const tops = [0]; for (const r of this.rows) tops.push(tops.at(-1) + this.high(r)); return tops; },
    height() { return this.tops.at(-1); },
    shown() {                                                  // the rows on the screen and the cursor's, which must be there
      const from = Math.max(0, this.at(this.top) - OVER), to = Math.min(this.rows.length, this.at(this.top + this.room) + 1 + OVER), found = [];
      for (let i = from; i < to; i++) found.push(i);
      if (this.rows.length && (this.cursor < from || this.cursor >= to)) found.push(this.cursor);
      return found;
    },
    here() { const r = this.rows[this.cursor]; return r && !r.title ? this.rows[this.cursor - r.at] : null; },
    left() { return this.every.filter((r) => r.open && !r.at).length; },
    document() { return this.rows[this.cursor]?.entry?.document || ""; },
    sums() {
      const s = { line: { n: 0, units: 0 }, entry: { n: 0, units: 0 } };
      for (const m of this.marks.values()) { s[m.side].n++; s[m.side].units += m.units; }
      return { ...s, rest: s.line.units - s.entry.units };
    },
    linkable() { return this.sums.line.n > 0 && this.sums.entry.n > 0; },
    targets() { return this.marks.size ? [...this.marks].filter(([, m]) => m.side === "line").map(([id]) => id) : this.here?.items.slice(0, 1) || []; },
    acceptable() { return this.marks.size ? this.targets.length > 0 && !this.sums.entry.n : !!this.here?.open && this.takes(this.here); },
    accept_word() { return !this.marks.size && this.here?.accept ? this.words.accept_as.replace("{reason}", () => this.here.accept) : this.words.accept; },
    parted() { return !this.marks.size && !!this.here?.line && this.here.ours.length > 0; },
    fetchable() { return !this.marks.size && !!this.here?.open && this.here.fetch && !this.here.ours.length; },
    offered() { return this.asking === "reopen" ? [] : this.reasons || []; },
    question() { return this.words["why_" + this.asking]; },
    word() { return this.words[this.asking]; },
  },
  watch: { url() { this.drop(); this.marks = new Map(); this.loaded = false; this.asking = ""; this.reload(); }, only() { this.keep(this.rows[this.cursor], this.cursor); } },
  created() { this.gen = 0; this.wait = 500; this.waiting = []; },
  mounted() {                                                  // window.path_prefix is set only after the root app is mounted
    this.uid = this.$el.id || "sb";
    setTimeout(() => { this.ro = new ResizeObserver(() => (this.room = this.$refs.scroll?.clientHeight || 600)); this.ro.observe(this.$refs.scroll); this.reload(); }, 0);
  },
  unmounted() { this.gone = true; this.ro?.disconnect(); clearTimeout(this.again); clearTimeout(this.patience); this.waiting = []; },
  methods: {
    // ---- data ----
    async reload(keep) {
      if (!this.url) return;
      const gen = ++this.gen, was = this.rows[this.cursor], at = this.cursor, data = await this.fetched();
      if (gen !== this.gen || this.gone) return;               // an answer to an old question
      if (!data) { this.trouble = true; this.wait = Math.min(this.wait * 2, 15000); this.again = setTimeout(() => this.reload(keep), this.wait); return; }
      Object.assign(this, { every: data.rows, digits: data.digits, signed: data.signed, rest: data.rest, undoable: data.undo, trouble: false, loaded: true });
      this.wait = 500;
      if (this.ended) { this.ended = this.busy = false; clearTimeout(this.patience); }
      this.keep_marks();
      keep && was ? this.keep(was, at) : this.go(this.first());
      this.go_on();
    },
    settled() { this.ended = true; this.reload(true); },       // what was decided last is done, or was refused
    async fetched() {
      try { const r = await fetch((window.path_prefix || "") + this.url); return r.ok ? await r.json() : null; } catch { return null; }
    },
    keep_marks() {                                             // a mark stays on what is still there
      const there = new Set(this.every.flatMap((r) => [r.line?.id, r.entry?.id]));
      this.marks = new Map([...this.marks].filter(([id]) => there.has(id)));
    },
    keep(was, at) {                                            // the cursor stays; where its row was answered, the next difference moves up
      const same = was ? this.rows.findIndex((r) => r.id === was.id && r.part === was.part) : -1;
      if (same >= 0) return this.go(same);
      const open = this.rows.map((r, i) => (r.open && !r.at ? i : -1)).filter((i) => i >= 0);
      this.go(open.find((i) => i >= at) ?? open.at(-1) ?? this.first());
    },
    first() { const i = this.rows.findIndex((r) => !r.title); return Math.max(0, i); },
    // ---- drawing ----
    high(r) { return r.title ? HIGH.part : r.at || (r.part === "settled" && !r.short) ? HIGH.low : HIGH.tall; },
    tall(r) { return this.high(r) === HIGH.tall; },
    at(y) { let a = 0, b = this.rows.length; while (a < b) { const m = (a + b) >> 1; this.tops[m + 1] <= y ? (a = m + 1) : (b = m); } return a; },
    scrolled() { this.top = this.$refs.scroll.scrollTop; this.room = this.$refs.scroll.clientHeight; },
    look(r, i) { return ["sb-row", r.title ? "sb-part" : "m-" + r.look, { on: i === this.cursor, sel: this.marked_row(r), tall: this.tall(r), tied: r.at > 0, open: r.open }]; },
    brace(r) { return "brace " + (r.at === 0 ? "b-first" : r.at === r.of - 1 ? "b-last" : "b-mid"); },
    marked_row(r) { return this.marks.has(r.line?.id) || this.marks.has(r.entry?.id); },
    say(units) { return (units / 10 ** this.digits).toLocaleString(document.documentElement.lang || "en-GB", { minimumFractionDigits: this.digits, maximumFractionDigits: this.digits }).replace("-", "−"); },
    count(n, one, more) { return (n === 1 ? one : more).replace("{n}", n); },
    takes(r) { return !!(r.difference || r.ours.length); },
    // ---- cursor, marks and keys ----
    go(i) {
      if (!this.rows.length) return;
      this.cursor = Math.max(0, Math.min(this.rows.length - 1, i));
      const r = this.rows[this.cursor], sc = this.$refs.scroll;
      if (!r[this.side]) this.side = r.line ? "line" : "entry";
      const y = this.tops[this.cursor], high = this.high(r);
      this.$nextTick(() => {
        if (!sc) return;
        if (y < sc.scrollTop) sc.scrollTop = y; else if (y + high > sc.scrollTop + sc.clientHeight) sc.scrollTop = y + high - sc.clientHeight;
        this.scrolled();
      });
      this.point();
    },
    point() {                                                  // the paper (doc_view.js) marks the line's place
      const line = this.rows[this.cursor]?.line;
      if (line?.placed) window.dispatchEvent(new CustomEvent("evidence", { detail: line.id }));
    },
    move(n) {                                                  // titles are passed over
      let i = this.cursor; const last = this.rows.length - 1, step = Math.sign(n);
      for (let k = 0; k < Math.abs(n) && i + step >= 0 && i + step <= last; k++) { i += step; while (this.rows[i]?.title && i + step >= 0 && i + step <= last) i += step; }
      if (!this.rows[i]?.title) this.go(i);
    },
    next() {                                                   // the next difference after the cursor, from the top after the last
      const open = this.rows.map((r, i) => (r.open && !r.at ? i : -1)).filter((i) => i >= 0);
      this.focus(); if (open.length) this.go(open.find((i) => i > this.cursor) ?? open[0]);
    },
    pick(i, e) {
      if (this.rows[i].title) return;
      const cell = e.target.closest(".sb-row > span"), n = cell ? [...cell.parentNode.children].indexOf(cell) : 0;
      this.side = n > 4 && this.rows[i].entry ? "entry" : "line"; this.go(i);
    },
    tick(i, side) { if (this.rows[i][side]) { this.side = side; this.go(i); this.mark(i, side); this.focus(); } },
    mark(i, side, on) {
      const it = this.rows[i]?.[side]; if (!it) return;
      const marks = new Map(this.marks);
      (on ?? !marks.has(it.id)) ? marks.set(it.id, { side, units: it.units }) : marks.delete(it.id);
      this.marks = marks;
    },
    extend(n) { this.mark(this.cursor, this.side, true); this.move(n); this.mark(this.cursor, this.side, true); },
    mark_all() { for (const [i, r] of this.rows.entries()) if (r.open && r.line) this.mark(i, "line", true); },
    clear() { this.marks = new Map(); },
    key(e) {
      if ((e.ctrlKey || e.metaKey) && e.key === "a") { this.mark_all(); e.preventDefault(); e.stopPropagation(); return; }
      if (e.ctrlKey || e.metaKey || e.altKey) return;          // those belong to hotkeys
      const page = Math.max(1, Math.floor(this.room / HIGH.tall) - 1);
      const go = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -1e6, End: 1e6 }[e.key];
      const reach = { J: 1, K: -1 }[e.key] ?? (e.shiftKey ? { ArrowDown: 1, ArrowUp: -1 }[e.key] : undefined);
      if (reach) this.extend(reach);
      else if (go) this.move(go);
      else if (e.key === "ArrowLeft" || e.key === "ArrowRight") this.turn(e.key === "ArrowLeft" ? "line" : "entry");
      else if (e.key === " " || e.key === "x") this.mark(this.cursor, this.side);
      else if (e.key === "Escape") this.marks.size ? this.clear() : this.$emit("leave");
      else return;
      e.preventDefault(); e.stopPropagation();
    },
    turn(side) { if (this.rows[this.cursor]?.[side]) this.side = side; },
    flip() { this.$emit("flip"); },
    focus() { this.$refs.scroll.focus(); },
    // ---- what the person decides ----
    // A decision is about the lines that were seen at the key. While another is on its way it waits; what those lines say by
    // then is another thing, or what they were linked with is gone: then it is not done, and the person is told.
    act(verb, more) {
      const entries = [...this.marks].filter(([, m]) => m.side === "entry").map(([id]) => id);
      const job = { verb, of: this.url, items: this.targets, entries, note: "", ...more };
      if (verb === "undo" || verb === "sign_off" || verb === "reopen") job.items = job.entries = [];
      if (this.waiting.length < MOST) this.waiting.push({ ...job, meant: this.meaning(job) }); else this.lose();
      this.clear(); this.focus(); this.go_on();
    },
    meaning(job) {
      const lines = this.every.filter((r) => r.items?.some((id) => job.items.includes(id)));
      return JSON.stringify(lines.map((r) => [r.id, r.open, r.accept, r.ours]));
    },
    go_on() {
      while (!this.busy && this.waiting.length) {
        const { meant, ...job } = this.waiting.shift();
        const fits = { undo: this.undoable, sign_off: !this.signed && !this.left, reopen: this.signed }[job.verb] ?? !this.signed;
        if (!fits || meant !== this.meaning(job)) { this.lose(); continue; }
        this.busy = true; this.patience = setTimeout(() => { this.busy = false; this.go_on(); }, PATIENCE);
        this.$emit("act", job);
      }
    },
    lose() { this.$emit("lost"); },
    drop() { if (this.waiting.length) this.lose(); this.waiting = []; },
    link_with(l) { this.act("link", { items: this.here.items, entries: l.ids }); },
    accept() {                                                 // one key where a reason is proposed for every line that is meant
      const meant = this.every.filter((r) => !r.at && r.items.some((id) => this.targets.includes(id)));
      meant.every((r) => r.accept) ? this.act("accept") : this.ask("accept");
    },
    sign() { this.rest ? this.ask("sign_off") : this.act("sign_off"); },
    ask(verb) { this.asking = verb; this.why = ""; this.$nextTick(() => this.$refs.why?.focus()); },
    give() { this.say_why(this.why.trim()); },
    say_why(note) { const verb = this.asking; if (!note || !verb) return; this.asking = ""; this.act(verb, { note }); },
    pick_reason(e) {                                           // a digit in the empty field is an offered reason; after a blank it is typed
      const reason = this.why || e.ctrlKey || e.altKey || e.metaKey ? "" : this.offered["123456789".indexOf(e.key)];
      if (reason) { e.preventDefault(); this.say_why(reason); }
    },
    leave() { this.asking = ""; this.$nextTick(this.focus); },
  },
};
