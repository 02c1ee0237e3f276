/** The draft report: read, corrected and signed, or discarded; with the right to write into the record and without. */
import type { DiagnosticReport } from '@medplum/fhirtypes';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportView } from '../../src/smart/contract.ts';
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

async function reportsInEhr(patient: string): Promise<readonly DiagnosticReport[]> {
  const response = await fetch(`${ward.fhir}/DiagnosticReport?patient=${patient}&_count=50`, {
    headers: { authorization: `Bearer ${ward.ehrToken}` },
  });
  const { entry = [] } = (await response.json()) as { entry?: { resource: DiagnosticReport }[] };
  return entry
    .map(({ resource }) => resource)
    .filter(({ identifier }) => identifier?.some(({ system }) => system === 'urn:vigie:report'));
}

async function openDraft(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Draft report', exact: true }).click();
  await page.getByRole('textbox', { name: 'Text of the report' }).waitFor();
}

/** The film may still be read when the summary comes. */
async function waitForDraft(page: Page, name = 'Draft report'): Promise<void> {
  await page.getByRole('button', { name, exact: true }).waitFor({ timeout: 60_000 });
}

async function openDraftOf(patient: string) {
  const tab = await openTab(desk);
  await openInTab(tab.page, patient);
  await waitForSummary(tab.page);
  await waitForDraft(tab.page);
  await openDraft(tab.page);
  return tab;
}

/** What a try that broke off has left standing. */
async function withdrawAll(page: Page): Promise<void> {
  const withdraw = page.getByRole('button', { name: /^Withdraw what you said of/ });
  for (let left = await withdraw.count(); left > 0; left--) {
    await withdraw.first().click();
    await expect.poll(() => withdraw.count(), { timeout: 10_000 }).toBe(left - 1);
  }
}

test('corrected, signed in two steps, written into the record, and corrected by a new one', async () => {
  const { page, faults } = await openTab(desk);
  await openInTab(page, 'growing-effusion');
  await waitForSummary(page);
  await waitForDraft(page);
  await withdrawAll(page);
  await page.getByRole('button', { name: 'Disagree: pleural effusion' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'the finding is not there' }).click();
  await page.getByText('Recorded: you disagree with pleural effusion').waitFor();

  await openDraft(page);
  const text = page.getByRole('textbox', { name: 'Text of the report' });
  expect(await text.inputValue()).toMatch(/DISPUTED\n- Pleural effusion: disputed\. The model says/);
  await page.getByText(/Drafted by Vigie \(chest-xray-encoder@/).waitFor();
  await expectAccessible(page, 'report-draft');
  await expectNoSidewaysScroll(page);

  await text.press('End');
  await text.pressSequentially('Seen with the film. ');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await openDraft(page);
  expect(await text.inputValue()).toContain('Seen with the film.');

  await page.getByRole('button', { name: 'Sign …' }).click();
  await page.getByRole('heading', { name: 'Sign this report?' }).waitFor();
  await page.getByText('It is written into the record system at once.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Sign this report?');
  expect(await reportsInEhr('growing-effusion')).toEqual([]);
  await expectAccessible(page, 'report-signing');
  await page.getByRole('button', { name: 'Sign as Dr Ada Okafor' }).click();
  const outcome = page.getByText(/^The record system has it\. DiagnosticReport\//);
  const dialog = page.getByRole('dialog').last();
  await outcome.waitFor().catch(async (cause) => {
    throw new Error(`the dialog says: ${await dialog.textContent()}`, { cause });
  });
  await expectAccessible(page, 'report-signed');
  const [first] = await reportsInEhr('growing-effusion');
  expect(first).toMatchObject({ status: 'final', performer: [{ display: 'Dr Ada Okafor' }] });
  expect(first?.conclusion).toContain('Seen with the film.');
  expect(first?.conclusion).toContain('Drafted by Vigie');

  await page.getByRole('button', { name: 'Correct …' }).click();
  await text.fill('Right lower zone consolidation. No effusion.');
  await page.getByRole('button', { name: 'Sign …' }).click();
  await page.getByRole('button', { name: 'Sign as Dr Ada Okafor' }).click();
  await page
    .getByRole('dialog')
    .getByText(/^Report corrected and signed by Dr Ada Okafor/)
    .waitFor();
  const all = await reportsInEhr('growing-effusion');
  expect(all.map(({ status }) => status).sort()).toEqual(['amended', 'final']);

  await page.reload();
  await waitForSummary(page);
  await page.getByText(/^Report corrected and signed by Dr Ada Okafor/).waitFor();
  await waitForDraft(page, 'Signed report');
  await expectAccessible(page, 'report-line');

  // What is said of the film after it was signed is told, and this leaves the patient as other tests find them.
  await page.getByRole('button', { name: 'Withdraw what you said of: pleural effusion' }).click();
  await page.getByText('Nobody has agreed or disagreed yet.').waitFor();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByText('What the film model or clinicians say of this film has changed since.').waitFor();
  expect(faults).toEqual([]);
});

test('what a colleague says meanwhile is shown beside what was typed, and nothing is signed', async () => {
  const { page } = await openDraftOf('pneumothorax');
  const text = page.getByRole('textbox', { name: 'Text of the report' });
  await text.fill('My own words.');

  const other = await openTab(desk);
  await openInTab(other.page, 'pneumothorax', { user: 'moreau' });
  await waitForSummary(other.page);
  await other.page.getByRole('button', { name: 'Add a missed finding' }).click();
  await other.page.getByRole('combobox', { name: 'Finding' }).selectOption({ label: 'nodule' });
  await other.page.getByRole('button', { name: 'Add', exact: true }).click();
  await other.page.getByText(/^Recorded: you add/).waitFor();

  await page.getByRole('button', { name: 'Sign …' }).click();
  await page.getByRole('button', { name: /^Sign as/ }).click();
  await page.getByText(/Nothing was signed\. Read it again\. What you typed is kept\./).waitFor();
  expect(await text.inputValue()).toBe('My own words.');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Draft report');
  const beside = page.getByRole('textbox', { name: 'The draft as it is now' });
  expect(await beside.inputValue()).toMatch(/ADDED BY CLINICIANS\n- .*nodule/);
  await expectAccessible(page, 'report-changed');
  expect(await reportsInEhr('pneumothorax')).toEqual([]);
});

test('what was typed over one film is never in the field of the next, and is not lost', async () => {
  const { page, faults } = await openDraftOf('pneumothorax');
  const text = page.getByRole('textbox', { name: 'Text of the report' });
  await text.fill('Drain in place.');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();

  // The service's own answer, of another film.
  await page.route('**/report?*', async (route) => {
    const response = await route.fetch();
    const view = (await response.json()) as ReportView;
    await route.fulfill({ response, json: { ...view, draft: { ...view.draft, film: '2.25.1' } } });
  });
  await openDraft(page);
  await page.getByText(/^What you typed for another film/).waitFor();
  expect(await text.inputValue()).not.toContain('Drain in place.');
  await page.getByText('Show what was typed').click();
  const kept = page.getByRole('textbox', { name: /^Typed for another film/ });
  expect(await kept.inputValue()).toBe('Drain in place.');
  await expectAccessible(page, 'report-elsewhere');
  await expectNoSidewaysScroll(page);

  await page.unroute('**/report?*');
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await openDraft(page);
  expect(await text.inputValue()).toBe('Drain in place.');
  expect(faults).toEqual([]);
});

test('an answer that is lost is not told as nothing done, and one’s own signature not as another’s', async () => {
  const { page } = await openDraftOf('septic-clear-film');
  await page.getByRole('textbox', { name: 'Text of the report' }).fill('Clear.');
  await page.route('**/report/signatures', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Sign …' }).click();
  await page.getByRole('button', { name: /^Sign as/ }).click();
  await page.getByText(/^No answer came: it may have been done or not\./).waitFor();
  expect(await page.getByText('Not done.').count()).toBe(0);
  await page.unroute('**/report/signatures');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Sign …' }).click();
  await page.getByRole('button', { name: /^Sign as/ }).click();
  await page.getByText(/^A report of this film was signed meanwhile and stands\./).waitFor();
});

test('in French, by keyboard alone: discarded in two actions, with a reason', async () => {
  const { page } = await openTab(desk, { language: 'fr' });
  await openInTab(page, 'chest-drain', { locale: 'fr' });
  await waitForSummary(page, 'fr');
  const open = page.getByRole('button', { name: 'Brouillon de compte rendu', exact: true });
  await open.waitFor({ timeout: 60_000 });
  await open.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Texte du compte rendu' }).waitFor();
  await page.getByRole('button', { name: 'Écarter…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Écarter ce brouillon ?' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Lu par le radiologue');
  await expectAccessible(page, 'report-discard-french');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(/^Brouillon écarté par .*Lu par le radiologue/).waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('without the right to write, the report is signed here and the page says where it is not', async () => {
  const { page } = await openTab(desk, { width: 320, height: 640 });
  await page.goto(`${ward.vigie}/smart/launch`);
  await page.getByRole('checkbox', { name: 'patient/DiagnosticReport.c' }).uncheck();
  await page.getByRole('combobox', { name: 'Whose chart?' }).selectOption('heart-failure');
  await page.getByRole('button', { name: 'Allow' }).click();
  await waitForSummary(page);
  await waitForDraft(page);
  await openDraft(page);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Sign …' }).click();
  await page.getByText('The record system does not get it: Vigie may not write there.').waitFor();
  await page.getByText(/You have changed nothing: the draft is signed word for word/).waitFor();
  await page.getByRole('button', { name: /^Sign as/ }).click();
  await page
    .getByText(/^The record system has not said that it has this report, and Vigie may not write there/)
    .waitFor();
  await page.screenshot({ path: 'var/web/report-narrow.png' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download FHIR' }).click();
  expect((await download).suggestedFilename()).toMatch(/^vigie-report-[0-9a-f-]{36}\.json$/);
  expect(await reportsInEhr('heart-failure')).toEqual([]);
});
