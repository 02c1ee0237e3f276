/** From the EHR into the app and every way in which that ends at a door. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Desk,
  expectAccessible,
  expectNoSidewaysScroll,
  openChart,
  openDesk,
  openInTab,
  openTab,
  ward,
} from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

test('the EHR page with a chart and a card is accessible', async () => {
  const { page } = await openTab(desk);
  await openChart(page, 'pneumonia');
  await expectAccessible(page, 'ehr');
});

test('the hospital asks who and whose chart, and a no is a page that says so', async () => {
  const { page } = await openTab(desk);
  await page.goto(`${ward.vigie}/smart/launch`);
  await page.getByRole('heading', { name: 'Sign in to use Vigie' }).waitFor();
  await expectAccessible(page, 'sign-in');
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.getByRole('heading', { name: 'Access was not allowed' }).waitFor();
  await expectAccessible(page, 'refusal-denied');
});

test('without the right to read the patient nothing is opened', async () => {
  const { page } = await openTab(desk);
  await page.goto(`${ward.vigie}/smart/launch`);
  await page.getByRole('checkbox', { name: 'patient/Patient.rs' }).uncheck();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'The patient may not be read' }).waitFor();
  await expectAccessible(page, 'refusal-patient-not-granted');
});

test.each([
  [
    'a record system that is not registered',
    'launch?iss=https://elsewhere.example/fhir&launch=x',
    'This record system is not registered',
    'foreign-iss',
  ],
  [
    'a sign-in that was not begun here',
    'callback?code=x&state=guessed',
    'This sign-in cannot be continued',
    'wrong-state',
  ],
  ['a session that is over', 'app/AAAAAAAAAAAAAAAA', 'You are signed out', 'session-over'],
])('%s is refused in words', async (_, path, title, picture) => {
  const { page } = await openTab(desk, { width: 320, height: 640 });
  await page.goto(`${ward.vigie}/smart/${path}`);
  await page.getByRole('heading', { name: title }).waitFor();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, `refusal-${picture}`);
});

test('a launch that was used already is refused', async () => {
  const { page } = await openTab(desk);
  const asked = new URLSearchParams({ app: `${ward.vigie}/smart/launch`, patient: 'pneumonia' });
  const once = await fetch(`${ward.ehr}/launch?${asked}`, { redirect: 'manual' });
  const address = once.headers.get('location') ?? '';
  await page.goto(address);
  await page.waitForURL(/\/smart\/app\//);
  await page.goto(address);
  await page.getByRole('heading', { name: 'The record system refused' }).waitFor();
  await expectAccessible(page, 'refusal-launch-used');
});

test("a card of another patient's opens nothing", async () => {
  const { page } = await openTab(desk);
  await openChart(page, 'septic-clear-film');
  const link = await page
    .getByRole('link', { name: /new tab/i })
    .first()
    .getAttribute('href');
  const context = new URLSearchParams(link?.split('?')[1]).get('context') ?? '';
  expect(context).not.toBe('');
  await openInTab(page, 'pneumonia', { context });
  await page.getByRole('heading', { name: 'Not the same patient' }).waitFor();
  await expectAccessible(page, 'refusal-other-patient');
});

test('the refusals speak French to a French browser', async () => {
  const { page } = await openTab(desk, { language: 'fr' });
  await page.goto(`${ward.vigie}/smart/callback?state=x`);
  expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  await expectAccessible(page, 'refusal-french');
});
