import { randomUUID } from 'node:crypto';
import type { Assessment, FilmConclusion, FindingConclusion, Probability } from '../assessment/assessment.ts';
import { likelyFrom } from '../assessment/film-conclusion.ts';
import { findingNamed } from '../findings/registry.ts';
import type { Estimate } from '../lib/estimate.ts';
import type { Card, Coding } from './card.ts';
import { detailOf } from './detail.ts';
import { interval, percent } from './numbers.ts';
import { english } from './wording.ts';

export type CardParts = {
  readonly overrideReasons: readonly Coding[];
  /** Where the SMART app is launched. */
  readonly launchUrl: string;
  readonly homeUrl: string;
};

const summaryLimit = 139;
/** At or above this risk the card asks for attention; a working limit, not a validated one. */
const attentionFrom = 0.2;

function clip(text: string): string {
  return text.length <= summaryLimit ? text : `${text.slice(0, summaryLimit - 1)}…`;
}

function numbersOf(estimate: Estimate): string {
  return `${percent(estimate.value)} (${interval(estimate)})`;
}

function riskWords(risk: Probability): string {
  if (risk.kind === 'withheld') return english.riskWithheld;
  return `${english.riskName} ${numbersOf(risk)}`;
}

/** Nothing likely is something to say only where something was judged. */
function silentWords(findings: readonly FindingConclusion[]): string {
  return findings.some(({ probability }) => probability.kind === 'estimated')
    ? english.nothingLikely
    : english.noneJudged;
}

/** A doubted finding with a high number is still worth a look at once. */
function isLikely({ word, doubts, probability }: FindingConclusion): boolean {
  if (word === 'likely') return true;
  return doubts !== undefined && probability.kind === 'estimated' && probability.value >= likelyFrom;
}

/** The film in a few words: its likely findings, or whether anything at all looks abnormal. */
function filmWords(film: FilmConclusion): string {
  if (film.state !== 'read') return english.filmState[film.state];
  const likely = film.findings.flatMap((finding) => {
    const { name, word, probability } = finding;
    if (!isLikely(finding) || probability.kind !== 'estimated') return [];
    return [`${findingNamed(name)?.words.en ?? name} ${english.word[word]}, ${numbersOf(probability)}`];
  });
  if (likely.length > 0) return `Film: ${likely.slice(0, 2).join('; ')}`;
  if (film.abnormal.kind === 'withheld') return silentWords(film.findings);
  return `Film: any abnormality ${numbersOf(film.abnormal)}`;
}

function isUrgent({ risk, film }: Assessment): boolean {
  if (risk.kind === 'estimated' && risk.value >= attentionFrom) return true;
  if (film.state !== 'read') return false;
  return film.findings.some((finding) => isLikely(finding) && findingNamed(finding.name)?.urgent === true);
}

function cardOf(
  assessment: Assessment,
  parts: CardParts,
  content: Pick<Card, 'summary' | 'detail' | 'indicator'>,
): Card {
  return {
    uuid: randomUUID(),
    ...content,
    source: {
      label: 'Vigie',
      url: parts.homeUrl,
      topic: { system: 'urn:vigie:topic', code: 'patient-summary', display: 'Film and chart summary' },
    },
    overrideReasons: parts.overrideReasons,
    links: [{ label: english.smartLink, url: parts.launchUrl, type: 'smart', appContext: assessment.id }],
  };
}

/** Doubt about whose film it is deserves a card of its own, since everything else depends on it. */
function rightFilmCard(assessment: Assessment, parts: CardParts): Card[] {
  const { film } = assessment;
  const doubts =
    film.state === 'refused' && film.because === 'film-of-another-patient'
      ? [english.refusal[film.because] ?? film.because]
      : film.state === 'read'
        ? film.warnings.map((warning) => english.warning[warning] ?? warning)
        : [];
  if (doubts.length === 0) return [];
  const detail = `${doubts.map((doubt) => `- ${doubt}`).join('\n')}\n\n${english.notValidated}`;
  return [cardOf(assessment, parts, { summary: english.rightFilm, detail, indicator: 'warning' })];
}

/** The score that leads, in the words of the summary. */
function leadWords({ leads, scores }: Assessment): string {
  const score = scores.find(({ name }) => name === leads);
  return score ? `${score.name} ${score.points} ${english.outOf} ${score.outOf}. ` : '';
}

/** One summary card; a second only when it may be the wrong patient's film. */
export function toCards(assessment: Assessment, parts: CardParts): Card[] {
  const summary = clip(
    `${leadWords(assessment)}${riskWords(assessment.risk)}. ${filmWords(assessment.film)}.`,
  );
  const indicator = isUrgent(assessment) ? 'warning' : 'info';
  return [
    ...rightFilmCard(assessment, parts),
    cardOf(assessment, parts, { summary, detail: detailOf(assessment), indicator }),
  ];
}
