import { signedReport } from '../fhir-bundle/report.ts';
import type { Told } from '../fhir-bundle/subject.ts';
import { NotFound, SourceUnavailable } from '../lib/errors.ts';
import { nameOf } from '../lib/logger.ts';
import { reportSystem } from '../lib/report-system.ts';
import type { SignedReport } from '../reports/report.ts';
import { createOnce } from '../sources/fhir/create.ts';
import { patientOf } from './patient-summary.ts';
import type { ReportParts } from './report-desk.ts';
import type { Visit } from './visit.ts';

/** A person waits for it. */
const sendMs = 8000;

/** @throws NotFound */
export async function signedOf(parts: ReportParts, visit: Visit, id: string): Promise<SignedReport> {
  const kept = await parts.store.reports.findOf(patientOf(visit), id);
  if (kept?.decision === 'signed') return kept;
  throw new NotFound('there is no such report of this patient');
}

/** A signed report as FHIR, with the references as `fhirBase` has them. @throws NotFound */
export async function resourceOf(parts: ReportParts, visit: Visit, signed: SignedReport, fhirBase: string) {
  const kept = await parts.store.assessments.keptOf(patientOf(visit), signed.assessmentId);
  if (kept?.assessment.film.state !== 'read') throw new NotFound('there is no such report of this patient');
  const { film } = kept.assessment;
  const bench: Told = { ...kept, standing: [], overrideReasons: parts.overrideReasons, fhirBase };
  return signedReport(bench, film, signed);
}

/** Writes it into the record with the visit's own token; answers why it is not there. It stays signed here either way. */
export async function send(
  parts: ReportParts,
  visit: Visit,
  signed: SignedReport,
): Promise<string | undefined> {
  const { store, clock, log } = parts;
  try {
    const access = { baseUrl: visit.fhir.baseUrl, accessToken: await visit.fhir.accessToken() };
    const identifier = { system: reportSystem, value: signed.id };
    const resource = { ...(await resourceOf(parts, visit, signed, '')) };
    const reference = await createOnce(access, { resource, identifier }, AbortSignal.timeout(sendMs));
    await store.reports.sent(signed.id, {
      at: clock.now().toISOString(),
      ...(reference ? { reference } : {}),
    });
    return undefined;
  } catch (error) {
    const reason = error instanceof SourceUnavailable ? error.reason : 'not-sent';
    log.warn({ error: nameOf(error), reason }, 'a signed report did not reach the EHR');
    return reason;
  }
}
