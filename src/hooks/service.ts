import type { Card } from '../cards/card.ts';
import type { CallBody } from './wire.ts';

/** What a CDS service answers: cards, and facts about the answer as extensions. */
export type HookAnswer = {
  readonly cards: readonly Card[];
  readonly extension: Readonly<Record<string, unknown>>;
  /** For the one log line of the call; no patient data. */
  readonly log: Readonly<Record<string, unknown>>;
};

/** Plugin point: one CDS service, listed for one or more hooks. */
export type CdsService = {
  readonly id: string;
  /** Discovery entries, served verbatim; one for each hook. */
  readonly definitions: readonly { readonly hook: string; readonly id: string }[];
  readonly call: (body: CallBody) => Promise<HookAnswer>;
};
