import type { Probability } from '../../assessment/assessment.ts';
import type { Change } from '../../assessment/changes.ts';
import { type Concept, conceptNames, specOf } from '../../chart/codes.ts';
import type { ModelCard } from '../../model-cards/model-card.ts';
import { answered, type Desk, notOnRecord, type Reply, type Said } from '../reply.ts';
import { ofAssessment, ofModel, ofValue } from '../sources.ts';
import { capital } from '../voice.ts';

/** When the record was looked at, and when the assessment was made of it. */
export function answerMade(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const text = voice.say('made.asOf', {
    asOf: voice.when(assessment.asOf),
    created: voice.when(assessment.createdAt),
  });
  return answered({ text, by: [ofAssessment(desk)] });
}

/** A change of a tenth or less is not told. */
const worthTelling = 0.1;
const movesTold = 6;

/** Which models spoke, by name and version. */
export function answerModels(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const said = assessment.models.map((maker): Said => {
    const title = desk.modelCards?.get(maker)?.title;
    const text = title
      ? voice.say('models.one', { maker, title: voice.told(title) })
      : voice.say('models.untitled', { maker });
    return { text, by: [ofModel(maker)] };
  });
  return answered(said, { text: voice.say('sure.notValidated'), by: [] });
}

/** The first clause of an attribute: whole enough to be true, short enough to be read. */
function clause(text: string): string {
  return text.split(/[.;:] /)[0]?.replace(/\.$/, '') ?? '';
}

function statedIn({ attributes }: ModelCard, id: number): string {
  const attribute = attributes.find((each) => each.id === id);
  return attribute?.state === 'stated' ? clause(attribute.text) : '';
}

/** Source attributes of HTI-1: 21 is validity in test data of the same source, 17 the external data. */
const testedOn = 21;
const externalData = 17;

function validationSaid(desk: Desk, maker: string): Said[] {
  const { voice } = desk;
  const card = desk.modelCards?.get(maker);
  const by = [ofModel(maker)];
  if (!card) return [{ text: voice.say('models.noCard', { maker }), by }];
  const title = voice.told(card.title);
  const external = statedIn(card, externalData);
  return [
    { text: voice.say('models.tested', { title, maker, on: statedIn(card, testedOn) }), by },
    external === ''
      ? { text: voice.say('models.noExternal', { title }), by }
      : { text: voice.say('models.external', { title, on: external }), by },
  ];
}

/** On what each model was tested, in the words of its card. */
export function answerValidated(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const population = voice.say('risk.population', { population: voice.told(assessment.population) });
  return answered(
    { text: population, by: [ofAssessment(desk)] },
    ...assessment.models.map((maker) => validationSaid(desk, maker)),
    { text: voice.say('sure.notValidated'), by: [] },
  );
}

function changeSaid(desk: Desk, change: Change): Said {
  const { voice } = desk;
  const by = [ofAssessment(desk)];
  if (change.kind === 'risk') {
    const words = (risk: Probability) =>
      risk.kind === 'estimated'
        ? voice.say('changed.number', { value: voice.percent(risk.value), interval: voice.interval(risk) })
        : voice.say('changed.none');
    return { text: voice.say('changed.risk', { before: words(change.before), now: words(change.now) }), by };
  }
  if (change.kind === 'score') {
    const numbers = { before: voice.number(change.before), now: voice.number(change.now) };
    return { text: voice.say('changed.score', { name: change.name, ...numbers }), by };
  }
  if (change.kind === 'new-film') {
    const when = change.acquiredAt ? voice.when(change.acquiredAt) : voice.say('record.undated');
    return { text: voice.say('changed.film', { when }), by };
  }
  if (change.kind !== 'value')
    return { text: voice.say(`changed.${change.kind}`, { name: capital(voice.finding(change.name)) }), by };
  const { words, ucum, before, now, source } = change;
  const concept = conceptNames.find((name) => specOf(name).words === words);
  const name = concept ? voice.concept(concept) : words;
  const numbers = { before: voice.amount(before, ucum), now: voice.amount(now, ucum) };
  return {
    text: voice.say('changed.value', { name: capital(name), ...numbers }),
    by: [{ kind: 'resource', ref: source, label: `${name} ${numbers.now}` }, ...by],
  };
}

/** The two newest values of a concept, where they differ by more than a tenth. */
function moveOf({ chart }: Desk, concept: Concept) {
  const series = chart.measurements
    .filter((measurement) => measurement.concept === concept)
    .toSorted((a, b) => Date.parse(a.observedAt) - Date.parse(b.observedAt));
  const [before, last] = series.slice(-2);
  if (!before || !last) return [];
  const size = Math.abs(last.value - before.value) / Math.max(Math.abs(before.value), 1e-9);
  return size > worthTelling ? [{ before, last, size }] : [];
}

/** The largest of the newest changes, where there is no earlier assessment to hold this one against. */
function movesSaid(desk: Desk): Said[] {
  const { voice } = desk;
  return conceptNames
    .flatMap((concept) => moveOf(desk, concept))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, movesTold)
    .map(({ before, last }) => ({
      text: voice.say('changed.moved', {
        name: capital(voice.measured(last)),
        from: voice.quantity(before),
        to: voice.quantity(last),
        ago: voice.ago(last.observedAt),
      }),
      by: [ofValue(desk, before), ofValue(desk, last)],
    }));
}

/** What is different from the assessment before; else which values moved last. */
export function answerChanged(desk: Desk): Reply {
  const { voice, changes } = desk;
  if (changes) {
    const when = voice.when(changes.since);
    const by = [ofAssessment(desk)];
    if (changes.list.length === 0) return answered({ text: voice.say('changed.nothing', { when }), by });
    return answered(
      { text: voice.say('changed.since', { when }), by },
      changes.list.map((change) => changeSaid(desk, change)),
    );
  }
  const none = { text: voice.say('changed.noEarlier'), by: [] };
  const moved = movesSaid(desk);
  return moved.length > 0 ? answered(none, moved) : notOnRecord(none);
}
