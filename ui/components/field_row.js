// One field of a document: its name, its value, how sure it is, and, while it is marked, the place on the page it came from.
export default {
  template: `<div class="field" :data-field="name">
    <div class="fr" :class="{unsure, wide}">
      <label :for="uid">{{label}}</label>
      <input :id="uid" ref="input" :value="text" :readonly="locked" :title="why" autocomplete="off" spellcheck="false"
             @focus="enter" @input="text = $event.target.value" @blur="leave" @keydown="key">
      <span class="cf" :class="mark" role="img" :aria-label="why" :title="why"></span>
    </div>
    <div class="loupe" ref="loupe" v-if="marked && crop" aria-hidden="true"><img alt="" :src="source" :style="place"></div>
  </div>`,
  props: { name: String, label: String, value: String, shown: String, unsure: Boolean, mark: String, why: String, crop: Object, first: Boolean, locked: Boolean },
  data() { return { marked: this.first, text: this.shown, uid: "field", place: {}, source: "" }; },
  computed: { wide() { return this.name === "iban" && this.text.length > 28; } },
  watch: { shown(shown) { if (document.activeElement !== this.$refs.input) this.text = shown; } },
  mounted() {
    this.uid = this.$el.id + "-input";
    this.heard = (e) => this.set(e.detail === this.name);
    window.addEventListener("evidence", this.heard);
    setTimeout(() => this.set(this.first), 0);                 // window.path_prefix is set only after the root app is mounted
  },
  unmounted() { window.removeEventListener("evidence", this.heard); },
  methods: {
    set(marked) {
      this.marked = marked;
      if (marked && this.crop) this.$nextTick(this.aim);
    },
    aim() {                                                    // the crop of the page image with the value in its middle
      const c = this.crop, wide = this.$refs.loupe?.clientWidth; if (!wide) return;
      const s = Math.min(2.1, (wide - 24) / (c.w + 30), 30 / c.h);
      this.source = `${window.path_prefix || ""}${c.path}?scale=${Math.max(2, Math.ceil(s * (window.devicePixelRatio || 1)))}`;
      this.place = { width: c.page_width * s + "px", left: wide / 2 - (c.x + c.w / 2) * s + "px", top: 20 - (c.y + c.h / 2) * s + "px" };
    },
    enter(e) {
      window.dispatchEvent(new CustomEvent("evidence", { detail: this.name }));
      this.$emit("busy", true);
      if (!this.locked) this.text = this.value;                // edited as it is stored, read as it is written
      this.$nextTick(() => e.target.select());
    },
    leave() {
      const typed = this.text.trim(), kept = this.dropped || this.locked || typed === this.value;
      this.dropped = false; this.text = kept ? this.shown : typed;
      if (!kept) this.$emit("correct", { value: typed });
      this.$emit("busy", false);
    },
    key(e) {
      if (e.isComposing) return;
      if (e.key === "Escape") { this.dropped = true; e.target.blur(); }           // bubbles on: the list takes the focus
      if (e.key === "Enter") { e.preventDefault(); this.next(); }
    },
    next() {                                                   // leaving the field accepts what stands in it
      const all = [...document.querySelectorAll(".field input")], i = all.indexOf(this.$refs.input);
      (all[i + 1] || this.$refs.input).focus();
      if (!all[i + 1]) this.$refs.input.blur();
    },
  },
};
