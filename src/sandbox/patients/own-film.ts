import type { Patient, Resource } from '@medplum/fhirtypes';
import type { FilmHeader } from '../films/archive.ts';
import { chartOf } from './chart-of.ts';
import { imagingStudy } from './imaging.ts';
import { healthy } from './stories/healthy.ts';
import { instantBefore, type Story } from './story.ts';
import { systems } from './systems.ts';

export type OwnFilm = {
  readonly id: string;
  readonly fileName: string;
  readonly header: FilmHeader;
};

/** The list's words for a patient made for one of the user's own films. */
export function ownFilmLine(fileName: string): string {
  return `Your film: ${fileName}`;
}

function isoDate(date: string): string | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(date);
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : undefined;
}

/** Only what the film's header says of the person; nothing is invented but the name for the list. */
function patientOf({ id, fileName, header }: OwnFilm): Patient {
  const birthDate = isoDate(header.birthDate);
  const gender = ({ M: 'male', F: 'female', O: 'other' } as const)[header.sex];
  return {
    resourceType: 'Patient',
    id,
    active: true,
    identifier: [{ use: 'usual', system: systems.mrn, value: header.patientId }],
    name: [{ text: ownFilmLine(fileName), family: fileName }],
    gender: gender ?? 'unknown',
    ...(birthDate ? { birthDate } : {}),
  };
}

function neutral(id: string): Story {
  return {
    ...healthy,
    id,
    admission: { hoursAgo: 5, kind: 'IMP', reason: 'Shown with one of your own films' },
    conditions: [],
    films: [],
    notes: [
      {
        kind: 'progress',
        title: 'About this chart',
        hoursAgo: 1,
        text: 'The film is yours. The vital signs and labs beside it are invented and normal, so that the card speaks about the film.',
      },
    ],
  };
}

/** A patient around one of the user's own films: its header's identity, a neutral chart. */
export function ownFilmChart(film: OwnFilm, now: Date): Resource[] {
  const rest = chartOf(neutral(film.id), now).filter(({ resourceType }) => resourceType !== 'Patient');
  const study = imagingStudy({
    ...film.header,
    id: `${film.id}-film`,
    patientId: film.id,
    // The film may be years old; the hospital received it now, and the newest film is the one that is read.
    startedAt: instantBefore(now, 0.5),
    description: film.header.description || 'Chest',
  });
  return [patientOf(film), ...rest, study];
}
