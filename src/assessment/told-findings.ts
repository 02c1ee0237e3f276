import { abnormalName } from '../encoders/place.ts';
import type { ReadFilm } from '../encoders/reading.ts';
import { findingNamed } from '../findings/registry.ts';
import { tellsOf } from './film-conclusion.ts';

/** Most findings whose place is sought on one film. */
const most = 3;

function weightOf(finding: ReadFilm['findings'][number]): number {
  const urgent = findingNamed(finding.name)?.urgent ? 1 : 0;
  return urgent + (finding.state === 'assessed' ? finding.probability.value : 0);
}

/** The names whose place a reader would ask for: findings told as likely or possible, urgent first, then `abnormal`. */
export function toldFindings({ findings, abnormal }: ReadFilm): string[] {
  const told = findings.filter(tellsOf).sort((a, b) => weightOf(b) - weightOf(a));
  return [...told.slice(0, most).map(({ name }) => name), ...(tellsOf(abnormal) ? [abnormalName] : [])];
}
