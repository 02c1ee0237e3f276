import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Decision } from '../reports/report.ts';
import type { Db } from './database.ts';
import { type PatientOf, patientKeyOf } from './patient-key.ts';
import { assessments, reports } from './schema.ts';
import { isUuid } from './uuid.ts';

export type Reports = {
  /**
   * Kept once under its id. `taken` when the id was used before, or when another report of the film was signed first: one
   * is the first of a film, and each is replaced once. @throws Error when there is no such assessment
   */
  readonly save: (decision: Decision) => Promise<'stored' | 'taken'>;
  /** One of this patient's. */
  readonly findOf: (patient: PatientOf, id: string) => Promise<Decision | undefined>;
  /** This patient's on one film, newest first, all of them: one that is left out could be the report that stands. */
  readonly of: (patient: PatientOf, film: string) => Promise<readonly Decision[]>;
  /** Notes that the EHR took it; the first note stays. */
  readonly sent: (id: string, as: { readonly at: string; readonly reference?: string }) => Promise<void>;
};

type Row = typeof reports.$inferSelect;

function toDecision(row: Row): Decision {
  const { id, assessmentId, film, draft, byId, byName, at, sentAt, sentAs } = row;
  const decided = {
    ...{ id, assessmentId, film, draft },
    by: { id: byId, ...(byName === null ? {} : { name: byName }) },
    at: at.toISOString(),
  };
  if (row.decision === 'discarded')
    return { decision: 'discarded', ...decided, ...(row.reason === null ? {} : { reason: row.reason }) };
  return {
    decision: 'signed',
    ...decided,
    text: row.text ?? '',
    origin: row.origin ?? '',
    language: row.language ?? 'en',
    isEdited: row.isEdited ?? false,
    ...(row.replaces === null ? {} : { replaces: row.replaces }),
    ...(sentAt
      ? { sent: { at: sentAt.toISOString(), ...(sentAs === null ? {} : { reference: sentAs }) } }
      : {}),
  };
}

function toRow({ by, at, ...decision }: Decision) {
  const { sent: _, ...fields } = { sent: undefined, ...decision };
  return { ...fields, byId: by.id, byName: by.name, at: new Date(at) };
}

export function createReports(db: Db): Reports {
  return {
    save: async (decision) => {
      const [assessment] = await db
        .select({ patientKey: assessments.patientKey })
        .from(assessments)
        .where(eq(assessments.id, decision.assessmentId));
      if (!assessment) throw new Error('a report needs a kept assessment');
      const stored = await db
        .insert(reports)
        .values({ ...toRow(decision), ...assessment })
        .onConflictDoNothing()
        .returning({ id: reports.id });
      return stored.length > 0 ? 'stored' : 'taken';
    },
    findOf: async (patient, id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await db
        .select()
        .from(reports)
        .where(and(eq(reports.id, id), eq(reports.patientKey, patientKeyOf(patient))));
      return row && toDecision(row);
    },
    of: async (patient, film) => {
      const rows = await db
        .select()
        .from(reports)
        .where(and(eq(reports.patientKey, patientKeyOf(patient)), eq(reports.film, film)))
        .orderBy(desc(reports.at), desc(reports.createdAt));
      return rows.map(toDecision);
    },
    sent: async (id, { at, reference }) => {
      await db
        .update(reports)
        .set({ sentAt: new Date(at), ...(reference ? { sentAs: reference } : {}) })
        .where(and(eq(reports.id, id), isNull(reports.sentAt)));
    },
  };
}
