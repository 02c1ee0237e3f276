import { setTimeout as pause } from 'node:timers/promises';
import type { Case } from './hospital.ts';
import { createProgress } from './progress.ts';
import { type FilmState, faultsOf, filmFaultsOf, filmOf, isPending, Tally } from './report.ts';
import { type Answer, type Ehr, fillPrefetch, openChart, readTemplates } from './vigie.ts';

/** What one patient's calls came to. */
export type Visit = FilmState & {
  readonly case: Case;
  readonly indicators: readonly string[];
  readonly assessmentIds: readonly string[];
  readonly faults: string[];
  readonly isPrefetched: boolean;
  readonly calls: number;
  readonly pendingAnswers: number;
  readonly isStillPending: boolean;
  readonly ms: { readonly cold: number; readonly untilFilmRead: number; readonly warm: number };
};

const readWithinMs = 60_000;
const askAgainMs = 250;

/** Opens a chart until its film has been read, then once more: every answer, in order. */
async function callUntilRead(call: () => Promise<Answer>) {
  const started = performance.now();
  const first = await call();
  const answers = [first];
  for (let latest = first; isPending(latest) && performance.now() - started < readWithinMs; ) {
    await pause(askAgainMs);
    latest = await call();
    answers.push(latest);
  }
  const untilFilmRead = performance.now() - started;
  const last = await call();
  answers.push(last);
  return { answers, last, ms: { cold: first.ms, untilFilmRead, warm: last.ms } };
}

async function visit(one: Case, call: () => Promise<Answer>, isPrefetched: boolean): Promise<Visit> {
  const { answers, last, ms } = await callUntilRead(call);
  const state = filmOf(last);
  const filmFaults = last.status === 200 ? filmFaultsOf(state, one.original !== undefined) : [];
  const ids = answers.flatMap((answer) => filmOf(answer).assessmentId ?? []);
  return {
    case: one,
    ...state,
    indicators: (last.body?.cards ?? []).map(({ indicator }) => indicator ?? 'missing'),
    assessmentIds: ids,
    faults: [
      ...answers.flatMap(faultsOf),
      ...filmFaults,
      ...(ids.length === answers.length ? [] : ['answer without its assessment']),
    ],
    isPrefetched,
    calls: answers.length,
    pendingAnswers: answers.filter(isPending).length,
    isStillPending: isPending(last),
    ms,
  };
}

/** Opens every patient's chart, one after another; every third comes with prefetch. */
export async function visitAll(url: string, ehr: Ehr, cases: readonly Case[]): Promise<Visit[]> {
  const templates = await readTemplates(url);
  const step = createProgress('charts opened', cases.length);
  const visits: Visit[] = [];
  for (const [at, one] of cases.entries()) {
    const prefetch = at % 3 === 2 ? await fillPrefetch(templates, ehr, one.patientId) : undefined;
    const call = () => openChart(url, ehr, one.patientId, prefetch);
    visits.push(await visit(one, call, prefetch !== undefined));
    step();
  }
  return visits;
}

/** The films' outcomes: those read by encoding, the others by reason. */
export function tallyFilms(visits: readonly Visit[]) {
  const [decodedBy, refused, failed, none] = [new Tally(), new Tally(), new Tally(), new Tally()];
  for (const { film, because = 'no reason', case: one } of visits) {
    if (film === 'read') decodedBy.add(one.original ? one.encoding : 'file of dicom/');
    else if (film === 'refused') refused.add(because);
    else if (film === 'none') none.add(because);
    else failed.add(`${film}: ${because}`);
  }
  return { decoded: decodedBy.total, decodedBy, refused, failed, none };
}
