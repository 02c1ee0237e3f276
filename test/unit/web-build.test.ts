import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildWeb, webFolderOf } from '../../src/web-build.ts';

let root: string;
const lines: string[] = [];
const build = () => buildWeb(root, (line) => lines.push(line));
const script = async () => {
  const assets = join(webFolderOf(root), 'assets');
  const name = (await readdir(assets)).find((file) => file.endsWith('.js')) ?? '';
  return readFile(join(assets, name), 'utf8');
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vigie-root-'));
  await mkdir(join(root, 'src/web'), { recursive: true });
  await writeFile(
    join(root, 'vite.config.ts'),
    `export default { root: ${JSON.stringify(join(root, 'src/web'))}, build: { emptyOutDir: true } };`,
  );
  await writeFile(join(root, 'src/web/index.html'), '<script type="module" src="./main.ts"></script>');
  await writeFile(join(root, 'src/web/main.ts'), 'console.log("first" as string);');
});

test('the page is built once, and anew only when its sources change', async () => {
  expect(await build()).toEqual({ state: 'built' });
  expect(await script()).toContain('first');
  expect(await build()).toEqual({ state: 'fresh' });
  expect(lines).toHaveLength(1);
  await writeFile(join(root, 'src/web/main.ts'), 'console.log("second" as string);');
  expect(await build()).toEqual({ state: 'built' });
  expect(await script()).toContain('second');
});

test('beside each file lie its compressed forms, and nothing half-built is left', async () => {
  const files = await readdir(webFolderOf(root), { recursive: true });
  const plain = files.filter((file) => /\.(js|html)$/.test(file));
  expect(plain.length).toBeGreaterThan(1);
  for (const file of plain) expect(files).toEqual(expect.arrayContaining([`${file}.br`, `${file}.gz`]));
  expect(await readdir(join(root, 'dist'))).toEqual(['web']);
});

test('two that build at once leave one whole page', async () => {
  await writeFile(join(root, 'src/web/main.ts'), 'console.log("third" as string);');
  expect((await Promise.all([build(), build()])).map(({ state }) => state)).toEqual(['built', 'built']);
  expect(await script()).toContain('third');
  expect(await readdir(join(root, 'dist'))).toEqual(['web']);
});

test('sources that do not build leave the page as it was', async () => {
  await writeFile(join(root, 'src/web/main.ts'), 'console.log(');
  await expect(build()).rejects.toThrow();
  expect(await script()).toContain('third');
  expect(await readdir(join(root, 'dist'))).toEqual(['web']);
});
