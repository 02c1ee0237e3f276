import { openPatient, reportNodes } from './cards.js';
import { chartNodes } from './chart.js';
import { ageOf, element } from './dom.js';
import { settingsOf } from './launch.js';

const askAgainAfterMs = 1500;
const askAgainAtMost = 10;

const chart = document.getElementById('chart');
const cards = document.getElementById('cards');
const list = document.getElementById('patients');
const listState = document.getElementById('list-state');
const user = document.getElementById('user');
const locale = document.getElementById('locale');
const names = new Map();

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const chosen = () => decodeURIComponent(/^#\/patient\/(.+)$/.exec(location.hash)?.[1] ?? '');

async function getJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

function listItem({ id, name, line, sex, birthDate }) {
  const age = ageOf(birthDate);
  const who = [name, age === undefined ? undefined : `${age} y`, sex === 'unknown' ? undefined : sex].filter(
    Boolean,
  );
  const link = element(
    'a',
    { href: `#/patient/${encodeURIComponent(id)}` },
    element('span', { class: 'name' }, who.join(', ')),
    element('span', { class: 'line' }, line),
  );
  link.dataset.id = id;
  return element('li', {}, link);
}

function markChosen(id) {
  for (const link of list.querySelectorAll('a')) {
    if (link.dataset.id === id) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

async function showChart(id) {
  chart.replaceChildren(element('p', { class: 'quiet' }, 'Opening the chart …'));
  try {
    const view = await getJson(`/ehr/api/patients/${encodeURIComponent(id)}/chart`);
    if (chosen() !== id) return;
    names.set(id, view.name);
    document.title = `${view.name} – Demo hospital`;
    chart.replaceChildren(...chartNodes(view));
  } catch (error) {
    chart.replaceChildren(
      element('p', { class: 'trouble', role: 'alert' }, `The chart could not be opened: ${error.message}.`),
    );
  }
}

function saidOf(report, call, isPending) {
  if (!report.answered) return 'Vigie did not answer.';
  const again = call > 1 ? `, call ${call}` : '';
  const waiting = isPending ? ' The film is still being read; asking again …' : '';
  return `Vigie answered in ${report.ms} ms${again}.${waiting}`;
}

/** Calls Vigie; while the answer says that the film is pending, calls again. */
async function showCards(id) {
  const state = element('p', { class: 'source', role: 'status' }, 'Asking Vigie …');
  const place = element('div', {});
  const heading = element('h2', { tabindex: '-1' }, 'Decision support');
  cards.replaceChildren(heading, state, place);
  const opened = {
    patient: id,
    name: () => names.get(id) ?? id,
    onClose: () => {
      showCards(id);
      cards.querySelector('h2').focus();
    },
  };
  for (let call = 1; call <= askAgainAtMost; call += 1) {
    const report = await openPatient(id, settingsOf().user).catch((error) => ({
      answered: false,
      ms: 0,
      because: error.message,
    }));
    if (chosen() !== id) return;
    const isPending = report.answered && report.response?.extension?.['com.vigie.pending'] === true;
    const willAsk = isPending && call < askAgainAtMost;
    state.textContent = saidOf(report, call, willAsk);
    place.replaceChildren(...reportNodes(report, opened));
    if (!willAsk) return;
    await pause(askAgainAfterMs);
    if (chosen() !== id) return;
  }
}

function show() {
  const id = chosen();
  markChosen(id);
  if (id === '') return;
  showChart(id);
  showCards(id);
}

const stored = (select) => `demo-hospital-${select.id}`;

function restore(select) {
  const value = localStorage.getItem(stored(select));
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

/** Whoever signs in next sees what the cards say to them. */
function keep(select) {
  select.addEventListener('change', () => {
    localStorage.setItem(stored(select), select.value);
    if (select === user && chosen() !== '') showCards(chosen());
  });
}

/** The list says its words first; a chart opened by address does not wait for it. */
async function start() {
  restore(locale);
  keep(user);
  keep(locale);
  window.addEventListener('hashchange', () => {
    show();
    chart.focus({ preventScroll: true });
    if (window.innerWidth <= 720) chart.scrollIntoView();
  });
  show();
  try {
    const { patients, staff } = await getJson('/ehr/api/patients');
    for (const { id, name } of patients) names.set(id, name);
    user.replaceChildren(...staff.map(({ id, name }) => element('option', { value: id }, name)));
    restore(user);
    list.replaceChildren(...patients.map(listItem));
    listState.textContent = `${patients.length} patients. Opening a chart calls Vigie.`;
    markChosen(chosen());
  } catch (error) {
    listState.textContent = `The list could not be loaded: ${error.message}.`;
  }
}

start();
