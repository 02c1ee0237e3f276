import { createHash } from 'node:crypto';
import type { FilmReader } from '../film/film-reader.ts';
import type { PrepareSpec } from '../film/prepare.ts';
import type { Engine } from '../inference/engine.ts';
import type { ModelFile } from '../inference/model-file.ts';
import type { Tensor, Tensors } from '../inference/tensor.ts';
import { SourceUnavailable } from '../lib/errors.ts';
import { sigmoid } from '../lib/estimate.ts';
import { calibrated } from './calibrate.ts';
import { readFilmManifest } from './film-manifest.ts';
import type { Reading } from './reading.ts';

/** A film encoder: image file bytes in, one stored judgement out. */
export type FilmEncoder = {
  readonly maker: string;
  /** Hash of the preprocessing; with the SOP instance and the maker it keys the stored reading. */
  readonly preprocessing: string;
  /** How a film becomes the model's input, from its manifest. */
  readonly spec: PrepareSpec;
  /** ChestX-ray14 names in the order of the model's outputs. */
  readonly findingNames: readonly string[];
  /** Reads one DICOM, PNG or JPEG file. A film the model does not know is a `refused` reading, not an error. */
  readonly read: (bytes: Uint8Array) => Promise<Reading>;
};

export type EncoderParts = { readonly model: ModelFile; readonly engine: Engine; readonly films: FilmReader };

function output(outputs: Tensors, name: string): Tensor {
  const tensor = outputs[name];
  if (!tensor) throw new SourceUnavailable(`the film model has no output ${name}`);
  return tensor;
}

function scalar(outputs: Tensors, name: string): number {
  return output(outputs, name).data[0] ?? Number.NaN;
}

/** The chest film encoder of `models/chest-xray-encoder`. */
export function createChestXrayEncoder({ model, engine, films }: EncoderParts): FilmEncoder {
  const manifest = readFilmManifest(model);
  const side = manifest.preprocessing.resizeTo;
  const refused = (code: string, because: string, facts?: Reading['facts']): Reading => ({
    state: 'refused',
    model: model.maker,
    code,
    because,
    ...(facts ? { facts } : {}),
  });

  const judge = async (tensor: Float32Array, facts: NonNullable<Reading['facts']>): Promise<Reading> => {
    const outputs = await engine.run(model.id, {
      [manifest.input.name]: { data: tensor, shape: [1, 1, side, side] },
    });
    const foreignDistance = scalar(outputs, manifest.gate.output);
    if (!(foreignDistance <= manifest.gate.refuseAbove)) {
      return refused(
        'foreign-image',
        'the image is unlike the adult frontal chest films the model knows',
        facts,
      );
    }
    const logits = output(outputs, 'finding_logits').data;
    return {
      state: 'read',
      model: model.maker,
      facts,
      findings: manifest.findings.map((head) => ({
        name: head.name,
        assessed: head.assessed,
        probability: calibrated(logits[head.index] ?? Number.NaN, head),
        prevalence: head.prevalence,
      })),
      abnormal: {
        assessed: manifest.abnormal.assessed,
        probability: calibrated(scalar(outputs, 'abnormal_logit'), manifest.abnormal),
        prevalence: manifest.abnormal.prevalence,
      },
      viewApProbability: sigmoid(scalar(outputs, 'view_ap_logit')),
      maleProbability: sigmoid(scalar(outputs, 'sex_male_logit')),
      ageYears: scalar(outputs, 'age_years'),
      foreignDistance,
      embedding: Array.from(output(outputs, 'embedding').data),
    };
  };

  return {
    maker: model.maker,
    preprocessing: createHash('sha256')
      .update(JSON.stringify(manifest.preprocessing))
      .digest('hex')
      .slice(0, 16),
    spec: manifest.preprocessing,
    findingNames: manifest.findings.map(({ name }) => name),
    read: async (bytes) => {
      const film = await films.read(bytes, { spec: manifest.preprocessing });
      if (!film.ok) return refused(film.refusal.code, film.refusal.detail, film.facts);
      return judge(film.tensor, film.facts);
    },
  };
}
