// The page of a visit in a person's hands: JPEG frames in, mouse, wheel, keys and text out, over a web socket of its own.
// Keys go to an invisible text field over the picture, for only a text field is given pasted and composed text.
const RETRY = 1000, MOVE = 33, LONGEST = 10000, WIDEST = 1.5;
const BUTTONS = ["left", "middle", "right"];
const modifiers = (e) => (e.altKey ? 1 : 0) | (e.ctrlKey || e.metaKey ? 2 : 0) | (e.shiftKey ? 8 : 0);   // the page runs on Linux: ⌘ is Ctrl there
const within = (n, least, most) => Math.min(most, Math.max(least, n));
export default {
  template: `
    <section class="live">
      <div class="live-bar">
        <p class="live-stands" role="status"><b>{{ word }}</b> <span>{{ why }}</span></p>
        <span class="live-time" v-if="clock">{{ clock }}</span>
        <button type="button" class="btn" data-press="live-take" v-if="hands.may && open && !hands.yours" :disabled="!!hands.holder" @click="say({t: 'take'})">{{ words.take }} <kbd aria-hidden="true">T</kbd></button>
        <template v-if="hands.yours">
          <button type="button" class="btn pri" ref="done" data-press="live-done" @click="end('done')">{{ words.done }} <kbd aria-hidden="true">D</kbd></button>
          <button type="button" class="btn" data-press="live-cancel" @click="end('cancel')">{{ words.cancel }} <kbd aria-hidden="true">C</kbd></button>
          <button type="button" class="btn" data-press="live-report" @click="end('report')">{{ words.report }} <kbd aria-hidden="true">R</kbd></button>
          <button type="button" class="btn ghost" data-press="live-leave" @click="say({t: 'leave'})">{{ words.leave }} <kbd aria-hidden="true">L</kbd></button>
        </template>
      </div>
      <div class="live-show" role="group" :aria-label="words.showing" v-if="open && showing.step !== 'off'">
        <p role="status">{{ showing.words }}</p>
        <template v-if="hands.yours">
          <button type="button" class="btn pri" data-press="live-yes" v-if="asking" @click="say({t: 'answer', yes: true})">{{ words.yes }} <kbd aria-hidden="true">Y</kbd></button>
          <button type="button" class="btn" data-press="live-no" v-if="asking" @click="answerNo">{{ words.no }} <kbd aria-hidden="true">N</kbd></button>
          <button type="button" class="btn" ref="point" data-press="live-point" :aria-pressed="String(points)" @click="point_at(!points)">{{ points ? words.go_on : words.point }} <kbd aria-hidden="true">S</kbd></button>
        </template>
      </div>
      <p class="live-told" role="alert" v-if="told">{{ told }}</p>
      <div class="live-tabs" role="group" :aria-label="words.pages" v-if="titles.length > 1">
        <span class="live-tab" v-for="(title, n) in titles" :class="{on: n === shown}">
          <button type="button" :aria-pressed="String(n === shown)" @click="say({t: 'page', page: n})">{{ title }}</button>
          <button type="button" :aria-label="words.close + ' ' + title" @click="say({t: 'page', page: n, close: true})">×</button>
        </span>
      </div>
      <div class="live-stage" ref="stage" :class="{mine: hands.yours}" tabindex="-1">
        <canvas ref="canvas" aria-hidden="true" v-show="drawn"></canvas>
        <div role="application" :aria-label="label" v-show="drawn">
          <textarea ref="keys" class="live-keys" :aria-label="words.keys" :readonly="!hands.yours" :style="place" autocomplete="off"
            autocapitalize="off" autocorrect="off" spellcheck="false"></textarea>
        </div>
        <p class="live-none" v-if="!drawn">{{ ended ? "" : words.none }}</p>
      </div>
      <p class="live-hint quiet">{{ hands.yours ? words.hint : words.watching }}</p>
    </section>`,
  props: { path: String, label: String, words: Object },
  data() {
    return { stage: "automation", why: "", told: "", titles: [], shown: 0, showing: { step: "off", words: "" }, drawn: false, place: {}, clock: "",
             hands: { holder: "", yours: false, may: false, seconds: 0 } };
  },
  computed: {
    ended() { return this.stage === "ended"; },
    open() { return this.stage === "waiting" || this.stage === "person"; },
    asking() { return this.open && this.showing.step === "ask"; },
    points() { return this.showing.step === "point" || this.showing.step === "ask"; },
    word() {
      if (this.stage !== "person" || !this.hands.holder) return this.words[this.stage];
      return this.hands.yours ? this.words.yours : this.words.theirs.replace("{name}", () => this.hands.holder);
    },
  },
  watch: {
    asking(now) { if (now && this.hands.yours) this.$nextTick(() => this.$refs.point?.focus()); },   // Y and N are no keys of the page
  },
  mounted() {
    this.turn = Promise.resolve();
    setTimeout(() => this.connect(), 0);                       // window.path_prefix is set only after the root app is mounted
    this.ticking = setInterval(() => this.tick(), 500);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.$refs.stage);
    this.listen(this.$refs.keys);
  },
  unmounted() {
    this.gone = true;
    clearInterval(this.ticking); clearTimeout(this.again); this.resized.disconnect(); window.removeEventListener("mouseup", this.released);
    this.ws?.close(); this.picture?.close();
  },
  methods: {
    connect() {
      if (this.gone || this.ended) return;
      const ws = (this.ws = new WebSocket(location.origin.replace(/^http/, "ws") + (window.path_prefix || "") + this.path));
      ws.binaryType = "blob";
      ws.onmessage = (e) => (typeof e.data === "string" ? this.hear(JSON.parse(e.data)) : this.frame(e.data));
      ws.onclose = (e) => {
        this.hands = { ...this.hands, holder: "", yours: false };
        if (e.code === 4401) location.assign((window.path_prefix || "") + "/login");
        else this.again = setTimeout(() => this.connect(), RETRY);
      };
    },
    say(message) { if (this.ws?.readyState === 1) this.ws.send(JSON.stringify(message)); },
    hear(m) {
      if (m.t === "standing") this.stands(m);
      else if (m.t === "pages") { this.titles = m.titles; this.shown = m.shown; }
      else if (m.t === "told") { this.told = m.words; }
      else if (m.t === "showing") this.showing = m;
      else if (m.t === "hands") this.held(m);
    },
    stands(m) {
      if (m.stage !== this.stage) this.told = "";
      this.stage = m.stage; this.why = m.why; this.until = performance.now() + m.seconds * 1000;
      if (m.stage === "automation" || m.stage === "ended") { this.drawn = false; this.titles = []; this.showing = { step: "off", words: "" }; }
      this.tick();
    },
    point_at(on) { this.say({ t: "point", on }); if (this.hands.yours) this.$refs.keys.focus(); },
    answerNo() { this.say({ t: "answer", yes: false }); this.$refs.keys.focus(); },
    held(m) {
      const first = m.yours && !this.hands.yours;
      this.hands = m; this.until = m.holder ? performance.now() + m.seconds * 1000 : this.until;
      if (first) { this.told = ""; this.$nextTick(() => this.$refs.keys.focus()); }
      this.tick();
    },
    end(verdict) { this.say({ t: "end", verdict }); },
    tick() {
      const left = Math.max(0, Math.round((this.until - performance.now()) / 1000));
      this.clock = this.open && left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left` : "";
    },
    frame(blob) {                                              // drawn one after the other: decoding is not done in order
      this.turn = this.turn.then(async () => {
        try {
          const picture = await createImageBitmap(blob);
          this.picture?.close(); this.picture = picture;
          if (this.stage !== "automation" && !this.ended) this.drawn = true;
          await this.$nextTick(); this.draw();
        } finally { this.say({ t: "ack" }); }
      }).catch(() => {});
    },
    draw() {                                                   // as large as fits, in the screen's own pixels
      const p = this.picture, c = this.$refs.canvas, s = this.$refs.stage;
      if (!p || !p.width || !c || !s || !s.clientWidth) return;
      const scale = Math.min(s.clientWidth / p.width, s.clientHeight / p.height, WIDEST), dpr = window.devicePixelRatio || 1;
      const w = Math.max(1, Math.round(p.width * scale)), h = Math.max(1, Math.round(p.height * scale));
      const [pw, ph] = [Math.round(w * dpr), Math.round(h * dpr)];
      if (c.width !== pw || c.height !== ph) { c.width = pw; c.height = ph; }
      c.style.width = w + "px"; c.style.height = h + "px";
      if (this.place.width !== w + "px" || this.place.height !== h + "px") this.place = { width: w + "px", height: h + "px" };
      const g = c.getContext("2d"); g.imageSmoothingQuality = "high"; g.drawImage(p, 0, 0, pw, ph);
    },
    spot(e) {
      const r = this.$refs.canvas.getBoundingClientRect();
      return { x: within((e.clientX - r.left) / r.width, 0, 1), y: within((e.clientY - r.top) / r.height, 0, 1), modifiers: modifiers(e) };
    },
    point(motion, e) {
      if (!this.hands.yours) return;
      const moved = motion === "mouseMoved";
      this.say({ t: "m", motion, ...this.spot(e), button: moved ? "none" : BUTTONS[e.button] || "none", buttons: e.buttons & 7, clicks: moved ? 0 : within(e.detail, 1, 3) });
    },
    listen(keys) {
      let moved = 0, down = false;
      keys.addEventListener("mousedown", (e) => { e.preventDefault(); keys.focus(); down = true; this.point("mousePressed", e); });
      this.released = (e) => { if (down) { down = false; this.point("mouseReleased", e); } };
      window.addEventListener("mouseup", this.released);
      keys.addEventListener("mousemove", (e) => { if (e.timeStamp - moved >= MOVE) { moved = e.timeStamp; this.point("mouseMoved", e); } });
      keys.addEventListener("contextmenu", (e) => e.preventDefault());
      keys.addEventListener("wheel", (e) => {
        if (!this.hands.yours) return;
        e.preventDefault();
        const step = e.deltaMode === 1 ? 16 : e.deltaMode === 2 ? 400 : 1;
        this.say({ t: "w", ...this.spot(e), dx: within(e.deltaX * step, -9999, 9999), dy: within(e.deltaY * step, -9999, 9999) });
      }, { passive: false });
      keys.addEventListener("keydown", (e) => this.press(e, true));
      keys.addEventListener("keyup", (e) => this.press(e, false));
      keys.addEventListener("paste", (e) => { e.preventDefault(); this.type(e.clipboardData.getData("text")); });
      keys.addEventListener("compositionend", (e) => { this.type(e.data); keys.value = ""; });
      keys.addEventListener("input", (e) => { if (!e.isComposing) { this.type(e.data); keys.value = ""; } });
    },
    type(text) { if (this.hands.yours && text) this.say({ t: "p", text: text.slice(0, LONGEST) }); },
    press(e, down) {
      if (e.key === "Escape" && e.shiftKey) { if (down) this.leave(e); return; }
      if (!this.hands.yours || e.isComposing || ["Dead", "Process", "Unidentified"].includes(e.key)) return;
      const wide = e.getModifierState("AltGraph"), command = (e.ctrlKey || e.metaKey) && !wide;
      if (command && e.key.toLowerCase() === "v") return;      // the paste event brings the text
      e.preventDefault();
      const text = !down || command ? "" : e.key === "Enter" ? "\r" : [...e.key].length === 1 ? e.key : "";
      this.say({ t: "k", down, key: e.key, code: e.code, virtual: within(e.keyCode, 0, 255), modifiers: wide ? modifiers(e) & 8 : modifiers(e), text });
    },
    leave(e) {                                                 // the way out of the keyboard trap (WCAG 2.1.2)
      e.preventDefault(); e.stopPropagation();
      (this.$refs.done || this.$refs.stage).focus();
    },
  },
};
