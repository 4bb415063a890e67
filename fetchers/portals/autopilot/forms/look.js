// The forms of a document, its open shadow trees included: their fields and what presses them on.
// A form is a <form>, or where a page has none, the smallest part that holds a field and a control.
() => {
  const up = el => el.parentElement || (el.getRootNode().host || null);
  const above = function* (el) { for (let at = el; at; at = up(at)) yield at; };
  const deep = root => [...root.querySelectorAll('*')].flatMap(
    el => el.shadowRoot ? [el, ...deep(el.shadowRoot)] : [el]);
  const all = deep(document);
  const tidy = (text, longest) => (text || '').trim().replace(/\s+/g, ' ').slice(0, longest);
  const of = (el, name) => tidy(el.getAttribute(name), 200);
  const typeOf = el => (el.getAttribute('type') || '').toLowerCase().trim();

  const folded = (el, style, box) => (style.overflowX !== 'visible' || style.overflowY !== 'visible')
    && el !== document.body && el !== document.documentElement && (box.width < 4 || box.height < 4);
  const outside = box => box.right + scrollX <= 0 || box.bottom + scrollY <= 0
    || box.left + scrollX >= Math.max(innerWidth, document.documentElement.scrollWidth);
  const seen = el => {
    const box = el.getBoundingClientRect();
    if (box.width < 8 || box.height < 8 || outside(box)) return false;
    if (getComputedStyle(el).visibility !== 'visible') return false;
    let opacity = 1;
    for (const at of above(el)) {
      const style = getComputedStyle(at);
      opacity *= Number(style.opacity);
      if (opacity < 0.7 || at.getAttribute('aria-hidden') === 'true' || at.inert) return false;
      if (at !== el && folded(at, style, at.getBoundingClientRect())) return false;
    }
    return true;
  };

  const named = el => {  // what labels it, wherever that stands in its own tree
    const ids = of(el, 'aria-labelledby').split(' ').filter(Boolean);
    const labels = [...(el.labels || []), ...ids.map(id => el.getRootNode().getElementById(id))];
    return tidy(labels.filter(Boolean).map(one => one.innerText || one.textContent).join(' '), 80)
      || of(el, 'aria-label').slice(0, 80);
  };
  const beside = el => {  // the words just before a field that has no label
    for (const at of above(el)) {
      for (let last = at.previousSibling; last; last = last.previousSibling) {
        if (last.nodeType === 1 && /^(INPUT|SELECT|TEXTAREA|BUTTON|SCRIPT|STYLE)$/.test(last.tagName))
          return '';
        const text = tidy(last.textContent, 200);
        if (text) return text.length <= 60 ? text : '';
      }
      if (/^(FORM|TABLE|BODY|FIELDSET)$/.test(at.tagName)) return '';
    }
    return '';
  };
  const step = el => {
    const twins = [...(el.parentNode.children || [])].filter(one => one.tagName === el.tagName);
    const tag = el.tagName.toLowerCase();
    return twins.length > 1 ? `${tag}:nth-of-type(${twins.indexOf(el) + 1})` : tag;
  };
  const pathOf = el => {  // from its tree's root, or the nearest part with a plain id
    const steps = [];
    for (let at = el; at && at !== document.body; at = at.parentElement) {
      if (at !== el && /^[A-Za-z][\w-]{1,40}$/.test(at.id) && !/\d{3}/.test(at.id))
        return [`#${at.id}`, ...steps].join(' > ');
      steps.unshift(step(at));
    }
    return (document.body.contains(el) ? ['body', ...steps] : steps).join(' > ');
  };
  const shared = (el, others, traits) => Object.keys(traits).filter(
    trait => traits[trait](el) && others.some(
      one => one !== el && traits[trait](one) === traits[trait](el)));
  const telling = el => (of(el, 'autocomplete').toLowerCase()
    .match(/username|email|current-password|one-time-code/) || [''])[0];
  const hintOf = el => tidy(of(el, 'placeholder') || of(el, 'title'), 80);
  const wordsOf = el => tidy(el.innerText || (el.tagName === 'INPUT' ? el.value || el.alt : '')
      || el.getAttribute('aria-label') || el.title || el.textContent, 80);
  const describe = el => ({
    path: pathOf(el),
    shared: shared(el, fields, {id: one => one.id, name: one => of(one, 'name'),
      label: named, hint: hintOf, autocomplete: telling}),
    type: typeOf(el) || 'text', id: tidy(el.id, 200), name: of(el, 'name'),
    label: named(el), beside: named(el) ? '' : beside(el),
    hint: hintOf(el),
    autocomplete: of(el, 'autocomplete').toLowerCase(), longest: Number(of(el, 'maxlength')) || 0,
    keys: of(el, 'inputmode').toLowerCase(), width: Math.round(el.getBoundingClientRect().width),
    seen: seen(el) && !el.readOnly && !el.disabled,
    lure: el.tabIndex < 0 || el.getAttribute('aria-hidden') === 'true',
  });
  const follows = (one, other) => Boolean(
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const press = own => el => ({
    after: own.filter(field => follows(field, el)).length,
    id: tidy(el.id, 200), tag: el.tagName.toLowerCase(), type: typeOf(el), name: of(el, 'name'),
    link: el.tagName === 'A', seen: seen(el) && !el.disabled,
    words: wordsOf(el), path: pathOf(el),
    shared: shared(el, controls, {id: one => one.id, name: one => of(one, 'name'), words: wordsOf}),
  });

  const writes = el => el.tagName === 'INPUT'
    && /^(password|text|email|tel|number|search|url|)$|^(?!hidden|submit|button|image|reset|file|range|color|checkbox|radio|date|time|month|week)/
      .test(typeOf(el));
  const presses = el => el.tagName === 'BUTTON' ? typeOf(el) !== 'reset'
    : el.tagName === 'INPUT' ? /^(submit|image|button)$/.test(typeOf(el))
      : el.getAttribute('role') === 'button' || (el.tagName === 'A' && !/^(?!javascript:|#).+/i.test(of(el, 'href')));
  const holds = (home, el) => { for (const at of above(el)) if (at === home) return true; return false; };

  const fields = all.filter(writes), controls = all.filter(presses);
  const passwords = fields.filter(el => typeOf(el) === 'password');
  const homeOf = el => {
    if (el.form) return el.form;
    let home = document.body;
    for (const at of above(el)) {
      if (at.tagName === 'FORM') return at;
      if (at === document.body) break;
      const enough = controls.some(one => holds(at, one))
        && (!passwords.length || passwords.some(one => holds(at, one)))
        && fields.some(one => typeOf(one) !== 'password' && holds(at, one));
      if (enough) { home = at; break; }
    }
    return home;
  };
  const homes = new Map([...document.forms].map(form => [form, []]));
  for (const el of fields) {
    const home = homeOf(el);
    if (!homes.has(home)) homes.set(home, []);
    homes.get(home).push(el);
  }

  const headings = all.filter(el => /^(H[1-6]|LEGEND)$/.test(el.tagName)
    || el.getAttribute('role') === 'heading');
  const says = els => tidy(els.map(el => el.innerText || el.textContent).join(' | '), 300);
  const headingOf = (home, first) => {
    const inside = headings.filter(el => holds(home, el));
    if (inside.length || home === document.body) return says(inside);
    const before = headings.filter(
      el => (first || home).compareDocumentPosition(el) & Node.DOCUMENT_POSITION_PRECEDING);
    return says(before.slice(-1));
  };
  return [...homes].map(([home, own]) => {
    const inside = all.filter(el => holds(home, el) || el.form === home);
    const count = wanted => inside.filter(el => el.matches(wanted)).length;
    const boxes = inside.filter(el => el.matches('input[type=checkbox i]'));
    const links = inside.filter(el => el.tagName === 'A' && !presses(el));
    return {
      fields: own.map(describe),
      presses: inside.filter(presses).map(press(own)),
      heading: headingOf(home, own[0]),
      links: says(links), boxes: tidy(boxes.map(
        el => `${named(el) || tidy(el.parentElement.innerText, 80)} ${el.name}`).join(' | '), 300),
      selects: count('select'), areas: count('textarea'), radios: count('input[type=radio i]'),
      files: count('input[type=file i]'),
      words: tidy([home.id, of(home, 'class'), of(home, 'name'), of(home, 'role'),
        of(home, 'aria-label')].join(' '), 300),
      action: home.tagName === 'FORM' ? of(home, 'action') : '',
      posts: of(home, 'method').toLowerCase() === 'post',
      form: home.tagName === 'FORM', whole: home === document.body, seen: seen(home),
      index: [...document.forms].indexOf(home),
    };
  });
}
