/**
 * Scores the note reader against the headings people set on the Indiana chest film reports (evaluation only; nothing of
 * them is kept). How and why so: docs/note-reader.md.
 *
 *   node test/real/score-notes.ts --data DIR [--part report|develop] [--out RECORD_FOLDER]
 *
 * DIR holds indiana_reports/reports.csv. `develop` is every third report; the lexicon was worked on with those. With
 * --out the figures go to metrics.json and the command to command.txt.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { findings } from '../../src/findings/registry.ts';
import type { NoteConcept } from '../../src/notes/concepts.ts';
import { readNote } from '../../src/notes/read-note.ts';

type Report = Readonly<Record<'uid' | 'findings' | 'impression' | 'mesh_major', string>>;
/** One report and one concept: what the headings say, and what the reader says. */
type Judgement = {
  readonly report: string;
  readonly concept: NoteConcept;
  readonly isHeading: boolean;
  readonly isMentioned: boolean;
  readonly isPresent: boolean;
};

/** The headings that stand for a concept: the whole of one, with its qualifiers. */
const headings: Partial<Record<NoteConcept, RegExp>> = {
  Atelectasis: /^Pulmonary Atelectasis/,
  Cardiomegaly: /^(Cardiomegaly|Cardiac Shadow\/enlarged)/,
  Consolidation: /^Consolidation/,
  Edema: /^Pulmonary Edema/,
  Effusion: /^(Pleural Effusion|Hydropneumothorax|Hemopneumothorax|Hemothorax)/,
  Emphysema: /^(Pulmonary |Bullous )?Emphysema/,
  Fibrosis: /^(Pulmonary )?Fibrosis/,
  Hernia: /^Hernia, (Hiatal|Diaphragmatic)/,
  Infiltration: /^Infiltrate/,
  Mass: /^Mass(\/|$)/,
  Nodule: /^Nodule/,
  Pleural_Thickening: /^Thickening\/pleura/,
  Pneumonia: /^Pneumonia(\/|$)/,
  Pneumothorax: /^(Pneumothorax|Hydropneumothorax|Hemopneumothorax)/,
  Opacity: /^(Opacity|Airspace Disease|Density)/,
  Congestion: /^Pulmonary Congestion/,
  Hyperinflation: /^Lung\/.*hyperdistention/,
  Low_Lung_Volumes: /^Lung\/.*hypoinflation/,
  Granuloma: /^(Calcified )?Granuloma(\/|$)/,
  Granulomatous_Disease: /^Granulomatous Disease/,
  Scar: /^Cicatrix/,
  Fracture: /^Fractures, Bone/,
  Scoliosis: /^Scoliosis/,
  Spondylosis: /^(Spondylosis|Osteophyte|.*(Vertebrae|Spine)\/.*degenerative)/,
  Atherosclerosis: /^(Atherosclerosis|Calcinosis\/aorta|Aorta.*(calci|athero))/,
  Blunted_Angle: /^Costophrenic Angle\/.*blunted/,
  copd: /^Pulmonary Disease, Chronic Obstructive/,
  'heart-failure': /^Heart Failure/,
};
const fourteen: readonly string[] = findings.map(({ name }) => name);
const draws = 1000;

function isDevelop({ uid }: Report): boolean {
  return ((Number(uid) - 1) / 2) % 3 === 0;
}

function judge(report: Report): Judgement[] {
  const marks = report.mesh_major.split('|').map((mark) => mark.trim());
  const statements = readNote(`FINDINGS: ${report.findings}\n\nIMPRESSION: ${report.impression}`);
  return Object.entries(headings).map(([name, heading]) => {
    const concept = name as NoteConcept;
    const mine = statements.filter((statement) => statement.concept === concept);
    return {
      report: report.uid,
      concept,
      isHeading: marks.some((mark) => heading.test(mark)),
      isMentioned: mine.length > 0,
      isPresent: mine.some(({ assertion }) => assertion === 'present'),
    };
  });
}

type Counts = { readonly both: number; readonly onlyReader: number; readonly onlyHeading: number };

function countsOf(judgements: readonly Judgement[], isAbsent = false): Counts {
  const counts = { both: 0, onlyReader: 0, onlyHeading: 0 };
  for (const { isHeading, isPresent } of judgements) {
    if (isHeading !== isAbsent && isPresent !== isAbsent) counts.both += 1;
    else if (isPresent !== isAbsent) counts.onlyReader += 1;
    else if (isHeading !== isAbsent) counts.onlyHeading += 1;
  }
  return counts;
}

function f1({ both, onlyReader, onlyHeading }: Counts): number {
  return both === 0 ? 0 : (2 * both) / (2 * both + onlyReader + onlyHeading);
}

/** A small generator with a fixed seed (mulberry32), so that an interval comes out the same again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 95 % interval of a figure, from whole reports drawn anew. */
function intervalOf(judgements: readonly Judgement[], figure: (drawn: readonly Judgement[]) => number) {
  const byReport = [...Map.groupBy(judgements, ({ report }) => report).values()];
  const random = seeded(7);
  const values = Array.from({ length: draws }, () =>
    figure(byReport.flatMap(() => byReport[Math.floor(random() * byReport.length)] ?? [])),
  ).sort((a, b) => a - b);
  return [values[Math.floor(draws * 0.025)], values[Math.floor(draws * 0.975)]].map(rounded);
}

function rounded(value: number | undefined): number {
  return Number((value ?? Number.NaN).toFixed(3));
}

function figuresOf(judgements: readonly Judgement[]) {
  const counts = countsOf(judgements);
  const { both, onlyReader, onlyHeading } = counts;
  return {
    f1: rounded(f1(counts)),
    interval95: intervalOf(judgements, (drawn) => f1(countsOf(drawn))),
    precision: rounded(both / (both + onlyReader)),
    recall: rounded(both / (both + onlyHeading)),
    ...counts,
  };
}

/** Of what the reader found in the text: does it call present what has a heading, and absent what has none? */
function assertionFigures(judgements: readonly Judgement[]) {
  const found = judgements.filter(({ isMentioned }) => isMentioned);
  const present = (drawn: readonly Judgement[]) => f1(countsOf(drawn));
  const absent = (drawn: readonly Judgement[]) => f1(countsOf(drawn, true));
  return {
    pairs: found.length,
    presentF1: rounded(present(found)),
    presentInterval95: intervalOf(found, present),
    absentF1: rounded(absent(found)),
    absentInterval95: intervalOf(found, absent),
  };
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    part: { type: 'string', default: 'report' },
    out: { type: 'string' },
  },
});
if (!values.data || !['report', 'develop'].includes(values.part)) {
  console.error('usage: node test/real/score-notes.ts --data DIR [--part report|develop] [--out FOLDER]');
  process.exit(2);
}
const text = await readFile(join(values.data, 'indiana_reports/reports.csv'));
const all: Report[] = parse(text, { columns: true });
const reports = all
  .filter(({ mesh_major }) => mesh_major !== 'No Indexing')
  .filter((report) => isDevelop(report) === (values.part === 'develop'));
const judgements = reports.flatMap(judge);
const ofFourteen = judgements.filter(({ concept }) => fourteen.includes(concept));
const metrics = {
  date: new Date().toISOString().slice(0, 10),
  data: 'indiana_reports, odd ids, findings and impression; reference: mesh_major',
  part: values.part,
  reports: reports.length,
  fourteenFindings: { ...figuresOf(ofFourteen), assertion: assertionFigures(ofFourteen) },
  allConcepts: { ...figuresOf(judgements), assertion: assertionFigures(judgements) },
  perConcept: Object.fromEntries(
    Object.keys(headings).map((concept) => [
      concept,
      figuresOf(judgements.filter((judgement) => judgement.concept === concept)),
    ]),
  ),
};
for (const [name, { f1: value, interval95, precision, recall }] of [
  ['fourteen findings', metrics.fourteenFindings] as const,
  ['all concepts', metrics.allConcepts] as const,
  ...Object.entries(metrics.perConcept),
]) {
  console.log(
    name.padEnd(24),
    `F1 ${value} (${interval95.join('–')})  precision ${precision}  recall ${recall}`,
  );
}
console.log('of what is mentioned:', metrics.fourteenFindings.assertion, metrics.allConcepts.assertion);
if (values.out) {
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'metrics.json'), `${JSON.stringify(metrics, null, 2)}\n`);
  const command = `node test/real/score-notes.ts --data DIR --part ${values.part} --out ${values.out}\n`;
  await writeFile(join(values.out, 'command.txt'), command);
}
