import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-notes-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function vigie(...args: string[]) {
  return spawnSync(process.execPath, [join(root, 'src/main.ts'), ...args], { cwd: folder, encoding: 'utf8' });
}

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(at(file)), { columns: true });
}

describe('vigie notes', () => {
  test('gives each statement a row, and names the rows that are no note', () => {
    const rows = [
      'id,text',
      'a,"No PTX.\r\nPossible ""pneumonia"""',
      'short',
      ',no id',
      'b,he said "fever" today',
      'c,',
      'd,"never closed',
    ];
    writeFileSync(at('notes.csv'), `\ufeff${rows.join('\r\n')}\r\n`);
    const { status, stderr } = vigie('notes', '--in', 'notes.csv', '--out', 'statements.csv');
    expect(status).toBe(3);
    for (const fault of ['row 2: 1 columns', 'row 3: no id', 'from row 6 on: a quote is never closed'])
      expect(stderr).toContain(fault);
    expect(rowsOf('statements.csv')).toEqual([
      { id: 'a', concept: 'Pneumothorax', assertion: 'negated', section: 'body', start: '3', end: '6' },
      { id: 'a', concept: 'Pneumonia', assertion: 'possible', section: 'body', start: '19', end: '28' },
      { id: 'b', concept: 'fever', assertion: 'present', section: 'body', start: '9', end: '14' },
    ]);
  });

  test('refuses a file without the two columns, and writes nothing', () => {
    writeFileSync(at('wrong.csv'), 'key,note\n1,fever\n');
    const { status, stderr } = vigie('notes', '--in', 'wrong.csv', '--out', 'nothing.csv');
    expect(status).toBe(1);
    expect(stderr).toContain('id,text');
    expect(existsSync(at('nothing.csv'))).toBe(false);
    expect(vigie('notes', '--in', 'nowhere.csv', '--out', 'nothing.csv').status).toBe(1);
  });
});
