// One field of a document: its name, its value, how sure it is, and, while it is marked, the place on the page it came from.
// While it is edited, arrows point at other places of the page (doc_view.js): what stands there becomes its value.
const say = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }));
const ARROWS = { ArrowDown: [1, "places"], ArrowUp: [-1, "places"], ArrowRight: [1, "words"], ArrowLeft: [-1, "words"] };
const MOST = 3;
export default {
  template: `<div class="field" :data-field="name">
    <div class="fr" :class="{unsure, wide}">
      <label :for="uid">{{label}}</label>
      <input :id="uid" ref="input" :data-draft="draft" :value="text" :readonly="locked" :title="why" :aria-description="why" autocomplete="off" spellcheck="false"
             @focus="enter" @input="typed" @blur="leave" @keydown="key">
      <span class="cf" :class="mark" role="img" :aria-label="why" :title="why"></span>
    </div>
    <div class="loupe" ref="loupe" v-if="marked && (aimed || crop)" aria-hidden="true"><img alt="" :src="source" :style="place"></div>
    <p class="because" v-if="marked">{{why}}<span v-if="equation">{{equation}}</span></p>
    <div class="alts" v-if="marked && unsure && editing">
      <button v-for="(one, n) in alternatives" class="btn" type="button" tabindex="-1" @mousedown.prevent @click="choose(one)"><span>{{one.shown}}</span><kbd aria-hidden="true">Alt {{n + 1}}</kbd></button>
    </div>
    <span class="sr" role="status">{{said}}</span>
  </div>`,
  props: { name: String, label: String, value: String, shown: String, unsure: Boolean, mark: String, why: String, equation: String, crop: Object, first: Boolean, locked: Boolean, free: Boolean, page: String, subject: String },
  data() { return { marked: this.first, text: this.shown, uid: "field", place: {}, source: "", editing: false, aimed: null, places: [], said: "" }; },
  computed: {
    draft() { return this.locked ? undefined : `${this.subject}:${this.name}`; },      // under which hotkeys.js keeps what is typed
    wide() { return this.name === "iban" && this.text.length > 28; },
    alternatives() {                                           // other values that stand on the page, each once
      const other = new Map(this.places.filter((one) => one.value !== this.value).map((one) => [one.value, one]));
      return [...other.values()].slice(0, MOST);
    },
  },
  watch: {
    shown(shown) { if (document.activeElement !== this.$refs.input) this.text = shown; },
    value() { sessionStorage.removeItem("draft:" + this.draft); },              // the server has it
    crop() { this.aimed = null; if (this.marked) this.$nextTick(this.aim); },
  },
  mounted() {
    this.uid = this.$el.id + "-input";
    this.heard = {
      evidence: (e) => this.set(e.detail === this.name),
      pointed: (e) => { if (e.detail.name === this.name) this.pointed(e.detail); },
      alternatives: (e) => { if (e.detail.name === this.name) this.places = e.detail.places; },
    };
    for (const name in this.heard) window.addEventListener(name, this.heard[name]);
    setTimeout(() => this.set(this.first), 0);                 // window.path_prefix is set only after the root app is mounted
  },
  unmounted() {
    for (const name in this.heard) window.removeEventListener(name, this.heard[name]);
    if (this.editing) say("editing", null);
  },
  methods: {
    set(marked) {
      this.marked = marked;
      if (marked && (this.aimed || this.crop)) this.$nextTick(this.aim);
    },
    aim() {                                                    // the crop of the page image with the value in its middle
      const c = this.aimed || this.crop, wide = this.$refs.loupe?.clientWidth; if (!wide || !c) return;
      const s = Math.min(2.1, (wide - 24) / (c.w + 30), 30 / c.h);
      this.source = `${window.path_prefix || ""}${c.path}?scale=${Math.max(2, Math.ceil(s * (window.devicePixelRatio || 1)))}`;
      this.place = { width: c.page_width * s + "px", left: wide / 2 - (c.x + c.w / 2) * s + "px", top: 20 - (c.y + c.h / 2) * s + "px" };
    },
    enter(e) {
      say("evidence", this.name);
      this.$emit("busy", true);
      if (!this.locked) {
        this.text = this.value;                                // edited as it is stored, read as it is written
        this.editing = true; say("editing", { name: this.name, free: this.free });
      }
      this.$nextTick(() => e.target.select());
    },
    typed(e) { this.text = e.target.value; this.spot = null; this.pointing = false; this.aimed = null; },
    leave() {
      const typed = this.text.trim(), same = typed === this.value && !(this.spot && this.unsure);
      const kept = this.dropped || this.locked || same, spot = this.spot || null;
      this.dropped = this.pointing = this.editing = false; this.spot = null; this.said = "";
      if (kept) { this.aimed = null; sessionStorage.removeItem("draft:" + this.draft); }
      this.set(this.marked); say("editing", null);
      this.text = kept ? this.shown : typed;
      if (!kept) this.$emit("correct", { value: typed, spot });
      this.$emit("busy", false);
    },
    key(e) {
      if (e.isComposing) return;
      const arrow = ARROWS[e.key];
      if (arrow && this.editing && (this.pointing || arrow[1] === "places")) {
        e.preventDefault(); say("point", { by: arrow[0], on: arrow[1], extend: e.shiftKey });
      }
      const digit = e.altKey && /^Digit[1-9]$/.test(e.code) && this.alternatives[e.code[5] - 1];
      if (digit && this.unsure) { e.preventDefault(); e.stopPropagation(); this.choose(digit); }
      if (e.key === "Escape") { this.dropped = true; sessionStorage.removeItem("draft:" + this.draft); e.target.blur(); }           // bubbles on: the list takes the focus
      if (e.key === "Enter") { e.preventDefault(); this.next(); }
    },
    pointed(one) {                                             // what stands at a place is the value now, or once Enter is pressed
      this.text = one.value; this.spot = one.spot; this.pointing = true;
      this.said = `${one.shown}, ${this.page} ${one.spot.page}`;
      this.aimed = one.crop || null; this.$nextTick(this.aim);
      if (one.take) this.$refs.input.blur();
    },
    choose(one) { this.pointed({ ...one, spot: { page: one.page, x: one.x, y: one.y, w: one.w, h: one.h }, take: true }); },
    next() {                                                   // leaving the field accepts what stands in it
      const all = [...document.querySelectorAll(".field input")], i = all.indexOf(this.$refs.input);
      (all[i + 1] || this.$refs.input).focus();
      if (!all[i + 1]) this.$refs.input.blur();
    },
  },
};
