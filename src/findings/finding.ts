/** A film finding Vigie can speak of: the ChestX-ray14 name the model uses, its code and its words. */
export type Finding = {
  readonly name: string;
  readonly snomed: string;
  readonly words: { readonly en: string; readonly fr: string };
  /** Raises the card to "warning" when it is likely: things not to sleep on. */
  readonly urgent: boolean;
};
