/** A number that is written in English (`8,000`, `31.4`), as `language` writes it. */
export function figure(text: string, language: string): string {
  if (!language.startsWith('fr')) return text;
  return /^\d{1,3}(,\d{3})+$/.test(text) ? text.replace(/,/g, '\u202f') : text.replace('.', ',');
}

/** The space before a per-cent sign or a unit; French and English alike, never at a line's end. */
const fixedSpace = '\u00a0';

/** A probability in whole per cent; the ends are said as "under 1" and "over 99", never 0 or 100. */
export function percent(probability: number): string {
  if (probability < 0.01) return `<1${fixedSpace}%`;
  if (probability > 0.99) return `>99${fixedSpace}%`;
  return `${Math.round(probability * 100)}${fixedSpace}%`;
}

/** `6–22 %`, the ends of an interval; one number where both are said alike. */
export function interval({ low, high }: { readonly low: number; readonly high: number }): string {
  if (percent(low) === percent(high)) return percent(high);
  const from = percent(low).replace(`${fixedSpace}%`, '');
  return high > 0.99 ? `${from} – ${percent(high)}` : `${from}–${percent(high)}`;
}

/** At most three significant digits; whole numbers stay whole. */
export function amount(value: number, language: string): string {
  const digits = Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
  return new Intl.NumberFormat(language, { maximumFractionDigits: 4, useGrouping: 'min2' }).format(digits);
}

/** A share in log-odds with its sign and two places: `+0.42`, `−0.10`, `0.00`. */
export function signed(value: number, language: string): string {
  const size = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    Math.abs(value),
  );
  if (Number(Math.abs(value).toFixed(2)) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

/** UCUM's letters for a computer, and what a chart prints instead. */
const printed: readonly (readonly [string, string])[] = [
  ['mm[Hg]', 'mmHg'],
  ['10*3/uL', '10³/µL'],
  ['10*9/L', '10⁹/L'],
  ['Cel', '°C'],
  ['[degF]', '°F'],
  ['[lb_av]', 'lb'],
  ['umol', 'µmol'],
  ['ug/', 'µg/'],
  ['ukat', 'µkat'],
];

/** A UCUM unit as a chart prints it; nothing for a pure number such as a score. */
export function unitText(ucum: string): string {
  if (ucum === '1' || ucum === '[pH]' || ucum.startsWith('{')) return '';
  return printed.reduce((text, [code, words]) => text.replace(code, words), ucum);
}

/** A value with its unit, kept on one line. */
export function quantity(value: number, ucum: string, language: string): string {
  const unit = unitText(ucum);
  return `${amount(value, language)}${unit === '' ? '' : fixedSpace + unit}`;
}

function isSameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

/**
 * A moment in the reader's own time zone: the time alone when it is of `beside`'s day, with day and month otherwise and
 * with the year when that differs. An unreadable time is shown as it is recorded.
 */
export function moment(at: string, { language, beside }: { language: string; beside: string }): string {
  const [then, other] = [new Date(at), new Date(beside)];
  if (Number.isNaN(then.getTime())) return at;
  const isDateOnly = /^\d{4}(-\d{2}){0,2}$/.test(at);
  const time = isDateOnly ? {} : ({ hour: '2-digit', minute: '2-digit', hour12: false } as const);
  const day = { day: 'numeric', month: 'short' } as const;
  const year = then.getFullYear() === other.getFullYear() ? {} : ({ year: 'numeric' } as const);
  const parts = isSameDay(then, other) && !isDateOnly ? time : { ...time, ...day, ...year };
  const zone = isDateOnly ? ({ timeZone: 'UTC' } as const) : {};
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...parts, ...zone }).format(then);
}

/** A birth date as recorded, to the precision it has: `1953`, `March 1953`, `12 March 1953`. */
export function birthday(date: string, language: string): string {
  const [, month, day] = date.split('-');
  const parts: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    ...(month ? { month: 'long' } : {}),
    ...(day ? { day: 'numeric' } : {}),
    timeZone: 'UTC',
  };
  const shown = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, parts);
  return shown.format(new Date(date));
}

/** How long before `now` something was: whole minutes, then hours, then days. */
export function ago(at: string, now: Date, language: string): string {
  const minutes = Math.max(Math.round((now.getTime() - Date.parse(at)) / 60_000), 0);
  const said = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' });
  if (minutes < 60) return said.format(-minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? said.format(-hours, 'hour') : said.format(-Math.round(hours / 24), 'day');
}
