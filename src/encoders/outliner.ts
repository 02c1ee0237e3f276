import type { FilmReader } from '../film/film-reader.ts';
import type { Engine } from '../inference/engine.ts';
import type { ModelFile } from '../inference/model-file.ts';
import { SourceUnavailable } from '../lib/errors.ts';
import { measureOutline } from '../outline/measure.ts';
import type { Outline } from '../outline/outline.ts';
import { type CardiomegalyRule, readOutlineManifest } from './outline-manifest.ts';

export type Polarity = 'positive' | 'negative';

/** Outlines lungs and heart on one film and measures them. */
export type Outliner = {
  readonly maker: string;
  readonly cardiomegaly: CardiomegalyRule;
  /** A negative is turned before it is looked at. `undefined` for a file that is no film. */
  readonly outline: (bytes: Uint8Array, polarity: Polarity) => Promise<Outline | undefined>;
};

export type OutlinerParts = {
  readonly model: ModelFile;
  readonly engine: Engine;
  readonly films: FilmReader;
};

/** Puts `models/chest-outline` to work. @throws ManifestMismatch naming each wrong line of its manifest. */
export function createOutliner({ model, engine, films }: OutlinerParts): Outliner {
  const manifest = readOutlineManifest(model);
  const { preprocessing, limits, ratioDoubt: doubt } = manifest;
  const side = preprocessing.resizeTo;
  return {
    maker: model.maker,
    cardiomegaly: manifest.cardiomegaly,
    outline: async (bytes, polarity) => {
      const film = await films.read(bytes, { spec: preprocessing });
      if (!film.ok) return undefined;
      // Standardised about its own mean, a film is turned by its sign.
      const tensor = polarity === 'negative' ? film.tensor.map((value) => -value) : film.tensor;
      const outputs = await engine.run(model.id, {
        [manifest.input.name]: { data: tensor, shape: [1, 1, side, side] },
      });
      const all = outputs[manifest.output.name]?.data;
      if (!all) throw new SourceUnavailable(`the outline model has no output ${manifest.output.name}`);
      const plane = (at: number) => ({ values: all.subarray(at * side ** 2, (at + 1) * side ** 2), side });
      const planes = { film: tensor, leftLung: plane(0), rightLung: plane(1), heart: plane(2) };
      return measureOutline(planes, { limits, doubt }, model.maker);
    },
  };
}
