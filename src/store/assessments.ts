import { createHash } from 'node:crypto';
import { and, desc, eq, isNotNull, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { Assessment } from '../assessment/assessment.ts';
import { evidenceOf } from '../assessment/evidence.ts';
import type { Chart } from '../chart/chart.ts';
import { withoutNoteWords } from '../chart/snapshot.ts';
import type { Db } from './database.ts';
import { type PatientOf, patientKeyOf } from './patient-key.ts';
import { assessments, charts } from './schema.ts';
import { isUuid } from './uuid.ts';

/** An assessment and the chart it rests on, without the words of notes. */
export type Kept = { readonly assessment: Assessment; readonly chart: Chart };

export type Assessments = {
  /** Keeps it with its chart; where the patient's record could not be read, without one. */
  readonly save: (of: PatientOf, summary: Kept) => Promise<void>;
  readonly find: (id: string) => Promise<Assessment | undefined>;
  /** The same, if it is of this patient. */
  readonly findOf: (of: PatientOf, id: string) => Promise<Assessment | undefined>;
  /** The assessment of that id, if it rests on other evidence than this summary. */
  readonly otherThan: (summary: Kept, id: string) => Promise<Assessment | undefined>;
  /** The one with the newest prediction time whose chart is kept. */
  readonly latestOf: (of: PatientOf) => Promise<Kept | undefined>;
  /** The one of that id with its chart, if it is of this patient. */
  readonly keptOf: (of: PatientOf, id: string) => Promise<Kept | undefined>;
  /** The newest one before it that rests on other evidence, and did not wait for its film. */
  readonly before: (of: PatientOf, summary: Kept) => Promise<Kept | undefined>;
};

function isPatientKnown({ gaps }: Chart): boolean {
  return !gaps.some(({ modality, reason }) => modality === 'patient' && reason === 'source-failed');
}

/** The chart's row: its prediction time is the assessment's, so that a record that did not change is one row. */
function rowOf(chart: Chart): { id: string; body: Omit<Chart, 'asOf'> } {
  const { asOf: _, ...body } = withoutNoteWords(chart);
  return { id: createHash('sha256').update(JSON.stringify(body)).digest('hex'), body };
}

async function saveChart(db: Db, chart: Chart): Promise<string> {
  const row = rowOf(chart);
  const known = await db.select({ id: charts.id }).from(charts).where(eq(charts.id, row.id));
  if (known.length === 0) await db.insert(charts).values(row).onConflictDoNothing();
  return row.id;
}

async function newest(db: Db, where: SQL | undefined): Promise<Kept | undefined> {
  const [row] = await db
    .select({ assessment: assessments.body, chart: charts.body })
    .from(assessments)
    .innerJoin(charts, eq(assessments.chart, charts.id))
    .where(where)
    .orderBy(desc(assessments.asOf), desc(assessments.createdAt))
    .limit(1);
  if (!row) return undefined;
  const assessment = row.assessment as Assessment;
  return { assessment, chart: { ...(row.chart as Omit<Chart, 'asOf'>), asOf: assessment.asOf } };
}

export function createAssessments(db: Db): Assessments {
  const find = async (where: SQL | undefined) => {
    const [row] = await db.select({ body: assessments.body }).from(assessments).where(where);
    return row?.body as Assessment | undefined;
  };
  return {
    save: async (of, { assessment, chart }) => {
      const rests = isPatientKnown(chart)
        ? { chart: await saveChart(db, chart), evidence: evidenceOf(assessment, chart) }
        : {};
      await db
        .insert(assessments)
        .values({
          id: assessment.id,
          patientKey: patientKeyOf(of),
          asOf: new Date(assessment.asOf),
          createdAt: new Date(assessment.createdAt),
          body: assessment,
          ...rests,
        })
        .onConflictDoNothing();
    },
    find: async (id) => (isUuid(id) ? find(eq(assessments.id, id)) : undefined),
    findOf: async (of, id) =>
      isUuid(id)
        ? find(and(eq(assessments.id, id), eq(assessments.patientKey, patientKeyOf(of))))
        : undefined,
    otherThan: async ({ assessment, chart }, id) =>
      isUuid(id)
        ? find(
            and(
              eq(assessments.id, id),
              sql`${assessments.evidence} is distinct from ${evidenceOf(assessment, chart)}`,
            ),
          )
        : undefined,
    latestOf: (of) =>
      newest(db, and(eq(assessments.patientKey, patientKeyOf(of)), isNotNull(assessments.chart))),
    keptOf: async (of, id) =>
      isUuid(id)
        ? newest(db, and(eq(assessments.id, id), eq(assessments.patientKey, patientKeyOf(of))))
        : undefined,
    before: (of, { assessment, chart }) =>
      newest(
        db,
        and(
          eq(assessments.patientKey, patientKeyOf(of)),
          lte(assessments.asOf, new Date(assessment.asOf)),
          ne(assessments.evidence, evidenceOf(assessment, chart)),
          sql`${assessments.body} -> 'film' ->> 'state' <> 'pending'`,
        ),
      ),
  };
}
