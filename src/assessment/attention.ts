import { findingNamed } from '../findings/registry.ts';
import type { Assessment, FindingConclusion } from './assessment.ts';
import { likelyFrom } from './film-conclusion.ts';

/** At or above this risk a summary asks for attention; a working limit, not a validated one. */
const attentionFrom = 0.2;

/** Leads the headline. A doubted finding with a high number is still worth a look at once. */
export function isLikely({ word, doubts, probability }: FindingConclusion): boolean {
  if (word === 'likely') return true;
  return doubts !== undefined && probability.kind === 'estimated' && probability.value >= likelyFrom;
}

/** Whether a summary asks for attention now: a high risk, or an urgent finding that is likely and not disputed. */
export function asksForAttention(
  { risk, film }: Assessment,
  disputed: ReadonlySet<string> = new Set(),
): boolean {
  if (risk.kind === 'estimated' && risk.value >= attentionFrom) return true;
  if (film.state !== 'read') return false;
  return film.findings.some(
    (finding) =>
      isLikely(finding) && !disputed.has(finding.name) && findingNamed(finding.name)?.urgent === true,
  );
}
