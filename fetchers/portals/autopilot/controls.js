// What can be pressed on the page now, and what turns or filters its list. Nothing is changed.
(wanted) => {
  const roots = [document];
  for (let at = 0; at < roots.length; at++)
    for (const el of roots[at].querySelectorAll('*')) if (el.shadowRoot) roots.push(el.shadowRoot);
  const all = sel => {
    try { return roots.flatMap(root => [...root.querySelectorAll(sel)]); } catch { return []; }
  };
  const shown = el => {
    const box = el.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(el).visibility !== 'hidden';
  };
  const flat = said => (said || '').replace(/\s+/g, ' ').trim();
  const sight = el => flat(el.innerText || el.textContent);
  const plain = name => /^[A-Za-z][\w-]*$/.test(name) && !/\d{3,}|[0-9a-f]{8,}/.test(name);
  const classes = el => [...el.classList].filter(plain);
  const pressable = 'a[href], button, [role=button], [role=menuitem], [role=tab], [role=option], '
    + 'input[type=submit], input[type=button], input[type=image], summary';
  const path = el => {
    const steps = [];
    for (let node = el; node && node.parentElement; node = node.parentElement) {
      const like = [...node.parentElement.children].filter(other => other.tagName === node.tagName);
      steps.unshift(`${node.tagName.toLowerCase()}:nth-of-type(${like.indexOf(node) + 1})`);
    }
    return steps.join(' > ');
  };
  const control = el => {
    const inner = el.querySelector('img, svg, i, span');
    const hints = [el.getAttribute('class'), el.id, el.getAttribute('onclick'), el.getAttribute('href'),
      inner && inner.getAttribute('class'), inner && inner.getAttribute('src'),
      inner && inner.getAttribute('alt'), el.getAttribute('data-testid')].filter(Boolean).join(' ');
    return {words: sight(el) || el.value || el.getAttribute('aria-label') || el.getAttribute('title') || '',
      says: flat([el.getAttribute('aria-label'), el.getAttribute('title')].filter(Boolean).join(' ')),
      href: el.tagName === 'A' ? el.getAttribute('href') || '' : '', tag: el.tagName.toLowerCase(),
      classes: classes(el), hints: hints.slice(0, 400), path: path(el), download: el.hasAttribute('download')};
  };
  const inRow = el => wanted.rows.some(sel => { const row = el.closest(sel); return row && row !== el; });
  const beside = all(pressable).filter(el => !inRow(el));
  const out = beside.filter(shown);
  const selectorsFor = group => {  // selectors that hit exactly these elements
    const [first] = group, tag = first.tagName.toLowerCase(), list = [];
    const common = classes(first).filter(cls => group.every(el => el.classList.contains(cls)));
    for (const cls of common) list.push(`${tag}.${cls}`);
    if (first.id && plain(first.id) && group.length === 1) list.push(`#${first.id}`);
    if (first.name && group.length === 1) list.push(`${tag}[name="${first.name.replace(/["\\]/g, '')}"]`);
    let home = first.parentElement;
    for (let depth = 0; home && depth < 4; depth++, home = home.parentElement) {
      if (!group.every(el => home.contains(el))) continue;
      const kind = home.tagName.toLowerCase();
      if (home.id && plain(home.id)) list.push(`#${home.id} ${tag}`);
      for (const cls of classes(home)) list.push(`${kind}.${cls} ${tag}`);
      list.push(`${kind} > ${tag}`, `${kind} ${tag}`);
    }
    list.push(tag);
    if (group.length === 1) list.push(path(first));
    return [...new Set(list)].filter(sel => {
      const hits = all(sel).filter(el => shown(el) || group.includes(el));
      return hits.length === group.length && hits.every(el => group.includes(el));
    }).slice(0, 4);
  };
  const together = test => {  // groups of elements that say such a thing, by what lies around them
    const found = new Map();
    for (const el of out.filter(one => test(sight(one)))) {
      let home = el.parentElement;
      while (home && home.parentElement && out.filter(one => home.contains(one) && test(sight(one))).length < 2)
        home = home.parentElement;
      if (!found.has(home)) found.set(home, []);
      found.get(home).push(el);
    }
    return [...found.values()];
  };
  const numbers = together(said => /^\d{1,3}$/.test(said)).filter(group =>
    group.some(el => sight(el) === '2') || group.some(el => sight(el) === '1'));
  const YEAR = /^\D{0,14}(19|20)\d\d(\s*[\/–-]\s*\d\d(\d\d)?)?\D{0,8}$/;
  const years = together(said => YEAR.test(said)).filter(group => group.length > 1);
  const selects = all('select').filter(shown).filter(el => !inRow(el)).map(el => {
    const form = el.form, label = (el.labels && el.labels[0] && sight(el.labels[0])) || '';
    const apply = form ? [...form.querySelectorAll('button:not([type=button]), input[type=submit]')].filter(shown)[0] : null;
    return {options: [...el.options].map(one => flat(one.label || one.text)).slice(0, 80),
      about: flat([label, el.name, el.id, el.className, el.getAttribute('aria-label')].join(' ')),
      selectors: selectorsFor([el]), apply: apply ? selectorsFor([apply]) : []};
  });
  const dates = all('input').filter(shown).filter(el => el.type === 'date'
    || /date|datum|fecha|data\b|from|\bto\b|von|bis|desde|hasta|start|end/i.test([el.name, el.id, el.placeholder].join(' '))
    && ['text', ''].includes(el.type) && /d+.?m+.?y+|m+.?d+.?y+|j+.?m+.?a+|t+.?m+.?j+|\d+[.\/-]\d+[.\/-]\d+/i.test(el.placeholder || el.value));
  const form = dates[0] && dates[0].form;
  const apply = form ? [...form.querySelectorAll('button, input[type=submit]')].filter(shown)[0] : null;
  const menus = [];  // groups of folded links that each name an account
  const folded = beside.filter(el => !shown(el) && /\d{2,}/.test(el.textContent));
  const homes = new Map();
  for (const el of folded) {
    let home = el.parentElement;
    if (home && home.tagName === 'LI') home = home.parentElement;
    if (!homes.has(home)) homes.set(home, []);
    homes.get(home).push(el);
  }
  for (const [home, group] of homes) {
    if (group.length < 2) continue;
    let box = home;
    while (box && !box.previousElementSibling) box = box.parentElement;
    const before = box && [...box.parentElement.children].filter(el => el.matches('button, [aria-haspopup], summary, a')
      && shown(el));
    if (!before || !before.length) continue;
    menus.push({names: group.map(el => flat(el.textContent)), selectors: selectorsFor(group),
      about: flat([home.id, home.className, group[0].className, group[0].getAttribute('href')].join(' ')),
      open: selectorsFor([before[before.length - 1]])});
  }
  const listed = [];  // groups of links in a table or list that each name a number
  const lists = new Map();
  for (const el of out.filter(el => el.tagName === 'A' && /\d{3}/.test(sight(el))
      && !el.closest('nav, header, footer, aside, form'))) {
    const home = el.closest('table, ul, ol, dl, [role=list], [role=table], [role=grid], section, main') || document.body;
    if (!lists.has(home)) lists.set(home, []);
    lists.get(home).push(el);
  }
  const heads = all('h1, h2, h3, h4, caption, legend').filter(shown);
  for (const [home, group] of lists) {
    if (group.length < 2) continue;
    const above = heads.filter(el => el.compareDocumentPosition(group[0]) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    const told = [...home.querySelectorAll('th')].map(sight);
    listed.push({names: group.map(sight), selectors: selectorsFor(group),
      about: flat([above ? sight(above) : '', ...told].join(' '))});
  }
  return {controls: out.slice(0, 200).map(control),
    numbers: numbers.length ? selectorsFor(numbers[numbers.length - 1]) : [],
    years: years.map(group => ({names: group.map(sight), selectors: selectorsFor(group)})),
    selects, dates: dates.slice(0, 2).map(el => ({selectors: selectorsFor([el]), filled: Boolean(el.value)})),
    apply: apply ? selectorsFor([apply]) : [], menus, listed};
}
