import { join } from 'node:path';
import { openText, rowsOf } from '../../src/cli/text-file.ts';
import { type Stay, staysOf } from '../../src/sources/physionet/stays.ts';

/** The first `count` stays of PhysioNet 2012's set b. */
export async function readStays(data: string, count: number): Promise<Stay[]> {
  const file = await openText(join(data, 'physionet2012', 'set-b.csv.gz'));
  const stays: Stay[] = [];
  for await (const stay of staysOf(rowsOf(file))) {
    if (stays.push(stay) === count) break;
  }
  file.stream.destroy();
  return stays;
}

/** When the stay's last value was taken, in minutes after admission. */
export function lastMinute({ samples }: Stay): number {
  return Math.max(...samples.map(({ minutes }) => minutes));
}
