import { element } from './dom.js';
import { launchButtons } from './launch.js';
import { readMarkdown } from './markdown.js';

const indicatorWords = { info: 'Information', warning: 'Attention', critical: 'Critical' };
const tags = [
  'p',
  'h4',
  'strong',
  'em',
  'code',
  'ul',
  'ol',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
];

/** Markdown tree to DOM: only the tags named above, only text, only links that were checked. */
function toNode(part) {
  if (typeof part === 'string') return document.createTextNode(part);
  const children = part.children.map(toNode);
  if (part.tag === 'a') {
    return element('a', { href: part.href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
  }
  return element(tags.includes(part.tag) ? part.tag : 'span', {}, ...children);
}

async function postJson(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

function linkButtons(link, opened) {
  if (!/^https?:\/\//i.test(link.url)) return [];
  if (link.type === 'smart') return launchButtons(link, opened);
  return [
    element(
      'a',
      { class: 'button', href: link.url, target: '_blank', rel: 'noopener noreferrer' },
      link.label,
    ),
  ];
}

function disagreeForm(card, send) {
  const reasons = card.overrideReasons ?? [];
  const select = element(
    'select',
    { required: '' },
    ...reasons.map(({ display }, index) => element('option', { value: String(index) }, display)),
  );
  const comment = element('textarea', { rows: '2' });
  const form = element(
    'form',
    { class: 'disagree' },
    element('label', {}, 'Why do you disagree?', select),
    element('label', {}, 'Comment (optional)', comment),
    element('div', { class: 'actions' }, element('button', { class: 'main', type: 'submit' }, 'Send')),
  );
  form.hidden = true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send({ outcome: 'overridden', reason: reasons[Number(select.value)], comment: comment.value.trim() });
  });
  return { form, select };
}

function feedbackPart(card) {
  const state = element('p', { class: 'source', role: 'status' });
  const accept = element('button', { type: 'button' }, 'Accepted');
  const disagree = element('button', { type: 'button', 'aria-expanded': 'false' }, 'Disagree …');
  const send = async (judgement) => {
    state.textContent = 'Sending …';
    const { kept, status } = await postJson('/ehr/api/feedback', { card: card.uuid, ...judgement }).catch(
      () => ({ status: 0 }),
    );
    state.textContent = kept
      ? `Vigie has kept your answer: ${judgement.outcome === 'accepted' ? 'accepted' : `disagreed (${judgement.reason?.display})`}.`
      : `Vigie did not keep your answer (status ${status}). Please try again.`;
    if (kept) {
      form.hidden = true;
      accept.disabled = true;
      disagree.disabled = true;
    }
  };
  const { form, select } = disagreeForm(card, send);
  accept.addEventListener('click', () => send({ outcome: 'accepted' }));
  disagree.addEventListener('click', () => {
    form.hidden = !form.hidden;
    disagree.setAttribute('aria-expanded', String(!form.hidden));
    if (!form.hidden) select.focus();
  });
  return [element('div', { class: 'actions' }, accept, disagree), form, state];
}

function sourceLine({ label, topic }) {
  return element('p', { class: 'source' }, `Source: ${label}${topic?.display ? ` · ${topic.display}` : ''}`);
}

/** One card as CDS Hooks describes it. */
function cardNode(card, opened) {
  const kind = indicatorWords[card.indicator] ? card.indicator : 'info';
  const suggestions = (card.suggestions ?? []).map(({ label }) => element('li', {}, label));
  return element(
    'article',
    { class: `card ${kind}` },
    element('span', { class: 'badge' }, indicatorWords[kind]),
    element('h3', {}, card.summary),
    sourceLine(card.source ?? { label: 'not named' }),
    element('div', { class: 'actions' }, ...(card.links ?? []).flatMap((link) => linkButtons(link, opened))),
    element('div', { class: 'detail' }, ...readMarkdown(card.detail ?? '').map(toNode)),
    ...(suggestions.length > 0 ? [element('h4', {}, 'Suggestions'), element('ul', {}, ...suggestions)] : []),
    ...(card.uuid ? feedbackPart(card) : []),
  );
}

function rawDetails(report) {
  return element(
    'details',
    { class: 'sheet' },
    element('summary', {}, 'Show raw JSON'),
    element('h3', {}, 'Request'),
    element('pre', { tabindex: '0' }, JSON.stringify(report.request ?? null, null, 2)),
    element('h3', {}, 'Response'),
    element('pre', { tabindex: '0' }, JSON.stringify(report.response ?? null, null, 2)),
  );
}

/** What Vigie said when the chart was opened, as nodes; `opened` as in launch.js. */
export function reportNodes(report, opened) {
  if (!report.answered) {
    return [
      element(
        'p',
        { class: 'trouble', role: 'alert' },
        `No answer from Vigie after ${report.ms} ms: ${report.because}. The chart is complete without it.`,
      ),
      ...(report.request ? [rawDetails(report)] : []),
    ];
  }
  const cards = report.response?.cards ?? [];
  const nothing =
    cards.length === 0 ? [element('p', { class: 'quiet' }, 'Vigie answered and has nothing to say.')] : [];
  return [...nothing, ...cards.map((card) => cardNode(card, opened)), rawDetails(report)];
}

/** Asks the EHR's server to call Vigie for a patient. */
export function openPatient(id, user) {
  return postJson(`/ehr/api/patients/${encodeURIComponent(id)}/open?user=${encodeURIComponent(user)}`, {});
}
