import { Hono } from 'hono';
import { z } from 'zod';
import { BadRequest } from '../lib/errors.ts';
import { ask, longestQuestion } from '../questions/ask.ts';
import type { Rephrase } from '../questions/language-model.ts';
import { isTimeZone } from '../questions/understanding/calendar.ts';
import { languages } from '../words/words.ts';
import type { AnswerView } from './contract.ts';
import { wordsOn } from './contradictions.ts';
import { type PatientEnv, summaryOf } from './patient-summary.ts';
import { smallBody } from './small-body.ts';
import type { SummaryRouteParts } from './summary-routes.ts';
import { changesOf } from './summary-view.ts';

export type QuestionParts = SummaryRouteParts & {
  /** The site's language model, where there is one. */
  readonly rephrase?: Rephrase;
};

const questionRequest = z.strictObject({
  question: z
    .string()
    .trim()
    .min(1, 'is empty; ask something')
    .max(longestQuestion, `is longer than ${longestQuestion} characters; ask it shorter`),
  language: z.enum(languages).optional(),
  timeZone: z.string().max(64).refine(isTimeZone, 'is no time zone; send an IANA name').optional(),
});

/** @throws BadRequest naming the field and what is wrong with it, never what was typed */
function parseQuestion(body: unknown): z.infer<typeof questionRequest> {
  const parsed = questionRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BadRequest(`${issue?.path.join('.') || 'the body'} ${issue?.message ?? 'is not a question'}`);
}

/**
 * `POST /patients/{id}/questions`: a question about the summary, answered from it. Neither the question nor the answer is
 * stored or logged. @see QuestionRequest
 */
export function questionRoutes(parts: QuestionParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  const limit = smallBody(`question is longer than ${longestQuestion} characters; ask it shorter`);
  routes.post('/:id/questions', limit, async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) throw new BadRequest('the body is not valid JSON');
    const { question, language, timeZone } = parseQuestion(body);
    const visit = c.get('visit');
    const held = await summaryOf(parts, visit);
    const [contradictions, changes] = await Promise.all([
      wordsOn(parts, visit, held.assessment),
      changesOf(parts, visit, held),
    ]);
    const composed = ask({
      question,
      ...(language ? { language } : {}),
      readersLanguage: visit.language,
      ...(timeZone ? { timeZone } : {}),
      ...held,
      contradictions,
      modelCards: parts.modelCards,
      ...changes,
    });
    const answer = parts.rephrase ? await parts.rephrase(composed) : composed;
    const view: AnswerView = { ...answer, origin: held.origin };
    c.header('cache-control', 'no-store');
    return c.json(view);
  });
  return routes;
}
