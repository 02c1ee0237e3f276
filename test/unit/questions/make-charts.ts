/**
 * Writes `charts/*.json`: demo patients' records through the real gathering, film reader, note reader and risk, frozen at
 * one moment, so that questions are asked of what the service really says. Run again when models or stories change:
 * `node test/unit/questions/make-charts.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assess } from '../../../src/assessment/assess.ts';
import type { FilmOutcome } from '../../../src/assessment/film-conclusion.ts';
import type { Chart } from '../../../src/chart/chart.ts';
import { loadConfig } from '../../../src/config.ts';
import type { Contradiction } from '../../../src/contradictions/contradiction.ts';
import { openModels } from '../../../src/open-models.ts';
import { drawFilm } from '../../../src/sandbox/films/draw.ts';
import { chartOf, filmOrdersOf } from '../../../src/sandbox/patients/chart-of.ts';
import type { Story } from '../../../src/sandbox/patients/story.ts';
import { stories } from '../../../src/sandbox/patients/ward.ts';
import { readBundleChart } from '../../../src/sources/bundle-chart.ts';

/** A Wednesday, in the night. */
const now = new Date('2026-11-25T03:12:00Z');
const root = join(import.meta.dirname, '../../..');

const assessmentId = (story: string) => `assessment-${story}`;

/** What colleagues said before, by story. */
const said: Readonly<Record<string, readonly Contradiction[]>> = {
  pneumonia: [
    {
      id: 'contradiction-1',
      assessmentId: assessmentId('pneumonia'),
      target: { kind: 'finding', name: 'Effusion' },
      verdict: 'disagree',
      reason: 'film-quality',
      words: 'rotated film',
      by: { id: 'Practitioner/7', name: 'Dr Ana Ruiz' },
      via: 'app',
      at: '2026-11-25T01:40:00Z',
    },
    {
      id: 'contradiction-2',
      assessmentId: assessmentId('pneumonia'),
      target: { kind: 'risk' },
      verdict: 'agree',
      by: { id: 'Practitioner/9', name: 'Dr Paul Weiss' },
      via: 'feedback',
      at: '2026-11-25T02:05:00Z',
    },
  ],
};

await using models = await openModels(loadConfig({ VIGIE_MODELS_DIR: join(root, 'models') }));

async function readNewest(story: Story, chart: Chart): Promise<FilmOutcome> {
  const newest = chart.films[0]?.studyInstanceUid;
  const order = filmOrdersOf(story, now).find(({ studyInstanceUid }) => studyInstanceUid === newest);
  if (!order) return { state: 'none', because: 'none-on-record' };
  const reading = await models.encoder.read(Buffer.from(drawFilm(order)));
  return { state: 'reading', studyInstanceUid: order.studyInstanceUid, reading };
}

async function make(id: string): Promise<void> {
  const story = stories.find((each) => each.id === id);
  if (!story) throw new Error(`no story ${id}`);
  const entry = chartOf(story, now).map((resource) => ({ resource }));
  const bundle = { resourceType: 'Bundle', type: 'collection', identifier: { value: id }, entry };
  const { chart } = await readBundleChart(bundle).gatherAt(now.toISOString());
  const film = await readNewest(story, chart);
  const assessment = await assess({ fusion: models.fusion, clock: { now: () => now } }, chart, film);
  const record = {
    chart,
    assessment: { ...assessment, id: assessmentId(id) },
    contradictions: said[id] ?? [],
  };
  writeFileSync(join(import.meta.dirname, 'charts', `${id}.json`), `${JSON.stringify(record, null, 2)}\n`);
}

for (const id of ['pneumonia', 'growing-effusion', 'chest-drain', 'no-film', 'child']) await make(id);
