import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** [left, top, right, bottom] in fractions of the film. */
export type Box = readonly [number, number, number, number];

/** One film with what readers drew on it, by finding. */
export type BoxedFilm = {
  readonly file: string;
  readonly patient: string;
  /** Whether training saw it: never (the calibrate part), one of three nets did not, or all did. */
  readonly part: 'unseen' | 'unseen by one net' | 'seen';
  readonly boxes: ReadonlyMap<string, readonly Box[]>;
};

type Row = Readonly<Record<string, string>>;

async function rowsIn(path: string): Promise<Row[]> {
  const bytes = await readFile(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const columns = (header: string[]) => header.map((name, at) => name || `column ${at}`);
  return parse(text, { columns, relax_column_count: true }) as Row[];
}

/** RSNA's boxes mark opacities that may be pneumonia: they count for these where the report names them. */
const opacities = ['Infiltration', 'Consolidation'];

/** NIH's boxes (`Bbox [x` and three nameless columns after it) and RSNA's, as [film, finding, x, y, width, height]. */
async function drawn(data: string, films: ReadonlyMap<string, Row>) {
  const nih = await rowsIn(join(data, 'labels/BBox_List_2017.csv.gz'));
  const rsna = await rowsIn(join(data, 'labels/nih_rsna_boxes.csv'));
  const named = (name: string) => (name === 'Infiltrate' ? 'Infiltration' : name);
  const ofNih = nih.map((row) => {
    const [film = '', finding = '', ...sides] = Object.values(row);
    return { film, finding: named(finding), sides: sides.slice(0, 4).map(Number) };
  });
  const ofRsna = rsna.flatMap((row) => {
    const { name: film = '', x, y, width, height } = row;
    const labelled = opacities.filter((finding) => Number(films.get(film)?.[finding]) === 1);
    return ['Pneumonia', ...labelled].map((finding) => ({
      film,
      finding,
      sides: [x, y, width, height].map(Number),
    }));
  });
  return [...ofNih, ...ofRsna];
}

function partOf({ use, fold5 }: Row): BoxedFilm['part'] {
  if (use === 'calibrate') return 'unseen';
  return Number(fold5) <= 2 ? 'unseen by one net' : 'seen';
}

/** Every NIH film of the data folder on which someone drew a box; `abnormal` has all boxes of its film. */
export async function boxedFilms(data: string): Promise<BoxedFilm[]> {
  const rows = (await rowsIn(join(data, 'images.csv'))).filter(({ source }) => source === 'nih');
  const films = new Map(rows.map((row) => [(row.file ?? '').replace(/^nih\/(.*)\.jpg$/, '$1.png'), row]));
  const boxes = new Map<string, Map<string, Box[]>>();
  for (const { film, finding, sides } of await drawn(data, films)) {
    const row = films.get(film);
    if (!row) continue;
    const [x = 0, y = 0, width = 0, height = 0] = sides;
    const [across, down] = [Number(row.orig_w), Number(row.orig_h)];
    const box: Box = [x / across, y / down, (x + width) / across, (y + height) / down];
    const own = boxes.get(film) ?? new Map<string, Box[]>();
    for (const name of [finding, 'abnormal']) own.set(name, [...(own.get(name) ?? []), box]);
    boxes.set(film, own);
  }
  return [...boxes].map(([film, own]) => {
    const row = films.get(film)!;
    return { file: row.file!, patient: row.group!, part: partOf(row), boxes: own };
  });
}
