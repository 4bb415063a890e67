// The groups of like siblings that look like documents, best first; and the short texts around.
() => {
  const DATE = /\b\d{4}-\d{2}-\d{2}\b|(?<!\d)\d{1,2}\s?[.\/-]\s?\d{1,2}\s?[.\/-]\s?(\d{4}|\d\d)(?!\d)|(?<!\d)\d{1,2}(\.|st|nd|rd|th)?\s+\p{L}{3,}\.?,?\s+\d{4}|\p{L}{3,}\.?\s+\d{1,2},\s+\d{4}/u;
  const AMOUNT = /(?:[€£$]|\b[A-Z]{3}\b)?\s?[-−(]?\s?(?:[€£$])?\d[\d.,'’\u00a0\u202f ]*[.,]\d\d(?!\d)/;
  const ID = /(?=[\p{L}\d\/_.-]*\d)(?:\p{L}{1,6}[-\/_ ]?)?\d[\p{L}\d\/_-]{2,}/u;
  const shown = el => {
    const box = el.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(el).visibility !== 'hidden';
  };
  const text = el => (el.textContent || '').replace(/\s+/g, ' ').trim();
  const apart = el => {  // like text, with its pieces kept apart
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT), pieces = [];
    while (walker.nextNode()) pieces.push(walker.currentNode.textContent.trim());
    return pieces.filter(Boolean).join(' | ').replace(/\s+/g, ' ');
  };
  const own = el => [...el.childNodes].filter(node => node.nodeType === 3)
    .map(node => node.textContent).join(' ').trim();
  const plain = name => /^[A-Za-z][\w-]*$/.test(name) && !/\d{3,}|[0-9a-f]{8,}/.test(name);
  const classes = el => [...el.classList].filter(plain);
  const isDoc = row => {
    const all = apart(row), dates = DATE.test(all);
    return dates && (AMOUNT.test(all) || ID.test(all.replace(new RegExp(DATE.source, 'gu'), '')));
  };
  const filters = row => row.querySelector('select, input:not([type=checkbox]):not([type=hidden])');
  const groups = new Map();
  for (const row of document.querySelectorAll('tr, li, article, details, [role=row], div, section')) {
    if (!shown(row) || !row.parentElement || text(row).length > 1500) continue;
    const key = row.tagName === 'TR' ? 'TR' : row.tagName + '.' + classes(row).join('.');
    const home = row.tagName === 'TR' ? row.closest('table') : row.parentElement;
    if (!groups.has(home)) groups.set(home, new Map());
    const inside = groups.get(home);
    if (!inside.has(key)) inside.set(key, []);
    inside.get(key).push(row);
  }
  const found = [];
  for (const [home, inside] of groups) for (const rows of inside.values()) {
    const table = home.tagName === 'TABLE' || home.closest('table, [role=table], [role=grid]');
    const body = rows.filter(row => !row.querySelector('th') && !filters(row));
    const docs = body.filter(isDoc);
    if (!docs.length || docs.length < body.length * 0.6) continue;
    if (docs.some(row => [...row.querySelectorAll('table')].length)) continue;
    if (!table && (docs.length < 2 || rows[0].querySelector('tr, li, article'))) continue;
    const links = docs.filter(row => row.querySelector('a[href], button')).length;
    found.push({home, rows, body, docs, table: Boolean(table),
      score: docs.length * docs.length / body.length + links + (table ? 2 : 0)});
  }
  found.sort((a, b) => b.score - a.score);
  const one = sel => { try { return document.querySelectorAll(sel).length; } catch { return 0; } };
  const rowSelectors = group => {
    const [row] = group.docs, tag = row.tagName.toLowerCase(), list = [];
    const common = classes(row).filter(name => group.docs.every(doc => doc.classList.contains(name)));
    const home = group.home, name = home.tagName.toLowerCase();
    const homes = [home.id && plain(home.id) ? `#${home.id}` : '',
      ...classes(home).map(cls => `${name}.${cls}`), name].filter(Boolean);
    const skip = ':not(:has(th)):not(:has(select))';
    for (const base of homes) for (const cls of common) list.push(`${base} ${tag}.${cls}`);
    for (const base of homes) if (tag === 'tr') list.push(`${base} tbody tr${skip}:has(a,button)`);
    for (const base of homes) list.push(`${base} > ${tag}${skip}:has(a,button)`);
    for (const base of homes) if (tag === 'tr') list.push(`${base} tbody tr${skip}`);
    return list.filter(sel => {
      const hits = [...document.querySelectorAll(sel)].filter(shown);
      return hits.length === group.docs.length && hits.every(hit => group.docs.includes(hit));
    }).slice(0, 5);
  };
  const headers = group => {
    const table = group.docs[0].closest('table, [role=table], [role=grid]');
    if (!table) return [];
    let head = [...table.querySelectorAll('thead tr:last-child > *')];
    if (!head.length) head = [...table.querySelectorAll('[role=columnheader]')];
    if (!head.length) {
      const first = [...table.querySelectorAll('tr')].find(row => row.querySelector('th'));
      head = first ? [...first.children] : [];
    }
    return head.flatMap(cell => Array(cell.colSpan || 1).fill(text(cell)));
  };
  const cells = row => row.matches('tr') ? [...row.children].map(text)
    : [...row.querySelectorAll('[role=cell], [role=gridcell]')].map(text);
  const partSelectors = (row, el) => {
    const tag = el.tagName.toLowerCase(), list = classes(el).map(name => `${tag}.${name}`);
    if (tag === 'time' || /^h\d$/.test(tag)) list.push(tag);
    if (tag === 'dd' && el.previousElementSibling)
      list.push(`dt:has-text(${JSON.stringify(text(el.previousElementSibling))}) + dd`);
    if (el.parentElement === row || tag === 'dd') {
      const like = [...el.parentElement.children].filter(other => other.tagName === el.tagName);
      list.push(`${tag}:nth-of-type(${like.indexOf(el) + 1})`);
    }
    return list;
  };
  const parts = group => {
    const [first] = group.docs, list = [];
    for (const el of first.querySelectorAll('*')) {
      if (!own(el) && el.tagName !== 'TIME') continue;
      const before = el.tagName === 'DD' && el.previousElementSibling ? text(el.previousElementSibling) : '';
      const selectors = partSelectors(first, el);
      list.push({text: text(el), label: before, selectors, time: el.getAttribute('datetime') || '',
        link: Boolean(el.closest('a[href], button'))});
    }
    return list.slice(0, 60);
  };
  const controls = row => [...row.querySelectorAll('a[href], button, [role=button]')].map(el => ({
    words: text(el) || el.getAttribute('aria-label') || el.getAttribute('title') || '',
    href: el.tagName === 'A' ? el.getAttribute('href') : '', tag: el.tagName.toLowerCase(),
    classes: classes(el),
  }));
  const short = [];
  for (const el of document.querySelectorAll('p, span, div, h1, h2, h3, h4, td, caption, small, strong')) {
    const said = text(el);
    if (!said || said.length > 80 || !/\d/.test(said) || el.children.length > 2 || !shown(el)) continue;
    const tag = el.tagName.toLowerCase(), selectors = [];
    if (el.id && plain(el.id)) selectors.push(`#${el.id}`);
    for (const name of classes(el)) if (one(`${tag}.${name}`) === 1) selectors.push(`${tag}.${name}`);
    if (one(tag) === 1) selectors.push(tag);
    short.push({text: said, selectors});
  }
  const best = found.slice(0, 3).map(group => ({
    score: group.score, count: group.docs.length, table: group.table, rows: rowSelectors(group),
    headers: headers(group), cells: group.docs.slice(0, 40).map(cells),
    texts: group.docs.slice(0, 40).map(apart), parts: parts(group),
    controls: controls(group.docs[0]),
  }));
  return {groups: best, short: short.slice(0, 80), language: document.documentElement.lang || '',
    heading: [...document.querySelectorAll('h1, h2, title')].map(text).join(' | ').slice(0, 300)};
}
