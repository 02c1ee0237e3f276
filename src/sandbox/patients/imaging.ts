import type { Endpoint, ImagingStudy } from '@medplum/fhirtypes';
import { systems } from './systems.ts';

/** What the chart says about one chest study; the archive holds its images. */
export type StudyEntry = {
  readonly id: string;
  readonly patientId: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly modality: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly description: string;
};

export const archiveId = 'archive';

/** Where the hospital's DICOMweb server is, as FHIR says it. */
export function archiveEndpoint(dicomwebUrl: string): Endpoint {
  return {
    resourceType: 'Endpoint',
    id: archiveId,
    status: 'active',
    connectionType: { system: systems.connection, code: 'dicom-wado-rs', display: 'DICOM WADO-RS' },
    name: 'Film archive',
    payloadType: [{ text: 'DICOM' }],
    payloadMimeType: ['application/dicom'],
    address: dicomwebUrl,
  };
}

/** The ImagingStudy of one chest film; its UIDs are those of the DICOM header. */
export function imagingStudy(entry: StudyEntry): ImagingStudy {
  const endpoint = [{ reference: `Endpoint/${archiveId}` }];
  const modality = { system: systems.dicom, code: entry.modality };
  return {
    resourceType: 'ImagingStudy',
    id: entry.id,
    identifier: [{ system: systems.dicomUid, value: `urn:oid:${entry.studyInstanceUid}` }],
    status: 'available',
    modality: [modality],
    subject: { reference: `Patient/${entry.patientId}` },
    encounter: { reference: `Encounter/${entry.patientId}` },
    started: entry.startedAt,
    endpoint,
    numberOfSeries: 1,
    numberOfInstances: 1,
    description: entry.description,
    series: [
      {
        uid: entry.seriesInstanceUid,
        number: 1,
        modality,
        description: entry.description,
        numberOfInstances: 1,
        endpoint,
        bodySite: { system: systems.snomed, code: '51185008', display: 'Thoracic structure' },
        started: entry.startedAt,
        instance: [
          {
            uid: entry.sopInstanceUid,
            sopClass: { system: systems.uri, code: `urn:oid:${entry.sopClassUid}` },
            number: 1,
          },
        ],
      },
    ],
  };
}
