// The last visits to a portal, oldest first: a bar each, its shape and colour for how it ended, its words in a tooltip.
export default {
  template: `<ul class="strip" :aria-label="label">
    <li v-for="(r, i) in runs" :key="i" :class="'v-' + r.look"><span class="sr">{{r.words}}</span><span class="tip" aria-hidden="true">{{r.words}}</span></li>
  </ul>`,
  props: { label: String, runs: Array },
};
