import { expect, test } from 'vitest';
import { fitFinding } from '../../../src/eyes/fit-calibration.ts';

function filmsWith(...truths: (boolean | undefined)[]) {
  return truths.map((truth, at) => ({
    patient: `p${at}`,
    truth: truth === undefined ? {} : { Mass: truth },
    look: { findings: new Map([['Mass', at]]) },
  }));
}

test.each([
  ['1 film shows it, 2 do not; at least 10 of each are needed', filmsWith(true, false, false)],
  ['2 films show it, 1 does not; at least 10 of each are needed', filmsWith(true, true, false)],
  ['no film is labelled for it', filmsWith(undefined, undefined)],
])('why a finding could not be calibrated: %s', (because, films) => {
  expect(fitFinding('Mass', films)).toEqual({ name: 'Mass', state: 'left-out', because });
});
