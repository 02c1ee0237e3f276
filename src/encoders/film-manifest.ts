import { z } from 'zod';
import { imageSpec } from '../features/image-spec.ts';
import { type FindingName, findings } from '../findings/registry.ts';
import type { ModelFile } from '../inference/model-file.ts';
import { ManifestMismatch } from '../lib/errors.ts';
import { belowRefuseAbove, gateChecks, gateExposure, isNotBelow, siteMayRaiseTo } from './film-checks.ts';
import { faultsIn } from './manifest-faults.ts';

const platt = z
  .looseObject({
    slope: z.number(),
    intercept: z.number(),
    /** Weight of log(1 + e^logit), so that both ends have a slope of their own. @see Kull and others, AISTATS 2017 */
    bend: z.number().optional(),
    /** Lowest and highest logit it was fitted on. */
    range: z.tuple([z.number(), z.number()]).optional(),
    /** Covariance of (slope, intercept, and bend where there is one) from a patient-grouped bootstrap. */
    cov: z.array(z.array(z.number())),
  })
  .refine(({ bend, cov }) => isSquare(cov, bend === undefined ? 2 : 3), {
    path: ['cov'],
    error: 'must be 2 rows of 2 numbers, or 3 of 3 with a bend',
  });

function isSquare(rows: readonly (readonly number[])[], size: number): boolean {
  return rows.length === size && rows.every((row) => row.length === size);
}

const auroc = z.looseObject({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export const head = z.looseObject({
  platt,
  /** Further spread of the logit that the bootstrap of the Platt line does not show. */
  residualSd: z.number().nonnegative().default(0),
  auroc,
  assessed: z.boolean(),
  /** Share of the calibration films that showed it. */
  prevalence: z.number().min(0).max(1),
});
export type Head = z.infer<typeof head>;

const given = {
  platt: platt.optional(),
  residualSd: z.number().nonnegative().default(0),
  auroc: auroc.optional(),
  assessed: z.boolean().optional(),
  prevalence: z.number().min(0).max(1).optional(),
};
type Given = z.infer<z.ZodObject<typeof given>>;

/** A calibration is whole or absent: half of one would make a number that looks sure. */
function wholeOrNone(line: Given, context: z.core.$RefinementCtx<Given>): void {
  const parts = (['platt', 'auroc', 'assessed', 'prevalence'] as const).filter((key) => key in line);
  if (parts.length === 0 || headOf(line)) return;
  for (const key of ['platt', 'auroc', 'assessed', 'prevalence'] as const)
    if (line[key] === undefined)
      context.addIssue({
        code: 'custom',
        path: [key],
        message: 'missing; give platt, auroc, assessed and prevalence together, or none (uncalibrated)',
      });
}

/** A line that falls anywhere would turn a stronger score into a lower probability. */
function rises(line: Given, context: z.core.$RefinementCtx<Given>): void {
  const { platt, assessed } = line;
  if (!assessed || !platt || Math.min(platt.slope, platt.slope + (platt.bend ?? 0)) > 0) return;
  context.addIssue({
    code: 'custom',
    path: ['platt', 'slope'],
    message: `must be above 0${platt.bend === undefined ? '' : ', with bend and without'}; a finding whose higher score means less of it is not assessed`,
  });
}

function headOf({ platt, residualSd, auroc, assessed, prevalence }: Given): Head | undefined {
  if (!platt || !auroc || assessed === undefined || prevalence === undefined) return undefined;
  return { platt, residualSd, auroc, assessed, prevalence };
}

const findingNames = findings.map(({ name }) => name) as [FindingName, ...FindingName[]];

const finding = z
  .looseObject({
    name: z.enum(findingNames),
    /** The output tensor that holds it; by default `outputs.findings`. */
    output: z.string().min(1).optional(),
    /** Its place in that tensor's last dimension. */
    index: z.number().int().nonnegative().default(0),
    ...given,
  })
  .superRefine(wholeOrNone)
  .superRefine(rises);

const output = z.string().min(1).optional();

/** What each output tensor holds; a role that is not named is not offered. */
export const outputRoles = {
  findings: output,
  abnormal: output,
  viewAp: output,
  sexMale: output,
  ageYears: output,
  embedding: output,
  foreignDistance: output,
  activationMap: output,
  filmChecks: output,
};
export type Role = keyof typeof outputRoles;

/** As the shipped encoder's exporter spells them. */
const spelled: Readonly<Record<string, Role>> = {
  findingLogits: 'findings',
  abnormalLogit: 'abnormal',
  viewApLogit: 'viewAp',
  sexMaleLogit: 'sexMale',
};

export const spelledRoles = Object.keys(spelled);

function byRole(outputs: unknown): unknown {
  if (typeof outputs !== 'object' || outputs === null) return outputs;
  return Object.fromEntries(Object.entries(outputs).map(([key, name]) => [spelled[key] ?? key, name]));
}

export const filmManifestShape = {
  input: z.looseObject({ name: z.string().min(1), dtype: z.literal('float32').optional() }),
  outputs: z.preprocess(byRole, z.looseObject(outputRoles)),
  /** Whether findings, abnormal, view and sex are log-odds or already 0 to 1. */
  activation: z.enum(['logit', 'probability']).default('logit'),
  preprocessing: imageSpec,
  findings: z.array(finding).default([]),
  abnormal: z.looseObject(given).superRefine(wholeOrNone).superRefine(rises).optional(),
  gate: z
    .looseObject({
      output: z.string().min(1),
      refuseAbove: z.number(),
      siteMayRaiseTo,
      checks: gateChecks,
      exposure: gateExposure,
    })
    .refine(isNotBelow, belowRefuseAbove)
    .optional(),
  notValidated: z.array(z.string()).default([]),
  /** The findings (and `abnormal`) whose place on the film was shown to beat chance and the usual place; none without. */
  places: z.looseObject({ shown: z.array(z.enum([...findingNames, 'abnormal'])) }).optional(),
};

/** Names twice, tensors nobody named, and a model that would say nothing. */
function hangsTogether(manifest: z.infer<typeof parts>, context: z.core.$RefinementCtx): void {
  const fault = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const { findings: lines, outputs } = manifest;
  const placeOf = ({ output = outputs.findings, index }: (typeof lines)[number]) => `${output}[${index}]`;
  lines.forEach((line, at) => {
    const { name, output = outputs.findings } = line;
    const twin = lines.slice(0, at).find((other) => placeOf(other) === placeOf(line));
    if (output === undefined)
      fault(['findings', at, 'output'], 'no tensor; name it here or in outputs.findings');
    else if (twin && twin.name !== name)
      fault(
        ['findings', at, 'index'],
        `${placeOf(line)} is ${twin.name} already; say which place is ${name}`,
      );
    if (lines.findIndex((line) => line.name === name) !== at)
      fault(['findings', at, 'name'], `${name} is given twice`);
  });
  if (manifest.abnormal && outputs.abnormal === undefined)
    fault(['outputs', 'abnormal'], 'missing, though abnormal is calibrated');
  const { checks, exposure = [] } = manifest.gate ?? {};
  const isAsked = checks !== undefined || exposure.some((rule) => rule.checks.length > 0);
  if (isAsked && outputs.filmChecks === undefined)
    fault(['outputs', 'filmChecks'], 'missing, though the gate reads it');
  if (manifest.places && outputs.activationMap === undefined)
    fault(['outputs', 'activationMap'], 'missing, though places are shown from it');
  if (lines.length === 0 && outputs.embedding === undefined)
    fault(['findings'], 'empty, and no outputs.embedding to fit findings on; give one or the other');
}

const parts = z.looseObject(filmManifestShape);
export const filmManifest = parts.superRefine(hangsTogether);

export type FindingOutput = {
  readonly name: FindingName;
  readonly output: string;
  readonly index: number;
  /** Absent: the finding is uncalibrated, its score ranks films and is no probability. */
  readonly head?: Head;
};

type Kept = 'input' | 'outputs' | 'activation' | 'preprocessing' | 'gate' | 'notValidated' | 'places';
export type FilmManifest = Pick<z.infer<typeof parts>, Kept> & {
  readonly findings: readonly FindingOutput[];
  readonly abnormal?: Head;
};

/** The encoder's part of its manifest. @throws ManifestMismatch naming each wrong line. */
export function readFilmManifest({ manifest, maker }: Pick<ModelFile, 'manifest' | 'maker'>): FilmManifest {
  const parsed = filmManifest.safeParse(manifest);
  if (!parsed.success)
    throw new ManifestMismatch(
      `the manifest of ${maker} is invalid\n${faultsIn(parsed.error, manifest).join('\n')}`,
    );
  const { findings: lines, abnormal, outputs, ...rest } = parsed.data;
  const abnormalHead = abnormal && headOf(abnormal);
  return {
    ...rest,
    outputs,
    findings: lines.map((line) => {
      const calibration = headOf(line);
      return {
        name: line.name,
        output: line.output ?? outputs.findings ?? '',
        index: line.index,
        ...(calibration ? { head: calibration } : {}),
      };
    }),
    ...(abnormalHead ? { abnormal: abnormalHead } : {}),
  };
}
