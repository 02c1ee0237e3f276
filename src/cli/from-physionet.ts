import { toBundle } from '../sources/physionet/bundle.ts';
import { type Cut, cutStay, staysOf } from '../sources/physionet/stays.ts';
import { createProgress } from './progress.ts';
import { openText, rowsOf, writeLines } from './text-file.ts';

export type FromPhysionetOptions = Cut & { readonly series: string; readonly out: string };

/**
 * `vigie charts from-physionet`: PhysioNet 2012's long CSV as one FHIR Bundle a line. Answers how many charts there
 * were. One stay is held in memory at a time.
 */
export async function chartsFromPhysionet({ series, out, ...cut }: FromPhysionetOptions): Promise<number> {
  const file = await openText(series);
  const progress = createProgress(file.bytes);
  let charts = 0;
  const lines = async function* () {
    for await (const stay of staysOf(rowsOf(file))) {
      yield JSON.stringify(toBundle(cutStay(stay, cut)));
      charts += 1;
      progress.reach(file.bytesRead());
    }
  };
  try {
    await writeLines(out, lines());
  } finally {
    progress.stop();
  }
  if (charts === 0) throw new Error(`no stay in ${series}`);
  return charts;
}
