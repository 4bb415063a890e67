// A form whose answers go straight to the server by a request of their own. What is typed lives in the fields and in the
// request; a shown value lives in one text node for SHOWN seconds. Neither is a property of a component, so neither reaches
// the page's socket, its markup or the server's copy of the page.
const SHOWN = 30;                                             // seconds
// The clipboard is emptied even after the form is gone; a page without focus may not, so it does once it is looked at again.
const forget = () => navigator.clipboard.writeText("").catch(() => window.addEventListener("focus", forget, { once: true }));
const inBase64 = (file) => new Promise((whole, broken) => {
  const reader = new FileReader();
  reader.onload = () => whole(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = broken;
  reader.readAsDataURL(file);
});
export default {
  template: `<form class="sform" autocomplete="off" @submit.prevent="send" @input="told = ''">
    <template v-if="!left">
      <p class="quiet">{{about}}</p>
      <label v-for="(f, i) in fields" :key="f.name" :class="{ beside: f.beside, before: fields[i + 1]?.beside }"><span>{{f.label}}</span>
        <textarea v-if="f.type === 'lines'" v-bind="named(f)" :name="f.name" :required="f.required" rows="4" spellcheck="false" :autofocus="i === 0"></textarea>
        <select v-else-if="f.type === 'choice'" v-bind="named(f)" :name="f.name" @change="propose(f.name, $event)">
          <option v-for="[value, words] in f.choices" :key="value" :value="value">{{words}}</option></select>
        <input v-else-if="f.type === 'line'" v-bind="named(f)" type="text" :name="f.name" :required="f.required" maxlength="2000" spellcheck="false" :autofocus="i === 0"
               autocomplete="off" data-bwignore data-1p-ignore @input="propose(f.name, $event)">
        <input v-else-if="f.type === 'picture'" v-bind="named(f)" type="file" accept="image/*" :name="f.name">
        <input v-else-if="f.type === 'file'" v-bind="named(f)" type="file" :name="f.name" :required="f.required" :autofocus="i === 0">
        <input v-else type="password" v-bind="named(f)" :name="f.name" :required="f.required" :autofocus="i === 0" maxlength="4096"
               :autocomplete="{ password: 'current-password', new: 'new-password' }[f.type] || 'one-time-code'">
        <small v-if="faults[f.name]" :id="hintId(f)" class="wrong" role="alert">{{faults[f.name]}}</small>
        <small v-else-if="hints[f.name] || f.hint" :id="hintId(f)" class="quiet">{{hints[f.name] || f.hint}}</small></label>
    </template>
    <div v-show="left" class="shown"><output ref="out" :aria-label="words.value"></output></div>
    <p v-if="left" class="quiet" role="status">{{then === "keep" ? words.once : words.hidden.replace("{n}", left)}}</p>
    <p v-if="wrong" class="wrong" role="alert">{{wrong}}</p>
    <p v-if="told" class="fine" role="status">{{told}}</p>
    <div class="row">
      <button v-if="!left" type="submit" :class="['btn', danger ? 'bad' : 'pri']" :disabled="busy"><span>{{busy ? words.busy : submit}}</span></button>
      <button v-if="left" ref="hide" type="button" class="btn pri" @click="hide"><span>{{then === "keep" ? words.taken : words.hide}}</span></button>
      <button v-if="tries && !left" type="button" class="btn" :disabled="busy" @click="attempt"><span>{{tries}}</span></button>
      <button v-if="!left" type="button" class="btn ghost" @click="$emit('leave')"><span>{{words.cancel}}</span></button>
    </div></form>`,
  props: { url: String, about: String, said: Object, fields: Array, submit: String, then: String, danger: Boolean,
           tries: String, proposals: Array, words: Object },
  data: () => ({ wrong: "", told: "", faults: {}, hints: {}, busy: false, left: 0 }),
  mounted() {
    this.touched = new Set();
    for (const f of this.fields) if (f.value) this.$el.elements[f.name].value = f.value;     // 'secret_form.py' gives none to secret fields
    this.away = () => document.hidden && this.left && this.then !== "keep" && this.hide();   // a link is pasted elsewhere
    document.addEventListener("visibilitychange", this.away);
    const first = this.danger ? ".ghost" : "input,textarea,select,button";
    const begin = () => (this.danger || !this.$el.contains?.(document.activeElement)) && this.$el.querySelector?.(first)?.focus();
    setTimeout(begin, 60);                                                                   // after the dialog's own focus, unless a person went on already
  },
  unmounted() { document.removeEventListener("visibilitychange", this.away); clearInterval(this.clock); },
  beforeUnmount() { this.wipe(); },
  methods: {
    hintId(f) { return `f${this.$.uid}-${f.name}`; },
    named(f) {                                                                                // what stands below a field describes it, and is not its name
      const told = this.faults[f.name] || this.hints[f.name] || f.hint;
      return { "aria-label": f.label, "aria-invalid": this.faults[f.name] ? "true" : null, "aria-describedby": told ? this.hintId(f) : null };
    },
    attempt() { if (this.$el.reportValidity()) this.send({ only_try: true }); },
    async send(how) {
      if (this.busy) return;
      const trying = how?.only_try === true;
      let kept = trying;
      this.busy = true; this.wrong = this.told = ""; this.faults = {};
      try {
        const r = await this.asked(trying), d = await r.json();
        if (!r.ok) return this.refuse(d.error || this.words.failed);
        if (d.fault) { kept = true; return this.blame(d.fault); }
        if (trying) { this.told = d.words; return; }
        if (!this.then) return this.$emit("done", { words: d.words || "", lines: d.lines || [], id: d.id || "", consent: d.consent || "" });
        await this.use(d);
      } catch (e) {
        this.refuse(this.words.trouble);
      } finally { this.busy = false; if (!kept) this.empty(); }
    },
    async asked(trying) {
      const at = (window.path_prefix || "") + this.url, said = { ...this.said }, picture = this.fields.find((f) => f.type === "picture");
      const file = picture && this.$el.elements[picture.name].files[0];
      if (file) return fetch(`${at}-picture?${new URLSearchParams({ name: said.name })}`, { method: "POST", body: file });
      for (const f of this.fields) {
        const field = this.$el.elements[f.name];
        if (f.type === "file") Object.assign(said, { file: field.files[0].name, body: await inBase64(field.files[0]) });
        else if (f.type !== "picture") said[f.name] = field.value;
      }
      if (this.tries) said.keep = !trying;
      return fetch(at, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(said) });
    },
    blame({ field, sentence }) {                                                              // beside the field that is in the way
      if (!this.fields.some((f) => f.name === field)) return this.refuse(sentence);
      this.faults = { [field]: sentence };
      this.$nextTick(() => this.$el.elements[field].focus());
    },
    propose(name, event) {
      if (event.isTrusted !== false) this.touched.add(name);
      for (const p of this.proposals || []) {
        if (p.of !== name) continue;
        const typed = event.target.value.trim().toLowerCase(), at = typed.lastIndexOf("@");
        const domain = at < 0 ? typed : typed.slice(at + 1), other = at >= 0 && domain.includes(".") ? "*" : "";
        const found = domain in p.by ? domain : other;
        for (const [field, value] of Object.entries(p.by[found] || {}))
          if (!this.touched.has(field)) this.$el.elements[field].value = value.replace("{}", domain);
        this.hints = { ...this.hints, [name]: p.words[domain] || "" };
      }
    },
    refuse(why) { this.wrong = why; this.$nextTick(() => this.$el.querySelector("input,textarea")?.focus()); },
    empty() { for (const e of this.$el.querySelectorAll?.("input:not([type=text],[type=file])") || []) e.value = ""; },   // no wrong guess stands on an abandoned screen
    async use(d) {
      const value = d.value; d.value = "";
      if (this.then === "copy") return this.copy(value);
      this.$refs.out.textContent = value;
      if (this.then === "keep") { this.left = SHOWN; return this.$nextTick(() => this.$refs.hide?.focus()); }
      const until = Date.now() + 1000 * Math.min(SHOWN, d.seconds_left ?? SHOWN);
      const tick = () => { this.left = Math.ceil((until - Date.now()) / 1000); if (this.left <= 0) this.hide(); };
      tick(); this.clock = setInterval(tick, 250);
      this.$nextTick(() => this.$refs.hide?.focus());
    },
    async copy(value) {
      if (!navigator.clipboard) return this.refuse(this.words.copying);
      await navigator.clipboard.writeText(value);
      setTimeout(forget, 1000 * SHOWN);
      this.$emit("done");
    },
    wipe() { clearInterval(this.clock); if (this.$refs.out) this.$refs.out.textContent = ""; },
    hide() { this.wipe(); this.left = 0; this.$emit("done"); },
  },
};
