/**
 * Fails when a document names a file or folder of the project that is not there, and when a number on a model's card can
 * no longer be traced to the model's record.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toMarkdown } from '../src/model-cards/markdown.ts';
import { readModelCard } from '../src/model-cards/model-card.ts';

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

const cards = readdirSync('models', { withFileTypes: true })
  .filter((entry) => existsSync(join('models', entry.name, 'model-card.json')))
  .map(({ name }) => name);
for (const id of cards) {
  const folder = join('models', id);
  const card = await readModelCard(folder);
  faults.push(...card.faults.map((fault) => `${folder}/model-card.json: ${fault}`));
  const rendered = join(folder, 'SOURCE_ATTRIBUTES.md');
  if (!existsSync(rendered) || readFileSync(rendered, 'utf8') !== toMarkdown(card))
    faults.push(
      `${rendered} is not what the record says: npm run -s vigie -- models card ${id} --format markdown > ${rendered}`,
    );
}

for (const fault of faults) console.error(fault);
console.log(`${documents.length} documents and ${cards.length} model cards read, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
