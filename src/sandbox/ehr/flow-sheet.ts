import type { Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';

/** Vital signs as a nurse's sheet: newest column first; an empty cell was not measured. */
export type VitalSheet = {
  readonly times: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly unit: string;
    readonly cells: readonly string[];
  }[];
};

/** The newest value of a test, with the one before it. */
export type LabRow = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly at: string;
  readonly range: string;
  /** `High`, `Low` or nothing. */
  readonly flag: string;
  readonly before?: { readonly value: number; readonly at: string };
};

type Reading = { readonly name: string; readonly unit: string; readonly at: string; readonly text: string };

const nameOf = ({ code }: Pick<Observation, 'code'>) => code.text ?? code.coding?.[0]?.display ?? 'unnamed';

function pressureText(component: readonly ObservationComponent[]): string {
  const of = (code: string) =>
    component.find((part) => part.code.coding?.some((coding) => coding.code === code))?.valueQuantity
      ?.value ?? '–';
  return `${of('8480-6')}/${of('8462-4')}`;
}

function readingOf(observation: Observation): Reading {
  const { component, valueQuantity } = observation;
  const at = observation.effectiveDateTime ?? '';
  if (component && component.length > 0) {
    return { name: 'Blood pressure', unit: 'mmHg', at, text: pressureText(component) };
  }
  const unit = valueQuantity?.unit ?? '';
  return { name: nameOf(observation), unit, at, text: String(valueQuantity?.value ?? '–') };
}

/** Sorts Observations into rows by name and columns by time. */
export function vitalSheet(observations: readonly Observation[]): VitalSheet {
  const readings = observations.map(readingOf);
  const times = [...new Set(readings.map(({ at }) => at))].sort().reverse();
  const byName = Map.groupBy(readings, ({ name }) => name);
  const rows = [...byName].map(([name, row]) => ({
    name,
    unit: row[0]?.unit ?? '',
    cells: times.map((time) => row.find(({ at }) => at === time)?.text ?? ''),
  }));
  return { times, rows };
}

function rangeText(low: Quantity | undefined, high: Quantity | undefined): string {
  if (low?.value !== undefined && high?.value !== undefined) return `${low.value}–${high.value}`;
  if (high?.value !== undefined) return `≤ ${high.value}`;
  return low?.value === undefined ? '' : `≥ ${low.value}`;
}

/** One row for each test; expects the newest Observation first. */
export function labRows(observations: readonly Observation[]): LabRow[] {
  return [...Map.groupBy(observations, nameOf)].flatMap(([name, [newest, previous]]): LabRow[] => {
    if (newest?.valueQuantity?.value === undefined) return [];
    const range = newest.referenceRange?.[0];
    const earlier = previous?.valueQuantity?.value;
    return [
      {
        name,
        value: newest.valueQuantity.value,
        unit: newest.valueQuantity.unit ?? '',
        at: newest.effectiveDateTime ?? '',
        range: rangeText(range?.low, range?.high),
        flag: newest.interpretation?.[0]?.coding?.[0]?.display ?? '',
        ...(earlier === undefined
          ? {}
          : { before: { value: earlier, at: previous?.effectiveDateTime ?? '' } }),
      },
    ];
  });
}
