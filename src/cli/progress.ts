import { Presets, SingleBar } from 'cli-progress';

/** A bar on standard error; silent when nobody is watching. */
export function createProgress(total: number): { readonly step: () => void; readonly stop: () => void } {
  const bar = new SingleBar(
    { format: '  {bar} {value}/{total}  {eta_formatted} left', stream: process.stderr, noTTYOutput: false },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { step: () => bar.increment(), stop: () => bar.stop() };
}
