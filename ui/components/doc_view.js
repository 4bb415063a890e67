// The pages of a document as images, with a box over every recognised value. Coordinates are PDF points, origin top left.
// The fields panel (field_row.js) and this view tell each other by the browser's own event "evidence" {name}: no server.
const GAP = 12;
export default {
  template: `<div class="dv" ref="wrap" tabindex="0" role="region" :aria-label="label" @scroll.passive="turned">
    <div v-for="(p, n) in pages" :key="path + n" class="dv-page" :style="{width: width, aspectRatio: p[0] / p[1]}">
      <div v-if="failed[n]" class="dv-failed" role="alert">This page can't be drawn. The original can still be downloaded.</div>
      <img v-else-if="ready" :src="source(n)" :alt="label + ', page ' + (n + 1)" :loading="n ? 'lazy' : 'eager'" draggable="false" @error="failed = {...failed, [n]: true}">
      <svg :viewBox="'0 0 ' + p[0] + ' ' + p[1]" aria-hidden="true">
        <g v-for="b in on_page(n)" :key="b.name" :class="['hl', {on: b.name === current}]" @mousedown.prevent="pick(b.name)">
          <rect :x="b.x - 3" :y="b.y - 2.4" :width="b.w + 6" :height="b.h + 4.8" rx="2"/>
          <g v-if="b.name === current" :transform="'translate(' + tag_x(b) + ',' + (b.y + b.h / 2 - 5.3) + ')'">
            <rect class="tag" :width="tag_w(b)" height="10.6" rx="2"/><text x="4.5" y="7.7">{{b.label}}</text></g>
        </g></svg>
    </div></div>`,
  props: { path: String, pages: Array, boxes: Array, active: String, label: String },
  data() { return { current: this.active, zoom: 0, ready: false, failed: {} }; },   // zoom 0: as wide as the pane
  computed: { width() { return this.zoom ? this.zoom + "px" : "100%"; } },
  watch: {
    path() { this.failed = {}; this.$refs.wrap.scrollTo({ top: 0, left: 0 }); this.$emit("page", 1); },
    active(name) { this.mark(name); },
  },
  mounted() {                                                  // window.path_prefix is set only after the root app is mounted
    this.heard = (e) => this.mark(e.detail);
    window.addEventListener("evidence", this.heard);
    setTimeout(() => { this.ready = true; }, 0);
  },
  unmounted() { window.removeEventListener("evidence", this.heard); },
  methods: {
    source(n) {                                                // sharp at fit-width, sharper when enlarged or on a dense screen
      const pixels = (this.zoom || 700) * (window.devicePixelRatio || 1), scale = Math.min(4, Math.max(2, Math.ceil(pixels / this.pages[n][0])));
      return `${window.path_prefix || ""}${this.path}/${n + 1}.png?scale=${scale}`;
    },
    on_page(n) { return this.boxes.filter((b) => b.page === n + 1); },
    tag_w(b) { return b.label.length * 4.3 + 9; },
    tag_x(b) { return Math.max(2, b.x - 6 - this.tag_w(b)); },
    mark(name) {
      this.current = name;
      const b = this.boxes.find((x) => x.name === name), wrap = this.$refs.wrap, page = b && wrap?.children[b.page - 1];
      if (!page) return;
      const y = page.offsetTop + (b.y * page.clientHeight) / this.pages[b.page - 1][1];
      if (y < wrap.scrollTop + 40 || y > wrap.scrollTop + wrap.clientHeight - 60) wrap.scrollTo({ top: y - wrap.clientHeight / 2, behavior: "smooth" });
    },
    pick(name) { document.querySelector(`[data-field="${CSS.escape(name)}"] input`)?.focus(); },
    turned() {                                                 // which page is at the middle of the pane
      const wrap = this.$refs.wrap, middle = wrap.scrollTop + wrap.clientHeight / 2;
      const n = Math.max(1, [...wrap.children].filter((p) => p.offsetTop <= middle).length);
      if (n !== this.shown) { this.shown = n; this.$emit("page", n); }
    },
    turn(by) {
      const wrap = this.$refs.wrap, n = Math.max(0, Math.min(this.pages.length - 1, (this.shown || 1) - 1 + by));
      wrap.scrollTo({ top: (wrap.children[n]?.offsetTop || 0) - GAP });
    },
    enlarge(by) { this.zoom = by ? Math.max(300, Math.min(3000, (this.zoom || this.$refs.wrap.clientWidth - 28) * by)) : 0; },
  },
};
