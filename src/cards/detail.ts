import type { Assessment, FindingConclusion, ReadConclusion, Reason } from '../assessment/assessment.ts';
import { mayBeThere } from '../assessment/film-conclusion.ts';
import type { Gap } from '../chart/chart.ts';
import { findingNamed, unseen } from '../findings/registry.ts';
import { whySaid } from '../words/why.ts';
import { createWords } from '../words/words.ts';
import { bullets, escapeMarkdown, heading, table } from './markdown.ts';
import { notesSection } from './notes.ts';
import { ago, amount, interval, moment, percent, ratioText, unitText } from './numbers.ts';
import { scoreItemsSection, scoresSections } from './scores.ts';
import { english } from './wording.ts';

/** What clinicians said that changes the body: the findings they dispute, and when one signed a report on the film. */
type DetailSaid = { readonly disputed: ReadonlySet<string>; readonly signedAt?: string | undefined };

function riskSection({ risk, horizon, population, leads }: Assessment): string {
  if (risk.kind === 'withheld') {
    return `${heading(english.riskWithheld)}: ${english.withheld[risk.because] ?? risk.because}.`;
  }
  const said = `${percent(risk.value)}, 90 % interval ${interval(risk)}`;
  const lead = leads ? `${leads} ${english.scoreLeads}. ` : '';
  return `${lead}${heading(english.riskName)}: ${said}. Horizon: ${horizon}. Population: ${population}.`;
}

function reasonLine({ words, measurement, effect, typical }: Reason, asOf: string): string {
  if (!measurement) return words;
  const unit = escapeMarkdown(unitText(measurement.ucum));
  const value = `${amount(measurement.value)}${unit === '' ? '' : ` ${unit}`}`;
  const converted = measurement.recorded
    ? ` (recorded as ${amount(measurement.recorded.value)} ${escapeMarkdown(unitText(measurement.recorded.unit))})`
    : '';
  const sign = effect > 0 ? '+' : '−';
  const against = typical === undefined ? '' : `${english.typical} ${amount(typical)}, `;
  const unsettled = measurement.status ? ` (${english.status[measurement.status]})` : '';
  return `${words} ${value}${converted}${unsettled}, ${ago(measurement.observedAt, asOf)} (${against}${sign}${Math.abs(effect).toFixed(2)})`;
}

function reasonsSection(title: string, reasons: readonly Reason[], asOf: string): string {
  const lines = reasons.map((reason) => reasonLine(reason, asOf));
  return `${heading(title)}\n\n${lines.length > 0 ? bullets(lines) : english.noneFound}`;
}

function sharesSection({ shares }: Assessment): string {
  const rows = shares.map(({ modality, logit, present, findingsOnly }) => {
    const absent = modality === 'notes' ? english.notesNotHeard : english.notHeard;
    const signed = `${logit < 0 ? '−' : '+'}${Math.abs(logit).toFixed(2)}`;
    const weightless = modality === 'film' && present && logit === 0 ? ` (${english.noWeight})` : '';
    const other = findingsOnly && logit !== 0 ? ` (${english.findingsOnly})` : '';
    return [english.modality[modality], present ? `${signed}${weightless}${other}` : absent];
  });
  return `${heading(english.shares)}\n\n${table(['Source', 'Share'], rows)}`;
}

function findingWords(name: string): string {
  return findingNamed(name)?.words.en ?? name;
}

function findingRow(
  { name, probability, prevalence, word }: FindingConclusion,
  disputed: ReadonlySet<string>,
): string[] {
  const number =
    probability.kind === 'withheld' ? '' : `${percent(probability.value)} (${interval(probability)})`;
  return [
    findingWords(name),
    `${english.word[word]}${disputed.has(name) ? `, ${english.disputed}` : ''}`,
    number,
    prevalence === undefined ? '' : percent(prevalence),
  ];
}

function namesOf(findings: readonly FindingConclusion[], word: FindingConclusion['word']): string {
  return findings
    .filter((finding) => finding.word === word)
    .map(({ name }) => findingWords(name))
    .join(', ');
}

function warningLines({ filmWarnings = [] }: ReadConclusion): string[] {
  if (filmWarnings.length === 0) return [];
  const said = filmWarnings.map((warning) => english.filmWarning[warning] ?? warning);
  return [`${english.aboutTheFilm}: ${said.join('; ')}`];
}

/** `pneumothorax: less sure than its number: a chest drain is on record (…); AP view (…)`. */
function doubtLines(findings: readonly FindingConclusion[]): string[] {
  return findings.flatMap(({ name, doubts }) =>
    doubts
      ? [
          `${findingWords(name)}: ${english.lessSure}: ${doubts.map((doubt) => english.doubt[doubt]).join('; ')}`,
        ]
      : [],
  );
}

function pointOf({ probability }: FindingConclusion): number {
  return probability.kind === 'estimated' ? probability.value : 0;
}

function abnormalWords({ abnormal, abnormalPrevalence }: ReadConclusion): string {
  if (abnormal.kind === 'withheld')
    return `: ${english.word[abnormal.because as FindingConclusion['word']] ?? abnormal.because}`;
  const among =
    abnormalPrevalence === undefined
      ? ''
      : `; ${percent(abnormalPrevalence)} of the films it was calibrated on were abnormal`;
  return ` ${percent(abnormal.value)} (${interval(abnormal)})${among}`;
}

/** `Heart over chest 0.57 (0.53–0.61), PA`, or why it is not measured. */
function heartLines({ heart, view }: ReadConclusion): string[] {
  if (!heart) return [];
  if (heart.kind === 'not-measured')
    return [`${english.heart}: ${english.heartNotMeasured}, ${english.heartSilence[heart.because]}`];
  const { value, low, high } = heart.ratio;
  return [`${english.heart} ${ratioText(value)} (${ratioText(low)}–${ratioText(high)}), ${view}`];
}

function soughtWords(name: string): string {
  return name === 'abnormal' ? english.anyAbnormality : findingWords(name);
}

/** `consolidation: right lower zone`; sides are the patient's. */
function foundPlaces({ places = {} }: ReadConclusion): string {
  const lines = Object.entries(places).flatMap(([name, place]) =>
    place.state === 'none'
      ? []
      : [`${soughtWords(name)}: ${english.side[place.side]} ${english.zone[place.zone]}`],
  );
  return lines.join('; ');
}

function unplaced({ places = {} }: ReadConclusion): string {
  const names = Object.entries(places).flatMap(([name, { state }]) =>
    state === 'none' ? [soughtWords(name)] : [],
  );
  return names.join(', ');
}

function readFilmSection(film: ReadConclusion, asOf: string, disputed: ReadonlySet<string>): string {
  const told = film.findings.filter(({ word }) => mayBeThere(word)).sort((a, b) => pointOf(b) - pointOf(a));
  const taken = film.acquiredAt ? `, taken ${ago(film.acquiredAt, asOf)}` : ', time not recorded';
  const others = [
    [english.where, foundPlaces(film)],
    [english.noPlace, unplaced(film)],
    [english.unlikely, namesOf(film.findings, 'unlikely')],
    [english.noEvidence, namesOf(film.findings, 'no-evidence')],
    [english.notAssessed, namesOf(film.findings, 'not-assessed')],
    [english.uncalibrated, namesOf(film.findings, 'uncalibrated')],
    [english.notOffered, namesOf(film.findings, 'not-offered')],
    [english.cannotSee, unseen.en.join(', ')],
  ] as const;
  return [
    `${heading('Chest film')} (${film.view}${taken}): any abnormality${abnormalWords(film)}.`,
    ...(told.length > 0
      ? [
          table(
            ['Finding', 'Word', 'Probability (90 %)', 'All films'],
            told.map((finding) => findingRow(finding, disputed)),
          ),
        ]
      : []),
    bullets([
      ...warningLines(film),
      ...doubtLines(film.findings),
      ...heartLines(film),
      ...others.flatMap(([words, names]) => (names ? [`${words}: ${names}`] : [])),
    ]),
  ].join('\n\n');
}

const words = createWords('en');

function filmSection({ film, asOf }: Assessment, { disputed, signedAt }: DetailSaid): string {
  if (film.state === 'read') {
    const signed = signedAt ? [english.signed(moment(signedAt))] : [];
    return [readFilmSection(film, asOf, disputed), ...signed].join('\n\n');
  }
  const why = film.state === 'failed' ? whySaid(words, film.because) : english.refusal[film.because];
  return `${heading('Chest film')}: ${english.filmState[film.state]}${why ? `: ${why}` : ''}.`;
}

/** Why there is a gap, where more is known than its reason. */
export function gapWhy({ reason, detail }: Gap): string | undefined {
  return detail && reason !== 'pending' ? whySaid(words, unitText(detail)) : undefined;
}

/** What a gap says of the thing that is missing, without naming it. */
function gapWords(gap: Gap): string {
  const why = gapWhy(gap);
  return `${english.gap[gap.reason]}${why ? ` (${escapeMarkdown(why)})` : ''}`;
}

/** One line for each thing that can be said, naming all it is true of. */
function gapLines(gaps: readonly Gap[]): string[] {
  const named = new Map<string, string[]>();
  for (const gap of gaps)
    named.set(gapWords(gap), [...(named.get(gapWords(gap)) ?? []), escapeMarkdown(gap.what)]);
  return [...named].map(([words, things]) => `${things.join(', ')}: ${words}`);
}

function missingSection({ gaps, laterDropped }: Assessment): string {
  const lines = gapLines(gaps);
  if (laterDropped > 0)
    lines.push(`${laterDropped} values or records not known at the time of this summary were left out`);
  return `${heading(english.missing)}\n\n${lines.length > 0 ? bullets(lines) : english.nothingMissing}`;
}

/** The card's body in GitHub-flavoured Markdown: how ill, why, against what, the film, what is missing, who says so. */
export function detailOf(assessment: Assessment, said: DetailSaid): string {
  const { asOf, models } = assessment;
  return [
    riskSection(assessment),
    filmSection(assessment, said),
    ...(assessment.risk.kind === 'estimated'
      ? [
          reasonsSection(english.raises, assessment.raises, asOf),
          reasonsSection(english.lowers, assessment.lowers, asOf),
          sharesSection(assessment),
        ]
      : []),
    ...notesSection(assessment),
    ...scoresSections(assessment),
    missingSection(assessment),
    ...scoreItemsSection(assessment),
    `As of ${moment(asOf)}. Models: ${models.join(', ')}.`,
    english.notValidated,
  ].join('\n\n');
}
