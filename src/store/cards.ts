import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { cards } from './schema.ts';
import { isUuid } from './uuid.ts';

/** A card as it was sent, and the call that it answered. */
export type StoredCard = {
  readonly card: { readonly uuid: string };
  readonly assessmentId: string;
  readonly hookInstance: string;
  readonly serviceId: string;
  /** `context.userId`; absent on cards from before it was kept. */
  readonly userId?: string;
};

export type Cards = {
  readonly save: (list: readonly StoredCard[]) => Promise<void>;
  readonly find: (uuid: string) => Promise<StoredCard | undefined>;
};

/** The cards that were sent, by uuid; a card is kept once. */
export function createCards(db: Db): Cards {
  return {
    save: async (list) => {
      if (list.length === 0) return;
      await db
        .insert(cards)
        .values(list.map(({ card, ...call }) => ({ uuid: card.uuid, ...call, body: card })))
        .onConflictDoNothing();
    },
    find: async (uuid) => {
      if (!isUuid(uuid)) return undefined;
      const [row] = await db.select().from(cards).where(eq(cards.uuid, uuid));
      if (!row) return undefined;
      const { assessmentId, hookInstance, serviceId, userId, body } = row;
      return {
        card: body as StoredCard['card'],
        ...{ assessmentId, hookInstance, serviceId },
        ...(userId === null ? {} : { userId }),
      };
    },
  };
}
