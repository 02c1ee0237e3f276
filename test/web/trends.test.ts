/** Values over time, as they are looked at and as they are read. */
import { afterAll, beforeAll, test } from 'vitest';
import {
  type Desk,
  expectAccessible,
  expectNoSidewaysScroll,
  openDesk,
  openInTab,
  openTab,
  waitForSummary,
} from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

test('values over time can be seen as plots and read as a table', async () => {
  const { page } = await openTab(desk);
  await openInTab(page, 'pneumonia');
  await waitForSummary(page);
  const trends = page.getByRole('region', { name: 'Trends', exact: true });
  await trends.scrollIntoViewIfNeeded();
  await trends.getByRole('slider').first().waitFor();
  await expectAccessible(page, 'trends-plots');
  await trends.getByRole('button', { name: 'Table' }).click();
  await trends.getByRole('table').first().waitFor();
  await expectAccessible(page, 'trends-table');
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});
