import { writeDicom } from '../dicom-file.ts';
import type { FilmOrder } from '../patients/film-order.ts';
import { drawForeign, drawPhantom } from '../phantom/phantom.ts';

/** Width and height of a drawn film in pixels. */
export const filmSide = 1024;

function drawn({ shows, seed, sex, ageYears }: FilmOrder) {
  if (shows.kind === 'hand') return drawForeign('hand', filmSide);
  return drawPhantom({ seed, sex, ageYears, view: shows.view, findings: shows.findings }, filmSide);
}

/** Draws an ordered film and writes it as a DICOM file under the order's own names and UIDs. */
export function drawFilm(order: FilmOrder): Uint8Array {
  const { pixels, rows, columns } = drawn(order);
  return writeDicom(
    { pixels, rows, columns, bitsStored: 12 },
    {
      patientId: order.mrn,
      patientName: order.patientName,
      birthDate: order.birthDate,
      sex: order.sex === 'male' ? 'M' : 'F',
      ageYears: order.ageYears,
      studyInstanceUid: order.studyInstanceUid,
      seriesInstanceUid: order.seriesInstanceUid,
      sopInstanceUid: order.sopInstanceUid,
      modality: order.modality,
      bodyPart: 'CHEST',
      // Whoever filed the hand under chest called it a frontal chest film.
      viewPosition: order.shows.kind === 'hand' ? 'PA' : viewPositionOf(order.shows.view),
      studyDateTime: order.startedAt,
      description: order.description,
    },
  );
}

function viewPositionOf(view: 'PA' | 'AP' | 'LATERAL'): string {
  return view === 'LATERAL' ? 'LL' : view;
}
