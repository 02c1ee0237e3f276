import type { PrepareSpec } from '../film/prepare.ts';
import { findings } from '../findings/registry.ts';
import { digestOf } from '../lib/digest.ts';
import { ManifestMismatch } from '../lib/errors.ts';
import { sigmoid } from '../lib/estimate.ts';
import { calibrated, filmsAlike } from './calibrate.ts';
import type { Eye, Look, Looked, Seen } from './eye.ts';
import { type Gate, judgeFilm, type Verdict } from './film-checks.ts';
import type { Places } from './place.ts';
import type { Judgement, Reading } from './reading.ts';
import { hasMaps, placesFor } from './seek-places.ts';
import { distanceTo, linearScore, type SiteCalibration, type SiteHead } from './site-calibration.ts';
import { gateAtSite, type Raised, raisedHere } from './site-limits.ts';
import { headFor } from './standing.ts';

/** A film encoder: image file bytes in, one stored judgement out. */
export type FilmEncoder = {
  readonly maker: string;
  /** Hash of graph, outputs, preprocessing and calibration; with the SOP instance and the maker it keys the stored reading. */
  readonly preprocessing: string;
  /** How a film becomes the model's input, from its manifest. */
  readonly spec: PrepareSpec;
  /** The ChestX-ray14 names every reading judges or says it does not offer. */
  readonly findingNames: readonly string[];
  /** Reads one DICOM, PNG or JPEG file. A film the model does not know is a `refused` reading, not an error. */
  readonly read: (bytes: Uint8Array) => Promise<Reading>;
  /**
   * Seeks where on a film that was read these findings lie; dozens of runs of the graph, so never while someone waits.
   * Absent when the model has no maps, or none that was shown to be right.
   */
  readonly seekPlaces?: (bytes: Uint8Array, names: readonly string[]) => Promise<Places>;
};

export type EncoderParts = {
  readonly eye: Eye;
  /** What the site's own films taught, in place of the manifest's calibration. */
  readonly site?: SiteCalibration | undefined;
  /** The shipped eye, for a gate, view, sex or age that this one does not offer. */
  readonly beside?: Eye | undefined;
};

const findingNames = findings.map(({ name }) => name);

/** What every reading needs beside its findings; `beside` stands in where the eye is silent. */
type Basics = Required<Pick<Look, 'viewApProbability' | 'maleProbability' | 'ageYears'>>;

function basicsOf(own: Look, other: Look | undefined): Basics {
  return {
    viewApProbability: own.viewApProbability ?? other?.viewApProbability ?? Number.NaN,
    maleProbability: own.maleProbability ?? other?.maleProbability ?? Number.NaN,
    ageYears: own.ageYears ?? other?.ageYears ?? Number.NaN,
  };
}

function offersAll({ manifest: { outputs, gate } }: Eye): boolean {
  return Boolean(outputs.viewAp && outputs.sexMale && outputs.ageYears && gate);
}

type SeenFilm = Extract<Looked, { state: 'seen' }>;
type RefusedFilm = Extract<Looked, { state: 'refused' }>;
type SeenByBoth = { readonly state: 'seen'; readonly seen: SeenFilm; readonly other?: SeenFilm };

/** A negative that the eye beside knew for one and turned is turned for a model that has no eye for it. */
async function lookWithBoth(
  { eye, beside }: Pick<EncoderParts, 'eye' | 'beside'>,
  bytes: Uint8Array,
): Promise<SeenByBoth | RefusedFilm> {
  const other = await beside?.look(bytes);
  if (other?.state === 'refused') return other;
  const isNegative = !eye.manifest.gate?.checks && other?.look.notes?.includes('polarity-repaired');
  const seen = await eye.look(bytes, isNegative);
  return seen.state === 'refused' ? seen : { state: 'seen', seen, ...(other ? { other } : {}) };
}

/** The gate beside a model without one; a distance is held against `refuseAbove` where that is given. */
function gateBeside(beside: Eye | undefined, refuseAbove?: number): Gate {
  const gate = beside?.manifest.gate ?? { refuseAbove: Number.NaN };
  return refuseAbove === undefined ? gate : { ...gate, refuseAbove };
}

type GateParts = Pick<EncoderParts, 'site' | 'beside'> & {
  /** The model's own, as the site raised it. */
  readonly gate: Gate | undefined;
};

/** Held against the model's own gate, else the shipped eye's, whose distance gives way to one that the site fitted. */
function verdictOn({ gate, site, beside }: GateParts, own: Look, other: Look | undefined): Verdict {
  if (gate) return judgeFilm(own, gate);
  if (!site?.gate) return judgeFilm(other ?? {}, gateBeside(beside));
  const foreignDistance = distanceTo(site.gate, own.embedding ?? []);
  return judgeFilm({ ...other, foreignDistance }, gateBeside(beside, site.gate.refuseAbove));
}

/** All of a model that its readings rest on: one that was taken out and put in otherwise reads films anew. */
function readsBy({ sha256, spec, manifest: { outputs, activation, findings, abnormal, gate } }: Eye) {
  return { sha256, spec, outputs, activation, findings, abnormal, gate };
}

type Refusal = { readonly code: string; readonly because: string };

const unlike = 'unlike the adult frontal chest films the model knows';

/** Too dark or too pale is refused under that name, unless the gate knows that it is no chest film at all. */
function refusalFor(
  refusedAs: string | undefined,
  { exposure }: Pick<Seen, 'exposure'>,
): Refusal | undefined {
  if (exposure && refusedAs !== 'not-a-chest-film') return { code: exposure.code, because: exposure.detail };
  return refusedAs === undefined ? undefined : { code: refusedAs, because: unlike };
}

/** A film of a labelled collection: what is kept of it, uncalibrated, and enough to hold it against any limits. */
export type Collected = Pick<SeenFilm, 'look' | 'exposure'> & { readonly beside?: Look };

/** Looks at films of a labelled collection, and says which of them its gate lets through. */
export type Collector = {
  readonly look: (bytes: Uint8Array) => Promise<({ readonly state: 'seen' } & Collected) | RefusedFilm>;
  /**
   * Refused is what the model's own gate refuses, raised or as it came, or the one beside it; but no film for its distance
   * where there is an embedding to fit one on.
   */
  readonly refusalOf: (film: Collected, raised?: Raised) => Refusal | undefined;
};

export function createCollector({ eye, beside: other }: Omit<EncoderParts, 'site'>): Collector {
  const { gate, outputs } = eye.manifest;
  const beside = gate ? undefined : other;
  const isUnmeasured = !gate && outputs.embedding !== undefined;
  const verdictOf = (film: Collected, raised: Raised | undefined) =>
    isUnmeasured
      ? judgeFilm({ ...film.beside, foreignDistance: 0 }, gateBeside(beside, 0))
      : verdictOn({ gate: gate && gateAtSite(gate, raised), beside }, film.look, film.beside);
  return {
    look: async (bytes) => {
      const looked = await lookWithBoth({ eye, beside }, bytes);
      if (looked.state === 'refused') return looked;
      const { seen, other } = looked;
      const { look, exposure } = seen;
      return {
        state: 'seen',
        look,
        ...(exposure ? { exposure } : {}),
        ...(other ? { beside: other.look } : {}),
      };
    },
    refusalOf: (film, raised) => refusalFor(verdictOf(film, raised).refusedAs, film),
  };
}

/** A finding whose AUROC may lie below this is weak: many films that show it score low. Chosen, not validated. */
export const weakBelow = 0.6;

function judge(own: number | undefined, head: SiteHead | undefined, { embedding }: Look): Judgement {
  const logit = head?.linear && embedding ? linearScore(head.linear, embedding) : own;
  if (logit === undefined) return { state: 'not-offered' };
  if (!head) return { state: 'uncalibrated', score: sigmoid(logit) };
  const { prevalence, assessed, auroc } = head;
  const stated = { probability: calibrated(logit, head), prevalence };
  if (!assessed) return { state: 'not-assessed', ...stated };
  return { state: 'assessed', ...stated, ...((auroc.low ?? 0) < weakBelow ? { isWeak: true } : {}) };
}

/** Judges every finding by the site's calibration where there is one, else by the manifest's. */
function judgementsOf({ eye: { manifest }, site }: EncoderParts, look: Look) {
  const judged = (name: string, own: number | undefined) => judge(own, headFor(name, manifest, site), look);
  return {
    findings: findingNames.map((name) => ({ name, ...judged(name, look.findings.get(name)) })),
    abnormal: judged('abnormal', look.abnormal),
  };
}

/** A map explains the graph's own scores, not those of heads that a site fitted on the embedding. */
function placing({ eye, site, beside }: EncoderParts): Pick<FilmEncoder, 'seekPlaces'> {
  const { places } = eye.manifest;
  const ownHeads = [...(site?.findings ?? []), ...(site?.abnormal ? [site.abnormal] : [])];
  if (!places || !hasMaps(eye) || ownHeads.some(({ linear }) => linear)) return {};
  const look = async (bytes: Uint8Array): Promise<Looked> => {
    const looked = await lookWithBoth({ eye, beside }, bytes);
    return looked.state === 'refused' ? looked : looked.seen;
  };
  return { seekPlaces: placesFor(eye, places.shown, look) };
}

/** A film encoder from an eye. @throws ManifestMismatch when neither it nor the one beside it offers what a reading needs. */
export function createFilmEncoder(parts: EncoderParts): FilmEncoder {
  const { eye, site } = parts;
  const beside = offersAll(eye) ? undefined : parts.beside;
  const own = eye.manifest.gate;
  const gate = own && gateAtSite(own, raisedHere(own, site));
  if (!offersAll(eye) && !(beside && offersAll(beside)))
    throw new ManifestMismatch(`${eye.maker} offers no gate, view, sex or age, and no model beside it does`);

  const refused = (looked: Omit<RefusedFilm, 'state'>): Reading => ({
    ...looked,
    state: 'refused',
    model: eye.maker,
  });

  return {
    maker: eye.maker,
    preprocessing: digestOf(readsBy(eye), site ?? null, beside?.maker ?? null, filmsAlike, weakBelow),
    spec: eye.spec,
    findingNames,
    ...placing({ eye, site, beside }),
    read: async (bytes) => {
      const looked = await lookWithBoth({ eye, beside }, bytes);
      if (looked.state === 'refused') return refused(looked);
      const { seen, other } = looked;
      const { look, facts } = seen;
      const { refusedAs, warnings } = verdictOn({ gate, site, beside }, look, other?.look);
      const refusal = refusalFor(refusedAs, seen);
      if (refusal) return refused({ ...refusal, facts });
      const amiss = [...warnings, ...(look.notes ?? other?.look.notes ?? [])];
      return {
        state: 'read',
        model: eye.maker,
        ...(beside ? { beside: beside.maker } : {}),
        facts,
        ...judgementsOf(parts, look),
        ...basicsOf(look, other?.look),
        ...(amiss.length > 0 ? { warnings: amiss } : {}),
        ...(look.foreignDistance === undefined ? {} : { foreignDistance: look.foreignDistance }),
        ...(look.embedding ? { embedding: [...look.embedding] } : {}),
      };
    },
  };
}
