/** The rooms of the house: what each may import. A room that is not listed fails. */
const mayImport = {
  lib: [],
  evaluation: ['lib'],
  findings: ['lib'],
  chart: ['lib'],
  film: ['lib'],
  outline: ['lib'],
  inference: ['lib'],
  'model-cards': ['lib'],
  features: ['chart', 'lib'],
  encoders: ['features', 'film', 'findings', 'inference', 'outline', 'lib'],
  eyes: ['encoders', 'film', 'inference', 'findings', 'evaluation', 'lib'],
  fusion: ['chart', 'features', 'inference', 'lib'],
  notes: ['chart', 'findings', 'lib'],
  scores: ['chart', 'lib'],
  sources: ['chart', 'lib'],
  assessment: ['chart', 'features', 'encoders', 'fusion', 'findings', 'notes', 'outline', 'scores', 'lib'],
  cards: ['assessment', 'chart', 'findings', 'notes', 'scores', 'lib'],
  store: ['assessment', 'lib'],
  'reading-room': ['assessment', 'chart', 'encoders', 'store', 'lib'],
  hooks: ['sources', 'chart', 'assessment', 'reading-room', 'cards', 'store', 'lib'],
  smart: ['assessment', 'findings', 'store', 'lib'],
  cli: [
    'sources',
    'chart',
    'film',
    'outline',
    'assessment',
    'encoders',
    'model-cards',
    'notes',
    'scores',
    'findings',
    'fusion',
    'evaluation',
    'lib',
    'config',
    'open-models',
    'eyes',
  ],
  sandbox: [],
};

/** A library lives in the rooms named here and nowhere else. */
const keptIn = {
  'drizzle-orm|@electric-sql/pglite|pg|pg-boss': ['store'],
  'onnxruntime-node|protobufjs': ['inference'],
  'dicom-parser|@cornerstonejs|jpeg-lossless-decoder-js|sharp': ['film', 'sandbox'],
  'fhir-kit-client': ['sources'],
  '@lhncbc/ucum-lhc': ['chart'],
  'hono|@hono': ['hooks', 'smart', 'app', 'start', 'sandbox'],
  'commander|cli-progress|csv-parse|csv-stringify': ['cli', 'main'],
};

const room = (name) => `^src/${name}(/|\\.ts$)`;

module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([from, allowed]) => ({
      name: `${from}-imports-only-below`,
      severity: 'error',
      from: { path: room(from) },
      to: { path: '^src/', pathNot: [from, ...allowed].map(room) },
    })),
    ...Object.entries(keptIn).map(([packages, rooms]) => ({
      name: `${packages.split('|')[0]}-kept-in-${rooms[0]}`,
      severity: 'error',
      from: { path: '^src/', pathNot: rooms.map(room) },
      to: { path: `node_modules/(${packages})/` },
    })),
    {
      name: 'sources-are-strangers',
      severity: 'error',
      from: { path: '^src/sources/([^/]+)/' },
      to: { path: '^src/sources/([^/]+)/', pathNot: '^src/sources/$1/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-room-is-listed',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: Object.keys(mayImport).map((name) => `^src/${name}/`) },
      to: {},
    },
    { name: 'src-never-sees-test', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
