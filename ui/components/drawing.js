// A part of the page that is drawn as a whole from plain data: [tag, attributes, what is inside], and words.
// Words become text nodes only; tags and attribute names come from our own code.
const drawn = (one) => (typeof one === "string" ? one : Vue.h(one[0], one[1], one[2].map(drawn)));
export default {
  props: { as: String, inside: Array },
  render() { return Vue.h(this.as, null, this.inside.map(drawn)); },
};
