import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilmConclusion } from '../../src/assessment/assessment.ts';
import { loadConfig } from '../../src/config.ts';
import type { Reading } from '../../src/encoders/reading.ts';
import { openModels } from '../../src/open-models.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createProgress } from './progress.ts';
import { badProbabilities } from './report.ts';
import type { Visit } from './visits.ts';

/** A film that reads this differently from the JPEG it was made from has not been decoded rightly. */
const differsAbove = { lossless: 0.02, lossy: 0.15 };
const lossyEncodings = ['JPEG-LS near-lossless', 'JPEG 2000', 'HTJ2K'];

/** Reads back every acknowledged assessment: it is there, and its probabilities are probabilities. */
async function checkNumbers(store: Store, visits: readonly Visit[]): Promise<void> {
  for (const { assessmentIds, faults } of visits) {
    for (const id of assessmentIds) {
      const assessment = await store.assessments.find(id);
      if (!assessment) faults.push('an acknowledged assessment is not in the store');
      faults.push(...badProbabilities(assessment));
    }
  }
}

function largestDifference(film: FilmConclusion, original: Reading): number {
  if (film.state !== 'read' || original.state !== 'read') return film.state === original.state ? 0 : 1;
  const differences = film.findings.flatMap(({ name, probability }) => {
    const other = original.findings.find((finding) => finding.name === name);
    if (probability.kind !== 'estimated' || other?.state !== 'assessed') return [];
    return [Math.abs(probability.value - other.probability.value)];
  });
  return Math.max(0, ...differences);
}

/** Reads each NIH film once more from its JPEG: the way through DICOM and the archive must change nothing. */
async function compareWithOriginals(store: Store, visits: readonly Visit[]): Promise<Record<string, number>> {
  const nih = visits.filter((visit) => visit.case.original !== undefined);
  const step = createProgress('films compared with their JPEG', nih.length);
  const root = join(import.meta.dirname, '..', '..');
  await using models = await openModels(loadConfig({ VIGIE_MODELS_DIR: join(root, 'models') }));
  const largest: Record<string, number> = {};
  for (const { case: one, assessmentIds, faults } of nih) {
    const assessment = await store.assessments.find(assessmentIds.at(-1) ?? '');
    if (assessment) {
      const original = await models.encoder.read(await readFile(one.original!));
      const difference = largestDifference(assessment.film, original);
      largest[one.encoding] = Math.max(largest[one.encoding] ?? 0, Number(difference.toFixed(4)));
      const limit = lossyEncodings.includes(one.encoding) ? differsAbove.lossy : differsAbove.lossless;
      if (difference > limit) faults.push(`film reads differently from its JPEG: ${one.encoding}`);
    }
    step();
  }
  return largest;
}

/**
 * Opens what the stopped service left behind, adds what is wrong to the visits' faults, and answers the largest
 * difference in any finding's probability between film and JPEG, by encoding.
 */
export async function checkStored(folder: string, visits: readonly Visit[]): Promise<Record<string, number>> {
  await using store = await openStore({ kind: 'embedded', folder });
  await checkNumbers(store, visits);
  return await compareWithOriginals(store, visits);
}
