/** Opens what every file of the browser tests shares: the service, the demo hospital and Chromium. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { loadConfig } from '../../src/config.ts';
import { openHospital } from '../../src/sandbox/hospital.ts';
import { publicClient } from '../../src/smart/ehr/registration.ts';
import { start } from '../../src/start.ts';
import { buildWeb } from '../../src/web-build.ts';
import { admitTestPatients } from './test-patients.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly ward: {
      readonly vigie: string;
      readonly ehr: string;
      readonly fhir: string;
      /** Of the EHR itself: reads and writes everything. */
      readonly ehrToken: string;
      readonly browser: string;
    };
  }
}

const root = join(import.meta.dirname, '../..');
const chromiumPath = process.env.VIGIE_CHROMIUM ?? '/usr/bin/chromium';

function requireChromium(): void {
  if (existsSync(chromiumPath)) return;
  throw new Error(
    `there is no Chromium at ${chromiumPath}: install one (Debian: apt-get install chromium) or name yours in VIGIE_CHROMIUM`,
  );
}

/** A port that Vigie can keep: the hospital must know the address before Vigie is told of the hospital. */
export default async function openWard(project: TestProject) {
  requireChromium();
  await using stack = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'vigie-web-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const build = await buildWeb(root, (line) => console.log(line));
  if ('because' in build) throw new Error(`the app is ${build.state}: ${build.because}`);
  const config = loadConfig({
    VIGIE_PORT: '0',
    VIGIE_LOG_LEVEL: process.env.VIGIE_LOG_LEVEL ?? 'silent',
    VIGIE_MODELS_DIR: join(root, 'models'),
    VIGIE_DATA_DIR: dataDir,
    VIGIE_CALL_DEADLINE_MS: '15000',
  });
  const vigie = stack.use(await start({ config, demo: false, root, progress: () => undefined }));
  const hospital = stack.use(await openHospital({ vigieUrl: vigie.url, port: 0 }));
  vigie.registerEhr({
    ...publicClient({
      name: 'Demo hospital',
      iss: hospital.urls.fhir,
      clientId: 'vigie',
      frameAncestors: [new URL(hospital.urls.ehr).origin],
    }),
    // This hospital takes signed reports from whoever grants the right at sign-in.
    takesReports: true,
  });
  const { accessToken: ehrToken } = hospital.issueToken();
  await admitTestPatients(hospital.urls.fhir, ehrToken);
  // WebGL on machines without a graphics card.
  const args = ['--enable-unsafe-swiftshader', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launchServer({ executablePath: chromiumPath, args });
  stack.defer(() => browser.close());
  project.provide('ward', {
    vigie: vigie.url,
    ehr: hospital.urls.ehr,
    fhir: hospital.urls.fhir,
    ehrToken,
    browser: browser.wsEndpoint(),
  });
  const opened = stack.move();
  return () => opened.disposeAsync();
}
