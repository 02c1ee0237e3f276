import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { publicClient } from '../../src/smart/ehr/registration.ts';
import { start } from '../../src/start.ts';

export const root = join(import.meta.dirname, '../..');

export type Service = AsyncDisposable & {
  readonly url: string;
  readonly dataDir: string;
  /** Registers an EHR that could only be opened after the service. */
  readonly register: (iss: string) => void;
  readonly demo?: { readonly ehr: string; readonly fhir: string; readonly dicomweb: string };
  /** Calls the summary service; `body` is completed to a valid patient-view call. */
  readonly call: (body: Record<string, unknown>) => Promise<Answer>;
};
export type Answer = {
  readonly status: number;
  readonly cards: readonly { uuid: string; summary: string; detail: string; indicator: string }[];
  readonly extension: Record<string, unknown>;
  readonly issue: readonly { diagnostics: string }[];
};

export type ServiceOptions = {
  readonly env?: Record<string, string>;
  readonly demo?: boolean;
  readonly clock?: Clock;
};

/** The whole service on a port of its own, its database in a folder that goes away with it. */
export async function startService({ env = {}, demo = false, clock }: ServiceOptions = {}): Promise<Service> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vigie-'));
  const defaults = { VIGIE_PORT: '0', VIGIE_LOG_LEVEL: 'silent', VIGIE_MODELS_DIR: join(root, 'models') };
  const config = loadConfig({ ...defaults, VIGIE_DATA_DIR: dataDir, ...env });
  const running = await start({ config, demo, root, progress: () => undefined, ...(clock ? { clock } : {}) });
  return {
    url: running.url,
    dataDir,
    register: (iss) =>
      running.registerEhr(publicClient({ name: 'Test EHR', iss, clientId: 'vigie', frameAncestors: [] })),
    ...(running.demo ? { demo: running.demo } : {}),
    call: async (body) => {
      const response = await fetch(`${running.url}/cds-services/vigie-patient-summary`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(callOf(body)),
      });
      return {
        status: response.status,
        cards: [],
        extension: {},
        issue: [],
        ...((await response.json()) as object),
      };
    },
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function callOf(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    hook: 'patient-view',
    hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
    context: { userId: 'Practitioner/1', patientId: 'p1' },
    ...fields,
  };
}
