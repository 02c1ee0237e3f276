import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { Assessment } from '../assessment/assessment.ts';
import type { Config } from '../config.ts';
import type { Contradiction, Target } from '../contradictions/contradiction.ts';
import { BadRequest } from '../lib/errors.ts';
import { uuidOf } from '../lib/uuid.ts';
import { writeWhole } from '../lib/whole-file.ts';
import type { KeptWord } from '../store/contradictions.ts';
import type { StoredFeedback } from '../store/feedback.ts';
import { openStore } from '../store/store.ts';

export type FeedbackExportOptions = {
  readonly config: Pick<Config, 'database'>;
  /** Ends in `.csv` or `.ndjson`. */
  readonly out: string;
  /** Who said it is left out otherwise. */
  readonly withNames?: boolean;
};

const columns = [
  ...['id', 'about', 'finding', 'verdict', 'reason', 'words', 'via', 'at', 'withdrawn_at'],
  ...['assessment', 'as_of', 'said', 'probability', 'low', 'high', 'withheld_because'],
  ...['models', 'film', 'evidence', 'by', 'by_name'],
] as const;
type Line = Readonly<Partial<Record<(typeof columns)[number], string | number>>>;

/** Joins with a site's own films without naming one: SHA-256 of the SOP instance UID. */
function filmHash({ film }: Assessment): Line {
  if (film.state !== 'read') return {};
  return { film: createHash('sha256').update(film.sopInstanceUid).digest('hex') };
}

/** The statement that was spoken of, in its numbers: the finding's, or the risk's for the risk and the whole card. */
function saidOf(target: Target, { film, risk }: Assessment): Line {
  const finding =
    target.kind === 'finding' && film.state === 'read'
      ? film.findings.find(({ name }) => name === target.name)
      : undefined;
  if (target.kind === 'missed' || (target.kind === 'finding' && !finding)) return {};
  const probability = finding?.probability ?? risk;
  return {
    ...(finding ? { said: finding.word } : {}),
    ...(probability.kind === 'withheld'
      ? { withheld_because: probability.because }
      : { probability: probability.value, low: probability.low, high: probability.high }),
  };
}

/** What the statement rested on, as FHIR ids: the values behind reasons and scores; nothing for the film's alone. */
function evidenceOf(target: Target, { raises, lowers, scores }: Assessment): Line {
  if (target.kind === 'finding' || target.kind === 'missed') return {};
  const measured = [...raises, ...lowers, ...scores.flatMap(({ items }) => items)];
  const sources = measured.flatMap(({ measurement }) => (measurement ? [measurement.source] : []));
  return { evidence: [...new Set(sources)].join(' ') };
}

function personOf({ by }: Contradiction): Line {
  return { ...(by ? { by: by.id } : {}), ...(by?.name ? { by_name: by.name } : {}) };
}

function wordLine({ contradiction, of, withdrawn }: KeptWord, withNames: boolean): Line {
  const { id, target, verdict, reason, words, via, at, assessmentId } = contradiction;
  const finding = 'name' in target ? target.name : undefined;
  return {
    ...{ id, about: target.kind, verdict, via, at, assessment: assessmentId, as_of: of.asOf },
    ...(finding ? { finding } : {}),
    ...(reason ? { reason } : {}),
    ...(words ? { words } : {}),
    ...(withdrawn ? { withdrawn_at: withdrawn.at } : {}),
    ...saidOf(target, of),
    models: of.models.join(' '),
    ...filmHash(of),
    ...evidenceOf(target, of),
    ...(withNames ? personOf(contradiction) : {}),
  };
}

function feedbackId({ card, outcome, outcomeAt }: StoredFeedback): string {
  return uuidOf('feedback', card, outcome, outcomeAt);
}

/** Feedback that is nobody's word on a summary: on the card about whose film it is, or on a card that is not kept. */
function feedbackLine(entry: StoredFeedback): Line {
  const { reason, comment, outcome, outcomeAt } = entry;
  const why = reason?.display ?? reason?.code;
  const words = [why, comment].filter((text) => text !== undefined).join(': ');
  return {
    id: feedbackId(entry),
    about: 'another-card',
    verdict: outcome === 'accepted' ? 'agree' : 'disagree',
    via: 'feedback',
    at: outcomeAt,
    ...(words ? { words } : {}),
  };
}

function textOf(out: string, lines: readonly Line[]): string {
  if (out.endsWith('.ndjson')) return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  // Words are typed by people: a cell must never be a formula of whoever opens it.
  return stringify([...lines], { header: true, columns: [...columns], escape_formulas: true });
}

/**
 * `vigie feedback export`: every word of clinicians and every feedback, with the statement it was about; oldest first.
 * Answers how many lines there are.
 * @throws BadRequest for another ending; FolderInUse while a service holds the embedded database
 */
export async function exportFeedback({ config, out, withNames = false }: FeedbackExportOptions) {
  if (!/\.(csv|ndjson)$/.test(out)) throw new BadRequest('--out must end in .csv or .ndjson');
  await using store = await openStore(config.database);
  const words = await store.contradictions.list();
  const known = new Set(words.map(({ contradiction }) => contradiction.id));
  const others = (await store.feedback.list(Number.MAX_SAFE_INTEGER)).filter(
    (entry) => !known.has(feedbackId(entry)),
  );
  const lines = [...words.map((word) => wordLine(word, withNames)), ...others.map(feedbackLine)];
  const oldestFirst = lines.toSorted((a, b) => String(a.at).localeCompare(String(b.at)));
  await writeWhole(out, textOf(out, oldestFirst));
  return lines.length;
}
