import { Presets, SingleBar } from 'cli-progress';

export type Progress = {
  readonly step: () => void;
  readonly reach: (value: number) => void;
  readonly stop: () => void;
};

/** A bar on standard error; silent when nobody is watching. */
export function createProgress(total: number, done = 0): Progress {
  const bar = new SingleBar(
    { format: '  {bar} {percentage} %  {eta_formatted} left', stream: process.stderr, noTTYOutput: false },
    Presets.shades_classic,
  );
  bar.start(total, done);
  return {
    step: () => bar.increment(),
    reach: (value) => bar.update(value),
    stop: () => bar.stop(),
  };
}
