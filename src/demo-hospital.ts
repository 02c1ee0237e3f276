import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export type DemoUrls = { readonly ehr: string; readonly fhir: string; readonly dicomweb: string };

/** What the hospital's process tells its parent. */
type Message =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready'; readonly urls: DemoUrls };

export type DemoHospital = AsyncDisposable & {
  /** Waits until it listens, passing its progress on. */
  readonly ready: (progress: (line: string) => void) => Promise<DemoUrls>;
};

export type DemoOptions = {
  readonly vigieUrl: string;
  /** Where a browser finds Vigie. */
  readonly appUrl: string;
  readonly port: number;
  readonly films?: string | undefined;
};

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.disconnect();
  const impatient = setTimeout(() => child.kill('SIGKILL'), 2000);
  await exited;
  clearTimeout(impatient);
}

/** The pretend hospital in a process of its own: Vigie and it share nothing but HTTP. */
export function openDemoHospital({ vigieUrl, appUrl, port, films }: DemoOptions): DemoHospital {
  const own = films ? ['--films', films] : [];
  const args = ['--vigie', vigieUrl, '--app', appUrl, '--port', String(port), ...own];
  const child = fork(new URL('./sandbox/main.ts', import.meta.url), args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    ready: (progress) =>
      new Promise((resolve, reject) => {
        child.once('exit', (code) =>
          reject(new Error(`the demo hospital stopped (exit code ${code ?? 'none'})`)),
        );
        child.on('message', (message: Message) => {
          if (message.kind === 'progress') progress(message.line);
          else resolve(message.urls);
        });
      }),
    [Symbol.asyncDispose]: () => stop(child),
  };
}
