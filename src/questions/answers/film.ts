import type { FilmConclusion, FindingConclusion, ReadConclusion } from '../../assessment/assessment.ts';
import { mayBeThere } from '../../assessment/film-conclusion.ts';
import { type FindingName, findings, unseen } from '../../findings/registry.ts';
import { answered, type Desk, notOnRecord, type Reply, type Said } from '../reply.ts';
import { ofAssessment, ofFilm, ofStudy } from '../sources.ts';
import { capital } from '../voice.ts';
import { disagreementsSaid } from './people.ts';
import { recordedSaid } from './record.ts';

type Silent = Exclude<FilmConclusion, { state: 'read' }>;

/** Why the film says nothing. */
export function silentSaid(desk: Desk, { state, because }: Silent): Said {
  const { voice } = desk;
  const isExplained = state === 'refused' || state === 'failed';
  const why = isExplained ? voice.say('people.because', { because: voice.why(because) }) : '';
  return { text: `${voice.term('filmState', state)}${why}.`, by: [ofAssessment(desk)] };
}

/** `Pneumonia: possible, 41 % (90 % interval 22–63 %); 9 % of all films show it.` */
export function conclusionSaid(desk: Desk, film: ReadConclusion, finding: FindingConclusion): Said[] {
  const { voice } = desk;
  const { name, probability, prevalence, word, doubts = [] } = finding;
  const by = [ofFilm(desk, film)];
  const called = capital(voice.finding(name));
  if (probability.kind === 'withheld')
    return [{ text: voice.say('finding.without', { name: called, word: voice.term('word', word) }), by }];
  const text = voice.say(prevalence === undefined ? 'finding.alone' : 'finding.among', {
    name: called,
    word: voice.term('word', word),
    value: voice.percent(probability.value),
    interval: voice.interval(probability),
    prevalence: voice.percent(prevalence ?? 0),
  });
  const reasons = voice.list(doubts.map((doubt) => voice.term('doubt', doubt)));
  const doubtSaid = doubts.length > 0 ? [{ text: voice.say('finding.doubt', { reasons }), by }] : [];
  return [{ text, by }, ...doubtSaid];
}

/** Where it lies, by the patient's sides, or that no place passed its test. */
export function placeSaid(desk: Desk, film: ReadConclusion, name: string): Said[] {
  const { voice } = desk;
  const place = film.places?.[name];
  if (!place) return [];
  const called = name === 'abnormal' ? voice.say('film.anyAbnormality') : voice.finding(name);
  if (place.state === 'none')
    return [{ text: voice.say('finding.noPlace', { name: called }), by: [ofFilm(desk, film)] }];
  const where = voice.say('finding.where', {
    side: voice.term('side', place.side),
    zone: voice.term('zone', place.zone),
  });
  return [{ text: voice.say('finding.place', { name: called, where }), by: [ofFilm(desk, film)] }];
}

function oneFinding(desk: Desk, film: ReadConclusion, name: FindingName): Said[] {
  const finding = film.findings.find((each) => each.name === name);
  if (!finding) return [];
  return [...conclusionSaid(desk, film, finding), ...placeSaid(desk, film, name)];
}

/** Whether a finding is on the film, what the record says of it, and who disagreed. */
export function answerFinding(desk: Desk, names: readonly FindingName[]): Reply {
  const { voice, assessment } = desk;
  const { film } = assessment;
  const elsewhere = names.flatMap((name) => [...disagreementsSaid(desk, name), ...recordedSaid(desk, name)]);
  if (film.state !== 'read') {
    const silent = silentSaid(desk, film);
    return elsewhere.length > 0 ? answered(silent, elsewhere) : notOnRecord(silent);
  }
  const said = names.flatMap((name) => oneFinding(desk, film, name));
  return answered(said, elsewhere, { text: voice.say('film.notADiagnosis'), by: [] });
}

function takenSaid(desk: Desk, film: ReadConclusion): Said {
  const { voice } = desk;
  const { acquiredAt: at, view } = film;
  const text = at
    ? voice.say('film.taken', { view, ago: voice.ago(at), when: voice.when(at) })
    : voice.say('film.takenUnknown', { view });
  return { text, by: [ofFilm(desk, film)] };
}

/** Whether anything at all is abnormal. */
export function abnormalSaid(desk: Desk, film: ReadConclusion): Said {
  const { voice } = desk;
  const { abnormal, abnormalPrevalence } = film;
  const by = [ofFilm(desk, film)];
  const name = capital(voice.say('film.anyAbnormality'));
  if (abnormal.kind === 'withheld')
    return { text: voice.say('finding.without', { name, word: voice.term('word', abnormal.because) }), by };
  const text = voice.say(abnormalPrevalence === undefined ? 'film.abnormal' : 'film.abnormalAmong', {
    value: voice.percent(abnormal.value),
    interval: voice.interval(abnormal),
    prevalence: voice.percent(abnormalPrevalence ?? 0),
  });
  return { text, by };
}

/** The findings of one word, named in the sentence `key`. */
export function namesSaid(
  desk: Desk,
  film: ReadConclusion,
  key: string,
  word: FindingConclusion['word'],
): Said[] {
  const { voice } = desk;
  const names = film.findings
    .filter((finding) => finding.word === word)
    .map(({ name }) => voice.finding(name));
  if (names.length === 0) return [];
  return [{ text: voice.say(key, { names: voice.list(names) }), by: [ofFilm(desk, film)] }];
}

/** The number that findings are sorted by. */
export function pointOf({ probability }: FindingConclusion): number {
  return probability.kind === 'estimated' ? probability.value : 0;
}

function toldSaid(desk: Desk, film: ReadConclusion): Said[] {
  const told = film.findings.filter(({ word }) => mayBeThere(word)).sort((a, b) => pointOf(b) - pointOf(a));
  if (told.length === 0) return [{ text: desk.voice.say('film.nothingTold'), by: [ofFilm(desk, film)] }];
  return told.flatMap((finding) => [
    ...conclusionSaid(desk, film, finding),
    ...placeSaid(desk, film, finding.name),
  ]);
}

/** What is amiss with the film, or with whose it is. */
export function warningsSaid(desk: Desk, film: ReadConclusion): Said[] {
  const { voice } = desk;
  const warnings = [
    ...film.warnings.map((warning) => voice.term('warning', warning)),
    ...(film.filmWarnings ?? []).map((warning) => voice.term('filmWarning', warning)),
  ];
  if (warnings.length === 0) return [];
  return [{ text: voice.say('film.warnings', { list: voice.list(warnings) }), by: [ofFilm(desk, film)] }];
}

/** What the film shows, does not show, and cannot show. */
export function answerFilm(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const { film } = assessment;
  if (film.state !== 'read') return notOnRecord(silentSaid(desk, film));
  return answered(
    ...[takenSaid(desk, film), abnormalSaid(desk, film), toldSaid(desk, film)],
    namesSaid(desk, film, 'film.unlikely', 'unlikely'),
    namesSaid(desk, film, 'film.noEvidence', 'no-evidence'),
    namesSaid(desk, film, 'film.notAssessed', 'not-assessed'),
    namesSaid(desk, film, 'film.uncalibrated', 'uncalibrated'),
    heartSaid(desk, film),
    warningsSaid(desk, film),
    disagreementsSaid(desk),
    { text: voice.say('film.cannotSee', { names: voice.list(unseen[voice.language]) }), by: [] },
  );
}

/** The cardiothoracic ratio, or why there is none. */
export function heartSaid(desk: Desk, film: ReadConclusion): Said[] {
  const { voice } = desk;
  const { heart, view } = film;
  if (!heart) return [];
  const by = [ofFilm(desk, film)];
  if (heart.kind === 'not-measured')
    return [{ text: voice.say('heart.not', { because: voice.term('heartSilence', heart.because) }), by }];
  const { value, low, high } = heart.ratio;
  const interval = `${voice.ratio(low)}–${voice.ratio(high)}`;
  return [{ text: voice.say('heart.ratio', { value: voice.ratio(value), interval, view }), by }];
}

/** The cardiothoracic ratio, and what is said of an enlarged heart. */
export function answerHeart(desk: Desk): Reply {
  const { film } = desk.assessment;
  if (film.state !== 'read') return notOnRecord(silentSaid(desk, film));
  const heart = heartSaid(desk, film);
  const said = heart.length > 0 ? heart : [{ text: desk.voice.say('heart.none'), by: [] }];
  return answered(said, oneFinding(desk, film, 'Cardiomegaly'));
}

/** Where what is told lies. */
export function answerWhere(desk: Desk, names: readonly FindingName[] = []): Reply {
  const { voice, assessment } = desk;
  const { film } = assessment;
  if (film.state !== 'read') return notOnRecord(silentSaid(desk, film));
  const sought = Object.keys(film.places ?? {}).filter(
    (name) => names.length === 0 || findings.some((each) => each.name === name),
  );
  const said = sought.flatMap((name) => placeSaid(desk, film, name));
  if (said.length === 0) return notOnRecord({ text: voice.say('film.notSought'), by: [ofFilm(desk, film)] });
  return answered(said);
}

/** How old the film is. */
export function answerFilmAge(desk: Desk): Reply {
  const { film } = desk.assessment;
  const [newest] = desk.chart.films;
  if (film.state === 'read') return answered(takenSaid(desk, film));
  if (!newest?.startedAt) return notOnRecord(silentSaid(desk, film));
  const { voice } = desk;
  const times = { ago: voice.ago(newest.startedAt), when: voice.when(newest.startedAt) };
  return answered(
    { text: voice.say('film.study', times), by: [ofStudy(desk, newest)] },
    silentSaid(desk, film),
  );
}

/** Films before the one the assessment speaks of. */
export function answerPrior(desk: Desk): Reply {
  const { voice, assessment, chart } = desk;
  const current = assessment.film.state === 'read' ? assessment.film.studyInstanceUid : undefined;
  const others = chart.films.filter(({ studyInstanceUid }, at) =>
    current === undefined ? at > 0 : studyInstanceUid !== current,
  );
  if (others.length === 0) return notOnRecord({ text: voice.say('film.noPrior'), by: [] });
  const said = others.map((study): Said => {
    const { startedAt: at } = study;
    const text = at
      ? voice.say('film.prior', { ago: voice.ago(at), when: voice.when(at) })
      : voice.say('film.priorUndated');
    return { text, by: [ofStudy(desk, study)] };
  });
  return answered(said, { text: voice.say('film.priorNotRead'), by: [] });
}

/** The film itself: view, and what is amiss with it. */
export function answerQuality(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const { film } = assessment;
  if (film.state !== 'read') return notOnRecord(silentSaid(desk, film));
  const warnings = warningsSaid(desk, film);
  const fine = { text: voice.say('film.noWarnings'), by: [ofFilm(desk, film)] };
  return answered(takenSaid(desk, film), warnings.length > 0 ? warnings : [fine]);
}
