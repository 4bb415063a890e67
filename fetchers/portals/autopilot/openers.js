// Controls that are no links and lead on: buttons of a menu, tabs, headings that unfold.
// What stands in a form, in a row or in a dialogue is left out. Nothing is changed on the page.
() => {
  const shown = el => {
    const box = el.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(el).visibility !== 'hidden';
  };
  const flat = said => (said || '').replace(/\s+/g, ' ').trim();
  const plain = name => /^[A-Za-z][\w-]*$/.test(name) && !/\d{3,}|[0-9a-f]{8,}/.test(name);
  const roles = {BUTTON: 'button', A: 'link'};
  const wanted = 'button, summary, [role=button], [role=tab], [role=menuitem], [role=link]:not(a), '
    + '[aria-expanded]:not(input):not(select), [aria-haspopup]:not(input):not(select)';
  const found = [...document.querySelectorAll(wanted)].filter(el => shown(el)
    && !el.matches('a[href]:not([href^="#"]):not([href^="javascript:"])')
    && !el.closest('form, tr, [role=row], [role=dialog], dialog') && !el.disabled
    && el.getAttribute('aria-selected') !== 'true' && el.getAttribute('aria-expanded') !== 'true'
    && !el.closest('details[open] > summary'));
  const alone = sel => {
    try { return [...document.querySelectorAll(sel)].filter(shown).length === 1; } catch { return false; }
  };
  return found.slice(0, 60).map(el => {
    const said = el.getAttribute('aria-label') || el.innerText || el.title, words = flat(said).slice(0, 80);
    const tag = el.tagName.toLowerCase(), role = el.getAttribute('role') || roles[el.tagName], css = [];
    const quoted = JSON.stringify(words), at = [];
    if (words && role) at.push(`role=${role}[name=${quoted}]`);
    if (el.id && plain(el.id)) css.push(`[id=${JSON.stringify(el.id)}]`);
    const controls = el.getAttribute('aria-controls');
    if (controls && plain(controls)) css.push(`${tag}[aria-controls=${JSON.stringify(controls)}]`);
    for (const cls of el.classList) if (plain(cls)) css.push(`${tag}.${cls}`);
    css.push(tag);
    if (words && !/["\\]/.test(words)) at.push(`css=${tag}:has-text(${quoted})`);
    at.push(...css.filter(alone).slice(0, 3).map(sel => `css=${sel}`));
    const unfolds = el.matches('summary, [role=tab], [aria-expanded], [aria-haspopup]');
    return {words, at: at.slice(0, 5), unfolds};
  });
}
