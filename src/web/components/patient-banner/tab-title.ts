import type { Patient } from '../../summary-types.ts';

/**
 * What the browser's tab is called: `71 F …0042 · Vigie`. Age, sex and the end of the record number tell two patients'
 * tabs apart; the name stays out of it, because titles are kept in the browser's history, shown in task switchers and
 * shared with a screen. The name stands in the banner of the page itself, always in view.
 */
export function tabTitle({ ageYears, sex, identifiers, id }: Patient): string {
  const number = (identifiers[0] ?? id).slice(-4);
  const letter = sex === undefined ? '' : sex === 'female' ? 'F' : 'M';
  const who = [ageYears ?? '', letter, `…${number}`].filter((part) => part !== '').join(' ');
  return `${who} · Vigie`;
}
