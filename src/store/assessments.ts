import { desc, eq } from 'drizzle-orm';
import type { Assessment } from '../assessment/assessment.ts';
import type { Db } from './database.ts';
import { assessments } from './schema.ts';
import { isUuid } from './uuid.ts';

export type Assessments = {
  readonly save: (assessment: Assessment) => Promise<void>;
  readonly find: (id: string) => Promise<Assessment | undefined>;
  /** The assessment with the newest prediction time. */
  readonly latestFor: (patientKey: string) => Promise<Assessment | undefined>;
};

export function createAssessments(db: Db): Assessments {
  return {
    save: async (assessment) => {
      await db
        .insert(assessments)
        .values({
          id: assessment.id,
          patientKey: assessment.patientId,
          asOf: new Date(assessment.asOf),
          createdAt: new Date(assessment.createdAt),
          body: assessment,
        })
        .onConflictDoNothing();
    },
    find: async (id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await db
        .select({ body: assessments.body })
        .from(assessments)
        .where(eq(assessments.id, id));
      return row?.body as Assessment | undefined;
    },
    latestFor: async (patientKey) => {
      const [row] = await db
        .select({ body: assessments.body })
        .from(assessments)
        .where(eq(assessments.patientKey, patientKey))
        .orderBy(desc(assessments.asOf), desc(assessments.createdAt))
        .limit(1);
      return row?.body as Assessment | undefined;
    },
  };
}
