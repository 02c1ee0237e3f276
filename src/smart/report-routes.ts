import { type Handler, Hono } from 'hono';
import { z } from 'zod';
import { isSamePerson } from '../contradictions/standing.ts';
import { BadRequest, ServiceError } from '../lib/errors.ts';
import { isTimeZone } from '../questions/understanding/calendar.ts';
import type { Draft } from '../reports/compose.ts';
import type { Decider, Decision, DiscardedDraft, SignedReport } from '../reports/report.ts';
import { reportStanding } from '../reports/standing.ts';
import { languages } from '../words/words.ts';
import type { SignatureView } from './contract.ts';
import { type PatientEnv, patientOf } from './patient-summary.ts';
import { IdTaken, NotYours, practitionerOf } from './person.ts';
import {
  AlreadySigned,
  type Desk,
  deskOf,
  type Manner,
  RecordUnavailable,
  type ReportParts,
  sameDraft,
  viewOf,
} from './report-desk.ts';
import { resourceOf, send, signedOf } from './report-sending.ts';
import { smallBody } from './small-body.ts';
import type { Visit } from './visit.ts';

/** Characters of a report. */
const longestText = 20_000;
/** A report in any script, with room for JSON's own signs. */
const longestBody = 131_072;
class NoWrite extends ServiceError {
  override readonly name = 'NoWrite';
  override readonly code = 'NOT_GRANTED';
  override readonly status = 403;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is not the hash of a draft');
const timeZone = z.string().max(64).refine(isTimeZone, 'is no time zone; send an IANA name').optional();
const told = z.object({ language: z.enum(languages).optional(), timeZone });
/**
 * What was typed, with line ends for the breaks that word processors paste, and without the other signs below the space:
 * neither a FHIR string nor the database holds them, and nobody sees them.
 */
function clean(text: string): string {
  return text
    .replaceAll(/\r\n|[\v\f]/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n\r\x7f-\x9f]/gu, '')
    .trim();
}
const typed = z.string().transform(clean);
const signature = z.strictObject({
  id: z.uuid(),
  draft: hash,
  text: typed.pipe(
    z.string().min(1, 'is empty').max(longestText, `is longer than ${longestText} characters`),
  ),
  language: z.enum(languages),
  timeZone,
  replaces: z.uuid().optional(),
});
const discard = z.strictObject({
  id: z.uuid(),
  draft: hash,
  reason: typed.pipe(z.string().max(500)).optional(),
});

/** @throws BadRequest naming the field and what is wrong with it, never what was typed */
function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadRequest(`${issue?.path.join('.') || 'the body'} ${issue?.message ?? 'is not valid'}`);
}

/** The decision kept under this id before, where it is this very one. @throws IdTaken */
async function keptBefore(parts: ReportParts, visit: Visit, sent: Decision): Promise<boolean> {
  const kept = await parts.store.reports.findOf(patientOf(visit), sent.id);
  if (!kept) return false;
  const isSame =
    kept.decision === sent.decision && kept.draft === sent.draft && isSamePerson(kept.by.id, sent.by.id);
  const isSameText = kept.decision !== 'signed' || sent.decision !== 'signed' || kept.text === sent.text;
  if (isSame && isSameText) return true;
  throw new IdTaken('this id was used for another decision');
}

/** Whether it is kept now and was not before: this very one may have come twice at once. @throws IdTaken, `taken` */
async function keep(parts: ReportParts, visit: Visit, sent: Decision, taken: ServiceError): Promise<boolean> {
  if ((await parts.store.reports.save(sent)) === 'stored') return true;
  if (await keptBefore(parts, visit, sent)) return false;
  throw taken;
}

function usual({ language }: Visit): Manner {
  return { language, timeZone: 'UTC' };
}

/** What every decision says beside itself; the draft's hash is held against the request's before it is kept. */
function decided({ clock }: ReportParts, { held, draft }: Desk, by: Decider) {
  return { assessmentId: held.assessment.id, film: draft?.film ?? '', by, at: clock.now().toISOString() };
}

/** What there is after a decision. */
async function answerOf(parts: ReportParts, visit: Visit, manner: Manner, notSent?: string) {
  const view: SignatureView = {
    ...viewOf(visit, await deskOf(parts, visit, manner)),
    ...(notSent ? { notSent } : {}),
  };
  return view;
}

/** The report that a decision on this draft comes after. */
function standingReport({ decisions }: Desk, { film, hash: draft }: Draft): SignedReport | undefined {
  const state = reportStanding(decisions, { film, draft });
  return state.state === 'signed' ? state.signed : undefined;
}

/** Signs what was shown, and writes it into the record where the EHR lets this session. */
function signing(parts: ReportParts): Handler<PatientEnv> {
  return async (c) => {
    const visit = c.get('visit');
    const by = practitionerOf(visit);
    const asked = parse(signature, await c.req.json().catch(() => undefined));
    const { id, draft: hash, text, language, timeZone: zone = 'UTC', replaces } = asked;
    const manner = { language, timeZone: zone };
    // What came into the record a moment ago must not be signed over.
    const desk = await deskOf(parts, visit, manner, { refresh: true });
    const sent: SignedReport = {
      decision: 'signed',
      ...{ id, draft: hash, text, language },
      ...decided(parts, desk, by),
      origin: desk.draft?.origin ?? '',
      isEdited: text !== clean(desk.draft?.text ?? ''),
      ...(replaces ? { replaces } : {}),
    };
    if (await keptBefore(parts, visit, sent)) return c.json(await answerOf(parts, visit, manner), 200);
    if (desk.held.origin.kind !== 'live') throw new RecordUnavailable();
    const standing = standingReport(desk, sameDraft(desk, hash));
    if (standing?.id !== replaces) throw new AlreadySigned();
    const isNew = await keep(parts, visit, sent, new AlreadySigned());
    const notSent = isNew && visit.mayWriteReports ? await send(parts, visit, sent) : undefined;
    return c.json(await answerOf(parts, visit, manner, notSent), isNew ? 201 : 200);
  };
}

function discarding(parts: ReportParts): Handler<PatientEnv> {
  return async (c) => {
    const visit = c.get('visit');
    const by = practitionerOf(visit);
    const { id, draft: hash, reason } = parse(discard, await c.req.json().catch(() => undefined));
    const desk = await deskOf(parts, visit, usual(visit));
    const sent: DiscardedDraft = {
      decision: 'discarded',
      ...{ id, draft: hash },
      ...decided(parts, desk, by),
      ...(reason ? { reason } : {}),
    };
    if (await keptBefore(parts, visit, sent)) return c.json(viewOf(visit, desk), 200);
    if (standingReport(desk, sameDraft(desk, hash))) throw new AlreadySigned();
    const isNew = await keep(parts, visit, sent, new IdTaken('this id was used before'));
    return c.json(await answerOf(parts, visit, usual(visit)), isNew ? 201 : 200);
  };
}

/** What did not reach the record, once more: by who signed it, while it is the report that stands. */
function sending(parts: ReportParts): Handler<PatientEnv> {
  return async (c) => {
    const visit = c.get('visit');
    const by = practitionerOf(visit);
    const signed = await signedOf(parts, visit, c.req.param('report') ?? '');
    if (!isSamePerson(signed.by.id, by.id)) throw new NotYours('only who signed it can send it');
    if (!visit.mayWriteReports) throw new NoWrite('the EHR does not let this session write reports');
    // Not of the film on screen: it may be another by now.
    const decisions = await parts.store.reports.of(patientOf(visit), signed.film);
    if (decisions.some((other) => other.decision === 'signed' && other.replaces === signed.id))
      throw new AlreadySigned();
    const notSent = signed.sent ? undefined : await send(parts, visit, signed);
    return c.json(await answerOf(parts, visit, usual(visit), notSent));
  };
}

/** A draft report: seen, corrected and signed, or discarded, by a practitioner; nothing here signs by itself. */
export function reportRoutes(parts: ReportParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  const limit = smallBody(`the report is too long; ${longestText} characters are kept`, longestBody);
  routes.get('/:id/report', async (c) => {
    const visit = c.get('visit');
    const { language = visit.language, timeZone: zone = 'UTC' } = parse(told, c.req.query());
    const manner = { language, timeZone: zone };
    return c.json(viewOf(visit, await deskOf(parts, visit, manner)));
  });
  routes.post('/:id/report/signatures', limit, signing(parts));
  routes.post('/:id/report/discards', limit, discarding(parts));
  routes.get('/:id/report/signatures/:report', async (c) => {
    const visit = c.get('visit');
    const signed = await signedOf(parts, visit, c.req.param('report'));
    const resource = await resourceOf(parts, visit, signed, visit.fhir.baseUrl);
    return c.json(resource, 200, { 'content-type': 'application/fhir+json' });
  });
  routes.post('/:id/report/signatures/:report/sending', sending(parts));
  return routes;
}
