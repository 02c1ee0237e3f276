/** A clinician's desk: a browser tab at the demo hospital, and what is seen and read aloud on it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';

export const ward = inject('ward');
const pictures = join(import.meta.dirname, '../../var/web');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export type Desk = AsyncDisposable & { readonly browser: Browser };

export async function openDesk(): Promise<Desk> {
  const browser = await chromium.connect(ward.browser);
  return { browser, [Symbol.asyncDispose]: () => browser.close() };
}

export type TabOptions = {
  readonly language?: 'en' | 'fr';
  readonly width?: number;
  readonly height?: number;
};

/** A browser profile of its own with one tab; what goes wrong in its console is kept in `faults`. */
export async function openTab(
  { browser }: Desk,
  options: TabOptions = {},
): Promise<{ readonly context: BrowserContext; readonly page: Page; readonly faults: string[] }> {
  const { language = 'en', width = 1366, height = 768 } = options;
  const context = await browser.newContext({
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    viewport: { width, height },
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { context, page, faults };
}

/** The EHR with a chart open, once its cards have come and no film is being read any more. */
export async function openChart(page: Page, patient: string): Promise<void> {
  await page.goto(`${ward.ehr}#/patient/${patient}`);
  await waitForCards(page);
}

/** @throws when Vigie gave no answer, with the EHR's words for it */
export async function waitForCards(page: Page): Promise<void> {
  const support = page.getByRole('complementary', { name: 'Decision support' });
  const state = support.getByRole('status').first();
  const trouble = support.getByRole('alert');
  const answered = state.getByText(/^Vigie answered in \d+ ms(, call \d+)?\.$/);
  await answered.or(trouble).first().waitFor({ timeout: 60_000 });
  expect(await trouble.allTextContents()).toEqual([]);
}

/** From the card into the panel over the chart. */
export async function openInFrame(page: Page): Promise<FrameLocator> {
  await page
    .getByRole('complementary')
    .getByRole('button', { name: /^Question or contradict/ })
    .first()
    .click();
  return page.getByRole('dialog').frameLocator('iframe');
}

/** An EHR launch in a tab, as the card's second link does it. */
export async function openInTab(page: Page, patient: string, query: Record<string, string> = {}) {
  const asked = new URLSearchParams({ app: `${ward.vigie}/smart/launch`, patient, ...query });
  return page.goto(`${ward.ehr}/launch?${asked}`);
}

const riskTitles = { en: 'How ill, how sure', fr: 'Gravité' } as const;

/** The app with its summary on the page. */
export async function waitForSummary(app: Page | FrameLocator, language: 'en' | 'fr' = 'en'): Promise<void> {
  await app
    .getByRole('region', { name: riskTitles[language] })
    .getByText('%')
    .first()
    .waitFor({ timeout: 40_000 });
}

/** Keeps a picture under `var/web`, in light and in dark, and holds both to WCAG 2.2 AA. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  // What lies half under the bar that stays on top would be measured as half its size.
  await page.evaluate(() => scrollTo(0, 0));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(told, `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** WCAG 1.4.10: nothing has to be scrolled sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [wide, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(wide).toBeLessThanOrEqual(shown ?? 0);
}
