/** Fails when a document names a file or folder of the project that is not there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const documents = readdirSync('.', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .filter((path) => !/(^|\/)(node_modules|\.git|runs)\//.test(path));

const faults: string[] = [];
for (const document of documents) {
  const text = readFileSync(document, 'utf8');
  const links = [...text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)].map(([, target = '']) => target);
  const local = links
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(document), target));
  const named = [...text.matchAll(/`((?:src|test|models|cds-hooks|migrations|docs)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  );
  for (const path of [...local, ...named]) {
    if (!existsSync(path)) faults.push(`${document} names ${path}, which is not there`);
  }
}

for (const fault of faults) console.error(fault);
console.log(`${documents.length} documents read, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
