import { parseArgs } from 'node:util';
import { type HospitalUrls, openHospital } from './hospital.ts';

type Message =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready'; readonly urls: HospitalUrls };

function tell(message: Message): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

const { values } = parseArgs({
  options: {
    vigie: { type: 'string' },
    app: { type: 'string' },
    port: { type: 'string', default: '0' },
    films: { type: 'string' },
  },
});
if (!values.vigie) throw new Error('--vigie <url> is required: the address at which Vigie answers');

const stopped = new Promise<void>((resolve) => {
  process.once('disconnect', resolve);
  process.once('SIGTERM', () => resolve());
  // Ctrl-C reaches the whole process group; the parent decides when the hospital closes.
  process.on('SIGINT', () => undefined);
});

const hospital = await openHospital({
  vigieUrl: values.vigie.replace(/\/+$/, ''),
  port: Number(values.port),
  ...(values.app ? { appUrl: values.app } : {}),
  ...(values.films ? { films: values.films } : {}),
  progress: (line) => tell({ kind: 'progress', line }),
});
tell({ kind: 'ready', urls: hospital.urls });
await stopped;
await hospital[Symbol.asyncDispose]();
process.exit(0);
