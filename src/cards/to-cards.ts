import { randomUUID } from 'node:crypto';
import type { Assessment, FilmConclusion, FindingConclusion, Probability } from '../assessment/assessment.ts';
import { asksForAttention, isLikely } from '../assessment/attention.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import { addedFindings, disputedFindings, isIdentityDenied } from '../contradictions/standing.ts';
import { findingNamed } from '../findings/registry.ts';
import type { Estimate } from '../lib/estimate.ts';
import type { Card, Coding } from './card.ts';
import { detailOf } from './detail.ts';
import { interval, percent } from './numbers.ts';
import { english } from './wording.ts';
import { isDisputed, type WordsSaid, wordsSection } from './words-said.ts';

export type CardParts = {
  readonly overrideReasons: readonly Coding[];
  /** Where the SMART app is launched. */
  readonly launchUrl: string;
  readonly homeUrl: string;
};

const system = 'urn:vigie:topic';
/** The card about whose film it is has a topic of its own, so that nobody's word on the other can touch it. */
export const topics = {
  summary: { system, code: 'patient-summary', display: 'Film and chart summary' },
  rightFilm: { system, code: 'film-identity', display: 'Whose film it is' },
} as const satisfies Record<string, Coding>;

const summaryLimit = 139;

function clip(text: string): string {
  return text.length <= summaryLimit ? text : `${text.slice(0, summaryLimit - 1)}…`;
}

function numbersOf(estimate: Estimate): string {
  return `${percent(estimate.value)} (${interval(estimate)})`;
}

function riskWords(risk: Probability, said: WordsSaid): string {
  if (risk.kind === 'withheld') return english.riskWithheld;
  const disputed = isDisputed(said, 'risk') ? ` (${english.disputed})` : '';
  return `${english.riskName} ${numbersOf(risk)}${disputed}`;
}

/** Nothing likely is something to say only where something was judged. */
function silentWords(findings: readonly FindingConclusion[]): string {
  return findings.some(({ probability }) => probability.kind === 'estimated')
    ? english.nothingLikely
    : english.noneJudged;
}

/** The film in a few words: its likely findings that nobody disputes, or whether anything at all looks abnormal. */
function filmWords(film: FilmConclusion, disputed: ReadonlySet<string>): string {
  if (film.state !== 'read') return english.filmState[film.state];
  const likely = film.findings.filter(isLikely);
  const told = likely.flatMap(({ name, word, probability }) => {
    if (disputed.has(name) || probability.kind !== 'estimated') return [];
    return [`${findingNamed(name)?.words.en ?? name} ${english.word[word]}, ${numbersOf(probability)}`];
  });
  if (told.length > 0) return `Film: ${told.slice(0, 2).join('; ')}`;
  if (likely.length > 0) return english.disputedFindings;
  if (film.abnormal.kind === 'withheld') return silentWords(film.findings);
  return `Film: any abnormality ${numbersOf(film.abnormal)}`;
}

type Content = Pick<Card, 'summary' | 'detail' | 'indicator'> & { readonly topic: Coding };

function cardOf(assessment: Assessment, parts: CardParts, { topic, ...content }: Content): Card {
  return {
    uuid: randomUUID(),
    ...content,
    source: { label: 'Vigie', url: parts.homeUrl, topic },
    overrideReasons: parts.overrideReasons,
    links: [{ label: english.smartLink, url: parts.launchUrl, type: 'smart', appContext: assessment.id }],
  };
}

/** Why it may be another patient's film: by its header, by its look, by a clinician's word. */
export function identityDoubts(film: FilmConclusion, standing: readonly Contradiction[]): string[] {
  if (film.state === 'read') {
    const said = isIdentityDenied(standing) ? [english.saidWrongPatient] : [];
    return [...film.warnings.map((warning) => english.warning[warning] ?? warning), ...said];
  }
  const isAnothers = film.state === 'refused' && film.because === 'film-of-another-patient';
  return isAnothers ? [english.refusal[film.because] ?? film.because] : [];
}

/** Doubt about whose film it is deserves a card of its own, since everything else depends on it. */
function rightFilmCard(assessment: Assessment, parts: CardParts, standing: readonly Contradiction[]): Card[] {
  const doubts = identityDoubts(assessment.film, standing);
  if (doubts.length === 0) return [];
  const detail = `${doubts.map((doubt) => `- ${doubt}`).join('\n')}\n\n${english.notValidated}`;
  return [
    cardOf(assessment, parts, {
      summary: english.rightFilm,
      detail,
      indicator: 'warning',
      topic: topics.rightFilm,
    }),
  ];
}

/** The score that leads, in the words of the summary. */
function leadWords({ leads, scores }: Assessment): string {
  const score = scores.find(({ name }) => name === leads);
  return score ? `${score.name} ${score.points} ${english.outOf} ${score.outOf}. ` : '';
}

/** `A clinician adds pneumothorax. ` */
function addedWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  return `${english.adds} ${names.map((name) => findingNamed(name)?.words.en ?? name).join(', ')}. `;
}

/** The whole statement in Markdown, what clinicians said of it first. */
export function statementIn(assessment: Assessment, said: WordsSaid): string {
  const { standing, signedAt } = said;
  const detail = detailOf(assessment, { disputed: disputedFindings(standing), signedAt });
  return [...wordsSection(said, assessment.asOf), detail].join('\n\n');
}

/**
 * One summary card; a second only when it may be the wrong patient's film. `standing` is what clinicians said of the
 * same evidence: it is told first, and a finding that is disputed neither leads nor asks for attention. `signedAt` says
 * when one of them signed a report on the film here.
 */
export function toCards(
  assessment: Assessment,
  parts: CardParts,
  { standing = [], signedAt }: Partial<Pick<WordsSaid, 'standing' | 'signedAt'>> = {},
): Card[] {
  const said = { standing, signedAt, overrideReasons: parts.overrideReasons };
  const disputed = disputedFindings(standing);
  const prefix = isDisputed(said, 'card') ? `${english.disputedCard} ` : '';
  const added = addedFindings(standing);
  const risk = riskWords(assessment.risk, said);
  const film = filmWords(assessment.film, disputed);
  const summary = clip(`${prefix}${leadWords(assessment)}${risk}. ${addedWords(added)}${film}.`);
  const isUrgent =
    asksForAttention(assessment, disputed) || added.some((name) => findingNamed(name)?.urgent === true);
  const indicator = isUrgent ? 'warning' : 'info';
  const detail = statementIn(assessment, said);
  return [
    ...rightFilmCard(assessment, parts, standing),
    cardOf(assessment, parts, { summary, detail, indicator, topic: topics.summary }),
  ];
}
