export type Side = 'left' | 'right';
export type Zone = 'upper' | 'middle' | 'lower';

/** What a phantom thorax shows. Amounts are from 0 (none) to 1 (all of it). */
export type PhantomSpec = {
  readonly seed: number;
  readonly sex: 'male' | 'female';
  readonly ageYears: number;
  readonly view: 'PA' | 'AP' | 'LATERAL';
  readonly findings: {
    readonly effusion?: { readonly side: Side; readonly amount: number };
    readonly pneumothorax?: { readonly side: Side; readonly amount: number };
    readonly consolidation?: { readonly side: Side; readonly zone: Zone; readonly amount: number };
    readonly nodule?: { readonly side: Side; readonly zone: Zone; readonly diameterMm: number };
    readonly cardiothoracicRatio?: number;
    readonly oedema?: number;
    readonly drain?: { readonly side: Side };
  };
};

/** A point in the body, centimetres: x to the patient's left, y to the front, z to the head. */
export type Point = readonly [x: number, y: number, z: number];

/** The patient's left is where x is positive. */
export function signOf(side: Side): 1 | -1 {
  return side === 'left' ? 1 : -1;
}

export const zoneHeight: Readonly<Record<Zone, number>> = { upper: 7, middle: 0.5, lower: -6 };
