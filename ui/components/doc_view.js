// The pages of a document as images, with a box over every recognised value. Coordinates are PDF points, origin top left.
// The fields panel (field_row.js) and this view tell each other by the browser's own events, without the server:
//   "evidence" name: this field's place is looked at          "editing" {name, free} or null: a field takes the keys
//   "point" {by, on, extend}: the field asks for another place   "pointed" {name, value, spot, take}: here it is
//   "alternatives" {name, places}: what else may be the value of the field that is edited
const GAP = 12;
const say = (name, detail) => window.dispatchEvent(new CustomEvent(name, { detail }));
const inside = (t, b) => t.x + t.w / 2 >= b.x && t.x + t.w / 2 <= b.x + b.w && t.y + t.h / 2 >= b.y && t.y + t.h / 2 <= b.y + b.h;
export default {
  props: { path: String, pages: Array, boxes: Array, active: String, label: String, words: Object },
  data() { return { current: this.active, zoom: 0, ready: false, failed: {}, field: null, at: null, places: {}, texts: {} }; },   // zoom 0: as wide as the pane
  render() {                                                   // written out: what stands on every page is not compiled on every page
    const frame = { class: "dv", ref: "wrap", tabindex: 0, role: "region", "aria-label": this.label, onScrollPassive: this.turned };
    return Vue.h("div", frame, this.pages.map((p, n) => this.page(p, n)));
  },
  computed: { width() { return this.zoom ? this.zoom + "px" : "100%"; } },
  watch: {
    path() {
      this.failed = {}; this.places = {}; this.texts = {}; this.asked = {}; this.at = null;
      this.$refs.wrap.scrollTo({ top: 0, left: 0 }); this.$emit("page", 1);
    },
    active(name) { this.mark(name); },
  },
  created() { this.asked = {}; },
  mounted() {                                                  // window.path_prefix is set only after the root app is mounted
    this.heard = { evidence: (e) => this.mark(e.detail), editing: (e) => this.edit(e.detail), point: (e) => this.point(e.detail) };
    for (const name in this.heard) window.addEventListener(name, this.heard[name]);
    setTimeout(() => { this.ready = true; }, 0);
  },
  unmounted() { for (const name in this.heard) window.removeEventListener(name, this.heard[name]); },
  methods: {
    // ---- drawing ----
    page(p, n) {
      const h = Vue.h, look = { width: this.width, aspectRatio: p[0] / p[1] }, quiet = { "aria-hidden": "true" };
      return h("div", { key: this.path + n, class: "dv-page", style: look }, [
        this.image(n),
        h("svg", { viewBox: `0 0 ${p[0]} ${p[1]}`, ...quiet }, this.on_page(n).map((b) => this.highlight(b))),
        this.field ? h("div", { class: "dv-words", ...quiet }, this.spots(p, n)) : null]);
    },
    image(n) {
      if (this.failed[n]) return Vue.h("div", { class: "dv-failed", role: "alert" }, this.words.failed);
      const alt = `${this.label}, ${this.words.page} ${n + 1}`, onError = () => { this.failed = { ...this.failed, [n]: true }; };
      return this.ready ? Vue.h("img", { src: this.source(n), alt, loading: n ? "lazy" : "eager", draggable: false, onError }) : null;
    },
    highlight(b) {
      const h = Vue.h, on = b.name === this.current, at = `translate(${this.tag_x(b)},${b.y + b.h / 2 - 5.3})`;
      const pick = (e) => { e.preventDefault(); this.pick(b.name); };
      return h("g", { key: b.name, class: ["hl", { on }], onMousedown: pick }, [
        h("rect", { x: b.x - 3, y: b.y - 2.4, width: b.w + 6, height: b.h + 4.8, rx: 2 }),
        on ? h("g", { transform: at }, [
          h("rect", { class: "tag", width: this.tag_w(b), height: 10.6, rx: 2 }), h("text", { x: 4.5, y: 7.7 }, b.label)]) : null]);
    },
    spots(p, n) {
      const take = (t) => (e) => { e.preventDefault(); this.take(t, e); };
      const drawn = this.targets(n + 1).map((t) => Vue.h("span", { style: this.place(p, t), title: t.shown, onMousedown: take(t) }));
      return this.at && this.at.page === n + 1 ? [...drawn, Vue.h("b", { style: this.place(p, this.at) })] : drawn;
    },
    source(n) {                                                // sharp at fit-width, sharper when enlarged or on a dense screen
      const pixels = (this.zoom || 700) * (window.devicePixelRatio || 1), scale = Math.min(4, Math.max(2, Math.ceil(pixels / this.pages[n][0])));
      return `${window.path_prefix || ""}${this.path}/${n + 1}.png?scale=${scale}`;
    },
    on_page(n) { return this.boxes.filter((b) => b.page === n + 1); },
    tag_w(b) { return b.label.length * 4.3 + 9; },
    tag_x(b) { return Math.max(2, b.x - 6 - this.tag_w(b)); },
    mark(name) {
      this.current = name;
      const b = this.boxes.find((x) => x.name === name);
      if (b) this.reveal(b);
    },
    reveal(b) {                                                // a place comes into sight
      const wrap = this.$refs.wrap, page = wrap?.children[b.page - 1];
      if (!page) return;
      const y = page.offsetTop + (b.y * page.clientHeight) / this.pages[b.page - 1][1];
      if (y < wrap.scrollTop + 40 || y > wrap.scrollTop + wrap.clientHeight - 60) wrap.scrollTo({ top: y - wrap.clientHeight / 2, behavior: "smooth" });
    },
    pick(name) { document.querySelector(`[data-field="${CSS.escape(name)}"] input`)?.focus(); },
    // ---- pointing: what stands on the page becomes the value of the field that is edited ----
    async edit(field) {
      this.field = this.pages.length ? field : null; this.at = null;
      if (!this.field) return;
      await this.find();
      if (this.field?.name !== field.name) return;
      say("alternatives", { name: field.name, places: this.offered() });
      if (field.free) this.load_words(this.shown || 1);
    },
    find() { return this.load("places", "/places", (found) => { this.places = found; }); },
    load_words(page) { return this.load("words" + page, `/words/${page}`, (found) => { this.texts = { ...this.texts, [page]: found }; }); },
    load(key, address, keep) {                                 // asked for once a document
      const path = this.path, ask = async () => {
        const answer = await fetch(`${window.path_prefix || ""}${path}${address}`).catch(() => null);
        if (answer?.ok && path === this.path) keep(await answer.json());
        else delete this.asked[key];
      };
      return (this.asked[key] ||= ask());
    },
    offered() {                                                // places of the field that is edited, likeliest first
      const found = this.field && this.places[this.field.name] || [];
      return found.map(([page, x, y, w, h, value, shown]) => ({ page, x, y, w, h, value, shown }));
    },
    words_of(page) { return (this.texts[page] || []).map(([x, y, w, h, text]) => ({ page, x, y, w, h, value: text, shown: text })); },
    targets(page) {                                            // what a click takes; a word of a place takes all of that place
      const offered = this.offered().filter((t) => t.page === page);
      if (!this.field.free) return offered;
      return this.words_of(page).map((word) => {
        const whole = offered.find((t) => inside(word, t));
        return whole ? { ...word, value: whole.value, shown: whole.shown, whole } : word;
      });
    },
    place([wide, high], t) { return { left: (t.x / wide) * 100 + "%", top: (t.y / high) * 100 + "%", width: (t.w / wide) * 100 + "%", height: (t.h / high) * 100 + "%" }; },
    take(t, e) {
      const other = !this.at && !e.altKey && this.boxes.find((b) => b.page === t.page && b.name !== this.field.name && inside(t, b));
      if (other) return this.pick(other.name);                 // another field's place leads there, unless pointing has begun
      this.tell(t.whole || t, true);
    },
    async point({ by, on, extend }) {                          // by 1 or -1: on "places" to a likelier or less likely one, on "words" to a neighbour
      const edited = this.field?.name; if (!edited) return;
      await this.find();
      if (this.field?.name !== edited) return;
      const next = on === "places" ? this.next_place(by) : this.field.free ? await this.next_word(by, extend) : this.neighbour(by);
      if (!next) return;
      this.at = next; this.reveal(next); this.tell(next, false);
    },
    tell(t, take) {
      const spot = { page: t.page, x: t.x, y: t.y, w: t.w, h: t.h }, crop = { path: `${this.path}/${t.page}.png`, page_width: this.pages[t.page - 1][0], ...spot };
      say("pointed", { name: this.field.name, value: t.value, shown: t.shown, spot, crop, take });
    },
    next_place(by) {
      const all = this.offered(), now = this.at || this.boxes.find((b) => b.name === this.field.name);
      const here = (t) => now && t.page === now.page && inside(t, now) && (!this.at || t.value === now.value);
      const rest = this.at ? all : all.filter((t) => !here(t));  // what it was read from is no other place
      const i = this.at ? all.findIndex(here) : -1;
      return rest[this.at ? (i + by + all.length) % all.length : by > 0 ? 0 : rest.length - 1];
    },
    neighbour(by) {                                            // of typed values the one that is read before or after
      const all = this.offered().sort((a, b) => a.page - b.page || a.y - b.y || a.x - b.x);
      const i = this.at ? all.findIndex((t) => t.page === this.at.page && inside(t, this.at) && t.value === this.at.value) : -1;
      return all[Math.max(0, Math.min(all.length - 1, i + by))];
    },
    async next_word(by, extend) {
      const from = this.at || this.boxes.find((b) => b.name === this.field.name) || { page: this.shown || 1, x: 0, y: 0, w: 0, h: 0 };
      await this.load_words(from.page);
      const all = this.words_of(from.page), held = all.map((w, i) => i).filter((i) => inside(all[i], from));
      const [first, last] = held.length ? [held[0], held[held.length - 1]] : [0, -1];
      if (extend) return this.joined(all.slice(by > 0 ? first : Math.max(0, first - 1), by > 0 ? last + 2 : last + 1));
      return all[Math.max(0, Math.min(all.length - 1, by > 0 ? last + 1 : first - 1))];
    },
    joined(words) {                                            // several words as one place
      if (!words.length) return null;
      const x = Math.min(...words.map((w) => w.x)), y = Math.min(...words.map((w) => w.y)), value = words.map((w) => w.value).join(" ");
      const right = Math.max(...words.map((w) => w.x + w.w)), below = Math.max(...words.map((w) => w.y + w.h));
      return { page: words[0].page, x, y, w: right - x, h: below - y, value, shown: value };
    },
    // ---- pages ----
    turned() {                                                 // which page is at the middle of the pane
      const wrap = this.$refs.wrap, middle = wrap.scrollTop + wrap.clientHeight / 2;
      const n = Math.max(1, [...wrap.children].filter((p) => p.offsetTop <= middle).length);
      if (n !== this.shown) { this.shown = n; this.$emit("page", n); if (this.field?.free) this.load_words(n); }
    },
    turn(by) {
      const wrap = this.$refs.wrap, n = Math.max(0, Math.min(this.pages.length - 1, (this.shown || 1) - 1 + by));
      wrap.scrollTo({ top: (wrap.children[n]?.offsetTop || 0) - GAP });
    },
    enlarge(by) { this.zoom = by ? Math.max(300, Math.min(3000, (this.zoom || this.$refs.wrap.clientWidth - 28) * by)) : 0; },
  },
};
