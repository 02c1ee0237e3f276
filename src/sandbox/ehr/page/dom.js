/**
 * Makes an element. Texts become text nodes, never markup, so nothing from a record or a card can run.
 * @param {string} tag
 * @param {Record<string, string | undefined>} attributes
 * @param {...(Node | string)} children
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** `3 h ago`, `2 days ago`; an empty time is said as such. */
export function ago(iso) {
  const hours = (Date.now() - Date.parse(iso)) / 3_600_000;
  if (Number.isNaN(hours)) return 'time not recorded';
  if (hours < 1) return `${Math.max(0, Math.round(hours * 60))} min ago`;
  return hours < 48 ? `${Math.round(hours)} h ago` : `${Math.round(hours / 24)} days ago`;
}

/** Local date and time. */
export function clock(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return 'time not recorded';
  return at.toLocaleString([], { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' });
}

/** Completed years today; nothing when the birth date is not known. */
export function ageOf(birthDate) {
  const born = new Date(birthDate ?? '');
  if (Number.isNaN(born.getTime())) return undefined;
  const now = new Date();
  const hadBirthday =
    now.getMonth() > born.getMonth() ||
    (now.getMonth() === born.getMonth() && now.getDate() >= born.getDate());
  return now.getFullYear() - born.getFullYear() - (hadBirthday ? 0 : 1);
}

/** A table in a box that scrolls by itself on a narrow screen. */
export function tableOf(caption, head, rows) {
  const table = element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells))),
  );
  return element('div', { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' }, table);
}
