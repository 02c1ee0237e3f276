import { expect, test } from 'vitest';
import type { Decision, DiscardedDraft, SignedReport } from '../../../src/reports/report.ts';
import { maySign, reportStanding } from '../../../src/reports/standing.ts';

const decided = {
  ...{ id: '1', assessmentId: 'a', film: '1.2.1', draft: 'h1', at: '2026-11-24T10:00:00.000Z' },
  by: { id: 'Practitioner/1' },
};
const signed: SignedReport = {
  ...{ ...decided, decision: 'signed', text: 'Clear.', origin: 'Vigie' },
  ...{ language: 'en', isEdited: true },
};
const discarded: DiscardedDraft = { ...decided, id: '2', decision: 'discarded' };
const now = { film: '1.2.1', draft: 'h1' };

test.each<[string, readonly Decision[], typeof now, string]>([
  ['nothing', [], now, 'draft'],
  ['a discard', [discarded], now, 'discarded'],
  ['a discard of the draft before', [discarded], { ...now, draft: 'h2' }, 'draft'],
  ['a discard on another film', [{ ...discarded, film: '9' }], now, 'draft'],
  ['a signature after a discard', [signed, discarded], now, 'signed'],
  ['a discard kept before a signature', [discarded, signed], now, 'signed'],
  ['a signature on another film', [{ ...signed, film: '9' }], now, 'draft'],
])('%s leaves %4$s', (_, decisions, when, state) => {
  expect(reportStanding(decisions, when).state).toBe(state);
});

test('a signature stands when the draft has changed, and says so', () => {
  expect(reportStanding([signed], now)).toMatchObject({ isOvertaken: false });
  expect(reportStanding([signed], { ...now, draft: 'h2' })).toMatchObject({ isOvertaken: true });
});

test('the newest of two signatures stands', () => {
  const amended = { ...signed, id: '3', replaces: '1' };
  expect(reportStanding([amended, signed], now)).toMatchObject({ signed: { id: '3' } });
});

test('what was replaced does not stand again where the clock went back', () => {
  const amended = { ...signed, id: '3', replaces: '1', at: '2026-11-24T09:59:59.000Z' };
  expect(reportStanding([signed, amended], now)).toMatchObject({ signed: { id: '3' } });
});

test.each([
  ['Practitioner/1', true],
  ['https://ehr.example/fhir/Practitioner/1', true],
  ['PractitionerRole/1', true],
  ['Patient/1', false],
  ['RelatedPerson/1', false],
  ['Person/1', false],
  ['u1', false],
  [undefined, false],
])('%s may sign: %s', (id, may) => {
  expect(maySign(id)).toBe(may);
});
