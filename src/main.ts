#!/usr/bin/env node
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type AskOptions, askChart } from './cli/ask.ts';
import { type AssessOptions, assessCharts } from './cli/assess.ts';
import { calibrateModel } from './cli/calibrate.ts';
import { type EvaluateOptions, evaluateRisk } from './cli/evaluate.ts';
import { failureText } from './cli/failure.ts';
import { judgedNames } from './cli/film-columns.ts';
import { chartsFromPhysionet, type FromPhysionetOptions } from './cli/from-physionet.ts';
import { addKeptCommands } from './cli/kept-commands.ts';
import { addModel, listModels, removeModel, useModel } from './cli/models.ts';
import { type CardFormat, cardFormats, modelCardText } from './cli/models-card.ts';
import { type RefitOptions, refitCalibration, resetCalibration } from './cli/models-refit.ts';
import { readNotes } from './cli/notes.ts';
import { readFilms } from './cli/read.ts';
import { type FilmsOrPredictions, type MeasureOptions, validateFilms } from './cli/validate.ts';
import { loadConfig } from './config.ts';
import { isTimeZone } from './questions/understanding/calendar.ts';
import { start } from './start.ts';
import { buildWeb } from './web-build.ts';
import { languages } from './words/words.ts';

const root = join(import.meta.dirname, '..');

/** The environment as settings; the models shipped with the package unless told otherwise. */
function settings(overrides: Record<string, string | undefined> = {}) {
  const defaults = { VIGIE_MODELS_DIR: join(root, 'models') };
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  return loadConfig({ ...defaults, ...process.env, ...given });
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function portOf(text: string): string {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 to 65535.');
  return text;
}

function hoursOf(text: string): number {
  const hours = Number(text);
  if (text.trim() === '' || !(hours >= 0)) throw new InvalidArgumentError('give a number of hours from 0.');
  return hours;
}

function shareOf(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share < 1)) throw new InvalidArgumentError('give a share between 0 and 1.');
  return share;
}

/** `Effusion=.1`, beside those given before. */
function addShare(text: string, given: Record<string, number> = {}): Record<string, number> {
  const [name = '', share = ''] = text.split('=');
  if (!judgedNames.includes(name))
    throw new InvalidArgumentError(`there is no finding ${name}; there are ${judgedNames.join(', ')}.`);
  return { ...given, [name]: shareOf(share) };
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('give a number from 1 to 99999.');
  return Number(text);
}

function instantOf(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('give a time such as 2026-11-24T03:00:00Z.');
  return at.toISOString();
}

/** A page that cannot be built is said, and does not keep the service from its cards. */
async function preparePage(): Promise<void> {
  try {
    const build = await buildWeb(root, (line) => say(`  … ${line}`));
    if ('because' in build) say(`  the page of the app is ${build.state}: ${build.because}`);
  } catch (error) {
    say(`  the page of the app did not build: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function zoneOf(name: string): string {
  if (!isTimeZone(name)) throw new InvalidArgumentError('give an IANA name such as Europe/Paris.');
  return name;
}

/** Serves until told to stop, then closes every part; a second signal ends it at once. */
async function serve(options: { port?: string; demo: boolean; films?: string }): Promise<void> {
  const config = settings({ VIGIE_PORT: options.port });
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
  const started = performance.now();
  await preparePage();
  const running = await start({
    config,
    demo: options.demo,
    ...(options.films ? { films: options.films } : {}),
    root,
    progress: (line) => say(`  … ${line}`),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`  data is kept in ${config.dataDir} (VIGIE_DATA_DIR)`);
  say(`Vigie is ready after ${seconds} s: ${running.demo?.ehr ?? running.url}`);
  await stopped;
  say('stopping …');
  await running[Symbol.asyncDispose]();
}

/** Exit code 3: done, but these lines were no chart. */
function tellFaults(faults: number): void {
  if (faults === 0) return;
  say(`${faults} lines are no chart`);
  process.exitCode = 3;
}

const program = new Command('vigie')
  .description(
    'Reads the chest film and the chart together and says how sure it is. Research use; not a medical device.',
  )
  .version('0.1.0')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 failed (the last line says why), 2 wrong arguments,\n3 done but some lines of the input were not understood.\nSettings are environment variables: docs/operating.md.',
  )
  // Before the commands are added: they inherit it.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('start')
  .description('serve CDS Hooks, with a demo hospital of invented patients beside it')
  .option('--port <number>', 'port to listen on (the demo hospital takes the next one)', portOf)
  .option('--no-demo', 'serve Vigie alone, for a real EHR')
  .option('--films <folder>', 'put your own PNG, JPEG or DICOM films into demo patients')
  .action(serve);

program
  .command('read')
  .description('read every film of a folder exactly as the service would, into a CSV')
  .requiredOption('--films <folder>', 'folder of PNG, JPEG or DICOM files')
  .requiredOption('--out <file>', 'CSV to write; the columns are in docs/bring-your-own-eye.md')
  .option('--masks <folder>', 'write the outlines too, a PNG of bit flags a film: lungs 1 and 2, heart 4')
  .option('--places', 'also seek where the findings lie: some thirty times slower')
  .addHelpText(
    'after',
    '\nA file that cannot be read is a row with its reason, not a failure.\nExample: vigie read --films ./films --out preds.csv',
  )
  .action(async (options: { films: string; out: string; masks?: string; places?: boolean }) => {
    const model = await readFilms({ ...options, config: settings(), say });
    say(`read with ${model}: ${options.out}`);
  });

program
  .command('assess')
  .description('assess every chart of an NDJSON file, into a CSV')
  .requiredOption('--charts <file>', 'one FHIR R4 Bundle a line; its key is Bundle.identifier.value')
  .option('--films <folder>', 'a film named <key>.png, .jpg or .dcm belongs to the chart of that key')
  .option('--at <time>', "prediction time; by default each chart's newest time", instantOf)
  .requiredOption(
    '--out <file>',
    'CSV to write: key,probability,low,high,withheld_because, each modality’s share, each published score',
  )
  .addHelpText(
    'after',
    '\nNothing dated after the prediction time enters an assessment.\nExample: vigie assess --charts charts.ndjson --out risks.csv',
  )
  .action(async (options: Omit<AssessOptions, 'config'>) =>
    tellFaults(await assessCharts({ ...options, config: settings() })),
  );

program
  .command('ask')
  .description('answer a question about one chart of an NDJSON file, each number with its source')
  .argument('<question>', 'in English or French; docs/asking.md says what can be asked')
  .requiredOption('--charts <file>', 'one FHIR R4 Bundle a line; its key is Bundle.identifier.value')
  .requiredOption('--key <key>', 'the chart that is asked about')
  .option('--films <folder>', 'a film named <key>.png, .jpg or .dcm belongs to the chart of that key')
  .option('--at <time>', "prediction time; by default the chart's newest time", instantOf)
  .addOption(
    new Option('--language <language>', "of the answer; by the question's words else").choices(languages),
  )
  .option('--time-zone <name>', 'in which "since Monday" is meant and times are told; UTC else', zoneOf)
  .option('--json', 'the whole answer as JSON, as the service gives it')
  .addHelpText(
    'after',
    '\nWhat is not on record or out of reach is an answer too: exit code 0.\nExample: vigie ask --charts charts.ndjson --key p1 "last lactate?"',
  )
  .action(async (question: string, options: Omit<AskOptions, 'question' | 'config'>) => {
    process.stdout.write(await askChart({ ...options, question, config: settings() }));
  });

program
  .command('evaluate')
  .description(
    'measure the risk on charts whose outcome is known: report in Markdown and JSON, pictures in SVG',
  )
  .requiredOption('--charts <file>', 'one FHIR R4 Bundle a line; may be gzipped')
  .requiredOption('--outcomes <file>', 'CSV of key,outcome[,group], or of PhysioNet 2012')
  .option('--films <folder>', 'a film named <key>.png, .jpg or .dcm belongs to the chart of that key')
  .option('--at <time>', "prediction time; by default each chart's newest time", instantOf)
  .option('--prevalence <share>', 'share of patients with the outcome, for predictive values', shareOf)
  .option('--repeats <number>', 'resamples for the intervals', countOf)
  .requiredOption('--out <folder>', 'folder to write to')
  .addHelpText(
    'after',
    '\nExample: vigie evaluate --charts charts.ndjson --outcomes outcomes.csv --out evaluation',
  )
  .action(async (options: Omit<EvaluateOptions, 'config'>) =>
    tellFaults(await evaluateRisk({ ...options, config: settings() })),
  );

type ValidateFlags = Omit<MeasureOptions, 'config' | 'say'> & { films?: string; predictions?: string };

/** Which of the two was meant; with both or none the arguments are wrong. */
function filmsOrPredictions(films?: string, predictions?: string): FilmsOrPredictions {
  if (films !== undefined && predictions === undefined) return { films };
  if (predictions !== undefined && films === undefined) return { predictions };
  return program.error('give --films or --predictions, and not both');
}

program
  .command('validate')
  .description('measure the film model on labelled films: report in Markdown and JSON, pictures in SVG')
  .option('--films <folder>', 'films to read as the service would, as far as they have a label')
  .option('--predictions <file>', 'in their place: CSV of vigie read, or of file and one column per finding')
  .requiredOption('--labels <file>', 'CSV of file, findings (0, 1, empty = unknown), patient, view, sex, age')
  .option('--prevalence <name=share>', 'share of patients with a finding; may be repeated', addShare)
  .option('--repeats <number>', 'resamples for the intervals', countOf)
  .requiredOption('--out <folder>', 'folder to write to')
  .addHelpText('after', '\nExample: vigie validate --films ./films --labels labels.csv --out validation')
  .action(({ films, predictions, ...flags }: ValidateFlags) =>
    validateFilms({ ...flags, ...filmsOrPredictions(films, predictions), config: settings(), say }),
  );

program
  .command('charts')
  .description('make charts for assess and evaluate from public data')
  .command('from-physionet')
  .description('PhysioNet 2012 stays as FHIR R4 Bundles, one a line; the key is the RecordID')
  .requiredOption('--series <file>', 'CSV of RecordID,minutes,parameter,value; may be gzipped')
  .option('--until-hours <hours>', 'leave out what came later than this after admission', hoursOf)
  .option('--latest-only', 'only the last value of each series')
  .requiredOption('--out <file>', 'NDJSON to write; gzipped when the name ends in .gz')
  .addHelpText(
    'after',
    '\nExample: vigie charts from-physionet --series set-b.csv.gz --until-hours 24 --out charts.ndjson',
  )
  .action(async (options: FromPhysionetOptions) => say(`${await chartsFromPhysionet(options)} charts`));

const models = program
  .command('models')
  .description('the models Vigie runs: put in, choose, calibrate and remove film models; cards of all');

models
  .command('card <id>')
  .description("a model's card: the 31 source attributes of HTI-1, every number traced to the model's record")
  .addOption(new Option('--format <format>', 'what to write').choices(cardFormats).default('markdown'))
  .addHelpText(
    'after',
    '\nExample: vigie models card chest-xray-encoder --format fhir > document-reference.json',
  )
  .action(async (id: string, { format }: { format: CardFormat }) => {
    process.stdout.write(await modelCardText({ modelsDir: settings().modelsDir, id, format }));
  });

models
  .command('add')
  .description('check a film model and its manifest, run it on practice films, and put it in')
  .argument('<graph>', 'ONNX file')
  .requiredOption('--manifest <file>', 'JSON: preprocessing, outputs, findings, licence, intended use')
  .addHelpText('after', '\nExample: vigie models add densenet.onnx --manifest densenet.json')
  .action((graph: string, { manifest }: { manifest: string }) =>
    addModel(graph, manifest, { config: settings(), say }),
  );

models
  .command('list')
  .description('the film models there are; * marks the one films are read with')
  .action(async () => {
    process.stdout.write(`${(await listModels(settings())).join('\n')}\n`);
  });

models
  .command('use')
  .description('read films with this model from the next start on; chest-xray-encoder is the shipped one')
  .argument('<id[@version]>')
  .action((name: string) => useModel(name, { config: settings(), say }));

models
  .command('calibrate')
  .description("fit a film model's probabilities, intervals, gate and abstention on the site's own films")
  .argument('<id[@version]>', 'chest-xray-encoder is the shipped one')
  .requiredOption('--films <folder>', 'folder of PNG, JPEG or DICOM files')
  .requiredOption('--labels <file>', 'CSV: file, patient, and 1, 0 or nothing for each finding')
  .option('--prevalence <name=share>', 'share of patients with a finding; may be repeated', addShare)
  .addHelpText(
    'after',
    '\nA model without findings of its own gets logistic heads on its embedding. From 50 good frontal films of adults on, the\nlimits of the gate are raised to them as far as the model allows; the films that it would have refused are named.\nExample: vigie models calibrate densenet --films ./films --labels labels.csv',
  )
  .action((name: string, options: { films: string; labels: string; prevalence?: Record<string, number> }) =>
    calibrateModel(name, { ...options, config: settings(), say }),
  );

models
  .command('remove')
  .description('take a model out again, with its calibration')
  .argument('<id[@version]>')
  .action((name: string) => removeModel(name, { config: settings(), say }));

models
  .command('refit-calibration')
  .description("re-calibrate the risk on this site's own cases; kept in the data directory")
  .option('--charts <file>', 'one FHIR R4 Bundle a line; may be gzipped')
  .option('--outcomes <file>', 'CSV of key,outcome[,group]: 1 = died in hospital')
  .option('--films <folder>', 'a film named <key>.png, .jpg or .dcm belongs to the chart of that key')
  .option('--at <time>', "prediction time; by default each chart's newest time", instantOf)
  .option('--reset', 'back to the risk as shipped')
  .addHelpText(
    'after',
    '\nIt needs 50 cases that died and 50 that lived; below that nothing is changed.\nExample: vigie models refit-calibration --charts charts.ndjson --outcomes outcomes.csv',
  )
  .action(async (options: Partial<Omit<RefitOptions, 'config' | 'say'>> & { reset?: boolean }) => {
    const { charts, outcomes, reset, ...files } = options;
    if (reset) return resetCalibration({ config: settings(), say });
    if (!charts || !outcomes) return program.error('give --charts and --outcomes, or --reset');
    tellFaults(await refitCalibration({ ...files, charts, outcomes, config: settings(), say }));
  });

program
  .command('notes')
  .description('say what each note of a CSV states: concept, assertion, section, place')
  .requiredOption('--in <file>', 'CSV with the columns id,text')
  .requiredOption('--out <file>', 'CSV to write: id,concept,assertion,section,start,end')
  .addHelpText(
    'after',
    '\nEnglish and French; docs/note-reader.md says what the words mean.\nExample: vigie notes --in notes.csv --out statements.csv',
  )
  .action(async (options: { in: string; out: string }) => {
    const faults = await readNotes({ ...options, tell: say });
    if (faults === 0) return;
    say(`${faults} rows are no note and were left out`);
    process.exitCode = 3;
  });

addKeptCommands(program, { settings, say, instantOf });

try {
  await program.parseAsync();
} catch (error) {
  say(failureText(error));
  process.exitCode = 1;
}
