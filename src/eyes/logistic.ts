import { sigmoid } from '../lib/estimate.ts';
import { dot } from './vector.ts';

/** Rows of equal length with an outcome each; only `rows` are looked at. */
export type Design = {
  readonly features: readonly Float64Array[];
  readonly outcomes: readonly boolean[];
  readonly rows: readonly number[];
};

/** Weights, and the bias last. */
type Parameters = Float64Array;

const memory = 8;
const mostRounds = 200;

function plus(a: Float64Array, factor: number, b: Float64Array): Float64Array {
  return a.map((value, at) => value + factor * (b[at] as number));
}

function scoreOf(row: Float64Array, parameters: Parameters): number {
  let sum = parameters[row.length] as number;
  for (let at = 0; at < row.length; at++) sum += (row[at] as number) * (parameters[at] as number);
  return sum;
}

/** Log-loss of one log-odds. */
function lossOf(score: number, outcome: boolean): number {
  const signed = outcome ? score : -score;
  return Math.max(-signed, 0) + Math.log1p(Math.exp(-Math.abs(signed)));
}

/** Mean log-loss with its L2 penalty on the weights (not the bias), and its gradient. */
function lossAt({ features, outcomes, rows }: Design, parameters: Parameters, penalty: number) {
  const size = parameters.length - 1;
  const gradient = new Float64Array(parameters.length);
  let loss = 0;
  for (const at of rows) {
    const row = features[at] as Float64Array;
    const score = scoreOf(row, parameters);
    loss += lossOf(score, outcomes[at] === true) / rows.length;
    const slope = (sigmoid(score) - (outcomes[at] ? 1 : 0)) / rows.length;
    for (let column = 0; column < size; column++)
      gradient[column] = (gradient[column] as number) + slope * (row[column] as number);
    gradient[size] = (gradient[size] as number) + slope;
  }
  for (let column = 0; column < size; column++) {
    const weight = parameters[column] as number;
    loss += (penalty / 2) * weight * weight;
    gradient[column] = (gradient[column] as number) + penalty * weight;
  }
  return { loss, gradient };
}

type Step = { readonly moved: Float64Array; readonly turned: Float64Array };

/** The two-loop recursion of L-BFGS. @see Nocedal, Wright, Numerical Optimization, algorithm 7.4 */
function directionOf(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  let direction = gradient;
  const shares = steps.map(() => 0);
  for (let at = steps.length - 1; at >= 0; at--) {
    const { moved, turned } = steps[at] as Step;
    shares[at] = dot(moved, direction) / dot(moved, turned);
    direction = plus(direction, -(shares[at] as number), turned);
  }
  const last = steps.at(-1);
  const scale = last ? dot(last.moved, last.turned) / dot(last.turned, last.turned) : 1;
  direction = direction.map((value) => value * scale);
  steps.forEach(({ moved, turned }, at) => {
    const share = dot(turned, direction) / dot(moved, turned);
    direction = plus(direction, (shares[at] as number) - share, moved);
  });
  return direction.map((value) => -value);
}

/** Fits a logistic head by L-BFGS with backtracking; the loss is convex, so where it starts is only a matter of time. */
export function fitLogistic(design: Design, penalty: number, start: Float64Array): Float64Array {
  let parameters = start;
  let now = lossAt(design, parameters, penalty);
  let steps: Step[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const direction = directionOf(now.gradient, steps);
    const descent = dot(now.gradient, direction);
    if (descent > -1e-10) break;
    let length = 1;
    let next = plus(parameters, length, direction);
    let then = lossAt(design, next, penalty);
    while (then.loss > now.loss + 1e-4 * length * descent && length > 1e-8) {
      length /= 2;
      next = plus(parameters, length, direction);
      then = lossAt(design, next, penalty);
    }
    const step = { moved: plus(next, -1, parameters), turned: plus(then.gradient, -1, now.gradient) };
    if (dot(step.moved, step.turned) > 1e-12) steps = [...steps, step].slice(-memory);
    [parameters, now] = [next, then];
  }
  return parameters;
}

/** Log-odds of each row. */
export function scoresOf({ features, rows }: Design, parameters: Float64Array): number[] {
  return rows.map((at) => scoreOf(features[at] as Float64Array, parameters));
}

/** Mean log-loss of log-odds. */
export function logLoss(scores: readonly number[], outcomes: readonly boolean[]): number {
  return scores.reduce((sum, score, at) => sum + lossOf(score, outcomes[at] === true), 0) / scores.length;
}
