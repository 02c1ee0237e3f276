import { z } from 'zod';
import type { FilmStudy, StudyInstance } from '../../chart/chart.ts';
import { chestFilm } from '../../chart/codes.ts';
import type { EhrClient } from './client.ts';
import { codeableConcept, type Resource, reference, sourceOf, wordsOf } from './resource.ts';
import { timeOf } from './time.ts';

const coding = z.looseObject({ code: z.string().optional(), display: z.string().optional() });
const study = z.looseObject({
  status: z.string().optional(),
  description: z.string().optional(),
  identifier: z
    .array(z.looseObject({ system: z.string().optional(), value: z.string().optional() }))
    .default([]),
  modality: z.array(coding).default([]),
  procedureCode: z.array(codeableConcept).default([]),
  reasonCode: z.array(codeableConcept).default([]),
  endpoint: z.array(reference).default([]),
  contained: z.array(z.looseObject({ resourceType: z.string(), id: z.string().optional() })).default([]),
  series: z
    .array(
      z.looseObject({
        uid: z.string(),
        description: z.string().optional(),
        modality: coding.optional(),
        bodySite: coding.optional(),
        endpoint: z.array(reference).default([]),
        instance: z
          .array(
            z.looseObject({
              uid: z.string(),
              title: z.string().optional(),
              sopClass: coding.optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
type Study = z.infer<typeof study>;

const endpoint = z.looseObject({
  status: z.string().optional(),
  address: z.string(),
  connectionType: coding.optional(),
});

/** How many studies' endpoints are looked up; only the newest is read. */
const resolvedAtMost = 2;

function modalitiesOf({ modality, series }: Study): string[] {
  return [...modality, ...series.map((item) => item.modality)].flatMap((item) => item?.code ?? []);
}

function wordsIn({ description, procedureCode, series }: Study): string {
  const sites = series.map(({ bodySite }) => bodySite?.display);
  return [description, ...procedureCode.map(wordsOf), ...series.map((item) => item.description), ...sites]
    .filter((text) => text !== undefined)
    .join(' ');
}

/** A plain film of the chest, or one that nothing places elsewhere. */
function isChestFilm(item: Study): boolean {
  const modalities = modalitiesOf(item);
  if (modalities.length > 0 && !modalities.some((code) => chestFilm.modalities.includes(code as never)))
    return false;
  const sites = item.series.flatMap(({ bodySite }) => bodySite?.code ?? []);
  if (sites.some((code) => chestFilm.bodySites.includes(code as never))) return true;
  const words = wordsIn(item);
  return chestFilm.words.test(words) || !chestFilm.otherWords.test(words);
}

function uidOf({ identifier }: Study): string | undefined {
  const dicom = identifier.find(({ system }) => system === 'urn:dicom:uid') ?? identifier[0];
  return /^(?:urn:oid:)?([0-9.]{3,64})$/.exec(dicom?.value ?? '')?.[1];
}

function instancesOf({ series }: Study): StudyInstance[] {
  return series.flatMap(({ uid, description, instance }) =>
    instance.map((item) => {
      const words = [description, item.title].filter((text) => text !== undefined).join(' ');
      const sopClassUid = item.sopClass?.code?.replace(/^urn:oid:/, '');
      return {
        seriesInstanceUid: uid,
        sopInstanceUid: item.uid,
        ...(words === '' ? {} : { description: words }),
        ...(sopClassUid ? { sopClassUid } : {}),
      };
    }),
  );
}

function isLateralOnly({ instances }: FilmStudy): boolean {
  const described = instances.map(({ description }) => description ?? '');
  return (
    described.length > 0 &&
    described.every((text) => chestFilm.lateralWords.test(text) && !chestFilm.frontalWords.test(text))
  );
}

async function endpointOf(
  item: Study,
  beside: readonly Resource[],
  ehr: EhrClient | undefined,
): Promise<string | undefined> {
  const references = [...item.endpoint, ...item.series.flatMap((series) => series.endpoint)];
  for (const { reference: text = '' } of references) {
    const id = text.replace(/^#/, '').split('/').at(-1) ?? '';
    const near = text.startsWith('#')
      ? item.contained.find((held) => held.id === id)
      : beside.find((held) => held.resourceType === 'Endpoint' && held.id === id);
    const found = near ?? (/^Endpoint\//.test(text) ? await ehr?.read('Endpoint', id) : undefined);
    const parsed = endpoint.safeParse(found);
    if (parsed.success && parsed.data.connectionType?.code === 'dicom-wado-rs') return parsed.data.address;
  }
  return undefined;
}

function newestFirst(a: FilmStudy, b: FilmStudy): number {
  if (isLateralOnly(a) !== isLateralOnly(b)) return isLateralOnly(a) ? 1 : -1;
  return (b.startedAt ?? '').localeCompare(a.startedAt ?? '');
}

export type Films = { readonly films: readonly FilmStudy[]; readonly laterDropped: number };

/**
 * Chest film studies up to `asOf`, newest first, those with a lateral view alone last.
 * The newest ones' DICOMweb address is resolved. @throws SourceUnavailable when an Endpoint cannot be read
 */
export async function readFilms(
  items: readonly Resource[],
  asOf: string,
  ehr: EhrClient | undefined,
): Promise<Films> {
  const studies = items.flatMap((item) => {
    const parsed = study.safeParse(item);
    const studyInstanceUid = parsed.success ? uidOf(parsed.data) : undefined;
    if (item.resourceType !== 'ImagingStudy' || !parsed.success || !studyInstanceUid) return [];
    if (['entered-in-error', 'cancelled'].includes(parsed.data.status ?? '') || !isChestFilm(parsed.data))
      return [];
    const startedAt = timeOf(item);
    const film: FilmStudy = {
      studyInstanceUid,
      instances: instancesOf(parsed.data),
      source: sourceOf(item),
      ...(startedAt ? { startedAt } : {}),
    };
    return [{ film, study: parsed.data }];
  });
  const inTime = studies.filter(({ film }) => Date.parse(film.startedAt ?? asOf) <= Date.parse(asOf));
  inTime.sort((a, b) => newestFirst(a.film, b.film));
  const films = await Promise.all(
    inTime.map(async ({ film, study: parsed }, at) => {
      const wadoRs = at < resolvedAtMost ? await endpointOf(parsed, items, ehr) : undefined;
      return wadoRs ? { ...film, wadoRs } : film;
    }),
  );
  return { films, laterDropped: studies.length - inTime.length };
}
