import type { CodeableConcept, Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';
import { type LabName, type LabTest, labTest } from './lab-tests.ts';
import { instantBefore, type Round, type Story } from './story.ts';
import { systems } from './systems.ts';
import { bloodPressure, type VitalName, type VitalSign, vitalSigns } from './vital-signs.ts';

type Kind = 'vital-signs' | 'laboratory';

function frame(story: Story, kind: Kind, hoursAgo: number, now: Date): Omit<Observation, 'id' | 'code'> {
  const at = instantBefore(now, hoursAgo);
  const display = kind === 'vital-signs' ? 'Vital Signs' : 'Laboratory';
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: systems.observationCategory, code: kind, display }] }],
    subject: { reference: `Patient/${story.id}` },
    encounter: { reference: `Encounter/${story.id}` },
    effectiveDateTime: at,
    issued: at,
  };
}

function codeOf({ loinc, display }: Pick<VitalSign, 'loinc' | 'display'>): CodeableConcept {
  return { coding: loinc.map((code) => ({ system: systems.loinc, code, display })), text: display };
}

function quantity(value: number, unit: string, ucum: string): Quantity {
  return { value, unit, system: systems.ucum, code: ucum };
}

function pressure(values: Round<VitalName>['values']): Partial<Observation> | undefined {
  const component = (['systolic', 'diastolic'] as const).flatMap((name): ObservationComponent[] => {
    const value = values[name];
    const sign = vitalSigns[name];
    return value === undefined
      ? []
      : [{ code: codeOf(sign), valueQuantity: quantity(value, sign.unit, sign.ucum) }];
  });
  return component.length > 0 ? { code: codeOf(bloodPressure), component } : undefined;
}

/** One round of vital signs as Observations; blood pressure is one panel with two components. */
export function vitalObservations(story: Story, round: Round<VitalName>, now: Date): Observation[] {
  const { hoursAgo, values } = round;
  const base = frame(story, 'vital-signs', hoursAgo, now);
  const id = (name: string) => `${story.id}-${name.toLowerCase()}-${String(hoursAgo).replace('.', '-')}h`;
  const panel = pressure(values);
  const single = (Object.keys(values) as VitalName[])
    .filter((name) => name !== 'systolic' && name !== 'diastolic')
    .map((name): Observation => {
      const sign = vitalSigns[name];
      const value = quantity(values[name] ?? 0, sign.unit, sign.ucum);
      return { ...base, id: id(name), code: codeOf(sign), valueQuantity: value };
    });
  return [
    ...single,
    ...(panel ? [{ ...base, id: id('pressure'), ...panel, code: codeOf(bloodPressure) }] : []),
  ];
}

function rangeOf({ low, high, ucum }: LabTest): Pick<Observation, 'referenceRange'> {
  if (low === undefined && high === undefined) return {};
  const limit = (value: number) => quantity(value, ucum, ucum);
  return {
    referenceRange: [
      {
        ...(low === undefined ? {} : { low: limit(low) }),
        ...(high === undefined ? {} : { high: limit(high) }),
      },
    ],
  };
}

function interpretationOf(value: number, { low, high }: LabTest): Pick<Observation, 'interpretation'> {
  const code = low !== undefined && value < low ? 'L' : high !== undefined && value > high ? 'H' : undefined;
  if (!code) return {};
  const display = code === 'L' ? 'Low' : 'High';
  return { interpretation: [{ coding: [{ system: systems.interpretation, code, display }] }] };
}

/** One blood draw as Observations in the units of the story's laboratory. */
export function labObservations(story: Story, round: Round<LabName>, now: Date): Observation[] {
  const base = frame(story, 'laboratory', round.hoursAgo, now);
  return (Object.keys(round.values) as LabName[]).map((name) => {
    const test = labTest(name, story.unitHabit);
    const value = round.values[name] ?? 0;
    return {
      ...base,
      id: `${story.id}-${name.toLowerCase()}-${String(round.hoursAgo).replace('.', '-')}h`,
      code: codeOf({ loinc: [test.loinc], display: test.display }),
      valueQuantity: quantity(value, test.ucum, test.ucum),
      ...rangeOf(test),
      ...interpretationOf(value, test),
    };
  });
}
