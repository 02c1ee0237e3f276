import type { DataSet } from 'dicom-parser';
import type { FilmFacts } from './film.ts';
import { transferSyntaxOf } from './parse.ts';

function isoDate(date: string | undefined): string | undefined {
  const parts = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(date ?? '');
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : undefined;
}

function acquiredAt(data: DataSet): string | undefined {
  const date = isoDate(data.string('x00080022') ?? data.string('x00080023') ?? data.string('x00080020'));
  if (!date) return undefined;
  const time = /^(\d{2})(\d{2})(\d{2})?/.exec(
    data.string('x00080032') ?? data.string('x00080033') ?? data.string('x00080030') ?? '',
  );
  return time ? `${date}T${time[1]}:${time[2]}:${time[3] ?? '00'}` : date;
}

/** The completed years of an age as DICOM states it (`057Y`, `018M`); undefined for any other text. */
export function ageYears(text: string | undefined): number | undefined {
  const parts = /^(\d{3})([DWMY])$/.exec(text ?? '');
  if (!parts) return undefined;
  const days = { D: 1, W: 7, M: 30.44, Y: 365.25 }[parts[2] as 'D' | 'W' | 'M' | 'Y'];
  return Math.floor((Number(parts[1]) * days) / 365.25);
}

const animalWords = /CANINE|FELINE|EQUINE|VETERINAR/i;
const lateralWords = /\bLAT(ERAL)?\b/i;
const frontalWords = /\b(PA|AP|FRONTAL|DECUB\w*)\b/i;

/** Texts in which a device or a technician names the exposure; they stay in this room. */
function exposureTexts(data: DataSet): string {
  return ['x0008103e', 'x00181400', 'x00181030'].map((tag) => data.string(tag) ?? '').join(' | ');
}

/** The view by its tag; a device that leaves the tag empty may still call the exposure lateral. */
function viewPosition(data: DataSet): string | undefined {
  const stated = data.string('x00185101');
  if (stated) return stated;
  const texts = exposureTexts(data);
  return lateralWords.test(texts) && !frontalWords.test(texts) ? 'LATERAL' : undefined;
}

const chestWords = /CHEST|THORA|LUNG|RIBS|TORAX|POUMON/i;
const otherParts =
  /\b(TEETH|DENTAL|PANORAMIC|SKULL|SINUS|SPINE|ABDOMEN|PELVIS|HIP|FEMUR|KNEE|ANKLE|FOOT|HAND|WRIST|ELBOW|SHOULDER)\b/i;

/** The body part by its tag; without one, another part than the chest that the descriptions name. */
function bodyPart(data: DataSet): string | undefined {
  const stated = data.string('x00180015');
  if (stated) return stated;
  const texts = `${exposureTexts(data)} | ${data.string('x00081030') ?? ''}`;
  return chestWords.test(texts) ? undefined : otherParts.exec(texts)?.[1]?.toUpperCase();
}

function isAnimal(data: DataSet): boolean {
  const species = data.string('x00102201') ?? '';
  return (species !== '' && !/homo|human/i.test(species)) || animalWords.test(exposureTexts(data));
}

/** The header's facts; a tag that is empty is absent. */
export function factsOf(data: DataSet): FilmFacts {
  const texts = {
    modality: data.string('x00080060'),
    sopClassUid: data.string('x00080016'),
    sopInstanceUid: data.string('x00080018'),
    studyInstanceUid: data.string('x0020000d'),
    seriesInstanceUid: data.string('x0020000e'),
    patientId: data.string('x00100020'),
    patientBirthDate: isoDate(data.string('x00100030')),
    patientSex: data.string('x00100040'),
    viewPosition: viewPosition(data),
    bodyPart: bodyPart(data),
    photometric: data.string('x00280004'),
    acquiredAt: acquiredAt(data),
  };
  const given = Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && text !== ''),
  );
  const age = ageYears(data.string('x00101010'));
  return {
    kind: 'dicom',
    rows: data.uint16('x00280010') ?? 0,
    columns: data.uint16('x00280011') ?? 0,
    frames: data.intString('x00280008') || 1,
    transferSyntaxUid: transferSyntaxOf(data),
    ...given,
    ...(isAnimal(data) ? { isAnimal: true } : {}),
    ...(age === undefined ? {} : { patientAgeYears: age }),
  };
}
