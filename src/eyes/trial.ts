import { inputOf } from '../encoders/eye.ts';
import type { FilmManifest } from '../encoders/film-manifest.ts';
import { prepareTensor } from '../film/prepare.ts';
import type { Engine } from '../inference/engine.ts';
import type { Tensors } from '../inference/tensor.ts';
import { drawPracticeFilms } from './practice-films.ts';

/** Values of one thing the manifest names, one row a film. */
type Series = {
  readonly path: string;
  readonly isScore: boolean;
  readonly rows: readonly (readonly number[])[];
};

const scores = ['abnormal', 'viewAp', 'sexMale'];
/** Relative difference under which two answers are the same. */
const sameWithin = 1e-6;

function seriesOf(runs: readonly Tensors[], manifest: FilmManifest): Series[] {
  const whole = (name: string) => runs.map((run) => Array.from(run[name]?.data ?? []));
  return [
    ...manifest.findings.map(({ name, output, index }, at) => ({
      path: `findings[${at}]: ${name}, ${output}[${index}],`,
      isScore: true,
      rows: whole(output).map((values) => [values[index] ?? Number.NaN]),
    })),
    ...Object.entries(manifest.outputs)
      .filter(([role]) => role !== 'findings')
      .flatMap(([role, name]) =>
        typeof name === 'string'
          ? [{ path: `outputs.${role}: ${name}`, isScore: scores.includes(role), rows: whole(name) }]
          : [],
      ),
  ];
}

function isConstant(rows: Series['rows']): boolean {
  const [first = [], ...others] = rows;
  return others.every((row) =>
    row.every((value, at) => {
      const before = first[at] ?? Number.NaN;
      return Math.abs(value - before) <= sameWithin * Math.max(Math.abs(value), Math.abs(before), 1e-3);
    }),
  );
}

function faultsOf({ path, isScore, rows }: Series, activation: FilmManifest['activation']): string[] {
  const values = rows.flat();
  if (values.length === 0) return [`${path} came out empty`];
  if (!values.every(Number.isFinite)) return [`${path} is not a number for a practice film`];
  const beyond = values.find((value) => value < 0 || value > 1);
  if (isScore && activation === 'probability' && beyond !== undefined)
    return [`${path} is ${beyond.toFixed(3)}, which is no probability; should activation be "logit"?`];
  if (isConstant(rows)) return [`${path} is the same for ${rows.length} different films`];
  return [];
}

/** Runs a graph on the practice films; every answer that cannot be right, with its line of the manifest. */
export async function trialFaults(engine: Engine, id: string, manifest: FilmManifest): Promise<string[]> {
  const runs: Tensors[] = [];
  for (const film of drawPracticeFilms())
    runs.push(await engine.run(id, inputOf(manifest, prepareTensor(film, manifest.preprocessing))));
  return seriesOf(runs, manifest).flatMap((series) => faultsOf(series, manifest.activation));
}
