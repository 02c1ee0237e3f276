import type { FilmOrder } from '../patients/film-order.ts';
import type { FilmHeader } from './archive.ts';

const explicitLittleEndian = '1.2.840.10008.1.2.1';

/** The header that the finished film will have, known from its order. */
export function headerOf(order: FilmOrder): FilmHeader {
  const [date = '', time = ''] = order.startedAt.split('T');
  return {
    patientId: order.mrn,
    patientName: order.patientName,
    birthDate: order.birthDate.replaceAll('-', ''),
    sex: order.sex === 'male' ? 'M' : 'F',
    studyInstanceUid: order.studyInstanceUid,
    seriesInstanceUid: order.seriesInstanceUid,
    sopInstanceUid: order.sopInstanceUid,
    sopClassUid: order.sopClassUid,
    modality: order.modality,
    studyDate: date.replaceAll('-', ''),
    studyTime: time.slice(0, 8).replaceAll(':', ''),
    description: order.description,
    transferSyntaxUid: explicitLittleEndian,
  };
}
