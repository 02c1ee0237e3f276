import { randomUUID } from 'node:crypto';
import { openStore } from '../../../src/store/store.ts';

/** Child process of folder.test.ts: writes until it is killed. */
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('which folder?');
const store = await openStore({ kind: 'embedded', folder });
for (;;) {
  const subject = randomUUID();
  await store.embeddings.save(
    { subject, model: 'm@1', preprocessing: 'p' },
    { subject, filler: 'x'.repeat(2000) },
  );
  process.stdout.write(`${subject}\n`);
}
