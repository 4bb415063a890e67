// The groups of like elements that look like documents, best first; and the short texts around.
// Open shadow trees are looked into. Nothing is changed on the page.
// With an anchor, an element that a person pointed at, only groups of which one row holds it; then two
// of a date, an amount and a number make a row, however few there are of them.
anchor => {
  const DATE = /(?<!\d)\d{4}\s?[-.\/年년]\s?\d{1,2}\s?[-.\/月월]\s?\d{1,2}(?!\d)|(?<!\d)\d{1,2}\s?[.\/-]\s?\d{1,2}\s?[.\/-]\s?(\d{4}|\d\d)(?!\d)|(?<!\d)\d{1,2}(\.|st|nd|rd|th|º)?\s+(de\s+)?\p{L}{3,}\.?,?\s+(de\s+)?\d{4}|\p{L}{3,}\.?\s+\d{1,2}(st|nd|rd|th)?,?\s+\d{4}/u;
  const SIGN = '[€£$¥₹₺₴₽₪]|zł|Kč|kr\\.?|Ft|lei|円|元|원|(?<!\\p{L})[A-Z]{3}(?!\\p{L}|-\\d)';
  const AMOUNT = new RegExp('\\d[\\d.,\'’\\u00a0\\u202f ]*[.,]\\d\\d(?!\\d)'
    + `|(?:${SIGN})\\s?[-−(]?\\s?\\d|\\d\\s?(?:${SIGN})`, 'u');
  const ID = /(?=[\p{L}\d\/_.-]*\d)(?:\p{L}{1,6}[-\/_ ]?)?\d[\p{L}\d\/_-]{2,}/u;
  const roots = [document];
  for (let at = 0; at < roots.length; at++)
    for (const el of roots[at].querySelectorAll('*')) if (el.shadowRoot) roots.push(el.shadowRoot);
  const all = sel => {
    try { return roots.flatMap(root => [...root.querySelectorAll(sel)]); } catch { return []; }
  };
  const up = (el, wanted) => {  // as closest, through the borders of shadow trees
    const found = el.closest(wanted), root = el.getRootNode();
    return found || (root.host ? up(root.host, wanted) : null);
  };
  const seen = new Map();
  const shown = el => {
    if (!seen.has(el)) {
      const box = el.getBoundingClientRect();
      seen.set(el, box.width > 0 && box.height > 0
        && getComputedStyle(el).visibility !== 'hidden');
    }
    return seen.get(el);
  };
  const flat = said => (said || '').replace(/\s+/g, ' ').trim();
  const text = el => flat(el.textContent);
  const sight = el => flat(el.innerText || el.textContent);
  const apart = el => {  // what is in sight, with its pieces kept apart
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT), pieces = [];
    while (walker.nextNode())
      if (walker.currentNode.textContent.trim() && shown(walker.currentNode.parentElement))
        pieces.push(walker.currentNode.textContent.trim());
    return flat(pieces.join(' | '));
  };
  const own = el => [...el.childNodes].filter(node => node.nodeType === 3)
    .map(node => node.textContent).join(' ').trim();
  const plain = name => /^[A-Za-z][\w-]*$/.test(name) && !/\d{3,}|[0-9a-f]{8,}/.test(name);
  const classes = el => [...el.classList].filter(plain);
  const without = said => said.replace(new RegExp(DATE.source, 'gu'), ' ');
  const told = new Map();
  const isDoc = row => {
    if (!told.has(row)) {
      const said = text(row).length > 1500 ? '' : apart(row), rest = without(said);
      const dated = DATE.test(said), priced = AMOUNT.test(rest);
      const named = ID.test(anchor ? rest.replace(new RegExp(AMOUNT.source, 'gu'), ' ') : rest);
      told.set(row, anchor ? dated + priced + named > 1 : dated && (priced || named));
    }
    return told.get(row);
  };
  const filters = row => row.querySelector(
    'select, textarea, input:not([type=checkbox]):not([type=hidden]):not([type=radio]):not([type=submit]):not([type=button])');
  const isHead = row => {
    const cells = [...row.children];
    return Boolean(row.closest('thead, tfoot')) || row.querySelector('[role=columnheader]')
      || (row.tagName === 'TR' && cells.length > 0 && cells.every(cell => cell.tagName === 'TH'));
  };
  const pressable = 'a[href], button, [role=button], input[type=submit], input[type=button], '
    + 'input[type=image], summary, [onclick]';
  const clicked = row => row.matches('a[href], [onclick], [data-href], [data-url]')
    || getComputedStyle(row).cursor === 'pointer';
  const holdsAnchor = row => {
    for (let at = anchor; at; at = at.getRootNode().host) if (row.contains(at)) return true;
    return false;
  };
  const pointedAt = row => {  // the control of a row that a person pointed at, if it was one
    if (!anchor || !row.contains(anchor)) return null;
    const known = anchor.closest(pressable);
    if (known && known !== row && row.contains(known)) return known;
    if (clicked(row)) return null;
    let found = null;
    for (let at = anchor; at && at !== row; at = at.parentElement)
      if (getComputedStyle(at).cursor === 'pointer') found = at;
    return found;
  };
  const kinds = new Set(['TR', 'LI', 'ARTICLE', 'DETAILS', 'DIV', 'SECTION', 'A', 'DL', 'TBODY']);
  const groups = new Map();
  const put = (key, row, home) => {
    if (!groups.has(key)) groups.set(key, {rows: [], homes: new Set()});
    groups.get(key).rows.push(row);
    groups.get(key).homes.add(home);
  };
  const names = new Map();
  const name = el => { if (!names.has(el)) names.set(el, names.size); return names.get(el); };
  for (const row of all('*')) {
    if (!kinds.has(row.tagName) && !row.tagName.includes('-') && !row.hasAttribute('role')) continue;
    if (!row.parentElement || !shown(row)) continue;
    const table = row.tagName === 'TR' ? row.closest('table') : null;
    const home = table || row.parentElement, own_ = `${row.tagName}.${classes(row).join('.')}`;
    put(`1 ${name(home)} ${row.tagName}`, row, home);
    if (table) {
      const head = text(table.querySelector('thead, tr') || table).slice(0, 200);
      put(`2 ${head}`, row, home);
      continue;
    }
    put(`3 ${name(home)} ${own_}`, row, home);
    if (classes(row).length || classes(home).length || row.hasAttribute('role'))
      put(`4 ${home.tagName}.${classes(home).join('.')} ${own_} ${row.getAttribute('role')}`, row, home);
  }
  // a row of a table that only parts the page: it alone holds what the page lists
  const partsPage = row => {
    const table = row.tagName === 'TR' && row.closest('table');
    if (!table || !row.querySelector('table')) return false;
    const rows = [...table.querySelectorAll('tr')].filter(other => other.closest('table') === table);
    return !rows.some(isHead) && rows.every(other => other === row || !isDoc(other));
  };
  const inRow = row => {
    const outer = row.parentElement.closest('tr, [role=row]');
    return Boolean(outer) && (!partsPage(outer) || inRow(outer));
  };
  let found = [];
  for (const {rows, homes} of groups.values()) {
    const body = rows.filter(row => !isHead(row) && !filters(row));
    const docs = body.filter(isDoc);
    if (anchor ? !docs.some(holdsAnchor) : !docs.length || docs.length < body.length * 0.6) continue;
    const alone = !anchor || docs.length < 2;
    if (alone && docs.some(row => row.querySelector('table') && !row.closest('table'))) continue;
    const table = Boolean(up(docs[0], 'table, [role=table], [role=grid]'));
    const reach = docs.filter(row => row.querySelector(pressable) || clicked(row)).length;
    if (!anchor && !table && docs.length < 2 && !reach) continue;
    if (!anchor && docs.some(inRow)) continue;
    const long = docs.reduce((sum, row) => sum + text(row).length, 0) / docs.length;
    const many = docs.filter(row => (apart(row).match(new RegExp(DATE.source, 'gu')) || []).length > 4).length;
    found.push({homes: [...homes], docs, body, table, reach,
      score: docs.length * docs.length / body.length + reach + (table ? 2 : 0) - many * 2 - long / 1e4});
  }
  // a column of cards says less than its cards: whoever has the amount beside it is the row
  const priced = group => group.docs.filter(row => AMOUNT.test(without(apart(row)))).length;
  const within = (inner, outer) => inner !== outer && inner.docs.length === outer.docs.length
    && inner.docs.every((row, at) => row !== outer.docs[at] && outer.docs[at].contains(row));
  found = found.filter(inner =>
    !found.some(outer => within(inner, outer) && priced(outer) > priced(inner)));
  // what holds several documents, each with a file of its own, is the page around them
  const holds = (outer, inner) => outer.docs.length === 1 && inner.docs.length > 1
    && inner.reach === inner.docs.length
    && inner.docs.every(row => row !== outer.docs[0] && outer.docs[0].contains(row));
  found = found.filter(outer => !found.some(inner => holds(outer, inner)));
  found.sort((a, b) => b.score - a.score);
  const taken = new Set();
  found = found.filter(group => {
    const key = group.docs.map(name).join();
    return !taken.has(key) && taken.add(key);
  });
  const rowSelectors = group => {
    const [row] = group.docs, tag = row.tagName.toLowerCase(), list = [];
    const common = classes(row).filter(cls => group.docs.every(doc => doc.classList.contains(cls)));
    const home = group.homes[0], kind = home.tagName.toLowerCase();
    const alone = group.homes.length === 1;
    const homes = [alone && home.id && plain(home.id) ? `#${home.id}` : '',
      ...classes(home).map(cls => `${kind}.${cls}`), kind].filter(Boolean);
    if (alone && homes.length === 1) {
      const above = home.parentElement && home.parentElement.closest('[id], [class]');
      if (above && above.id && plain(above.id)) homes.unshift(`#${above.id} ${kind}`);
      if (above) for (const cls of classes(above)) homes.unshift(`.${cls} > ${kind}`, `.${cls} ${kind}`);
    }
    const skip = ':not(:has(> th:only-child)):not(:has(select)):not(:has([role=columnheader]))';
    const body = tag === 'tr' ? 'tbody tr:has(td)' : `> ${tag}`;
    for (const base of homes) for (const cls of common) list.push(`${base} ${tag}.${cls}`);
    for (const cls of common) list.push(`${tag}.${cls}`);
    if (row.hasAttribute('role'))
      for (const base of homes) list.push(`${base} [role=${row.getAttribute('role')}]${skip}`);
    for (const base of homes) list.push(`${base} ${body}${skip}:has(a,button)`);
    for (const base of homes) list.push(`${base} ${body}${skip}`);
    if (tag === 'tr') for (const base of homes) list.push(`${base} tr:has(td)${skip}`);
    for (const base of homes)
      list.push(`${base} > ${tag}[onclick]`, `${base} > ${tag}:not(:first-child)`, `${base} > ${tag}[href]`,
        `${base} > ${tag}:has(time)`, `${base} > ${tag}:has(a[href])`, `${base} ${tag}:has(a[href])`);
    return [...new Set(list)].filter(sel => {
      const hits = all(sel).filter(shown);
      return hits.length === group.docs.length && hits.every(hit => group.docs.includes(hit));
    }).slice(0, 5);
  };
  const headers = group => {
    const table = up(group.docs[0], 'table, [role=table], [role=grid]');
    if (!table) return [];
    let head = [...table.querySelectorAll('thead tr:last-child > *')];
    if (!head.length) head = [...table.querySelectorAll('[role=columnheader]')];
    if (!head.length) {
      const first = [...table.querySelectorAll('tr')].find(row => row.querySelector('th'));
      head = first ? [...first.children] : [];
    }
    return head.flatMap(cell => Array(cell.colSpan || 1).fill(sight(cell)));
  };
  const cells = row => {
    const list = row.matches('tr') ? [...row.children]
      : [...row.querySelectorAll('[role=cell], [role=gridcell], [role=rowheader]')];
    return list.flatMap(cell => Array(cell.colSpan || 1).fill(sight(cell)));
  };
  const label = el => {
    const before = el.previousElementSibling;
    if (el.tagName === 'DD' && before) return text(before);
    if (before && !/\d/.test(text(before)) && text(before).length < 40) return text(before);
    const box = el.parentElement;
    return box && box.children.length === 2 && box.children[1] === el ? text(box.children[0]) : '';
  };
  const partSelectors = (row, el) => {
    const tag = el.tagName.toLowerCase(), list = classes(el).map(cls => `${tag}.${cls}`);
    if (tag === 'time' || /^h\d$/.test(tag)) list.push(tag);
    if (tag === 'dd' && el.previousElementSibling)
      list.push(`dt:has-text(${JSON.stringify(text(el.previousElementSibling))}) + dd`);
    const steps = [];
    for (let node = el; node !== row; node = node.parentElement) {
      const like = [...node.parentElement.children].filter(other => other.tagName === node.tagName);
      steps.unshift(`${node.tagName.toLowerCase()}:nth-of-type(${like.indexOf(node) + 1})`);
    }
    list.push(`:scope > ${steps.join(' > ')}`);
    return list;
  };
  const valuesAt = (group, selector) => group.docs.slice(0, 40).map(doc => {
    try { const hit = doc.querySelector(selector); return hit ? text(hit) : ''; } catch { return null; }
  });
  const parts = group => {
    const [first] = group.docs, list = [];
    for (const el of first.querySelectorAll('*')) {
      if ((!own(el) && el.tagName !== 'TIME') || !shown(el)) continue;
      const selectors = partSelectors(first, el);
      list.push({text: text(el), label: label(el), selectors, time: el.getAttribute('datetime') || '',
        link: Boolean(el.closest('a[href], button')),
        values: valuesAt(group, selectors[selectors.length - 1])});
    }
    if (own(first)) list.push({text: own(first), label: '', selectors: [':scope'], time: '', link: false,
      values: valuesAt(group, ':scope')});
    return list.slice(0, 60);
  };
  const control = (el, row) => {
    const inner = el.querySelector('img, svg, i, span');
    const hints = [el.getAttribute('class'), el.id, el.getAttribute('onclick'), el.getAttribute('href'),
      inner && inner.getAttribute('class'), inner && inner.getAttribute('src'),
      inner && inner.getAttribute('alt'), el.getAttribute('data-testid')].filter(Boolean).join(' ');
    const steps = [];
    for (let node = el; node !== row; node = node.parentElement) {
      const like = [...node.parentElement.children].filter(other => other.tagName === node.tagName);
      steps.unshift(`${node.tagName.toLowerCase()}:nth-of-type(${like.indexOf(node) + 1})`);
    }
    return {words: sight(el) || el.value || el.getAttribute('aria-label') || el.getAttribute('title') || '',
      says: flat([el.getAttribute('aria-label'), el.getAttribute('title')].filter(Boolean).join(' ')),
      href: el.tagName === 'A' ? el.getAttribute('href') || '' : '', tag: el.tagName.toLowerCase(),
      classes: classes(el), hints: hints.slice(0, 400), path: steps.length ? `:scope > ${steps.join(' > ')}` : ':scope',
      download: el.hasAttribute('download')};
  };
  const sample = group => {  // a row whose file is not there yet has fewer controls than others
    const count = row => row.querySelectorAll(pressable).length;
    const most = Math.max(...group.docs.map(count));
    if (anchor) return group.docs.findIndex(holdsAnchor);
    return group.docs.findIndex(row => count(row) === most);
  };
  const controls = (group, at) => {
    const row = group.docs[at];
    const meant = pointedAt(row);
    const list = [...row.querySelectorAll(pressable)].filter(el => shown(el) && el !== meant)
      .map(el => control(el, row));
    if (meant) list.unshift({...control(meant, row), shown: true});
    if (clicked(row)) list.push(control(row, row));
    return list.slice(0, 20);
  };
  const short = [];
  for (const el of all('p, span, div, h1, h2, h3, h4, td, caption, small, strong, b, label, legend, li')) {
    const said = text(el);
    if (!said || said.length > 80 || !/\d/.test(said) || el.children.length > 4 || !shown(el)) continue;
    if (found.length && found[0].docs.some(row => row.contains(el))) continue;
    const tag = el.tagName.toLowerCase(), selectors = [];
    if (el.id && plain(el.id)) selectors.push(`#${el.id}`);
    for (const cls of classes(el)) if (all(`${tag}.${cls}`).length === 1) selectors.push(`${tag}.${cls}`);
    for (const beside of ['main h1 + ', 'h1 + ', 'h2 + '])
      if (all(beside + tag).length === 1 && all(beside + tag)[0] === el) selectors.push(beside + tag);
    short.push({text: said, selectors});
    if (short.length > 80) break;
  }
  const best = found.slice(0, 4).map(group => {
    const at = sample(group);
    return {score: group.score, count: group.docs.length, table: group.table, rows: rowSelectors(group),
      headers: headers(group), cells: group.docs.slice(0, 40).map(cells),
      texts: group.docs.slice(0, 40).map(apart), parts: parts(group), sample: at,
      controls: controls(group, at), boxes: Boolean(group.docs[at].querySelector('input[type=checkbox]'))};
  });
  const heads = all('h1, h2, caption, legend').filter(shown).map(text);
  return {groups: best, short, language: document.documentElement.lang || '',
    heading: [...heads, document.title].join(' | ').slice(0, 300)};
}
