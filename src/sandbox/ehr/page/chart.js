import { ageOf, ago, clock, element, tableOf } from './dom.js';

const th = (text, kind) => element('th', { scope: 'col', class: kind }, text);
const rowHead = (text) => element('th', { scope: 'row' }, text);
const td = (text, kind) => element('td', { class: kind }, text);
const fact = (name, value) => element('div', {}, element('dt', {}, name), element('dd', {}, value));

function sheet(title, ...children) {
  return element('section', { class: 'sheet' }, element('h2', {}, title), ...children);
}

const quiet = (text) => element('p', { class: 'quiet' }, text);

function banner({ name, mrn, sex, birthDate, encounter }) {
  const age = ageOf(birthDate);
  return element(
    'section',
    { class: 'sheet' },
    element('h2', {}, name),
    element(
      'dl',
      { class: 'facts' },
      fact('Age', age === undefined ? 'Not recorded' : `${age} years`),
      fact('Sex', sex),
      fact('Born', birthDate ?? 'Not recorded'),
      fact('Number', mrn),
      ...(encounter
        ? [
            fact(encounter.kind, `since ${clock(encounter.since)} (${ago(encounter.since)})`),
            fact('Reason', encounter.reason),
          ]
        : []),
    ),
  );
}

function vitalSheet({ times, rows }) {
  if (rows.length === 0) return quiet('None on record.');
  const head = [th('Sign'), ...times.map((time) => th(ago(time), 'number')), th('Unit')];
  const body = rows.map(({ name, cells, unit }) => [
    rowHead(name),
    ...cells.map((cell) => td(cell === '' ? '–' : cell, 'number')),
    td(unit),
  ]);
  return tableOf('Vital signs over time', head, body);
}

function flagged(value, flag) {
  const cell = td('', 'number');
  cell.append(String(value));
  if (flag) cell.append(' ', element('span', { class: 'flag' }, flag));
  return cell;
}

function labTable(labs) {
  if (labs.length === 0) return quiet('None on record.');
  const head = [
    th('Test'),
    th('Newest', 'number'),
    th('Unit'),
    th('Range'),
    th('When'),
    th('Before', 'number'),
  ];
  const body = labs.map(({ name, value, unit, range, flag, at, before }) => [
    rowHead(name),
    flagged(value, flag),
    td(unit),
    td(range),
    element('td', { title: clock(at) }, ago(at)),
    td(before ? `${before.value}, ${ago(before.at)}` : '–', 'number'),
  ]);
  return tableOf('Laboratory, newest values', head, body);
}

function filmFigure({ sopInstanceUid, description, modality, at }) {
  const caption = element('figcaption', {}, `${description} (${modality}), ${clock(at)}, ${ago(at)}`);
  const image = element('img', {
    src: `/ehr/films/${encodeURIComponent(sopInstanceUid)}`,
    alt: `${description}, ${ago(at)}`,
  });
  image.addEventListener('error', () =>
    image.replaceWith(quiet('This page cannot show this film; Vigie may still read it.')),
  );
  return element('figure', {}, image, caption);
}

function noteDetails({ title, at, text, language }, index) {
  const note = element(
    'details',
    {},
    element('summary', {}, element('strong', {}, title), ` · ${clock(at)} (${ago(at)})`),
    element('p', { class: 'note', lang: language }, text),
  );
  note.open = index === 0;
  return note;
}

function listOf(texts) {
  return texts.length === 0
    ? quiet('None on record.')
    : element('ul', {}, ...texts.map((text) => element('li', {}, text)));
}

/** The whole chart as nodes. */
export function chartNodes(chart) {
  const trouble = chart.failed.map((what) =>
    element('p', { class: 'trouble', role: 'status' }, `The hospital could not give: ${what}.`),
  );
  return [
    banner(chart),
    ...trouble,
    sheet(
      'Films',
      chart.films.length > 0
        ? element('div', { class: 'films' }, ...chart.films.map(filmFigure))
        : quiet('No film on record.'),
    ),
    sheet('Vital signs', vitalSheet(chart.vitals)),
    sheet(
      'Laboratory',
      chart.failed.some((what) => what.startsWith('laboratory'))
        ? quiet('Not available now.')
        : labTable(chart.labs),
    ),
    sheet('Conditions', listOf(chart.conditions)),
    ...(chart.treatments.length > 0 ? [sheet('Procedures and devices', listOf(chart.treatments))] : []),
    sheet(
      'Notes and reports',
      ...(chart.notes.length > 0 ? chart.notes.map(noteDetails) : [quiet('None on record.')]),
    ),
  ];
}
