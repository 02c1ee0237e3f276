import type { FusionManifest } from './manifest.ts';

/** What the film says to the fusion model. Log-odds are calibrated. */
export type FilmEvidence = {
  readonly abnormalLogit: number;
  readonly viewApProbability: number;
  /** Log-odds of each finding by its name. */
  readonly findings: Readonly<Record<string, number>>;
  /** `id@version` of the encoder that read the film. */
  readonly encoder: string;
};

/** What the notes say to the fusion model: counts, no words; NaN where they say nothing. */
export type NotesEvidence = {
  /** How many of the 4C score's comorbidities are stated as present. */
  readonly comorbidities: number;
  /** 1 when confusion is stated as present, 0 when it is not. */
  readonly confusion: number;
};

const viewColumn = 'view_ap_probability';
const findingSuffix = '_logit';

/** Whether the film term was fitted on this encoder's own numbers; another's findings are used alone. */
export function isFittedOn({ film }: FusionManifest, { encoder }: FilmEvidence): boolean {
  return film.fittedOn === encoder;
}

/** The graph's film columns; NaN where the film says nothing, or where another encoder's number would mislead. */
export function filmColumns(manifest: FusionManifest, film: FilmEvidence | undefined): number[] {
  const { columns } = manifest.film;
  if (!film) return columns.map(() => Number.NaN);
  const isOwn = isFittedOn(manifest, film);
  return columns.map((column) => {
    if (column === 'abnormal_logit') return film.abnormalLogit;
    if (column === viewColumn) return isOwn ? film.viewApProbability : Number.NaN;
    return film.findings[column.slice(0, -findingSuffix.length)] ?? Number.NaN;
  });
}

/** The graph's notes columns; NaN without notes, so that silence and "none stated" never look alike. */
export function notesColumns(notes: NotesEvidence | undefined): number[] {
  return notes ? [notes.comorbidities, notes.confusion] : [Number.NaN, Number.NaN];
}
