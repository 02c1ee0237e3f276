import { type CentreGreys, turnedGreys } from '../film/exposure.ts';
import type { FilmRefusal } from '../film/film.ts';
import type { FilmAnswer, FilmReader } from '../film/film-reader.ts';
import type { PrepareSpec } from '../film/prepare.ts';
import type { Engine } from '../inference/engine.ts';
import type { ModelFile } from '../inference/model-file.ts';
import type { Tensor, Tensors } from '../inference/tensor.ts';
import { SourceUnavailable } from '../lib/errors.ts';
import { logitOf, sigmoid } from '../lib/estimate.ts';
import { judgeFilm } from './film-checks.ts';
import { type FilmManifest, type Role, readFilmManifest } from './film-manifest.ts';
import type { Reading } from './reading.ts';
import { mildestGate } from './site-limits.ts';

type ReadyFilm = Extract<FilmAnswer, { ok: true }>;
type Facts = NonNullable<Reading['facts']>;

/** What one graph says of one film, before any calibration; absent is what it does not offer. */
export type Look = {
  /** Log-odds as the graph gives them, by ChestX-ray14 name. */
  readonly findings: ReadonlyMap<string, number>;
  readonly abnormal?: number;
  readonly viewApProbability?: number;
  readonly maleProbability?: number;
  readonly ageYears?: number;
  /** Above the manifest's `gate.refuseAbove` the film is none that the model knows. */
  readonly foreignDistance?: number;
  readonly embedding?: readonly number[];
  readonly activationMap?: Tensor;
  readonly filmChecks?: readonly number[];
  /** How the greys of the film are spread, as a positive where it was turned; standardising hides them from the graph. */
  readonly greys?: CentreGreys;
  /** What was noted on the way: the film was a negative and was turned, or has fewer pixels than the model looks at. */
  readonly notes?: readonly string[];
};

/** One film as the model took it, and what it saw in it. */
export type Seen = {
  readonly input: Float32Array;
  readonly look: Look;
  /** Too dark or too pale to be believed, whatever the look says. */
  readonly exposure?: FilmRefusal;
};

export type Looked =
  | ({ readonly state: 'seen'; readonly facts: Facts } & Seen)
  | { readonly state: 'refused'; readonly code: string; readonly because: string; readonly facts?: Facts };

/** One film graph with its manifest: image file bytes in, raw numbers out. */
export type Eye = {
  readonly maker: string;
  readonly manifest: FilmManifest;
  readonly sha256: string;
  /** How a film becomes the model's input, from its manifest. */
  readonly spec: PrepareSpec;
  /**
   * Looks at one DICOM, PNG or JPEG file; a file that is no frontal film is `refused`, not an error. A film that is known
   * for a negative is turned first.
   */
  readonly look: (bytes: Uint8Array, isNegative?: boolean) => Promise<Looked>;
  /** Looks at an input that was prepared already. */
  readonly lookAt: (input: Float32Array) => Promise<Look>;
};

export type EyeParts = { readonly model: ModelFile; readonly engine: Engine; readonly films: FilmReader };

function tensorIn(outputs: Tensors, name: string): Tensor {
  const tensor = outputs[name];
  if (!tensor) throw new SourceUnavailable(`the film model has no output ${name}`);
  return tensor;
}

/** The named roles of one run, in words of the domain. */
export function toLook(outputs: Tensors, manifest: FilmManifest): Look {
  const held = (role: Role) => {
    const name = manifest.outputs[role];
    return name === undefined ? undefined : tensorIn(outputs, name);
  };
  const first = (role: Role) => held(role)?.data[0];
  const isLogit = manifest.activation === 'logit';
  const toLogit = (value: number) => (isLogit ? value : logitOf(value));
  const abnormal = first('abnormal');
  const viewAp = first('viewAp');
  const male = first('sexMale');
  const ageYears = first('ageYears');
  const foreignDistance = manifest.gate && tensorIn(outputs, manifest.gate.output).data[0];
  const embedding = held('embedding');
  const activationMap = held('activationMap');
  const filmChecks = held('filmChecks');
  return {
    findings: new Map(
      manifest.findings.map(({ name, output, index }) => [
        name,
        toLogit(tensorIn(outputs, output).data[index] ?? Number.NaN),
      ]),
    ),
    ...(abnormal === undefined ? {} : { abnormal: toLogit(abnormal) }),
    ...(viewAp === undefined ? {} : { viewApProbability: sigmoid(toLogit(viewAp)) }),
    ...(male === undefined ? {} : { maleProbability: sigmoid(toLogit(male)) }),
    ...(ageYears === undefined ? {} : { ageYears }),
    ...(foreignDistance === undefined ? {} : { foreignDistance }),
    ...(embedding ? { embedding: Array.from(embedding.data) } : {}),
    ...(activationMap ? { activationMap } : {}),
    ...(filmChecks ? { filmChecks: Array.from(filmChecks.data) } : {}),
  };
}

/** The model's input tensor of one prepared film. */
export function inputOf({ input, preprocessing }: FilmManifest, data: Float32Array): Tensors {
  const { resizeTo, channels = 1 } = preprocessing;
  return { [input.name]: { data, shape: [1, channels, resizeTo, resizeTo] } };
}

/** Puts a verified film graph to work. @throws ManifestMismatch naming each wrong line of its manifest. */
export function createEye({ model, engine, films }: EyeParts): Eye {
  const manifest = readFilmManifest(model);
  const spec = manifest.preprocessing;
  const lookAt = async (input: Float32Array) =>
    toLook(await engine.run(model.id, inputOf(manifest, input)), manifest);

  /** A sure negative is turned and looked at again; it stays turned only if the gate then knows it, at a site that raised it even. */
  const lookUpright = async (film: ReadyFilm, isNegative: boolean): Promise<Seen> => {
    const { tensor, rows, columns, reducedBy, exposure } = film;
    const greys = isNegative ? turnedGreys(film.greys) : film.greys;
    const look = { ...(await lookAt(tensor)), greys };
    if (exposure || !manifest.gate?.checks) return { input: tensor, look, ...(exposure ? { exposure } : {}) };
    const isSmall = Math.min(rows, columns) * reducedBy < spec.resizeTo;
    const noted = (seen: Seen, ...notes: string[]) => ({
      ...seen,
      look: { ...seen.look, notes: [...notes, ...(isSmall ? ['low-resolution'] : [])] },
    });
    const upright = noted({ input: tensor, look });
    if (!spec.standardise || !judgeFilm(look, manifest.gate).isNegative) return upright;
    // Standardised about its own mean, a film is turned by its sign.
    const input = tensor.map((value) => -value);
    const turned = { ...(await lookAt(input)), greys: turnedGreys(greys) };
    const isKnown = judgeFilm(turned, mildestGate(manifest.gate)).refusedAs === undefined;
    return isKnown ? noted({ input, look: turned }, 'polarity-repaired') : upright;
  };

  return {
    maker: model.maker,
    manifest,
    sha256: model.sha256,
    spec,
    lookAt,
    look: async (bytes, isNegative = false) => {
      const film = await films.read(bytes, { spec: isNegative ? { ...spec, isNegative } : spec });
      if (film.ok) return { state: 'seen', facts: film.facts, ...(await lookUpright(film, isNegative)) };
      const { code, detail } = film.refusal;
      return { state: 'refused', code, because: detail, ...(film.facts ? { facts: film.facts } : {}) };
    },
  };
}
