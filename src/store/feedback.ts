import { desc } from 'drizzle-orm';
import type { Db } from './database.ts';
import { feedback } from './schema.ts';

/** What a clinician did with one card. @see https://cds-hooks.hl7.org/2.0/#feedback */
export type FeedbackEntry = {
  readonly serviceId: string;
  /** Uuid of the card. */
  readonly card: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly reason?: Readonly<Record<string, unknown>>;
  readonly comment?: string;
  readonly accepted?: readonly Readonly<Record<string, unknown>>[];
  readonly outcomeAt: string;
};

export type StoredFeedback = FeedbackEntry & { readonly id: number; readonly receivedAt: string };

export type Feedback = {
  /** An EHR may deliver one outcome more than once; it is stored once. */
  readonly save: (entry: FeedbackEntry) => Promise<'stored' | 'duplicate'>;
  /** Newest first, at most `limit` (1000). */
  readonly list: (limit?: number) => Promise<readonly StoredFeedback[]>;
};

function toEntry(row: typeof feedback.$inferSelect): StoredFeedback {
  return {
    id: row.id,
    serviceId: row.serviceId,
    card: row.card,
    outcome: row.outcome === 'accepted' ? 'accepted' : 'overridden',
    ...(row.reason ? { reason: row.reason } : {}),
    ...(row.comment === null ? {} : { comment: row.comment }),
    ...(row.accepted ? { accepted: row.accepted } : {}),
    outcomeAt: row.outcomeAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
  };
}

export function createFeedback(db: Db): Feedback {
  return {
    save: async (entry) => {
      const stored = await db
        .insert(feedback)
        .values({ ...entry, outcomeAt: new Date(entry.outcomeAt) })
        .onConflictDoNothing()
        .returning({ id: feedback.id });
      return stored.length > 0 ? 'stored' : 'duplicate';
    },
    list: async (limit = 1000) => {
      const rows = await db.select().from(feedback).orderBy(desc(feedback.id)).limit(limit);
      return rows.map(toEntry);
    },
  };
}
