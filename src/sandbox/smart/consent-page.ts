import { html } from 'hono/html';
import { isResourceScope } from './scopes.ts';

export type Choice = { readonly id: string; readonly name: string };

/** What the sign-in page lets a person choose. */
export type ConsentChoices = {
  /** Names the request, for its form. */
  readonly ticket: string;
  readonly scopes: readonly string[];
  readonly staff: readonly Choice[];
  readonly patients: readonly Choice[];
};

const options = (choices: readonly Choice[]) =>
  choices.map(({ id, name }) => html`<option value="${id}">${name}</option>`);

const scopeLine = (scope: string) => html`
  <label class="scope"><input type="checkbox" name="scope" value="${scope}" checked> <code>${scope}</code></label>`;

function page(title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} – Demo hospital</title>
    <link rel="stylesheet" href="/ehr/assets/style.css">
    <link rel="icon" href="data:,">
  </head>
  <body>
    <header class="bar"><p>Demo hospital. A pretend record system: everybody in it was invented.</p></header>
    <main class="gate sheet">
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>`;
}

/** Sign in, choose a patient, and allow the app what it asks for, or less of it. */
export function consentPage({ ticket, scopes, staff, patients }: ConsentChoices) {
  const resources = scopes.filter(isResourceScope);
  const created = resources.filter((scope) => scope.endsWith('.c'));
  const readable = resources.filter((scope) => !created.includes(scope));
  const silent = scopes.filter((scope) => !isResourceScope(scope));
  return page(
    'Sign in to use Vigie',
    html`
      <form method="post" action="decision">
        <input type="hidden" name="ticket" value="${ticket}">
        ${silent.map((scope) => html`<input type="hidden" name="scope" value="${scope}">`)}
        <label>Who are you? <select name="user">${options(staff)}</select></label>
        <label>Whose chart? <select name="patient">${options(patients)}</select></label>
        <label>Language <select name="locale"><option value="en">English</option><option value="fr">Français</option></select></label>
        <fieldset>
          <legend>Vigie asks to read</legend>
          ${readable.map(scopeLine)}
        </fieldset>
        ${
          created.length === 0
            ? ''
            : html`<fieldset><legend>Vigie asks to write reports that you sign</legend>${created.map(scopeLine)}</fieldset>`
        }
        <div class="actions">
          <button class="main" name="decision" value="allow">Allow</button>
          <button name="decision" value="deny">Deny</button>
        </div>
      </form>`,
  );
}

/** For an app that is not known, or a form that came too late. */
export function refusalPage(because: string) {
  return page('This hospital cannot go on', html`<p role="alert">${because}</p>`);
}
