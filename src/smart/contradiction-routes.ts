import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Assessment } from '../assessment/assessment.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import { isSamePerson, isSameTarget } from '../contradictions/standing.ts';
import { type FindingName, findings } from '../findings/registry.ts';
import type { Clock } from '../lib/clock.ts';
import { BadRequest, NotFound } from '../lib/errors.ts';
import type { Store } from '../store/store.ts';
import type { ContradictionRequest } from './contract.ts';
import { toView } from './contradictions.ts';
import { type PatientEnv, patientOf } from './patient-summary.ts';
import { IdTaken, NotYours, personOf } from './person.ts';
import { smallBody } from './small-body.ts';

export type ContradictionParts = {
  readonly store: Store;
  readonly clock: Clock;
  /** The codes of `cds-hooks/override-reasons.json`. */
  readonly overrideReasons: readonly { readonly code: string }[];
};

const findingName = z.enum(findings.map(({ name }) => name) as [FindingName, ...FindingName[]]);
const request = z.strictObject({
  id: z.uuid().optional(),
  assessmentId: z.uuid(),
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('finding'), name: findingName }),
    z.strictObject({ kind: z.literal('risk') }),
    z.strictObject({ kind: z.literal('card') }),
    z.strictObject({ kind: z.literal('missed'), name: findingName.optional() }),
  ]),
  verdict: z.enum(['disagree', 'agree', 'add']),
  reason: z.string().optional(),
  words: z.string().trim().max(500).optional(),
});

function parse(body: unknown): ContradictionRequest {
  const parsed = request.safeParse(body);
  if (parsed.success) return parsed.data as ContradictionRequest;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new BadRequest(`the contradiction is not valid: ${faults.slice(0, 5).join('; ')}`);
}

/** What the shape alone does not say. */
function faultOf(said: ContradictionRequest, of: Assessment, { overrideReasons }: ContradictionParts) {
  const { target, verdict, reason, words } = said;
  if ((verdict === 'add') !== (target.kind === 'missed')) return 'verdict: "add" goes with target "missed"';
  if (target.kind === 'missed' && !target.name && !words) return 'words: say what was missed';
  if (reason !== undefined && !overrideReasons.some(({ code }) => code === reason))
    return 'reason: is no code of cds-hooks/override-reasons.json';
  const { film } = of;
  if (target.kind !== 'finding') return undefined;
  const isSaid = film.state === 'read' && film.findings.some(({ name }) => name === target.name);
  return isSaid ? undefined : 'target: that assessment says nothing of this finding';
}

function isSameWord(a: Contradiction, b: Contradiction): boolean {
  return isSamePerson(a.by?.id, b.by?.id) && a.verdict === b.verdict && isSameTarget(a.target, b.target);
}

/** A clinician's word on one statement: said, and taken back; never overwritten. */
export function contradictionRoutes(parts: ContradictionParts): Hono<PatientEnv> {
  const { store, clock } = parts;
  const routes = new Hono<PatientEnv>();

  const limit = smallBody('the contradiction is too long; say it in at most 500 characters');

  routes.post('/:id/contradictions', limit, async (c) => {
    const visit = c.get('visit');
    const by = personOf(visit);
    const said = parse(await c.req.json().catch(() => undefined));
    const of = await store.assessments.findOf(patientOf(visit), said.assessmentId);
    if (!of) throw new NotFound('there is no such assessment of this patient');
    const fault = faultOf(said, of, parts);
    if (fault) throw new BadRequest(`the contradiction is not valid: ${fault}`);
    const { id = randomUUID(), words, ...rest } = said;
    const contradiction: Contradiction = {
      ...{ id, ...rest },
      ...(words ? { words } : {}),
      by,
      via: 'app',
      at: clock.now().toISOString(),
    };
    if ((await store.contradictions.save(contradiction)) === 'stored')
      return c.json(toView(contradiction, visit, true), 201);
    const kept = await store.contradictions.findOf(patientOf(visit), id);
    if (!kept || kept.withdrawn || !isSameWord(kept.contradiction, contradiction))
      throw new IdTaken('this id was used for another contradiction');
    return c.json(toView(kept.contradiction, visit, true), 200);
  });

  routes.delete('/:id/contradictions/:contradiction', async (c) => {
    const visit = c.get('visit');
    const { id } = personOf(visit);
    const kept = await store.contradictions.findOf(patientOf(visit), c.req.param('contradiction'));
    if (!kept) throw new NotFound('there is no such contradiction of this patient');
    if (!isSamePerson(kept.contradiction.by?.id, id)) throw new NotYours('only who said it can take it back');
    await store.contradictions.withdraw(kept.contradiction.id, { at: clock.now().toISOString(), by: id });
    return c.body(null, 204);
  });
  return routes;
}
