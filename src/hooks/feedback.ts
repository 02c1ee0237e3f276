import { type Coding, topicOf } from '../cards/card.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import type { Clock } from '../lib/clock.ts';
import { uuidOf } from '../lib/uuid.ts';
import type { FeedbackEntry } from '../store/feedback.ts';
import type { Store } from '../store/store.ts';
import type { FeedbackBody } from './wire.ts';

type Sent = FeedbackBody['feedback'][number];

/** Epic sends the reasons in the plural; either spelling lands in the same place. */
function reasonOf({ overrideReason, overrideReasons }: Sent) {
  const plural = Array.isArray(overrideReasons) ? overrideReasons[0] : overrideReasons;
  return overrideReason ?? plural;
}

function toEntry(serviceId: string, sent: Sent): FeedbackEntry {
  const reason = reasonOf(sent);
  return {
    serviceId,
    card: sent.card,
    outcome: sent.outcome,
    ...(reason?.reason ? { reason: reason.reason } : {}),
    ...(reason?.userComment ? { comment: reason.userComment } : {}),
    ...(sent.acceptedSuggestions ? { accepted: sent.acceptedSuggestions } : {}),
    outcomeAt: sent.outcomeTimestamp,
  };
}

/** A reason of Vigie's list by its code; an EHR's own is kept in its words. */
function whyOf(sent: Sent, reasons: readonly Coding[]): Pick<Contradiction, 'reason' | 'words'> {
  const { reason, userComment } = reasonOf(sent) ?? {};
  const known = reasons.find(({ code }) => code === reason?.code);
  const own = reason && !known ? (reason.display ?? reason.code) : undefined;
  const words = [own, userComment].filter((text) => text !== undefined && text !== '').join(': ');
  return { ...(known ? { reason: known.code } : {}), ...(words ? { words } : {}) };
}

export type FeedbackParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly overrideReasons: readonly Coding[];
};

/** An EHR whose clock is ahead does not have the last word on everything said until then. */
function saidAt({ outcomeTimestamp }: Sent, { clock }: FeedbackParts): string {
  return new Date(Math.min(Date.parse(outcomeTimestamp), clock.now().getTime())).toISOString();
}

/**
 * Keeps one outcome as it was sent and, where it is about a summary of this installation, as its user's word on the card.
 * What is sent twice is kept once.
 */
export async function keepFeedback(
  parts: FeedbackParts,
  serviceId: string,
  sent: Sent,
): Promise<'stored' | 'duplicate'> {
  const { store, overrideReasons } = parts;
  const outcome = await store.feedback.save(toEntry(serviceId, sent));
  const kept = await store.cards.find(sent.card);
  if (!kept || topicOf(kept.card) !== 'patient-summary') return outcome;
  await store.contradictions.save({
    id: uuidOf('feedback', sent.card, sent.outcome, new Date(sent.outcomeTimestamp).toISOString()),
    assessmentId: kept.assessmentId,
    target: { kind: 'card' },
    verdict: sent.outcome === 'accepted' ? 'agree' : 'disagree',
    ...whyOf(sent, overrideReasons),
    ...(kept.userId ? { by: { id: kept.userId } } : {}),
    via: 'feedback',
    at: saidAt(sent, parts),
  });
  return outcome;
}
