import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ContradictionView } from '../../../src/smart/contract.ts';
import { isDisputed, reasonsFor, saidOf, withNewest } from '../../../src/web/verdicts/targets.ts';

const target = { kind: 'finding', name: 'Pneumothorax' } as const;
const said = (id: string, rest: Partial<ContradictionView> = {}): ContradictionView => ({
  id,
  assessmentId: 'a1',
  target,
  verdict: 'disagree',
  via: 'app',
  at: '2026-11-24T03:10:00Z',
  stands: true,
  isOwn: true,
  ...rest,
});

test('a finding is disputed while a contradiction of it stands, and by nothing said of others', () => {
  expect(isDisputed(target, [said('1')])).toBe(true);
  expect(isDisputed(target, [said('1', { stands: false })])).toBe(false);
  expect(isDisputed(target, [said('1', { verdict: 'agree' })])).toBe(false);
  expect(isDisputed({ kind: 'finding', name: 'Mass' }, [said('1')])).toBe(false);
});

test('whoever changes their mind is heard once, others are still heard', () => {
  const other = said('other', { isOwn: false });
  const all = withNewest([said('mine'), other], said('now', { verdict: 'agree' }));
  expect(saidOf(target, all).map(({ id }) => id)).toEqual(['now', 'other']);
});

test('two findings that were missed stand beside one another', () => {
  const missed = { target: { kind: 'missed' }, verdict: 'add' } as const;
  const all = withNewest([said('first', missed)], said('second', missed));
  expect(all.every(({ stands }) => stands)).toBe(true);
});

test('each reason that is offered is one that the service knows', () => {
  const file = join(import.meta.dirname, '../../../cds-hooks/override-reasons.json');
  const known = (JSON.parse(readFileSync(file, 'utf8')) as { code: string }[]).map(({ code }) => code);
  const offered = ([target, { kind: 'risk' }, { kind: 'card' }] as const).flatMap(reasonsFor);
  expect(offered.filter((code) => !known.includes(code))).toEqual([]);
});
