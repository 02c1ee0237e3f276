import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAppFile } from '../../../src/smart/app-files.ts';

let folder: string;
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'vigie-web-')), 'assets');
  await mkdir(folder);
  await writeFile(join(folder, 'app-1a2b.js'), 'plain');
  await writeFile(join(folder, 'app-1a2b.js.br'), 'brotli');
  await writeFile(join(folder, 'app-1a2b.js.gz'), 'gzip');
  await writeFile(join(folder, '.sources'), 'hash');
  await writeFile(join(folder, '..', 'outside.js'), 'outside');
});

describe('the app’s files', () => {
  test.each([
    ['gzip, deflate, br', 'brotli'],
    ['gzip;q=1.0', 'gzip'],
    ['identity', 'plain'],
    ['', 'plain'],
    ['broken', 'plain'],
  ])('go out in a form the browser takes: %s', async (accepted, content) => {
    const file = await readAppFile(folder, 'app-1a2b.js', accepted);
    expect(Buffer.from(file?.bytes ?? []).toString()).toBe(content);
    expect(file?.type).toBe('text/javascript; charset=utf-8');
  });

  test.each(['../outside.js', '..%2foutside.js', '.sources', 'app-1a2b.js.br', 'none.js', '', '/etc/passwd'])(
    'are the folder’s own and of a known kind: not %s',
    async (name) => expect(await readAppFile(folder, name, 'br')).toBeUndefined(),
  );
});
