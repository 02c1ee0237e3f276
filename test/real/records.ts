import type { Endpoint, ImagingStudy, Patient, Resource } from '@medplum/fhirtypes';
import type { FilmUids } from './dicom-from-jpeg.ts';

export type Person = {
  readonly id: string;
  readonly dicomPatientId?: string;
  readonly sex?: string | undefined;
  readonly ageYears: number;
};
export type StoredFilm = {
  readonly uids: FilmUids;
  readonly sopClassUid: string;
  readonly modality: 'CR' | 'DX';
  readonly startedAt: Date;
};

const genders: Readonly<Record<string, 'female' | 'male'>> = { F: 'female', M: 'male' };
const yearMs = 365.25 * 86_400_000;
const endpointId = 'pacs';

/** The archive as the FHIR server names it. */
export function endpointOf(dicomweb: string): Endpoint {
  return {
    resourceType: 'Endpoint',
    id: endpointId,
    status: 'active',
    connectionType: {
      system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
      code: 'dicom-wado-rs',
    },
    payloadType: [{ text: 'DICOM' }],
    address: dicomweb,
  };
}

function patientOf({ id, dicomPatientId, sex, ageYears }: Person, now: Date): Patient {
  const gender = genders[sex ?? ''];
  // Half a year past the birthday, so that the age does not turn during the run.
  const born = new Date(now.getTime() - (ageYears + 0.5) * yearMs);
  return {
    resourceType: 'Patient',
    id,
    ...(dicomPatientId ? { identifier: [{ system: 'urn:test:pacs', value: dicomPatientId }] } : {}),
    ...(gender ? { gender } : {}),
    birthDate: born.toISOString().slice(0, 10),
  };
}

function studyOf(patientId: string, { uids, sopClassUid, modality, startedAt }: StoredFilm): ImagingStudy {
  const coding = { system: 'http://dicom.nema.org/resources/ontology/DCM', code: modality };
  return {
    resourceType: 'ImagingStudy',
    id: `study-${patientId}`,
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uids.study}` }],
    subject: { reference: `Patient/${patientId}` },
    started: startedAt.toISOString(),
    modality: [coding],
    description: 'Chest',
    endpoint: [{ reference: `Endpoint/${endpointId}` }],
    numberOfSeries: 1,
    numberOfInstances: 1,
    series: [
      {
        uid: uids.series,
        modality: coding,
        bodySite: { system: 'http://snomed.info/sct', code: '51185008', display: 'Thorax' },
        numberOfInstances: 1,
        instance: [
          { uid: uids.instance, sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${sopClassUid}` } },
        ],
      },
    ],
  };
}

/** The patient and the study that points at the film; every study claims to be a chest film. */
export function recordsOf(person: Person, film: StoredFilm, now: Date): Resource[] {
  return [patientOf(person, now), studyOf(person.id, film)];
}
