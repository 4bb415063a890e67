// The controls beside one record's number, where they stand with that number alone: [control].
// Nothing is changed on the page.
([numbers, at]) => {
  const flat = said => (said || '').replace(/\s+/g, ' ').trim();
  const holds = (el, number) => {
    const said = flat(el.textContent), from = said.indexOf(number);
    const edge = ch => ch === undefined || !/[\p{L}\d_-]/u.test(ch);
    return from >= 0 && edge(said[from - 1]) && edge(said[from + number.length]);
  };
  const shown = el => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== 'hidden';
  const pressable = 'a[href], button, [role=button], [onclick]';
  const others = numbers.filter((_, position) => position !== at);
  const leaves = [...document.querySelectorAll('body *')].filter(el =>
    shown(el) && !['SCRIPT', 'STYLE'].includes(el.tagName) && holds(el, numbers[at])
    && ![...el.children].some(inner => holds(inner, numbers[at])));
  if (leaves.length !== 1) return [];
  let box = leaves[0];
  while (box !== document.body && !box.querySelector(pressable)) box = box.parentElement;
  if (box === document.body || others.some(number => holds(box, number))) return [];
  const path = el => {
    const steps = [];
    for (let one = el; one !== document.body; one = one.parentElement) {
      const like = [...one.parentElement.children].filter(other => other.tagName === one.tagName);
      steps.unshift(`${one.tagName.toLowerCase()}:nth-of-type(${like.indexOf(one) + 1})`);
    }
    return `body > ${steps.join(' > ')}`;
  };
  return [...box.querySelectorAll(pressable)].filter(shown).slice(0, 10).map(el => ({
    words: flat(el.innerText), href: el.tagName === 'A' ? el.getAttribute('href') || '' : '',
    says: flat([el.getAttribute('aria-label'), el.getAttribute('title')].filter(Boolean).join(' ')),
    tag: el.tagName.toLowerCase(), classes: [], hints: '', path: path(el), download: el.hasAttribute('download'),
  }));
}
