import type { Reason } from '../../assessment/assessment.ts';
import type { Modality } from '../../chart/chart.ts';
import { conceptNames, specOf } from '../../chart/codes.ts';
import { answered, type Desk, notOnRecord, type Reply, type Said } from '../reply.ts';
import { ofAssessment, ofFilm, ofValue } from '../sources.ts';
import { capital } from '../voice.ts';

/** The risk, never without its interval; or why there is none. */
export function riskSaid(desk: Desk): Said {
  const { voice, assessment } = desk;
  const { risk } = assessment;
  const text =
    risk.kind === 'estimated'
      ? voice.say('risk.estimated', { value: voice.percent(risk.value), interval: voice.interval(risk) })
      : voice.say('risk.withheld', { because: voice.term('withheld', risk.because) });
  return { text, by: [ofAssessment(desk)] };
}

function leadSaid(desk: Desk): Said[] {
  const { leads } = desk.assessment;
  return leads ? [{ text: desk.voice.say('risk.leads', { name: leads }), by: [ofAssessment(desk)] }] : [];
}

function populationSaid(desk: Desk): Said {
  const { voice, assessment } = desk;
  return {
    text: voice.say('risk.population', { population: voice.told(assessment.population) }),
    by: [ofAssessment(desk)],
  };
}

/** The name of a reason's concept, as the catalogue says it. */
function reasonName({ voice }: Desk, { words, measurement }: Reason): string {
  const concept = conceptNames.find((name) => specOf(name).words === words);
  if (measurement) return voice.measured(measurement);
  return concept ? voice.concept(concept) : voice.told(words);
}

/** `Lactate 3.4 mmol/L, 4 h ago, raises it (+0.42).` */
export function reasonSaid(desk: Desk, reason: Reason): Said {
  const { voice } = desk;
  const { measurement, effect } = reason;
  const value = measurement ? ` ${voice.quantity(measurement)}, ${voice.ago(measurement.observedAt)}` : '';
  return {
    text: voice.say(effect > 0 ? 'why.raises' : 'why.lowers', {
      what: capital(`${reasonName(desk, reason)}${value}`),
      effect: voice.signed(effect),
    }),
    by: [...(measurement ? [ofValue(desk, measurement)] : []), ofAssessment(desk)],
  };
}

function reasonsSaid(desk: Desk, toward: 'up' | 'down'): Said[] {
  const { voice, assessment } = desk;
  const reasons = toward === 'up' ? assessment.raises : assessment.lowers;
  if (reasons.length > 0) return reasons.map((reason) => reasonSaid(desk, reason));
  return [
    {
      text: voice.say(toward === 'up' ? 'why.nothingRaises' : 'why.nothingLowers'),
      by: [ofAssessment(desk)],
    },
  ];
}

function shareWords({ voice, assessment }: Desk, modality: Modality): string {
  const share = assessment.shares.find((each) => each.modality === modality);
  const name = voice.term('modality', modality);
  if (!share?.present) return voice.say('share.notHeard', { name });
  const weightless = modality === 'film' && share.logit === 0;
  return weightless
    ? voice.say('share.noWeight', { name })
    : voice.say('share.one', { name, share: voice.signed(share.logit) });
}

/** What each part gave of the log-odds, or that it was not heard. */
export function sharesSaid(desk: Desk, modalities: readonly Modality[] = []): Said {
  const { voice, assessment } = desk;
  const asked = assessment.shares
    .map(({ modality }) => modality)
    .filter((modality) => modalities.length === 0 || modalities.includes(modality));
  return {
    text: voice.say('share.all', { list: voice.list(asked.map((modality) => shareWords(desk, modality))) }),
    by: [ofAssessment(desk)],
  };
}

/** How ill, in one number with its interval, and of whom it was learned. */
export function answerRisk(desk: Desk): Reply {
  return answered(leadSaid(desk), riskSaid(desk), populationSaid(desk));
}

export function answerSure(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const { gaps, film } = assessment;
  const gapSaid = gaps.length > 0 ? [{ text: voice.say('sure.gaps'), by: [ofAssessment(desk)] }] : [];
  const filmSaid =
    film.state === 'read' && film.warnings.length > 0
      ? [{ text: voice.say('sure.filmDoubt'), by: [ofFilm(desk, film)] }]
      : [];
  const shares = assessment.risk.kind === 'estimated' ? [sharesSaid(desk)] : [];
  return answered(
    ...[riskSaid(desk), shares, populationSaid(desk)],
    ...[...gapSaid, ...filmSaid, { text: voice.say('sure.notValidated'), by: [] }],
  );
}

/** Why the risk is what it is: reasons on both sides, the asked one first, and who gave how much. */
export function answerWhy(desk: Desk, toward: 'up' | 'down'): Reply {
  const { voice, assessment } = desk;
  if (assessment.risk.kind === 'withheld')
    return answered(riskSaid(desk), { text: voice.say('why.withheld'), by: [] });
  const other = toward === 'up' ? 'down' : 'up';
  return answered(
    ...[riskSaid(desk), reasonsSaid(desk, toward), reasonsSaid(desk, other), sharesSaid(desk)],
    { text: voice.say('why.legend'), by: [] },
  );
}

export function answerShare(desk: Desk, modalities: readonly Modality[]): Reply {
  const { voice, assessment } = desk;
  if (assessment.risk.kind === 'withheld')
    return answered(riskSaid(desk), { text: voice.say('why.withheld'), by: [] });
  return answered(sharesSaid(desk, modalities), { text: voice.say('share.legend'), by: [] });
}

/** What the risk would be had a part not been heard, or had it alone been heard. */
export function answerWithout(
  desk: Desk,
  { modalities, isOnly }: { readonly modalities: readonly Modality[]; readonly isOnly: boolean },
): Reply {
  const { voice, assessment } = desk;
  const { risk, shares, subsets } = assessment;
  if (modalities.length === 0) return notOnRecord({ text: voice.say('without.partsOnly'), by: [] });
  if (risk.kind === 'withheld')
    return answered(riskSaid(desk), { text: voice.say('without.withheld'), by: [] });
  const present = shares.filter((share) => share.present).map(({ modality }) => modality);
  const names = voice.list(modalities.map((modality) => voice.term('modality', modality)));
  const heard = present.filter((modality) => modalities.includes(modality) === isOnly);
  if (heard.length === present.length)
    return answered(
      { text: voice.say('without.notHeard', { names }), by: [ofAssessment(desk)] },
      riskSaid(desk),
    );
  const subset = subsets?.find((each) => each.heard.toSorted().join() === heard.toSorted().join());
  if (!subset)
    return notOnRecord(
      { text: voice.say('without.notKept'), by: [] },
      sharesSaid(desk, modalities),
      riskSaid(desk),
    );
  const numbers = { value: voice.percent(subset.risk.value), interval: voice.interval(subset.risk) };
  const said = voice.say(isOnly ? 'without.only' : 'without.risk', { names, ...numbers });
  return answered({ text: said, by: [ofAssessment(desk)] }, riskSaid(desk), sharesSaid(desk, modalities));
}

/** What speaks against a high risk, and what the film speaks against. */
export function answerCounter(desk: Desk): Reply {
  const { voice, assessment } = desk;
  const { film, risk } = assessment;
  const unlikely = film.state === 'read' ? film.findings.filter(({ word }) => word === 'unlikely') : [];
  const names = voice.list(unlikely.map(({ name }) => voice.finding(name)));
  const filmSaid: Said[] =
    film.state === 'read' && unlikely.length > 0
      ? [{ text: voice.say('film.unlikely', { names }), by: [ofFilm(desk, film)] }]
      : [{ text: voice.say('counter.filmNothing'), by: film.state === 'read' ? [ofFilm(desk, film)] : [] }];
  const riskPart = risk.kind === 'estimated' ? reasonsSaid(desk, 'down') : [];
  return answered(riskSaid(desk), riskPart, filmSaid);
}
