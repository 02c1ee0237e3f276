import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { encodeWavelet, type Frame } from './codecs.ts';
import { type Element, explicitLittle, type Pixels, writePart10 } from './dicom-writer.ts';

const run = promisify(execFile);

/** A film of the data set: who it shows and how it was taken. */
export type SourceFilm = {
  readonly file: string;
  readonly patientId: string;
  readonly sex: 'F' | 'M';
  readonly ageYears: number;
  readonly view: 'PA' | 'AP';
};

export type FilmUids = { readonly study: string; readonly series: string; readonly instance: string };

/** A UID derived from a text, always the same for the same text. */
export function uidFrom(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${hash}`)}`;
}

export function uidsOf({ file }: SourceFilm): FilmUids {
  return {
    study: uidFrom(`${file}/study`),
    series: uidFrom(`${file}/series`),
    instance: uidFrom(`${file}/instance`),
  };
}

type Encoding = {
  readonly name: string;
  readonly uid: string;
  /** A dcmtk program and its options, run on the explicit little endian file. */
  readonly dcmtk?: readonly [program: string, ...options: string[]];
  readonly wavelet?: { readonly codec: 'jpeg2000' | 'htj2k'; readonly lossless: boolean };
  /** The film's own JPEG bytes become the frame. */
  readonly original?: true;
};

/** The transfer syntaxes in which films are stored, each by an encoder that is not Vigie's. */
export const encodings: readonly Encoding[] = [
  { name: 'explicit little endian', uid: explicitLittle },
  { name: 'implicit little endian', uid: '1.2.840.10008.1.2', dcmtk: ['dcmconv', '+ti'] },
  { name: 'explicit big endian', uid: '1.2.840.10008.1.2.2', dcmtk: ['dcmconv', '+tb'] },
  { name: 'deflate', uid: '1.2.840.10008.1.2.1.99', dcmtk: ['dcmconv', '+td'] },
  { name: 'RLE', uid: '1.2.840.10008.1.2.5', dcmtk: ['dcmcrle', '+un'] },
  { name: 'JPEG baseline', uid: '1.2.840.10008.1.2.4.50', original: true },
  { name: 'JPEG lossless 14', uid: '1.2.840.10008.1.2.4.57', dcmtk: ['dcmcjpeg', '+el', '+un'] },
  { name: 'JPEG lossless SV1', uid: '1.2.840.10008.1.2.4.70', dcmtk: ['dcmcjpeg', '+e1', '+un'] },
  { name: 'JPEG-LS lossless', uid: '1.2.840.10008.1.2.4.80', dcmtk: ['dcmcjpls', '+el', '+un'] },
  { name: 'JPEG-LS near-lossless', uid: '1.2.840.10008.1.2.4.81', dcmtk: ['dcmcjpls', '+en', '+un'] },
  {
    name: 'JPEG 2000 lossless',
    uid: '1.2.840.10008.1.2.4.90',
    wavelet: { codec: 'jpeg2000', lossless: true },
  },
  { name: 'JPEG 2000', uid: '1.2.840.10008.1.2.4.91', wavelet: { codec: 'jpeg2000', lossless: false } },
  { name: 'HTJ2K lossless', uid: '1.2.840.10008.1.2.4.201', wavelet: { codec: 'htj2k', lossless: true } },
  { name: 'HTJ2K', uid: '1.2.840.10008.1.2.4.203', wavelet: { codec: 'htj2k', lossless: false } },
];

/** How grey is stored: archives hold 8 and 12 bits, and films with the bones dark. */
type Grey = { readonly bits: 8 | 12; readonly inverted: boolean };
const greys: readonly Grey[] = [
  { bits: 8, inverted: false },
  { bits: 12, inverted: false },
  { bits: 12, inverted: true },
  { bits: 8, inverted: true },
];

const computedRadiography = '1.2.840.10008.5.1.4.1.1.1';
const digitalXray = '1.2.840.10008.5.1.4.1.1.1.1';

function dicomDate(at: Date): string {
  return at.toISOString().slice(0, 10).replaceAll('-', '');
}

function elementsOf(film: SourceFilm, frame: Frame, grey: Grey, acquiredAt: Date): Element[] {
  const uids = uidsOf(film);
  const portable = film.view === 'AP';
  const top = 2 ** grey.bits;
  return [
    ['00080016', 'UI', portable ? computedRadiography : digitalXray],
    ['00080018', 'UI', uids.instance],
    ['00080020', 'DA', dicomDate(acquiredAt)],
    ['00080030', 'TM', acquiredAt.toISOString().slice(11, 19).replaceAll(':', '')],
    ['00080050', 'SH', ''],
    ['00080060', 'CS', portable ? 'CR' : 'DX'],
    ['00100010', 'PN', ''],
    ['00100020', 'LO', film.patientId],
    ['00100030', 'DA', ''],
    ['00100040', 'CS', film.sex],
    ['00101010', 'AS', `${String(film.ageYears).padStart(3, '0')}Y`],
    ['00180015', 'CS', 'CHEST'],
    ['00185101', 'CS', film.view],
    ['0020000d', 'UI', uids.study],
    ['0020000e', 'UI', uids.series],
    ['00200010', 'SH', ''],
    ['00200011', 'IS', '1'],
    ['00200013', 'IS', '1'],
    ['00280002', 'US', 1],
    ['00280004', 'CS', grey.inverted ? 'MONOCHROME1' : 'MONOCHROME2'],
    ['00280010', 'US', frame.rows],
    ['00280011', 'US', frame.columns],
    ['00280100', 'US', grey.bits > 8 ? 16 : 8],
    ['00280101', 'US', grey.bits],
    ['00280102', 'US', grey.bits - 1],
    ['00280103', 'US', 0],
    ['00281050', 'DS', String(top / 2)],
    ['00281051', 'DS', String(top)],
    ['00281052', 'DS', '0'],
    ['00281053', 'DS', '1'],
  ];
}

async function frameOf(jpeg: Uint8Array, { bits, inverted }: Grey): Promise<Frame> {
  const { data, info } = await sharp(jpeg).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const shown = inverted ? data.map((value) => 255 - value) : data;
  const { width: columns, height: rows } = info;
  if (bits === 8) return { bytes: shown, columns, rows, bits };
  const wide = Uint16Array.from(shown, (value) => Math.round((value * 4095) / 255));
  return { bytes: new Uint8Array(wide.buffer), columns, rows, bits };
}

async function pixelsOf(encoding: Encoding, frame: Frame, jpeg: Uint8Array): Promise<Pixels> {
  if (encoding.original) return { kind: 'frame', bytes: jpeg };
  if (!encoding.wavelet) return { kind: 'samples', bytes: frame.bytes };
  const { codec, lossless } = encoding.wavelet;
  return { kind: 'frame', bytes: await encodeWavelet(codec, frame, lossless) };
}

export type EncodedFilm = { readonly bytes: Uint8Array; readonly encoding: string };

/**
 * One film as a DICOM file: the `at`-th takes the `at`-th transfer syntax and way of storing grey, in turn.
 * `folder` is for the encoders' temporary files.
 */
export async function encodeFilm(
  film: SourceFilm,
  jpeg: Uint8Array,
  { at, folder, acquiredAt }: { readonly at: number; readonly folder: string; readonly acquiredAt: Date },
): Promise<EncodedFilm> {
  const encoding = encodings[at % encodings.length]!;
  const turn = Math.floor(at / encodings.length) % greys.length;
  const grey = encoding.original ? greys[0]! : greys[turn]!;
  const frame = await frameOf(jpeg, grey);
  const file = writePart10({
    syntax: encoding.dcmtk ? explicitLittle : encoding.uid,
    sopClassUid: film.view === 'AP' ? computedRadiography : digitalXray,
    sopInstanceUid: uidsOf(film).instance,
    elements: elementsOf(film, frame, grey, acquiredAt),
    bitsAllocated: grey.bits > 8 ? 16 : 8,
    pixels: await pixelsOf(encoding, frame, jpeg),
  });
  if (!encoding.dcmtk) return { bytes: file, encoding: encoding.name };
  const [program, ...options] = encoding.dcmtk;
  const [given, made] = [join(folder, 'given.dcm'), join(folder, 'made.dcm')];
  await writeFile(given, file);
  await run(program, [...options, given, made]);
  return { bytes: await readFile(made), encoding: encoding.name };
}
