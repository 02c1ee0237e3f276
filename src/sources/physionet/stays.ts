import { BadRequest } from '../../lib/errors.ts';

/** One value of one series, `minutes` after admission to the unit. */
export type Sample = { readonly minutes: number; readonly parameter: string; readonly value: number };
export type Stay = { readonly record: string; readonly samples: readonly Sample[] };

const columns = ['RecordID', 'minutes', 'parameter', 'value'] as const;

function sampleOf(row: Readonly<Record<string, string>>, line: number): Sample {
  const missing = columns.filter((column) => row[column] === undefined || row[column] === '');
  if (missing.length > 0)
    throw new BadRequest(`line ${line} has no ${missing.join(', ')}; the columns are ${columns.join(',')}`);
  const [minutes, value] = [Number(row.minutes), Number(row.value)];
  if (!Number.isFinite(minutes) || !Number.isFinite(value))
    throw new BadRequest(`line ${line}: minutes and value must be numbers`);
  return { minutes, parameter: row.parameter ?? '', value };
}

/**
 * PhysioNet 2012's long table (RecordID, minutes, parameter, value) as stays, one held in memory at a time.
 * @throws BadRequest naming the line, also when a stay's rows do not lie together
 */
export async function* staysOf(
  rows: AsyncIterable<Readonly<Record<string, string>>>,
): AsyncGenerator<Stay, void> {
  const done = new Set<string>();
  let record: string | undefined;
  let samples: Sample[] = [];
  let line = 1;
  for await (const row of rows) {
    line += 1;
    const sample = sampleOf(row, line);
    if (row.RecordID !== record) {
      if (record !== undefined) yield { record, samples };
      record = row.RecordID ?? '';
      if (done.has(record))
        throw new BadRequest(`line ${line} returns to stay ${record}; sort the file by RecordID`);
      done.add(record);
      samples = [];
    }
    samples.push(sample);
  }
  if (record !== undefined) yield { record, samples };
}

export type Cut = {
  /** Values later than this many hours after admission are left out. */
  readonly untilHours?: number;
  /** Only the last value of each series is kept. */
  readonly latestOnly?: boolean;
};

/** The stay as it was known then. */
export function cutStay({ record, samples }: Stay, { untilHours, latestOnly }: Cut): Stay {
  const untilMinutes = untilHours === undefined ? Number.POSITIVE_INFINITY : untilHours * 60;
  const known = samples.filter(({ minutes }) => minutes <= untilMinutes);
  if (!latestOnly) return { record, samples: known };
  const latest = new Map<string, Sample>();
  for (const sample of known) {
    const held = latest.get(sample.parameter);
    if (!held || sample.minutes >= held.minutes) latest.set(sample.parameter, sample);
  }
  return { record, samples: [...latest.values()] };
}
