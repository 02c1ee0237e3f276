import type { Chart } from '../chart/chart.ts';
import { specOf } from '../chart/codes.ts';
import { newest } from '../scores/score.ts';
import type { Assessment, FilmConclusion, Probability } from './assessment.ts';
import { isTold } from './film-conclusion.ts';

/** One thing that is different from the assessment before. */
export type Change =
  | { readonly kind: 'risk'; readonly before: Probability; readonly now: Probability }
  | { readonly kind: 'score'; readonly name: string; readonly before: number; readonly now: number }
  | { readonly kind: 'finding-appeared' | 'finding-gone'; readonly name: string }
  | { readonly kind: 'new-film'; readonly acquiredAt?: string }
  | {
      readonly kind: 'value';
      readonly words: string;
      readonly ucum: string;
      readonly before: number;
      readonly now: number;
      readonly source: string;
    };

type Summed = { readonly assessment: Assessment; readonly chart: Chart };

/** A risk as it is said: in whole per cent, or by its reason for silence. */
function said(risk: Probability): string {
  return risk.kind === 'withheld' ? risk.because : String(Math.round(risk.value * 100));
}

function riskChange(before: Assessment, now: Assessment): Change[] {
  return said(before.risk) === said(now.risk) ? [] : [{ kind: 'risk', before: before.risk, now: now.risk }];
}

function scoreChanges(before: Assessment, now: Assessment): Change[] {
  return now.scores.flatMap(({ name, points }) => {
    const old = before.scores.find((score) => score.name === name)?.points;
    return old === undefined || old === points
      ? []
      : [{ kind: 'score' as const, name, before: old, now: points }];
  });
}

function toldOn(film: FilmConclusion): string[] {
  if (film.state !== 'read') return [];
  return film.findings.filter(({ word }) => isTold(word)).map(({ name }) => name);
}

/** A film that is not read any more says nothing about what it showed. */
function filmChanges({ film: before }: Assessment, { film: now }: Assessment): Change[] {
  if (now.state !== 'read') return [];
  const isNew = before.state !== 'read' || before.sopInstanceUid !== now.sopInstanceUid;
  const [was, is] = [toldOn(before), toldOn(now)];
  return [
    ...(isNew
      ? [{ kind: 'new-film' as const, ...(now.acquiredAt ? { acquiredAt: now.acquiredAt } : {}) }]
      : []),
    ...is.filter((name) => !was.includes(name)).map((name) => ({ kind: 'finding-appeared' as const, name })),
    ...(before.state === 'read'
      ? was.filter((name) => !is.includes(name)).map((name) => ({ kind: 'finding-gone' as const, name }))
      : []),
  ];
}

/** The values behind the reasons, then and now; one that only grew older is no change. */
function valueChanges(before: Summed, now: Summed): Change[] {
  const reasons = [now, before].flatMap(({ assessment: { raises, lowers } }) => [...raises, ...lowers]);
  const concepts = new Set(reasons.flatMap(({ measurement }) => (measurement ? [measurement.concept] : [])));
  return [...concepts].flatMap((concept) => {
    const [old, fresh] = [before, now].map(({ chart }) => newest(chart, concept, Number.POSITIVE_INFINITY));
    if (!old || !fresh || old.value.toPrecision(3) === fresh.value.toPrecision(3)) return [];
    const { words } = specOf(concept);
    return [
      {
        kind: 'value' as const,
        words,
        ucum: fresh.ucum,
        before: old.value,
        now: fresh.value,
        source: fresh.source,
      },
    ];
  });
}

function unanswered({ gaps }: Assessment): string {
  const sources = gaps.flatMap(({ modality, reason }) => (reason === 'source-failed' ? [modality] : []));
  return [...new Set(sources)].sort().join();
}

/**
 * What differs between two summaries of one patient, as a reader would be told: the weightiest first. Risk and scores are
 * held against one another only where the same sources answered.
 */
export function changesSince(before: Summed, now: Summed): readonly Change[] {
  const isComparable = unanswered(before.assessment) === unanswered(now.assessment);
  return [
    ...(isComparable ? riskChange(before.assessment, now.assessment) : []),
    ...filmChanges(before.assessment, now.assessment),
    ...(isComparable ? scoreChanges(before.assessment, now.assessment) : []),
    ...valueChanges(before, now),
  ];
}
