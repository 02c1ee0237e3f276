import { describe, expect, test } from 'vitest';
import { readFilms } from '../../../../src/sources/fhir/imaging-studies.ts';
import { asOf } from './records.ts';

function study(uid: string, fields: Record<string, unknown> = {}, instance: Record<string, unknown> = {}) {
  return {
    resourceType: 'ImagingStudy',
    id: `s-${uid}`,
    status: 'available',
    subject: { reference: 'Patient/p1' },
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
    started: '2026-11-24T07:00:00Z',
    description: 'Chest',
    series: [{ uid: `${uid}.1`, modality: { code: 'DX' }, instance: [{ uid: `${uid}.1.1`, ...instance }] }],
    ...fields,
  };
}
const endpoint = {
  resourceType: 'Endpoint',
  id: 'pacs',
  connectionType: { code: 'dicom-wado-rs' },
  address: 'http://pacs/dicom-web',
};

describe('imaging studies', () => {
  test('are chest films only, the newest first, nothing after the prediction time', async () => {
    const { films, laterDropped } = await readFilms(
      [
        study('1.2.1', { started: '2026-11-22T07:00:00Z' }),
        study('1.2.2'),
        study('1.2.3', { started: '2026-11-24T11:00:00Z' }),
        study('1.2.4', { description: 'Left knee', series: [{ uid: '1.2.4.1', modality: { code: 'DX' } }] }),
        study('1.2.5', { series: [{ uid: '1.2.5.1', modality: { code: 'CT' } }] }),
      ],
      asOf,
      undefined,
    );
    expect(films.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(['1.2.2', '1.2.1']);
    expect(laterDropped).toBe(1);
  });

  test('with a lateral view alone come last however new they are', async () => {
    const { films } = await readFilms(
      [study('1.2.1', { started: '2026-11-20T07:00:00Z' }), study('1.2.2', {}, { title: 'Chest LATERAL' })],
      asOf,
      undefined,
    );
    expect(films.map(({ studyInstanceUid }) => studyInstanceUid)).toEqual(['1.2.1', '1.2.2']);
  });

  test('find their archive in an included or a contained Endpoint', async () => {
    const included = study('1.2.1', { endpoint: [{ reference: 'Endpoint/pacs' }] });
    const contained = study('1.2.2', {
      endpoint: [{ reference: '#e' }],
      contained: [{ ...endpoint, id: 'e', address: 'http://inside/dicom-web' }],
    });
    const { films } = await readFilms([included, contained, endpoint], asOf, undefined);
    expect(films.map(({ wadoRs }) => wadoRs).sort()).toEqual([
      'http://inside/dicom-web',
      'http://pacs/dicom-web',
    ]);
  });
});
