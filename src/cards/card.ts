/** CDS Hooks 2.0 card, as Vigie sends it. @see https://cds-hooks.hl7.org/2.0/#card-attributes */
export type Coding = { readonly code: string; readonly system: string; readonly display: string };

export type Card = {
  readonly uuid: string;
  /** Under 140 characters. */
  readonly summary: string;
  /** GitHub-flavoured Markdown; every text from a record is escaped. */
  readonly detail: string;
  readonly indicator: 'info' | 'warning';
  readonly source: { readonly label: string; readonly url?: string; readonly topic: Coding };
  readonly overrideReasons: readonly Coding[];
  readonly links: readonly {
    readonly label: string;
    readonly url: string;
    readonly type: 'smart';
    readonly appContext: string;
  }[];
};

/** The topic's code of a card as it is kept; undefined where it is no card of Vigie's. */
export function topicOf(card: unknown): string | undefined {
  const { source } = (card ?? {}) as Partial<Card>;
  return source?.topic?.code;
}
