/** 12-bit-style grey: one unsigned sample a pixel, a higher one brighter. */
export type Grey = {
  readonly pixels: Uint16Array;
  readonly rows: number;
  readonly columns: number;
  readonly bitsStored: number;
};

/** What the header of a film says; names as DICOM writes them (`Family^Given`). */
export type DicomHeader = {
  readonly patientId: string;
  readonly patientName?: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly sex?: 'M' | 'F' | 'O';
  readonly ageYears?: number;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly modality: 'DX' | 'CR';
  readonly viewPosition?: string;
  readonly bodyPart?: string;
  /** ISO 8601, UTC. */
  readonly studyDateTime: string;
  readonly description?: string;
};

type Value = string | number | Uint8Array;
type Element = readonly [tag: string, vr: string, value: Value];

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const implementation = '2.25.224681357924680135792468013579246801';
const longForms = ['OB', 'OW'];
const sopClasses = { DX: '1.2.840.10008.5.1.4.1.1.1.1', CR: '1.2.840.10008.5.1.4.1.1.1' } as const;

function valueBytes(vr: string, value: Value): Buffer {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(vr === 'US' ? 2 : 4);
    bytes.writeUIntLE(value, 0, bytes.length);
    return bytes;
  }
  const bytes = Buffer.from(typeof value === 'string' ? Buffer.from(value, 'utf8') : value);
  const filler = vr === 'UI' || vr === 'OB' ? '\0' : ' ';
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(filler)]);
}

function element([tag, vr, value]: Element): Buffer {
  const bytes = valueBytes(vr, value);
  const head = Buffer.alloc(longForms.includes(vr) ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (head.length === 12) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

/** Elements that are known, in the order of their tags. */
function dataSet(elements: readonly (readonly [string, string, Value | undefined])[]): Buffer {
  const known = elements.flatMap(([tag, vr, value]): Element[] =>
    value === undefined ? [] : [[tag, vr, value]],
  );
  return Buffer.concat(known.sort(([a], [b]) => (a < b ? -1 : 1)).map(element));
}

function nameElements(header: DicomHeader) {
  const [date = '', time = ''] = header.studyDateTime.split('T');
  const age = header.ageYears === undefined ? undefined : `${String(header.ageYears).padStart(3, '0')}Y`;
  return [
    ['00080005', 'CS', 'ISO_IR 192'],
    ['00080016', 'UI', sopClasses[header.modality]],
    ['00080018', 'UI', header.sopInstanceUid],
    ['00080020', 'DA', date.replaceAll('-', '')],
    ['00080030', 'TM', time.slice(0, 8).replaceAll(':', '')],
    ['00080060', 'CS', header.modality],
    ['00081030', 'LO', header.description],
    ['00100010', 'PN', header.patientName],
    ['00100020', 'LO', header.patientId],
    ['00100030', 'DA', header.birthDate?.replaceAll('-', '')],
    ['00100040', 'CS', header.sex],
    ['00101010', 'AS', age],
    ['00180015', 'CS', header.bodyPart],
    ['00185101', 'CS', header.viewPosition],
    ['0020000d', 'UI', header.studyInstanceUid],
    ['0020000e', 'UI', header.seriesInstanceUid],
  ] as const;
}

function pixelElements({ pixels, rows, columns, bitsStored }: Grey) {
  const top = 2 ** bitsStored;
  return [
    ['00280002', 'US', 1],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', rows],
    ['00280011', 'US', columns],
    ['00280100', 'US', 16],
    ['00280101', 'US', bitsStored],
    ['00280102', 'US', bitsStored - 1],
    ['00280103', 'US', 0],
    ['00281050', 'DS', String(top / 2)],
    ['00281051', 'DS', String(top)],
    ['7fe00010', 'OW', new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)],
  ] as const;
}

/** A film as a Part-10 file, explicit little endian, shown over its whole range of grey. */
export function writeDicom(grey: Grey, header: DicomHeader): Uint8Array {
  const meta = dataSet([
    ['00020001', 'OB', Uint8Array.of(0, 1)],
    ['00020002', 'UI', sopClasses[header.modality]],
    ['00020003', 'UI', header.sopInstanceUid],
    ['00020010', 'UI', explicitLittleEndian],
    ['00020012', 'UI', implementation],
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM', 'latin1'),
    element(['00020000', 'UL', meta.length]),
    meta,
    dataSet([...nameElements(header), ...pixelElements(grey)]),
  ]);
}
