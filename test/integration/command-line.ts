import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { root } from './service.ts';

/** The `vigie` program run in a folder of its own, which goes away with it. */
export function openCommandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
  const at = (name: string) => join(folder, name);
  return {
    folder,
    at,
    vigie: (...args: string[]) =>
      spawnSync(process.execPath, [join(root, 'src/main.ts'), ...args], { cwd: folder, encoding: 'utf8' }),
    rowsOf: (file: string): Record<string, string>[] => parse(readFileSync(at(file)), { columns: true }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
