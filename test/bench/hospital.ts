/** A hospital as fast as one can be: a ready chart, and one real film under as many names as there are patients. */
import { writeDicom } from '../../src/sandbox/dicom-file.ts';
import { drawPhantom } from '../../src/sandbox/phantom/phantom.ts';
import { uidFor } from '../../src/sandbox/uid.ts';
import { json, type Neighbour, startNeighbour } from '../integration/fhir-neighbour.ts';

/** Rows and columns of the film; 16 bits each, uncompressed: 8 MiB. */
export const filmSide = 2048;

export type BenchHospital = {
  readonly neighbour: Neighbour;
  readonly filmOf: (patientId: string) => Uint8Array;
  /** A whole call of `patient-view` for a patient, prefetch and all. */
  readonly callOf: (patientId: string) => Record<string, unknown>;
};

const boundary = 'film';

function observation(id: string, patientId: string, [code, value, unit]: (typeof measured)[number]) {
  return {
    resourceType: 'Observation',
    id: `${patientId}-${id}`,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: new Date(Date.now() - 3_600_000).toISOString(),
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  };
}

/** LOINC code, value and UCUM unit. */
const measured = [
  ['8867-4', 98, '/min'],
  ['9279-1', 22, '/min'],
  ['8310-5', 37.9, 'Cel'],
  ['8480-6', 112, 'mm[Hg]'],
  ['8462-4', 64, 'mm[Hg]'],
  ['2708-6', 93, '%'],
  ['2160-0', 1.4, 'mg/dL'],
  ['3094-0', 31, 'mg/dL'],
  ['6690-2', 13.2, '10*3/uL'],
  ['2951-2', 136, 'mmol/L'],
  ['2823-3', 4.4, 'mmol/L'],
  ['2524-7', 2.1, 'mmol/L'],
] as const;

function searchset(resources: readonly unknown[]) {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: resources.length,
    entry: resources.map((resource) => ({ resource })),
  };
}

function studyOf(patientId: string, url: string) {
  return {
    resourceType: 'ImagingStudy',
    id: `${patientId}-study`,
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uidFor(`${patientId}/study`)}` }],
    subject: { reference: `Patient/${patientId}` },
    started: new Date(Date.now() - 3_600_000).toISOString(),
    description: 'Chest PA',
    modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'DX' }],
    contained: [
      {
        resourceType: 'Endpoint',
        id: 'archive',
        status: 'active',
        connectionType: { code: 'dicom-wado-rs' },
        address: `${url}/dicomweb`,
      },
    ],
    endpoint: [{ reference: '#archive' }],
    series: [{ uid: uidFor(`${patientId}/series`), instance: [{ uid: uidFor(`${patientId}/instance`) }] }],
  };
}

function patientOf(id: string) {
  return { resourceType: 'Patient', id, gender: 'male', birthDate: '1958-04-02' };
}

/** Starts it; the film is drawn once, which takes some seconds. */
export async function startHospital(): Promise<BenchHospital> {
  const drawn = drawPhantom(
    {
      seed: 41,
      sex: 'male',
      ageYears: 68,
      view: 'PA',
      findings: { effusion: { side: 'left', amount: 0.3 } },
    },
    filmSide,
  );
  const patientOfInstance = new Map<string, string>();
  const filmOf = (patientId: string) =>
    writeDicom(
      { ...drawn, bitsStored: 12 },
      {
        patientId,
        studyInstanceUid: uidFor(`${patientId}/study`),
        seriesInstanceUid: uidFor(`${patientId}/series`),
        sopInstanceUid: uidFor(`${patientId}/instance`),
        modality: 'DX',
        viewPosition: 'PA',
        bodyPart: 'CHEST',
        studyDateTime: new Date(Date.now() - 3_600_000).toISOString(),
      },
    );
  const neighbour = await startNeighbour((_, response, url) => {
    const instance = /\/instances\/([\d.]+)/.exec(url.pathname)?.[1];
    const owner = instance ? patientOfInstance.get(instance) : undefined;
    if (!owner) return json(response, searchset([]));
    response.writeHead(200, {
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    });
    response.write(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
    response.write(filmOf(owner));
    return response.end(`\r\n--${boundary}--\r\n`);
  });
  const callOf = (patientId: string) => {
    patientOfInstance.set(uidFor(`${patientId}/instance`), patientId);
    const observations = measured.map((row, at) => observation(String(at), patientId, row));
    return {
      hook: 'patient-view',
      hookInstance: '3f6c1f0e-3b0b-4ad3-a4ab-8a2ef6f2d1c0',
      fhirServer: `${neighbour.url}/fhir`,
      context: { userId: 'Practitioner/1', patientId },
      prefetch: {
        patient: patientOf(patientId),
        vitals: searchset(observations.slice(0, 6)),
        labs: searchset(observations.slice(6)),
        conditions: searchset([]),
        procedures: searchset([]),
        devices: searchset([]),
        notes: searchset([]),
        reports: searchset([]),
        imaging: searchset([studyOf(patientId, neighbour.url)]),
      },
    };
  };
  return { neighbour, filmOf, callOf };
}
