// Selectors of an element, best kind first: [kind, selector]. Within `row`, where one is given.
// Of what `may be gone` on other pages, none by its place or address: another would stand there.
(el, [row, mayBeGone]) => {
  const WORDS = 0, ATTRIBUTE = 1, CLASS = 2, STRUCTURE = 3;
  const built = name => /^(css|sc|jss|jsx|emotion|svelte|ng|_)[-_]?/.test(name) || /\d{3,}/.test(name)
    || name.split(/[-_]+/).some(part => part.length > 4 && /\d/.test(part) && /[a-z]/i.test(part));
  const plain = name => /^[A-Za-z][\w-]{0,40}$/.test(name) && !built(name);
  const steady = value => value && value.length <= 60 && !/\d{3,}|[\n"\\]/.test(value) && !built(value);
  const quoted = value => JSON.stringify(value);
  const squeezed = value => (value || '').trim().replace(/\s+/g, ' ');
  const tag = el.tagName.toLowerCase(), found = [];
  const add = (kind, selector) => found.push([kind, selector]);

  const pressed = tag === 'input' && ['submit', 'button', 'image'].includes(el.type);
  const role = el.getAttribute('role') || (tag === 'a' && el.hasAttribute('href') ? 'link'
    : tag === 'button' || pressed ? 'button' : '');
  const words = squeezed(el.getAttribute('aria-label') || el.innerText || (pressed ? el.value : ''));
  if (role && steady(words)) {
    add(WORDS, `role=${role}[name=${quoted(words)}]`);
    add(WORDS, `text=${quoted(words)}`);
  }
  if (!role && !row && /\d/.test(words) && words.length <= 60 && !/[\/\\]/.test(words)) {
    const said = words.replace(/[.*+?^${}()|[\]]/g, '\\$&').replace(/\d+/g, '\\d+');
    add(WORDS, `text=/^\\s*${said}\\s*$/`);
  }
  const label = el.labels && el.labels[0] ? squeezed(el.labels[0].innerText) : '';
  if (!pressed && steady(label)) add(WORDS, `label=${label}`);

  if (el.id && plain(el.id)) add(ATTRIBUTE, `css=[id=${quoted(el.id)}]`);
  for (const name of ['data-testid', 'data-test', 'data-qa', 'data-cy', 'name', 'autocomplete',
    'rel', 'placeholder', 'title', 'aria-label', 'itemprop', 'datetime']) {
    const value = el.getAttribute(name);
    if (name === 'datetime' ? value !== null : steady(value))
      add(ATTRIBUTE, `css=${tag}[${name}${name === 'datetime' ? '' : `=${quoted(value)}`}]`);
  }
  if (tag === 'input' && ['password', 'email', 'submit'].includes(el.type))
    add(ATTRIBUTE, `css=input[type=${el.type}]`);
  const href = tag === 'a' ? el.getAttribute('href') || '' : '';
  if (href && !/^(javascript|data|blob):/i.test(href)) {
    const path = href.split(/[?#]/)[0], last = path.split('/').pop();
    if (!row && !mayBeGone && steady(href)) add(ATTRIBUTE, `css=a[href=${quoted(href)}]`);
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (row && folder.length > 1 && steady(folder)) add(ATTRIBUTE, `css=a[href^=${quoted(folder)}]`);
    if (row && /^[a-z]+$/i.test(last)) add(ATTRIBUTE, `css=a[href$=${quoted('/' + last)}]`);
    const kind = /\.(pdf|xml|csv|zip)$/i.exec(path);
    if (row && kind) add(ATTRIBUTE, `css=a[href*=${quoted(kind[0])}]`);
  }
  for (const name of el.classList) if (plain(name)) add(CLASS, `css=${tag}.${name}`);

  const place = one => {
    const like = [...one.parentElement.children].filter(other => other.tagName === one.tagName);
    return one.tagName.toLowerCase() + (like.length > 1 ? `:nth-of-type(${like.indexOf(one) + 1})` : '');
  };
  const landmark = one => one.id && plain(one.id) ? `[id=${quoted(one.id)}]`
    : ['NAV', 'MAIN', 'HEADER', 'FOOTER', 'FORM', 'TABLE', 'ASIDE'].includes(one.tagName)
      ? one.tagName.toLowerCase() : '';
  if (mayBeGone) return found;
  const steps = [];
  let at = el;
  for (; at && at !== row && at.parentElement && steps.length < 6; at = at.parentElement) {
    if (at !== el && !row && landmark(at)) break;
    steps.unshift(place(at));
  }
  if (steps.length) {
    const anchor = !row && at && landmark(at) ? `${landmark(at)} > ` : '';
    add(STRUCTURE, `css=${anchor}${steps.join(' > ')}`);
    const before = el.previousElementSibling, index = [...el.parentElement.children].indexOf(el);
    if (before && row) add(STRUCTURE, `css=${before.tagName.toLowerCase()} + ${tag}`);
    if (row) add(STRUCTURE, `css=${tag}:nth-child(${index + 1})`);
    if (row) add(STRUCTURE, `css=${el.parentElement === row ? '' : `${el.parentElement.tagName.toLowerCase()} > `}:nth-child(${index + 1})`);
    if (tag === 'dd' && el.previousElementSibling && steady(squeezed(el.previousElementSibling.innerText)))
      add(WORDS, `css=dt:has-text(${quoted(squeezed(el.previousElementSibling.innerText))}) + dd`);
  }
  return found;
}
