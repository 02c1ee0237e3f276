import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type Vigie = AsyncDisposable & { readonly url: string };

export type VigieOptions = {
  readonly dataDir: string;
  readonly logFile: string;
  readonly dicomweb: string;
  readonly dicomwebAuthorization: string;
};

const root = join(import.meta.dirname, '..', '..');
const readyWithinMs = 120_000;

/** Starts Vigie as a user does, in a process of its own on a free port, without the demo hospital. */
export async function startVigie(options: VigieOptions): Promise<Vigie> {
  const { DATABASE_URL: _, ...environment } = process.env;
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'start', '--no-demo', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...environment,
      VIGIE_DATA_DIR: options.dataDir,
      VIGIE_DICOMWEB_URL: options.dicomweb,
      VIGIE_DICOMWEB_AUTHORIZATION: options.dicomwebAuthorization,
    },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(impatient);
  };
  const log = createWriteStream(options.logFile);
  const url = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Vigie was not ready in time')), readyWithinMs);
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.write(`${line}\n`);
      const ready = /^Vigie is ready after .*: (http\S+)$/.exec(line)?.[1];
      if (ready) resolve(ready);
    });
    void exited.then(() => reject(new Error(`Vigie stopped while starting; see ${options.logFile}`)));
    child.once('exit', () => clearTimeout(late));
  });
  try {
    return { url: await url, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export type Ehr = { readonly fhirServer: string; readonly token: string };

/** What came back from one call, or why nothing did. */
export type Answer = {
  readonly ms: number;
  readonly status: number;
  readonly body?: {
    readonly cards?: readonly {
      readonly summary?: string;
      readonly detail?: string;
      readonly indicator?: string;
    }[];
    readonly extension?: Readonly<Record<string, unknown>>;
  };
  readonly fault?: string;
};

const serviceId = 'vigie-patient-summary';
const callWithinMs = 30_000;

/** Calls the hook as an EHR does when a chart is opened. Never rejects: what went wrong is in `fault`. */
export async function openChart(
  url: string,
  { fhirServer, token }: Ehr,
  patientId: string,
  prefetch?: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const body = JSON.stringify({
    hook: 'patient-view',
    hookInstance: randomUUID(),
    fhirServer,
    fhirAuthorization: {
      access_token: token,
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'patient/*.read',
      subject: 'try-real',
    },
    context: { userId: 'Practitioner/1', patientId },
    ...(prefetch ? { prefetch } : {}),
  });
  const started = performance.now();
  try {
    const response = await fetch(`${url}/cds-services/${serviceId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(callWithinMs),
    });
    const text = await response.text();
    const ms = performance.now() - started;
    return { ms, status: response.status, body: JSON.parse(text) as NonNullable<Answer['body']> };
  } catch (error) {
    const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ms: performance.now() - started, status: 0, fault: name };
  }
}

type Templates = Readonly<Record<string, string>>;

/** The prefetch templates that discovery offers for patient-view. */
export async function readTemplates(url: string): Promise<Templates> {
  const discovery = (await (await fetch(`${url}/cds-services`)).json()) as {
    services: { id: string; hook: string; prefetch?: Templates }[];
  };
  const service = discovery.services.find(({ id, hook }) => id === serviceId && hook === 'patient-view');
  if (!service?.prefetch) throw new Error('discovery does not list the service with its prefetch');
  return service.prefetch;
}

/** Fills the templates from the FHIR server, as an EHR that prefetches would: one page for each search. */
export async function fillPrefetch(
  templates: Templates,
  { fhirServer, token }: Ehr,
  patientId: string,
): Promise<Record<string, unknown>> {
  const filled = Object.entries(templates).map(async ([key, template]) => {
    const query = template.replaceAll('{{context.patientId}}', patientId);
    const answer = await fetch(`${fhirServer}/${query}`, { headers: { authorization: `Bearer ${token}` } });
    return [key, answer.ok ? await answer.json() : null] as const;
  });
  return Object.fromEntries(await Promise.all(filled));
}
