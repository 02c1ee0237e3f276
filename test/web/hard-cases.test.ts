/** What goes wrong on a ward at night: sessions that end, two charts at once, names and notes that are hard on a page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Desk,
  expectAccessible,
  expectNoSidewaysScroll,
  openDesk,
  openInTab,
  openTab,
  waitForSummary,
  ward,
} from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

test('a session that ends mid-work keeps what was typed, through the sign-in and back', async () => {
  const { page, context } = await openTab(desk);
  await openInTab(page, 'pneumonia');
  await waitForSummary(page);
  const question = page.getByRole('textbox', { name: /^Your question/ });
  await question.fill('Is the lactate rising since midnight?');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByText('Your session has ended.').first().waitFor();
  await expectAccessible(page, 'app-session-ended');
  await page.getByRole('button', { name: 'Sign in here' }).first().click();
  await page.getByRole('combobox', { name: 'Whose chart?' }).selectOption('pneumonia');
  await page.getByRole('button', { name: 'Allow' }).click();
  await waitForSummary(page);
  const kept = page.getByText('Is the lactate rising since midnight?');
  expect((await question.inputValue()) || (await kept.first().textContent())).toBe(
    'Is the lactate rising since midnight?',
  );
});

test('two tabs hold two patients, and neither session opens the other record', async () => {
  const { page, context } = await openTab(desk);
  const other = await context.newPage();
  await openInTab(page, 'pneumonia');
  await openInTab(other, 'no-film');
  await waitForSummary(page);
  await waitForSummary(other);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('heading', { name: 'Marthe Lindqvist', level: 1 }).waitFor();
  expect(await other.getByRole('heading', { level: 1 }).textContent()).not.toContain('Lindqvist');
  const status = await page.evaluate(async () => {
    const session = location.pathname.split('/').at(-1) ?? '';
    const answer = await fetch('/patients/no-film/summary', { headers: { 'x-vigie-session': session } });
    return answer.status;
  });
  expect(status).toBe(403);
});

test('a note and a name that would like to be a program are text', async () => {
  const { page } = await openTab(desk);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => dialogs.push(dialog.message()));
  await openInTab(page, 'scripted');
  await waitForSummary(page);
  await page.getByRole('heading', { level: 1 }).getByText('<script>').waitFor();
  for (const stated of await page.getByRole('button', { name: /pneumonia \(open source\)/ }).all()) {
    await stated.click();
    await page
      .getByRole('dialog')
      .getByText(/<script>/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  }
  expect(await page.title()).not.toBe('owned');
  expect(dialogs).toEqual([]);
  await expectAccessible(page, 'app-scripted');
});

test.each([
  ['right-to-left', 'ليلى بنت حسن'],
  ['nameless', 'Name not recorded'],
  ['no-birth-date', 'birth date not recorded'],
])('the chart of %s is shown as it is', async (patient, words) => {
  const { page } = await openTab(desk);
  await openInTab(page, patient);
  await waitForSummary(page);
  await page.getByRole('region', { name: 'Patient' }).getByText(words).waitFor();
  await expectAccessible(page, `app-${patient}`);
});

test.each([
  ['on a phone', 320, 640],
  ['at 200 % zoom of a laptop', 683, 384],
])('%s nothing has to be scrolled sideways', async (name, width, height) => {
  const { page } = await openTab(desk, { width, height });
  await openInTab(page, 'growing-effusion');
  await waitForSummary(page);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, name === 'on a phone' ? 'app-phone' : 'app-zoomed');
});

test('the EHR set to French opens a French app, whatever the browser speaks', async () => {
  const { page } = await openTab(desk);
  await openInTab(page, 'growing-effusion', { locale: 'fr' });
  await page.locator('html[lang=fr]').waitFor();
  await waitForSummary(page, 'fr');
  await expectAccessible(page, 'app-french');
});

test('standing alone, with fewer rights than it asked for, the app says what it may not read', async () => {
  const { page } = await openTab(desk);
  await page.goto(`${ward.vigie}/smart/launch`);
  await page.getByRole('combobox', { name: 'Whose chart?' }).selectOption('pneumonia');
  await page.getByRole('checkbox', { name: 'patient/DocumentReference.rs' }).uncheck();
  await page.getByRole('button', { name: 'Allow' }).click();
  await waitForSummary(page);
  await page.getByText(/^Not granted to Vigie by your record system/).waitFor();
  await expectAccessible(page, 'app-standalone-narrow');
});
