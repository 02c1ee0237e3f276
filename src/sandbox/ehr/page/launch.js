import { element } from './dom.js';

/** Who is signed in and in which language this EHR is set; both go with a launch. */
export function settingsOf() {
  return {
    user: document.getElementById('user').value,
    locale: document.getElementById('locale').value,
  };
}

/** The address at which this EHR's server makes a launch context and sends the browser to the app. */
function addressOf({ url, appContext }, patient, framed) {
  const query = new URLSearchParams({ app: url, patient, ...settingsOf(), framed: framed ? '1' : '0' });
  if (appContext) query.set('context', appContext);
  return `/ehr/launch?${query}`;
}

function dialogFor(link, { patient, name, onClose }) {
  const close = element('button', { type: 'button' }, 'Close the app');
  const frame = element('iframe', { src: addressOf(link, patient, true), title: 'Vigie' });
  const title = element('h2', { id: 'drawer-title' }, `Vigie – ${name()}`);
  const dialog = element(
    'dialog',
    { class: 'drawer', 'aria-labelledby': 'drawer-title' },
    element('div', { class: 'drawer-head' }, title, close),
    frame,
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  return dialog;
}

/**
 * Two ways to open a card's app: in a panel over the chart, and in a tab of its own.
 * `opened` is `{ patient, name, onClose }`; closing the panel asks for the cards anew.
 */
export function launchButtons(link, opened) {
  const inPanel = element('button', { type: 'button', class: 'main' }, link.label);
  inPanel.addEventListener('click', () => {
    const dialog = dialogFor(link, opened);
    document.body.append(dialog);
    dialog.showModal();
  });
  const inTab = element(
    'a',
    {
      class: 'button',
      href: addressOf(link, opened.patient, false),
      target: '_blank',
      rel: 'noopener',
      'aria-label': `New tab: ${link.label}`,
    },
    'New tab',
  );
  // The settings may have changed since the card was drawn.
  inTab.addEventListener('click', () => inTab.setAttribute('href', addressOf(link, opened.patient, false)));
  return [inPanel, inTab];
}
