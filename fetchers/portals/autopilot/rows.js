// Selectors that find the rows of a list, given its first: by header words, by class, by structure.
row => {
  const WORDS = 0, ATTRIBUTE = 1, CLASS = 2, STRUCTURE = 3;
  const built = name => /^(css|sc|jss|jsx|emotion|svelte|ng|_)[-_]?/.test(name) || /\d{3,}/.test(name)
    || name.split(/[-_]+/).some(part => part.length > 4 && /\d/.test(part) && /[a-z]/i.test(part));
  const plain = name => /^[A-Za-z][\w-]{0,40}$/.test(name) && !built(name);
  const tag = row.tagName.toLowerCase(), found = [];
  const add = (kind, selector) => found.push([kind, `css=${selector}`]);
  const table = row.closest('table, [role=table], [role=grid]'), home = row.parentElement;
  const rest = tag === 'tr' ? 'tr:has(td)' : row.getAttribute('role') === 'row'
    ? '[role=row]:has([role=cell],[role=gridcell])' : tag;
  const heads = table ? [...table.querySelectorAll('th, [role=columnheader]')]
    .map(one => one.innerText.trim()).filter(one => one && one.length < 40 && !/["\\\n]/.test(one)) : [];
  if (table && heads.length) {
    const name = table.tagName === 'TABLE' ? 'table' : `[role=${table.getAttribute('role')}]`;
    add(WORDS, `${name}:has-text(${JSON.stringify(heads[0])}) ${rest}`);
  }
  for (const one of [home, table].filter(Boolean)) {
    if (one.id && plain(one.id)) add(ATTRIBUTE, `[id=${JSON.stringify(one.id)}] ${rest}`);
    const said = one.getAttribute('aria-label');
    if (said && said.length < 60 && !/["\\\d]/.test(said)) add(ATTRIBUTE, `[aria-label=${JSON.stringify(said)}] ${rest}`);
    for (const name of one.classList) if (plain(name)) add(CLASS, `.${name} ${rest}`);
  }
  for (const name of row.classList) if (plain(name)) add(CLASS, `${tag}.${name}`);
  for (const base of [home, home.parentElement].filter(Boolean)) {
    const name = base.tagName.toLowerCase();
    add(STRUCTURE, `${name} > ${rest}`);
    add(STRUCTURE, `${name} > ${rest}:has(a[href],button)`);
  }
  if (row.closest('main')) add(STRUCTURE, `main ${rest}:has(a[href],button)`);
  add(STRUCTURE, `body ${rest}:has(a[href],button)`);
  return found;
}
