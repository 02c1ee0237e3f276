import type { Modality } from '../chart/chart.ts';
import { type Concept, conceptNames, specOf } from '../chart/codes.ts';
import type { FindingName } from '../findings/registry.ts';
import { entryOf, type NoteConcept } from '../notes/concepts.ts';
import type { ScoreName } from '../scores/score.ts';
import type { Act, Meaning, RefusalReason } from './understanding/meaning.ts';
import type { Span } from './understanding/time-span.ts';
import type { Understood } from './understanding/understand.ts';

/** How a series of values is looked at. */
export type Look = 'last' | 'course' | 'highest' | 'lowest' | 'worst';

/** What a question wants to know; one answer each. */
export type Intent =
  | { readonly kind: 'refused'; readonly why: RefusalReason }
  | { readonly kind: 'unclear'; readonly typed: string; readonly between: readonly Meaning[] }
  | {
      readonly kind: 'values';
      readonly concepts: readonly Concept[];
      readonly look: Look;
      readonly span?: Span;
      readonly isWhole?: boolean;
      /** What it does to the risk is asked too. */
      readonly isWhy?: boolean;
      /** Whether it is normal is asked. */
      readonly isNormal?: boolean;
    }
  | { readonly kind: 'why'; readonly toward: 'up' | 'down' }
  | { readonly kind: 'finding'; readonly names: readonly FindingName[] }
  | { readonly kind: 'against'; readonly name: FindingName }
  | { readonly kind: 'noted'; readonly concepts: readonly NoteConcept[] }
  | { readonly kind: 'score'; readonly names: readonly ScoreName[] }
  | { readonly kind: 'without'; readonly modalities: readonly Modality[]; readonly isOnly: boolean }
  | { readonly kind: 'share'; readonly modalities: readonly Modality[] }
  | { readonly kind: Plain };

/** Questions that name nothing further. */
export const plainKinds = [
  ...(['risk', 'sure', 'counter', 'film', 'heart', 'where', 'prior', 'film-age', 'quality'] as const),
  ...(['missing', 'stale', 'notes', 'devices', 'history', 'patient', 'admitted'] as const),
  ...(['made', 'models', 'validated', 'disagreed', 'agreed', 'changed'] as const),
  ...(['unread', 'help', 'not-understood'] as const),
] as const;
export type Plain = (typeof plainKinds)[number];

/** What a question names, sorted. */
type Named = {
  readonly has: (...acts: readonly Act[]) => boolean;
  readonly refusals: readonly RefusalReason[];
  readonly concepts: readonly Concept[];
  readonly findings: readonly FindingName[];
  readonly noted: readonly NoteConcept[];
  readonly scores: readonly ScoreName[];
  readonly parts: readonly Modality[];
  readonly isUnread: boolean;
  readonly span?: Span;
};

function once<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

function sort({ meanings, span }: Understood): Named {
  const of = <Tag extends Meaning['tag']>(tag: Tag) =>
    meanings.filter((meaning): meaning is Extract<Meaning, { tag: Tag }> => meaning.tag === tag);
  const acts = new Set(of('act').map(({ act }) => act));
  return {
    has: (...asked) => asked.some((act) => acts.has(act)),
    refusals: of('refused').map(({ why }) => why),
    concepts: once(of('values').flatMap(({ concepts }) => concepts)),
    findings: once(of('finding').map(({ name }) => name)),
    noted: once(of('noted').map(({ concept }) => concept)),
    scores: once(of('score').flatMap(({ names }) => names)),
    parts: once(of('part').map(({ modality }) => modality)),
    isUnread: of('unread').length > 0,
    ...(span ? { span } : {}),
  };
}

const gravest = ['instructions', 'other-patient', 'treatment', 'decision', 'prognosis', 'knowledge'] as const;

function refusalOf({ refusals }: Named): Intent | undefined {
  const why = gravest.find((each) => refusals.includes(each));
  return why && { kind: 'refused', why };
}

function lookOf({ has, span }: Named): Look {
  if (has('worst')) return 'worst';
  if (has('highest')) return 'highest';
  if (has('lowest')) return 'lowest';
  const isCourse = has('course', 'changed', 'prior') || (span !== undefined && !has('last'));
  return isCourse ? 'course' : 'last';
}

function valuesOf(named: Named, concepts: readonly Concept[], isWhole = false): Intent {
  const { span, has } = named;
  const asked = { isWhole, isWhy: has('why', 'share', 'risk'), isNormal: has('normal', 'high', 'low') };
  return { kind: 'values', concepts, look: lookOf(named), ...asked, ...(span ? { span } : {}) };
}

/** What the parts would say without each other, and what each gave. */
function partsOf(named: Named): Intent | undefined {
  const { has, parts, concepts } = named;
  const isAboutParts = parts.length > 0 || concepts.length > 0;
  if (has('without') && isAboutParts) return { kind: 'without', modalities: parts, isOnly: false };
  if (has('only') && parts.length > 0) return { kind: 'without', modalities: parts, isOnly: true };
  if (has('share') && concepts.length === 0) return { kind: 'share', modalities: parts };
  return undefined;
}

function peopleOf({ has }: Named): Intent | undefined {
  if (has('disagreed')) return { kind: 'disagreed' };
  return has('agreed') ? { kind: 'agreed' } : undefined;
}

/** What a film would show of it; the film names no diseases. */
const shownBy: Readonly<Partial<Record<NoteConcept, readonly FindingName[]>>> = {
  'heart-failure': ['Edema', 'Cardiomegaly', 'Effusion'],
  empyema: ['Effusion'],
};

function findingOf({ has, findings, parts, noted }: Named): Intent | undefined {
  const [name] = findings;
  const shown = parts.includes('film') ? noted.flatMap((concept) => shownBy[concept] ?? []) : [];
  if (name === undefined) return shown.length > 0 ? { kind: 'finding', names: once(shown) } : undefined;
  if (has('against')) return { kind: 'against', name };
  if (has('noted') || (parts.includes('notes') && !parts.includes('film')))
    return { kind: 'noted', concepts: findings };
  return { kind: 'finding', names: findings };
}

function deviceOf({ has, noted }: Named): Intent | undefined {
  const isDevice = noted.some((concept) => entryOf(concept).kind === 'device');
  return has('devices') || isDevice ? { kind: 'devices' } : undefined;
}

function measuredOf(named: Named): Intent | undefined {
  const { concepts, isUnread } = named;
  if (concepts.length > 0) return valuesOf(named, concepts);
  return isUnread ? { kind: 'unread' } : undefined;
}

function filmOf({ has }: Named): Plain {
  if (has('prior')) return 'prior';
  if (has('quality')) return 'quality';
  if (has('where')) return 'where';
  const isOfTime = has('age', 'last', 'made', 'stale', 'admitted', 'patient');
  return isOfTime && !has('shows') ? 'film-age' : 'film';
}

function partOf(named: Named): Intent | undefined {
  const { parts, has } = named;
  if (parts.length === 0 || has('risk', 'sure')) return undefined;
  if (parts.includes('film')) return { kind: filmOf(named) };
  if (has('missing')) return { kind: 'missing' };
  if (has('stale')) return { kind: 'stale' };
  if (parts.includes('notes')) return { kind: 'notes' };
  const concepts = conceptNames.filter((concept) => parts.includes(specOf(concept).modality));
  return valuesOf(named, concepts, true);
}

/** For questions that name no thing of the chart: what is asked, the first that fits. */
const plainActs: readonly (readonly [acts: readonly Act[], kind: Plain])[] = [
  [['patient'], 'patient'],
  [['missing'], 'missing'],
  [['stale'], 'stale'],
  [['sure'], 'sure'],
  [['validated'], 'validated'],
  [['models'], 'models'],
  [['changed'], 'changed'],
  [['against'], 'counter'],
  [['history'], 'history'],
  [['made'], 'made'],
  [['risk'], 'risk'],
  [['admitted'], 'admitted'],
  [['quality'], 'quality'],
  [['prior'], 'prior'],
  [['where'], 'where'],
  [['noted'], 'notes'],
  [['course'], 'changed'],
  [['shows'], 'film'],
  [['age', 'last'], 'made'],
  [['high', 'low'], 'risk'],
  [['help'], 'help'],
];

function whyOf({ has }: Named): Intent | undefined {
  if (!has('why') || has('made', 'validated', 'models', 'missing')) return undefined;
  return { kind: 'why', toward: has('low') ? 'down' : 'up' };
}

function plainOf({ has }: Named): Intent {
  const found = plainActs.find(([acts]) => has(...acts));
  return { kind: found?.[1] ?? 'not-understood' };
}

/** More words that say nothing to Vigie than words that do: it would answer another question than was asked. */
function isMostlyUnknown({ unknown, meanings }: Understood): boolean {
  const read = meanings.filter(({ tag }) => tag !== 'filler').length;
  return unknown.length >= 2 && unknown.length > read;
}

/** What is asked, the graver first: what is refused, then what names things, then what names none. */
export function intentOf(understood: Understood): Intent {
  const named = sort(understood);
  const refusal = refusalOf(named);
  if (refusal) return refusal;
  if (understood.unclear) return { kind: 'unclear', ...understood.unclear };
  if (isMostlyUnknown(understood)) return { kind: 'not-understood' };
  return (
    partsOf(named) ??
    peopleOf(named) ??
    findingOf(named) ??
    (named.scores.length > 0 ? { kind: 'score', names: named.scores } : undefined) ??
    (named.has('size') ? { kind: 'heart' } : undefined) ??
    measuredOf(named) ??
    deviceOf(named) ??
    (named.noted.length > 0 ? { kind: 'noted', concepts: named.noted } : undefined) ??
    partOf(named) ??
    whyOf(named) ??
    plainOf(named)
  );
}
