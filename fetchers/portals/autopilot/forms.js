// The groups of visible fields of a document: what each field is, and what presses the group on.
() => {
  const seen = el => {
    const box = el.getBoundingClientRect(), style = getComputedStyle(el);
    return box.width >= 8 && box.height >= 8 && style.visibility !== 'hidden'
      && Number(style.opacity) >= 0.7 && !el.closest('[aria-hidden=true]');
  };
  const labelOf = el => {
    const label = el.labels && el.labels[0];
    const text = label ? label.innerText : el.getAttribute('aria-label') || '';
    return text.trim().replace(/\s+/g, ' ').slice(0, 80);
  };
  const describe = el => ({
    type: (el.getAttribute('type') || 'text').toLowerCase(), id: el.id || '',
    name: el.getAttribute('name') || '', label: labelOf(el),
    hint: (el.getAttribute('placeholder') || '').slice(0, 80),
    autocomplete: (el.getAttribute('autocomplete') || '').toLowerCase(),
  });
  const press = el => ({
    id: el.id || '', tag: el.tagName.toLowerCase(),
    words: (el.innerText || el.value || el.getAttribute('aria-label') || '').trim()
      .replace(/\s+/g, ' ').slice(0, 80),
  });
  const texts = ['text', 'email', 'tel', 'number', ''];
  const groups = new Map();
  for (const el of document.querySelectorAll('input')) {
    const type = (el.getAttribute('type') || '').toLowerCase();
    if (!(type === 'password' || texts.includes(type)) || !seen(el) || el.readOnly || el.disabled)
      continue;
    const home = el.form || document.body;
    if (!groups.has(home)) groups.set(home, []);
    groups.get(home).push(el);
  }
  return [...groups].map(([home, fields]) => ({
    fields: fields.map(describe),
    presses: [...home.querySelectorAll('button, input[type=submit], input[type=image], [role=button]')]
      .filter(el => seen(el) && (el.getAttribute('type') || '') !== 'reset').map(press),
    others: home.querySelectorAll('select, textarea, input[type=radio]').length,
    words: `${home.id} ${home.getAttribute('action') || ''} ${home.getAttribute('role') || ''}`,
    whole: home === document.body,
  }));
}
