import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createWords, type Language, languageOf } from '../../words/words.ts';
import type { Ehr } from '../ehr/registration.ts';
import { pagePolicy } from './policy.ts';
import type { LaunchRefused } from './refused.ts';

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

const languageFor = (c: Context): Language => languageOf((c.req.header('accept-language') ?? '').split(','));

/** Where a standalone launch at an EHR begins. */
export function relaunchAt({ iss }: Ehr): string {
  return `/smart/launch?${new URLSearchParams({ iss })}`;
}

type PageParts = {
  readonly language: Language;
  readonly title: string;
  readonly body: Markup;
};

function documentOf({ language, title, body }: PageParts): Markup {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} · Vigie</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/smart/page.css">
</head>
<body>
<main>
<p class="maker">Vigie</p>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`;
}

/** What happened and what to do, in the reader's language; framed only where the app would be. */
export function refusalPage(c: Context, { kind, ehr, status }: LaunchRefused, frames: readonly string[]) {
  const language = languageFor(c);
  const words = createWords(language);
  const say = (key: string) => words.t(`pages:${key}`, { ehr: ehr?.name ?? words.t('pages:theEhr') });
  const again = html`<p><a class="action" href="${ehr ? relaunchAt(ehr) : ''}">${say('again')}</a></p>`;
  const inTab = html`<p><a class="action" target="_blank" rel="noopener noreferrer"
    href="${ehr ? relaunchAt(ehr) : ''}">${say('againInTab')}</a></p>`;
  const way = kind === 'cookie-missing' ? inTab : again;
  const body = html`<p>${say(`refusal.${kind}.what`)}</p>
<p>${say(`refusal.${kind}.do`)}</p>
${ehr && kind !== 'app-not-built' ? way : ''}
<p class="code">${say('code')} <code>${kind}</code></p>`;
  pagePolicy(c, frames);
  return c.html(
    documentOf({ language, title: say(`refusal.${kind}.title`), body }),
    status as ContentfulStatusCode,
  );
}

/** A standalone launch where several EHRs are registered. */
export function choicePage(c: Context, ehrs: readonly Ehr[]) {
  const language = languageFor(c);
  const words = createWords(language);
  const body = html`<p>${words.t('pages:choose.what')}</p>
<ul class="choices">
${ehrs.map((ehr) => html`<li><a class="action" href="${relaunchAt(ehr)}">${ehr.name}</a></li>`)}
</ul>`;
  pagePolicy(c, []);
  return c.html(documentOf({ language, title: words.t('pages:choose.title'), body }));
}
