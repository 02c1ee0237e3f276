import type { ReportView } from '../../../smart/contract.ts';
import type { Drafts } from '../../visit/drafts.ts';

/** What a text was typed over, by the id of the signed report or the hash of the draft. */
export type Ground = { readonly key: string; readonly text: string; readonly language: 'en' | 'fr' };

/** A text that somebody typed, and the one film it is about. */
export type Typed = {
  readonly text: string;
  /** Key of its ground. */
  readonly over: string;
  /** Of the text it was typed over, whatever the page has been switched to since; of the page where it began anew. */
  readonly language: 'en' | 'fr';
  /** When its film was taken, ISO 8601. */
  readonly takenAt?: string;
};

/** What the text begins as: the report that stands, else the draft. */
export function groundOf({ draft, standing, signed }: ReportView): Ground {
  return standing.state === 'signed' && signed
    ? { key: standing.id, text: signed.text, language: signed.language }
    : { key: draft.hash, text: draft.text, language: draft.language };
}

const place = 'report.typed/';

/** Where the text on one film is kept among the page's drafts: no text is ever found under another film. */
export function placeOf(film: string): string {
  return `${place}${film}`;
}

/** A text that was emptied and is typed again has nothing left of the one it began from: it is taken to be in the page's. */
function languageOf({ draft }: ReportView, ground: Ground, before: Typed | undefined): Typed['language'] {
  if (before === undefined) return ground.language;
  return before.text.trim() === '' ? draft.language : before.language;
}

/** A typed text as it is kept among the page's drafts, also one that was emptied; nothing where it is the ground's own. */
export function keepTyped(text: string, view: ReportView, before: Typed | undefined): string {
  const ground = groundOf(view);
  if (text === ground.text) return '';
  const { takenAt } = view.draft;
  const typed: Typed = {
    text,
    over: before?.over ?? ground.key,
    language: languageOf(view, ground, before),
    ...(takenAt ? { takenAt } : {}),
  };
  return JSON.stringify(typed);
}

/** Nothing where it is not as this version of the page keeps it. */
export function typedIn(kept: string | undefined): Typed | undefined {
  try {
    const typed = JSON.parse(kept || 'null') as Typed | null;
    return typeof typed?.text === 'string' && typeof typed.over === 'string' ? typed : undefined;
  } catch {
    return undefined;
  }
}

/** What was typed on films other than this one, to be shown as theirs. */
export function typedElsewhere(drafts: Drafts, film: string): readonly (Typed & { readonly film: string })[] {
  return Object.entries(drafts).flatMap(([key, kept]) => {
    const typed = key.startsWith(place) && key !== placeOf(film) ? typedIn(kept) : undefined;
    return typed ? [{ ...typed, film: key.slice(place.length) }] : [];
  });
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
