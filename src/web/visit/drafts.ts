/** What is typed and not yet sent, by the place it was typed in. */
export type Drafts = Readonly<Record<string, string>>;

/** Drafts with one written anew; an empty one is forgotten. */
export function withDraft(drafts: Drafts, key: string, text: string): Drafts {
  const { [key]: _, ...others } = drafts;
  return text === '' ? others : { ...others, [key]: text };
}

/** What a page hands to the page that follows it in the same tab when it signs in again. */
type Handover = {
  readonly patientId: string;
  readonly ehr: string;
  /** Who typed them: on a shared machine the next person is somebody else. */
  readonly viewer: string | undefined;
  readonly drafts: Drafts;
};

const handoverKey = 'vigie.drafts';

/** Kept in this tab alone, and only across the sign-in that was just asked for. */
export function handDraftsOver(kept: Pick<Storage, 'setItem'>, handover: Handover): void {
  if (Object.keys(handover.drafts).length > 0) kept.setItem(handoverKey, JSON.stringify(handover));
}

function isDrafts(value: unknown): value is Drafts {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}

/** The drafts of this person's page before; those of another person or patient are erased and never shown. */
export function takeDrafts(
  kept: Pick<Storage, 'getItem' | 'removeItem'>,
  { patientId, ehr, viewer }: Omit<Handover, 'drafts'>,
): Drafts {
  const text = kept.getItem(handoverKey);
  kept.removeItem(handoverKey);
  if (text === null) return {};
  try {
    const handover = JSON.parse(text) as Partial<Handover>;
    const isOurs = handover.patientId === patientId && handover.ehr === ehr && handover.viewer === viewer;
    return isOurs && isDrafts(handover.drafts) ? handover.drafts : {};
  } catch {
    return {};
  }
}
