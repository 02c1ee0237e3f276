import { Hono } from 'hono';
import { BadRequest, NotFound, ServiceError, SourceUnavailable } from '../lib/errors.ts';
import { type CitedType, citedTypes, type FoundRecord, readRecord } from '../sources/record.ts';
import type { ResourceView } from './contract.ts';
import type { PatientEnv } from './patient-summary.ts';
import type { Visit } from './visit.ts';

/** A person waits for it. */
const deadlineMs = 8000;

class NotThisPatient extends ServiceError {
  override readonly name = 'NotThisPatient';
  override readonly code = 'NOT_THIS_PATIENT';
  override readonly status = 403;
}

class NotGranted extends ServiceError {
  override readonly name = 'NotGranted';
  override readonly code = 'NOT_GRANTED';
  override readonly status = 403;
}

type Asked = { readonly type: CitedType; readonly id: string };

function askedFor(type: string, id: string): Asked {
  const cited = citedTypes.find((name) => name === type);
  if (!cited) throw new NotFound(`Vigie opens ${citedTypes.join(', ')} and no other kind of resource`);
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(id))
    throw new BadRequest('the last part of the address must be a FHIR id');
  return { type: cited, id };
}

/** @throws NotThisPatient also where a resource names nobody: it cannot be shown to be this patient's */
function ownOf(patientId: string, { patientId: named, resource, texts, unread }: FoundRecord): ResourceView {
  if (named === undefined)
    throw new NotThisPatient('the record does not say whose it is; it is not shown beside a patient');
  if (named !== patientId) throw new NotThisPatient('the record belongs to another patient; it is not shown');
  return { resource, texts, unread };
}

async function readFor({ patientId, fhir }: Visit, asked: Asked): Promise<FoundRecord | undefined> {
  const access = { baseUrl: fhir.baseUrl, accessToken: await fhir.accessToken() };
  try {
    return await readRecord(access, { ...asked, patientId }, AbortSignal.timeout(deadlineMs));
  } catch (error) {
    if (error instanceof SourceUnavailable && error.reason === 'not-authorised')
      throw new NotGranted(`the EHR does not let this session read ${asked.type}`, { cause: error });
    throw error;
  }
}

/**
 * `GET /patients/{id}/resources/{type}/{rid}`, read from the EHR with the visit's own token. 403 where it is another
 * patient's or not granted, 404 where there is none, 502 or 504 where the EHR does not answer. @see ResourceView
 */
export function resourceRoutes(): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  routes.get('/:id/resources/:type/:rid', async (c) => {
    const visit = c.get('visit');
    const asked = askedFor(c.req.param('type'), c.req.param('rid'));
    const found = await readFor(visit, asked);
    if (!found) throw new NotFound(`the EHR has no ${asked.type} of this id`);
    return c.json(ownOf(visit.patientId, found));
  });
  return routes;
}
