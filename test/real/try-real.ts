/** Vigie against a real archive, a FHIR server, real films and real charts, over HTTP only. */
import { randomBytes } from 'node:crypto';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkStored } from './check-stored.ts';
import { startFhirServer } from './fhir-server.ts';
import { fillHospital } from './hospital.ts';
import { NotInstalled, startOrthanc } from './orthanc.ts';
import { say } from './progress.ts';
import { commit, machine, percentiles, Tally } from './report.ts';
import { startVigie } from './vigie.ts';
import { tallyFilms, type Visit, visitAll } from './visits.ts';

const help = `Usage: npm run try:real -- --data <folder> [--out report.json] [--films 320] [--limit <patients>]
The folder holds images.csv, nih/, dicom/ and physionet2012/.
Exit codes: 0 done, 1 unexpected errors, 2 cannot run.`;

function tallied(keys: readonly string[]): Tally {
  const tally = new Tally();
  for (const key of keys) tally.add(key);
  return tally;
}

function sum(visits: readonly Visit[], of: (visit: Visit) => number): number {
  return visits.reduce((total, visit) => total + of(visit), 0);
}

function figuresOf(visits: readonly Visit[]) {
  const unexpected = tallied(visits.flatMap(({ faults }) => faults));
  return {
    calls: sum(visits, ({ calls }) => calls),
    unexpectedErrors: unexpected.total,
    unexpected,
    pending: sum(visits, ({ pendingAnswers }) => pendingAnswers),
    stillPending: visits.filter(({ isStillPending }) => isStillPending).length,
    latencyMs: {
      cold: percentiles(visits.map(({ ms }) => ms.cold)),
      warm: percentiles(visits.map(({ ms }) => ms.warm)),
      untilFilmRead: percentiles(visits.map(({ ms }) => ms.untilFilmRead)),
    },
    films: tallyFilms(visits),
    cards: tallied(visits.flatMap(({ indicators }) => indicators)),
  };
}

type Options = { readonly data: string; readonly films: number; readonly limit: number };

/** The whole run; whatever happens, what was started is stopped and the temporary folder removed. */
async function tryReal({ data, films, limit }: Options) {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'vigie-real-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [now, token, logFile] = [new Date(), randomBytes(16).toString('hex'), join(folder, 'vigie.log')];
  say('starting Orthanc and the FHIR server');
  const orthanc = stack.use(await startOrthanc(folder));
  const fhir = stack.use(await startFhirServer(token));
  const refusedByArchive = new Tally();
  const { cases, counts } = await fillHospital(
    { data, now, folder, orthanc, fhir, refusedByArchive },
    films,
    limit,
  );

  say('starting Vigie');
  const dataDir = join(folder, 'vigie');
  const { dicomweb, authorization: dicomwebAuthorization } = orthanc;
  const vigie = await startVigie({ dataDir, logFile, dicomweb, dicomwebAuthorization });
  const visits = await visitAll(vigie.url, { fhirServer: fhir.url, token }, cases).finally(() =>
    vigie[Symbol.asyncDispose](),
  );
  const largestDifferenceFromJpeg = await checkStored(join(dataDir, 'database'), visits);
  const { films: outcomes, ...figures } = figuresOf(visits);
  const log = await readFile(logFile, 'utf8');
  const summary = {
    date: now.toISOString(),
    commit: commit(),
    machine: machine(),
    orthanc: orthanc.version,
    ...figures,
    films: { ...outcomes, largestDifferenceFromJpeg },
    orthancRefused: refusedByArchive,
    data: {
      ...counts,
      prefetchedPatients: visits.filter(({ isPrefetched }) => isPrefetched).length,
      assessmentsReadBack: sum(visits, ({ assessmentIds }) => assessmentIds.length),
      fhirAnswers: fhir.answers(),
    },
  };
  return { summary, visits, log };
}

function refuseToRun(why: string): never {
  say(`${why}\n${help}`);
  process.exit(2);
}

function readOptions() {
  try {
    const options = {
      data: { type: 'string' },
      out: { type: 'string', default: 'report.json' },
      films: { type: 'string', default: '320' },
      limit: { type: 'string', default: '100000' },
    } as const;
    const { values } = parseArgs({ options });
    return { ...values, films: Number(values.films), limit: Number(values.limit) };
  } catch (error) {
    return refuseToRun(error instanceof Error ? error.message : String(error));
  }
}

const { data, out, films, limit } = readOptions();
if (!data) refuseToRun('--data is missing');
if (!(films >= 1) || !(limit >= 1)) refuseToRun('--films and --limit are numbers from 1');
await access(join(data, 'images.csv')).catch(() => refuseToRun(`${data} holds no images.csv`));
try {
  const { summary, visits, log } = await tryReal({ data, films, limit });
  const patients = visits.map(({ case: one, film, because, faults, ms }) => {
    return { encoding: one.encoding, film, because, faults, ms };
  });
  await writeFile(out, `${JSON.stringify({ ...summary, patients }, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  if (summary.unexpectedErrors > 0) {
    say(`${summary.unexpectedErrors} unexpected errors; ${out} names each. The end of Vigie's log:`);
    say(log.trimEnd().split('\n').slice(-20).join('\n'));
    process.exitCode = 1;
  }
} catch (error) {
  if (error instanceof NotInstalled) refuseToRun(error.message);
  throw error;
}
