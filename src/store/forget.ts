import { and, eq, exists, inArray, lt, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { assessments, cards, charts, contradictions, embeddings, feedback, reports } from './schema.ts';

/** Whose rows, or how old they must be, to be deleted: at least one of them. */
export type Forgotten = {
  /** Absolute reference of the patient on their FHIR server; relative for calls that named none. */
  readonly patientKey?: string;
  /** ISO 8601: what was kept before. */
  readonly before?: string;
};

/** How many rows of each table were deleted. */
export type Deleted = Readonly<
  Record<
    'assessments' | 'charts' | 'cards' | 'contradictions' | 'reports' | 'feedback' | 'embeddings',
    number
  >
>;

export type Forget = (what: Forgotten) => Promise<Deleted>;

type Scope = { readonly patientKey: string | undefined; readonly before: Date | undefined };

function ofScope({ patientKey, before }: Scope): SQL | undefined {
  return and(
    patientKey === undefined ? undefined : eq(assessments.patientKey, patientKey),
    before === undefined ? undefined : lt(assessments.createdAt, before),
  );
}

/** A patient's readings are those of the films that their assessments speak of; else a reading's own age decides. */
function readingsOf(db: Db, scope: Scope): SQL | undefined {
  const { patientKey, before } = scope;
  const study = sql`${assessments.body} -> 'film' ->> 'studyInstanceUid'`;
  const film = sql`${assessments.body} -> 'film' ->> 'sopInstanceUid'`;
  const spokenOf = or(
    eq(embeddings.subject, film),
    sql`left(${embeddings.subject}, length(${study}) + 1) = ${study} || '/'`,
  );
  return and(
    before === undefined ? undefined : lt(embeddings.createdAt, before),
    patientKey === undefined
      ? undefined
      : exists(
          db
            .select({ one: sql`1` })
            .from(assessments)
            .where(and(ofScope(scope), spokenOf)),
        ),
  );
}

/** A chart goes with the last assessment that rests on it; charts just kept for another one are let be. */
async function chartsOf(db: Db, { patientKey, before }: Scope): Promise<SQL | undefined> {
  if (patientKey === undefined) return before && lt(charts.createdAt, before);
  const rows = await db
    .selectDistinct({ id: assessments.chart })
    .from(assessments)
    .where(ofScope({ patientKey, before }));
  return inArray(
    charts.id,
    rows.flatMap(({ id }) => (id === null ? [] : [id])),
  );
}

function restsOn(db: Db) {
  return db.select({ one: sql`1` }).from(assessments).where(eq(assessments.chart, charts.id));
}

/** Deletes for good, all or nothing: assessments of the scope and everything that hangs on them. */
export function createForget(db: Db): Forget {
  return ({ patientKey, before }) => {
    if (patientKey === undefined && before === undefined) throw new Error('say whose rows, or how old');
    const scope = { patientKey, before: before === undefined ? undefined : new Date(before) };
    return db.transaction(async (tx) => {
      const doomed = tx.select({ id: assessments.id }).from(assessments).where(ofScope(scope));
      const theirCards = tx
        .select({ uuid: sql<string>`${cards.uuid}::text` })
        .from(cards)
        .where(inArray(cards.assessmentId, doomed));
      const isOld = scope.before && !patientKey ? lt(feedback.receivedAt, scope.before) : undefined;
      const theirCharts = await chartsOf(tx, scope);
      const gone = {
        feedback: await tx
          .delete(feedback)
          .where(or(inArray(feedback.card, theirCards), isOld))
          .returning({ id: feedback.id }),
        cards: await tx
          .delete(cards)
          .where(inArray(cards.assessmentId, doomed))
          .returning({ id: cards.uuid }),
        contradictions: await tx
          .delete(contradictions)
          .where(inArray(contradictions.assessmentId, doomed))
          .returning({ id: contradictions.id }),
        reports: await tx
          .delete(reports)
          .where(inArray(reports.assessmentId, doomed))
          .returning({ id: reports.id }),
        embeddings: await tx
          .delete(embeddings)
          .where(readingsOf(tx, scope))
          .returning({ id: embeddings.subject }),
        assessments: await tx.delete(assessments).where(ofScope(scope)).returning({ id: assessments.id }),
        charts: await tx
          .delete(charts)
          .where(and(theirCharts, notExists(restsOn(tx))))
          .returning({ id: charts.id }),
      };
      return Object.fromEntries(Object.entries(gone).map(([table, rows]) => [table, rows.length])) as Deleted;
    });
  };
}
