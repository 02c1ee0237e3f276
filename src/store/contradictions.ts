import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Assessment } from '../assessment/assessment.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import type { Said } from '../contradictions/standing.ts';
import type { Db } from './database.ts';
import { type PatientOf, patientKeyOf } from './patient-key.ts';
import { assessments, contradictions } from './schema.ts';
import { isUuid } from './uuid.ts';

export type Withdrawal = { readonly at: string; readonly by: string };

/** A word as it is kept for good; one that was withdrawn is shown to nobody. */
export type KeptWord = Said & { readonly withdrawn?: Withdrawal };

export type Contradictions = {
  /** Kept once however often it is sent, under its id. @throws Error when there is no such assessment */
  readonly save: (contradiction: Contradiction) => Promise<'stored' | 'duplicate'>;
  /** One of this patient's, withdrawn or not. */
  readonly findOf: (patient: PatientOf, id: string) => Promise<KeptWord | undefined>;
  /** This patient's, newest first, without those withdrawn; at most 200. */
  readonly of: (patient: PatientOf) => Promise<readonly Said[]>;
  readonly withdraw: (id: string, withdrawal: Withdrawal) => Promise<void>;
  /** All there are, oldest first. */
  readonly list: () => Promise<readonly KeptWord[]>;
};

const shownAtMost = 200;

type Row = typeof contradictions.$inferSelect;

function toContradiction(row: Row): Contradiction {
  const { id, assessmentId, target, verdict, reason, words, byId, byName, via, at } = row;
  return {
    ...{ id, assessmentId, target, verdict },
    ...(reason === null ? {} : { reason }),
    ...(words === null ? {} : { words }),
    ...(byId === null ? {} : { by: { id: byId, ...(byName === null ? {} : { name: byName }) } }),
    via,
    at: at.toISOString(),
  };
}

function toKept({ word, of }: { word: Row; of: unknown }): KeptWord {
  const { withdrawnAt, withdrawnBy } = word;
  const withdrawn = withdrawnAt && { at: withdrawnAt.toISOString(), by: withdrawnBy ?? '' };
  return {
    contradiction: toContradiction(word),
    of: of as Assessment,
    ...(withdrawn ? { withdrawn } : {}),
  };
}

export function createContradictions(db: Db): Contradictions {
  const words = () =>
    db
      .select({ word: contradictions, of: assessments.body })
      .from(contradictions)
      .innerJoin(assessments, eq(contradictions.assessmentId, assessments.id));
  return {
    save: async ({ by, at, ...said }) => {
      const [assessment] = await db
        .select({ patientKey: assessments.patientKey })
        .from(assessments)
        .where(eq(assessments.id, said.assessmentId));
      if (!assessment) throw new Error('a contradiction needs a kept assessment');
      const stored = await db
        .insert(contradictions)
        .values({ ...said, ...assessment, at: new Date(at), byId: by?.id, byName: by?.name })
        .onConflictDoNothing()
        .returning({ id: contradictions.id });
      return stored.length > 0 ? 'stored' : 'duplicate';
    },
    findOf: async (patient, id) => {
      if (!isUuid(id)) return undefined;
      const [row] = await words().where(
        and(eq(contradictions.id, id), eq(contradictions.patientKey, patientKeyOf(patient))),
      );
      return row && toKept(row);
    },
    of: async (patient) => {
      const rows = await words()
        .where(and(eq(contradictions.patientKey, patientKeyOf(patient)), isNull(contradictions.withdrawnAt)))
        .orderBy(desc(contradictions.at))
        .limit(shownAtMost);
      return rows.map(toKept);
    },
    withdraw: async (id, { at, by }) => {
      await db
        .update(contradictions)
        .set({ withdrawnAt: new Date(at), withdrawnBy: by })
        .where(and(eq(contradictions.id, id), isNull(contradictions.withdrawnAt)));
    },
    list: async () => (await words().orderBy(asc(contradictions.at))).map(toKept),
  };
}
