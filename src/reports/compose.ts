import { createHash } from 'node:crypto';
import type { Assessment, FindingConclusion, ReadConclusion } from '../assessment/assessment.ts';
import { mayBeThere } from '../assessment/film-conclusion.ts';
import type { Chart } from '../chart/chart.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import { denies, disputedFindings, isIdentityDenied } from '../contradictions/standing.ts';
import { unseen } from '../findings/registry.ts';
import {
  abnormalSaid,
  conclusionSaid,
  heartSaid,
  namesSaid,
  placeSaid,
  pointOf,
  warningsSaid,
} from '../questions/answers/film.ts';
import { disagreementsSaid, wordSaid } from '../questions/answers/people.ts';
import type { Desk, Said } from '../questions/reply.ts';
import { capital, createVoice } from '../questions/voice.ts';
import type { Language } from '../words/words.ts';
import { filmOf } from './report.ts';

/** What a draft is made of: the summary on screen, and how it is to be said. */
export type Material = {
  readonly assessment: Assessment;
  readonly chart: Chart;
  /** What clinicians said that stands on this evidence. */
  readonly standing: readonly Contradiction[];
  readonly language: Language;
  /** IANA name, in which times are told. */
  readonly timeZone: string;
};

export type Draft = {
  /** Of what it says, not of how: the same in each language and time zone, and at each time of the same evidence. */
  readonly hash: string;
  readonly film: string;
  /** ISO 8601, where the film says it. */
  readonly takenAt?: string;
  readonly language: Language;
  /** Plain text, to be corrected. */
  readonly text: string;
  /** Who drafted it; stays under the text whatever becomes of it. */
  readonly origin: string;
};

/** Every date is told with its year: a report is read in other years. */
const ofAnyYear = '0001-01-01T00:00:00Z';

type Section = readonly [title: string, lines: readonly Said[]];
type Bench = Desk & { readonly film: ReadConclusion };

/** The words that a draft tells: on findings, on what was missed, and on the summary as a whole. */
function wordsTold(standing: readonly Contradiction[]): readonly Contradiction[] {
  return standing.filter(({ target, verdict }) => target.kind !== 'risk' && verdict !== 'agree');
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hashOf(film: ReadConclusion, chart: Chart, words: readonly Contradiction[]): string {
  const others = chart.films.map(({ studyInstanceUid, startedAt }) => [studyInstanceUid, startedAt]);
  const text = JSON.stringify([film, others, words], inOrder);
  return createHash('sha256').update(text).digest('hex');
}

function line(text: string): Said {
  return { text, by: [] };
}

/** Everything said of one thing stays together. */
function asOne(said: readonly Said[]): Said {
  return line(said.map(({ text }) => text).join(' '));
}

function technique({ film, voice }: Bench): Said {
  const { acquiredAt: at, view } = film;
  return line(
    at ? voice.say('report.taken', { view, when: voice.when(at) }) : voice.say('film.takenUnknown', { view }),
  );
}

/** Other films are named; nothing is compared. */
function comparison({ film, voice, chart }: Bench): Said[] {
  const others = chart.films.filter(({ studyInstanceUid }) => studyInstanceUid !== film.studyInstanceUid);
  if (others.length === 0) return [line(voice.say('film.noPrior'))];
  const named = others.map(({ startedAt: at }) =>
    line(at ? voice.say('report.prior', { when: voice.when(at) }) : voice.say('film.priorUndated')),
  );
  return [...named, line(voice.say('report.notCompared'))];
}

/** Doubt about whose film it is leads, since everything else depends on it. */
function identity({ film, voice, contradictions }: Bench): Said[] {
  const said = isIdentityDenied(contradictions) ? [voice.say('report.wrongPatient')] : [];
  return [...film.warnings.map((warning) => voice.term('warning', warning)), ...said].map((text) =>
    line(`${capital(text.replace(/\.$/, ''))}.`),
  );
}

function told(bench: Bench, disputed: ReadonlySet<string>): Said[] {
  const { film, voice } = bench;
  const maybe = film.findings.filter(({ word }) => mayBeThere(word));
  const shown = maybe.filter(({ name }) => !disputed.has(name)).sort((a, b) => pointOf(b) - pointOf(a));
  const none = voice.say(maybe.length > 0 ? 'report.nothingElse' : 'film.nothingTold');
  return [
    abnormalSaid(bench, film),
    ...(shown.length === 0 ? [line(none)] : []),
    ...shown.map((finding) =>
      asOne([...conclusionSaid(bench, film, finding), ...placeSaid(bench, film, finding.name)]),
    ),
  ];
}

/** `Pneumothorax: disputed. The model says: likely, 70 % (90 % interval 55–85 %).`, and who disputes it. */
function disputedFinding(bench: Bench, { name, word, probability }: FindingConclusion): Said {
  const { voice } = bench;
  const words = { name: capital(voice.finding(name)), word: voice.term('word', word) };
  const text =
    probability.kind === 'withheld'
      ? voice.say('report.disputedWithout', words)
      : voice.say('report.disputed', {
          ...words,
          value: voice.percent(probability.value),
          interval: voice.interval(probability),
        });
  return asOne([line(text), ...disagreementsSaid(bench, name)]);
}

function disputes(bench: Bench, disputed: ReadonlySet<string>): Said[] {
  const whole = bench.contradictions.filter((word) => word.target.kind === 'card' && denies(word));
  return [
    ...bench.film.findings
      .filter(({ name }) => disputed.has(name))
      .map((finding) => disputedFinding(bench, finding)),
    ...whole.map((word) => wordSaid(bench, word)),
  ];
}

function added(bench: Bench): Said[] {
  return bench.contradictions
    .filter(({ target }) => target.kind === 'missed')
    .map((word) => wordSaid(bench, word));
}

/** What is told less surely, or not at all, than a reader might take it. */
function against(bench: Bench, undisputed: ReadConclusion): Said[] {
  return [
    ...warningsSaid(bench, { ...bench.film, warnings: [] }),
    ...namesSaid(bench, undisputed, 'film.unlikely', 'unlikely'),
    ...namesSaid(bench, undisputed, 'film.noEvidence', 'no-evidence'),
  ];
}

function notAssessed(bench: Bench, undisputed: ReadConclusion): Said[] {
  const { voice } = bench;
  return [
    ...namesSaid(bench, undisputed, 'film.notAssessed', 'not-assessed'),
    ...namesSaid(bench, undisputed, 'film.uncalibrated', 'uncalibrated'),
    ...namesSaid(bench, undisputed, 'report.notOffered', 'not-offered'),
    line(voice.say('film.cannotSee', { names: voice.list(unseen[voice.language]) })),
  ];
}

function sectionsOf(bench: Bench): Section[] {
  const { film, contradictions } = bench;
  const disputed = disputedFindings(contradictions);
  const undisputed = { ...film, findings: film.findings.filter(({ name }) => !disputed.has(name)) };
  return [
    ['report.rightFilm', identity(bench)],
    ['report.technique', [technique(bench)]],
    ['report.comparison', comparison(bench)],
    ['report.findings', told(bench, disputed)],
    ['report.disputes', disputes(bench, disputed)],
    ['report.added', added(bench)],
    ['report.heart', heartSaid(bench, film)],
    ['report.against', against(bench, undisputed)],
    ['report.cannotTell', notAssessed(bench, undisputed)],
  ];
}

function originOf({ film, voice }: Bench): string {
  const { model, beside, outlinedBy } = film;
  const makers = [...new Set([model, beside, outlinedBy])].filter((maker) => maker !== undefined);
  return voice.say('report.origin', { makers: voice.list(makers) });
}

/**
 * The film's report as a clinician would be asked to sign it: what the summary says of the film, in the words of its
 * answers. It rests on the film's reading, what colleagues said of it, and the list of films, and on nothing that changes
 * with each new value. Pure. Undefined where the film was not read.
 */
export function composeDraft({ standing, language, timeZone, ...held }: Material): Draft | undefined {
  const { film } = held.assessment;
  if (film.state !== 'read') return undefined;
  const contradictions = wordsTold(standing);
  const voice = createVoice(language, ofAnyYear, timeZone);
  const bench: Bench = { ...held, question: '', contradictions, voice, film };
  const sections = sectionsOf(bench)
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [voice.say(title), ...lines.map(({ text }) => `- ${text}`)].join('\n'));
  return {
    hash: hashOf(film, held.chart, contradictions),
    film: filmOf(film),
    ...(film.acquiredAt ? { takenAt: film.acquiredAt } : {}),
    language,
    text: sections.join('\n\n'),
    origin: originOf(bench),
  };
}
