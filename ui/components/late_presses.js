// A button that the server draws anew while a person holds it down: the browser then sends no click at all, for where the press
// ended is not where it began. The press goes to the button that it began on, which still tells the server what it was
// (late_presses.py says what becomes of it there); one that is still in the page is pressed by the browser.
const PRESSED = "button,a[href],summary,[role=button]";
const within = (r, e) => e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom;
const press = (e) => {
  if (e.disabled) return;
  const form = e.type === "submit" && e.form;                                    // a form that is gone is not sent by its button
  form ? form.reportValidity() && form.dispatchEvent(new Event("submit", { cancelable: true })) : e.click();
};
export default {
  render() { return Vue.h("span", { hidden: true }); },
  mounted() {
    this.ears = {
      pointerdown: (e) => {
        const on = e.isPrimary && e.button === 0 && e.target instanceof Element && e.target.closest(PRESSED);
        this.held = on ? { on, place: on.getBoundingClientRect() } : null;
      },
      pointerup: (e) => { if (this.held && within(this.held.place, e)) this.let_go(); this.held = null; },
      pointercancel: () => { this.held = null; },
      keydown: (e) => {
        if (e.repeat) return;
        const on = e.key === " " && e.target instanceof Element && e.target.closest("button,summary");
        this.held = on ? { on } : null;
      },
      keyup: (e) => { if (e.key === " " && this.held && !this.held.place) this.let_go(); this.held = null; },
    };
    for (const [name, ear] of Object.entries(this.ears)) document.addEventListener(name, ear, true);
  },
  unmounted() { for (const [name, ear] of Object.entries(this.ears)) document.removeEventListener(name, ear, true); },
  methods: {
    let_go() { if (!this.held.on.isConnected) press(this.held.on); },
  },
};
