/** The clinician at the summary: from the card and back to it, by mouse and by keyboard alone. */
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Desk,
  expectAccessible,
  openChart,
  openDesk,
  openInFrame,
  openInTab,
  openTab,
  waitForCards,
  waitForSummary,
} from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

async function closeApp(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Close the app' }).click();
  await waitForCards(page);
  return (await page.getByRole('complementary').textContent()) ?? '';
}

async function disagree(app: FrameLocator | Page, about: string, reason: string): Promise<void> {
  await app.getByRole('button', { name: `Disagree: ${about}` }).click();
  await app.getByRole('dialog').getByRole('button', { name: reason }).click();
  await app.getByText(`Recorded: you disagree with ${about}`).waitFor();
}

test('from the card into the app, a question, a no in two actions, and the card knows of it until it is undone', async () => {
  const { page, faults } = await openTab(desk);
  await openChart(page, 'growing-effusion');
  const app = await openInFrame(page);
  await waitForSummary(app);
  await app.getByRole('heading', { name: 'Colette Marchand', level: 1 }).waitFor();
  expect(await app.getByText('The card you came from').count()).toBe(0);
  await expectAccessible(page, 'app-in-frame');

  await app.getByRole('textbox', { name: /^Your question/ }).fill('last creatinine?');
  await app.getByRole('button', { name: 'Ask', exact: true }).click();
  const answers = app.getByRole('list', { name: 'Answers, newest first' });
  await answers
    .getByText(/creatinine/i)
    .first()
    .waitFor();
  await answers
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click();
  await app
    .getByRole('dialog')
    .getByText(/creatinine/i)
    .first()
    .waitFor();
  await expectAccessible(page, 'app-in-frame-source');
  await page.keyboard.press('Escape');

  await disagree(app, 'pleural effusion', 'skin fold, clothing or overlying device');
  expect(await closeApp(page)).toMatch(/Dr Ada Okafor disagrees.*skin fold/i);
  await expectAccessible(page, 'ehr-card-disagreed');

  await page.getByRole('combobox', { name: 'Signed in' }).selectOption({ label: 'Dr Luc Moreau' });
  await waitForCards(page);
  const next = await openInFrame(page);
  await waitForSummary(next);
  await next
    .getByText(/Dr Ada Okafor disagrees/i)
    .first()
    .waitFor();
  await closeApp(page);

  await page.getByRole('combobox', { name: 'Signed in' }).selectOption({ label: 'Dr Ada Okafor' });
  await waitForCards(page);
  const again = await openInFrame(page);
  await waitForSummary(again);
  await again
    .getByRole('button', { name: /^Withdraw what you said/ })
    .first()
    .click();
  await again.getByText('Nobody has agreed or disagreed yet.').waitFor();
  expect(await closeApp(page)).not.toMatch(/disagrees/i);
  expect(faults).toEqual([]);
});

test('a no is taken back within ten seconds', async () => {
  const { page } = await openTab(desk);
  await openInTab(page, 'heart-failure');
  await waitForSummary(page);
  await disagree(page, 'risk of death', 'not relevant now');
  // Ten seconds are too few for axe: a picture only.
  await page.screenshot({ path: 'var/web/app-undo-light.png' });
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByText(/^Taking back/).waitFor({ state: 'hidden' });
  await page.getByText('Nobody has agreed or disagreed yet.').waitFor();
});

test('every dialog is accessible', async () => {
  const { page } = await openTab(desk);
  await openInTab(page, 'pneumonia');
  await waitForSummary(page);
  await expectAccessible(page, 'app-summary');
  await page.getByRole('button', { name: 'Disagree: the whole summary' }).click();
  await expectAccessible(page, 'app-disagree');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add a missed finding' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Choose a finding or say it in words.').waitFor();
  await expectAccessible(page, 'app-missed-finding');
});

/** Tab until what is focused has the name; @throws after so many presses */
async function tabTo(page: Page, name: RegExp, presses = 120): Promise<void> {
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const it = document.activeElement;
      return it?.getAttribute('aria-label') ?? it?.textContent ?? '';
    });
    if (name.test(focused)) return;
  }
  throw new Error(`${name} was not reached with ${presses} presses of Tab`);
}

test('by keyboard alone: skip, disagree with a reason, undo, ask', async () => {
  const { page } = await openTab(desk);
  await openInTab(page, 'chest-drain');
  await waitForSummary(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, /^Disagree: risk of death/);
  await page.screenshot({ path: 'var/web/app-focus.png' });
  await page.keyboard.press('Enter');
  await tabTo(page, /^another reason/i, 20);
  await page.keyboard.press('Enter');
  // "Other" asks for words, and takes the keyboard there.
  await page.keyboard.type('Comfort care was agreed');
  await page.keyboard.down('Shift');
  await tabTo(page, /^another reason/i, 20);
  await page.keyboard.up('Shift');
  await page.keyboard.press('Enter');
  await page.getByText('Recorded: you disagree with risk of death').waitFor();
  await page.getByText('Comfort care was agreed').first().waitFor();
  await tabTo(page, /^Undo/, 200);
  await page.keyboard.press('Enter');
  await page.getByText('Nobody has agreed or disagreed yet.').waitFor();
});

test('the panel over the chart is left by Escape and gives the keyboard back', async () => {
  const { page } = await openTab(desk);
  await openChart(page, 'healthy');
  await page
    .getByRole('button', { name: /^Question or contradict/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await waitForSummary(page.getByRole('dialog').frameLocator('iframe'));
  await page.getByRole('button', { name: 'Close the app' }).focus();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Decision support');
});

test('where no finding is told, the page names those that the film leaves open', async () => {
  const { page } = await openTab(desk);
  await openInTab(page, 'pneumothorax');
  await page.getByText(/Nothing likely .* neither for nor against: .*pneumothorax/).waitFor();
});
