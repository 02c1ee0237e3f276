import type { Score, ScoreItem, ScoreName } from '../../scores/score.ts';
import { answered, type Desk, notOnRecord, type Reply, type Said } from '../reply.ts';
import { ofAssessment, ofEntry, ofPatient, ofScore, ofValue } from '../sources.ts';
import { capital } from '../voice.ts';

function sourcesOf(desk: Desk, { name, measurement, entries = [] }: ScoreItem) {
  const own = measurement ? [ofValue(desk, measurement)] : entries.map((entry) => ofEntry(desk, entry));
  return own.length === 0 && /^(age|sex)\b/.test(name) ? [ofPatient(desk)] : own;
}

/** `NEWS2: at least 9 of 20 (high: emergency assessment).` */
function totalSaid(desk: Desk, score: Score): Said {
  const { voice } = desk;
  const { name, points, outOf, missing, band, isHighestBand } = score;
  const least = missing.length > 0 ? `${voice.say('score.atLeast')} ` : '';
  const of = outOf === undefined ? '' : ` ${voice.say('score.outOf')} ${voice.number(outOf)}`;
  const leastBand = missing.length > 0 && !isHighestBand ? least : '';
  const text = voice.say(band ? 'score.banded' : 'score.total', {
    name,
    points: `${least}${voice.number(points)}${of}`,
    band: band ? `${leastBand}${voice.told(band)}` : '',
  });
  return { text, by: [ofScore(desk, score)] };
}

function itemSaid(desk: Desk, score: Score, item: ScoreItem): Said {
  const { voice } = desk;
  const { measurement, points = 0 } = item;
  const value = measurement ? ` (${voice.quantity(measurement)}, ${voice.ago(measurement.observedAt)})` : '';
  const what = `${capital(voice.told(item.name))}${value}`;
  return {
    text: voice.say('score.item', { what, points: voice.number(points), count: points }),
    by: [...sourcesOf(desk, item), ofScore(desk, score)],
  };
}

/** `supplemental oxygen: newest 30 h old`, both halves in the answer's language. */
export function missingWords({ voice }: Desk, missing: string): string {
  const [name = '', open] = missing.split(': ');
  return open === undefined ? voice.told(name) : `${voice.told(name)} (${voice.told(open)})`;
}

export function missingSaid(desk: Desk, score: Score): Said[] {
  const { voice } = desk;
  if (score.missing.length === 0) return [];
  const list = voice.list(score.missing.map((item) => missingWords(desk, item)));
  return [{ text: voice.say('score.missing', { name: score.name, list }), by: [ofScore(desk, score)] }];
}

function zerosSaid(desk: Desk, score: Score): Said[] {
  const { voice } = desk;
  const none = score.items.filter(({ points, open }) => points === 0 && open === undefined);
  if (none.length === 0) return [];
  const list = voice.list(none.map(({ name }) => voice.told(name)));
  return [{ text: voice.say('score.zeros', { list }), by: [ofScore(desk, score)] }];
}

function explainedSaid(desk: Desk, score: Score): Said[] {
  const giving = score.items
    .filter(({ points = 0 }) => points !== 0)
    .sort((a, b) => (b.points ?? 0) - (a.points ?? 0));
  return [
    totalSaid(desk, score),
    ...giving.map((item) => itemSaid(desk, score, item)),
    ...zerosSaid(desk, score),
    ...missingSaid(desk, score),
  ];
}

function withheldSaid(desk: Desk, names: readonly ScoreName[]): Said[] {
  const { voice, assessment } = desk;
  return assessment.scoresWithheld
    .filter(({ name }) => names.includes(name))
    .map(({ name, because }) => ({
      text: voice.say('score.withheld', { name, because: voice.term('scoreWithheld', because) }),
      by: [ofAssessment(desk)],
    }));
}

/** One score item by item, or several by their totals; why one is not given. */
export function answerScore(desk: Desk, names: readonly ScoreName[]): Reply {
  const given = desk.assessment.scores.filter(({ name }) => names.includes(name));
  const withheld = withheldSaid(desk, names);
  if (given.length === 0)
    return notOnRecord(
      ...(withheld.length > 0 ? withheld : [{ text: desk.voice.say('score.none'), by: [] }]),
    );
  const say = names.length > 2 ? totalSaid : explainedSaid;
  return answered(...given.map((score) => say(desk, score)), names.length > 2 ? withheld : []);
}
