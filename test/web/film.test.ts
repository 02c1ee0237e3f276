/** The film in the app: drawn as it was taken, moved by key, marked on request, beside another, and when it does not come. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, expectAccessible, expectNoSidewaysScroll, openDesk, openInTab, openTab } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

async function openFilm(page: Page, patient: string): Promise<void> {
  await openInTab(page, patient);
  await page.locator('[data-stage=pixels]').first().waitFor();
  // The film has been read: what may be drawn over it is known.
  await page.getByRole('button', { name: 'Outlines and ratio', exact: true }).waitFor({ timeout: 60_000 });
}

/** Mean greys in eight by eight fields of what is shown, by the picture and by the pixels drawn over it. */
function shownGreys(page: Page): Promise<{ picture: number[]; pixels: number[] }> {
  return page.evaluate(() => {
    const [fields, grain] = [8, 32];
    const side = fields * grain;
    const fieldsOf = (draw: (context: CanvasRenderingContext2D) => void) => {
      const sheet = document.createElement('canvas');
      sheet.width = sheet.height = side;
      const context = sheet.getContext('2d');
      if (!context) throw new Error('no canvas');
      draw(context);
      const { data } = context.getImageData(0, 0, side, side);
      const means = new Array<number>(fields * fields).fill(0);
      for (let at = 0; at < side * side; at++) {
        const field = Math.floor(at / side / grain) * fields + Math.floor((at % side) / grain);
        means[field] = (means[field] ?? 0) + (data[at * 4] ?? 0) / grain ** 2;
      }
      return means;
    };
    const picture = document.querySelector<HTMLImageElement>('.film-picture');
    const canvas = document.querySelector<HTMLCanvasElement>('.film-stage canvas');
    if (!picture || !canvas) throw new Error('no film');
    const [on, pane] = [picture.getBoundingClientRect(), canvas.getBoundingClientRect()];
    const scale = canvas.width / pane.width;
    const [x, y] = [(on.left - pane.left) * scale, (on.top - pane.top) * scale];
    return {
      picture: fieldsOf((context) => context.drawImage(picture, 0, 0, side, side)),
      pixels: fieldsOf((context) =>
        context.drawImage(canvas, x, y, on.width * scale, on.height * scale, 0, 0, side, side),
      ),
    };
  });
}

test('the pixels are drawn as the picture was: neither turned over nor mirrored nor moved', async () => {
  const { page, faults } = await openTab(desk);
  await openFilm(page, 'healthy');
  await expect
    .poll(async () => {
      const { picture, pixels } = await shownGreys(page);
      return Math.max(...picture.map((grey, at) => Math.abs(grey - (pixels[at] ?? 0))));
    })
    .toBeLessThan(6);
  expect(faults).toEqual([]);
});

test('keys zoom, invert and put back, and the page says so', async () => {
  const { page } = await openTab(desk);
  await openFilm(page, 'healthy');
  await page.getByRole('application').focus();
  await page.keyboard.press('+');
  await page.keyboard.press('i');
  await page.getByText('125 %', { exact: true }).waitFor();
  const invert = page.getByRole('button', { name: 'Invert' });
  expect(await invert.getAttribute('aria-pressed')).toBe('true');
  await expectAccessible(page, 'film-inverted');
  await page.keyboard.press('r');
  await page.getByText('100 %', { exact: true }).waitFor();
  expect(await invert.getAttribute('aria-pressed')).toBe('false');
});

test('outlines are drawn when they are asked for, in words too, and the large view says whose film it is', async () => {
  const { page } = await openTab(desk);
  await openFilm(page, 'healthy');
  expect(await page.locator('.film-marks path').count()).toBe(0);
  await page.getByRole('button', { name: 'Outlines and ratio', exact: true }).click();
  await page.locator('.film-marks').getByText('right lung').waitFor();
  await page.getByText(/^Cardiothoracic ratio on the two lines: 0\.\d\d$/).waitFor();
  await page.getByRole('button', { name: 'Large', exact: true }).click();
  const viewer = page.locator('.film-viewer-large');
  await viewer.getByRole('heading', { name: 'Hannah Weiss' }).waitFor();
  await expectAccessible(page, 'film-large-outlines');
  await page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
});

test('the film before is shown beside this one, and moves with it', async () => {
  const { page } = await openTab(desk);
  await openFilm(page, 'growing-effusion');
  await page.getByRole('button', { name: 'Large', exact: true }).click();
  await page.getByRole('button', { name: 'Side by side' }).click();
  const films = page.getByRole('application');
  await expect.poll(() => films.count()).toBe(2);
  await page.locator('[data-stage=pixels]').nth(1).waitFor();
  await films.first().focus();
  for (const key of ['+', '+', 'ArrowLeft']) await page.keyboard.press(key);
  const placed = () =>
    page.locator('.film-picture').evaluateAll((all) => all.map(({ style }) => style.transform));
  const [one, other] = await placed();
  expect(one).toBe(other);
  await expectAccessible(page, 'film-side-by-side');
  await page.getByRole('button', { name: 'In its place' }).click();
  await page.getByRole('button', { name: 'Show this film' }).click();
  await expect.poll(() => films.count()).toBe(1);
});

test('without WebGL the picture stands in, and says so', async () => {
  const { page } = await openTab(desk, { width: 320, height: 640 });
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
      return args[0] === '2d' ? Reflect.apply(getContext, this, args) : null;
    } as typeof getContext;
  });
  await openInTab(page, 'healthy');
  await page.getByText('an 8-bit picture is shown in its place').waitFor();
  await page.locator('[data-stage=picture] img').scrollIntoViewIfNeeded();
  await expectNoSidewaysScroll(page);
  await expectAccessible(page, 'film-without-webgl');
});

test('a film that does not come is said, and comes when it is asked for again', async () => {
  const { page } = await openTab(desk);
  await page.route('**/picture?*', (route) => route.abort());
  await openInTab(page, 'healthy');
  const alert = page.getByRole('alert').filter({ hasText: 'The film did not come' });
  await alert.waitFor();
  await page.getByRole('heading', { name: 'How ill, how sure' }).waitFor();
  await expectAccessible(page, 'film-failed');
  await page.unroute('**/picture?*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await page.locator('[data-stage=pixels]').waitFor();
});
