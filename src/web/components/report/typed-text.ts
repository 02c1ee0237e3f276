import type { ReportView } from '../../../smart/contract.ts';

/** What a text was typed over, by the id of the signed report or the hash of the draft. */
export type Ground = { readonly key: string; readonly text: string };

/** What the text begins as: the report that stands, else the draft. */
export function groundOf({ draft, standing, signed }: ReportView): Ground {
  return standing.state === 'signed' && signed
    ? { key: standing.id, text: signed.text }
    : { key: draft.hash, text: draft.text };
}

/** Marks a text that was emptied on purpose from one that was never typed. */
const mark = '=';

/** A typed text as it is kept among the page's drafts; nothing where it is the ground's own. */
export function keepTyped(text: string, ground: Ground): string {
  return text === ground.text ? '' : `${mark}${text}`;
}

export function typedIn(kept: string): string | undefined {
  return kept === '' ? undefined : kept.slice(mark.length);
}

/** What a typed text has to be held against before it is signed. */
export type Beside = { readonly kind: 'draft' | 'signed'; readonly text: string };

/**
 * The texts to be shown beside the one that is typed: the report or the draft that came after it was begun; beside a
 * correction also the draft, where that is not the one the report was signed from. A signature is bound to the draft of
 * now, so that one is shown whatever else is.
 */
export function besideOf(view: ReportView, typedOver: string | undefined): readonly Beside[] {
  const { draft, standing, signed } = view;
  const ground = groundOf(view);
  const isOther = typedOver !== undefined && typedOver !== ground.key;
  const now: Beside = { kind: 'draft', text: draft.text };
  if (standing.state === 'signed' && signed) {
    const other: Beside = { kind: 'signed', text: signed.text };
    return [...(isOther ? [other] : []), ...(standing.isOvertaken ? [now] : [])];
  }
  return isOther ? [now] : [];
}
