import { cache, Enums, imageLoader, init, metaData, RenderingEngine, type Types } from '@cornerstonejs/core';
import { type Frame, filmOn, type View } from './film-view.ts';
import type { FilmPixels, Stage } from './stage.ts';

const prefix = 'vigie-film:';
const top = 65_535;

/** Cornerstone asks for a modality; there is none to tell apart here. */
function seriesOf(type: string, imageId: string): { modality: string } | undefined {
  return type === Enums.MetadataModules.GENERAL_SERIES && imageId.startsWith(prefix)
    ? { modality: 'DX' }
    : undefined;
}

/** Puts the pixels where Cornerstone looks for images; its unit of length is one of these pixels. */
function keep(imageId: string, { greys, rows, columns }: FilmPixels): void {
  const image = imageLoader.createAndCacheLocalImage(imageId, {
    scalarData: greys,
    dimensions: [columns, rows],
    spacing: [1, 1],
    origin: [0, 0, 0],
  } as Parameters<typeof imageLoader.createAndCacheLocalImage>[1]);
  // The window of zero greys that a local image comes with would be drawn white to black.
  Object.assign(image, { windowCenter: (top + 1) / 2, windowWidth: top + 1 });
}

function forget(imageId: string | undefined): void {
  if (imageId && cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId);
}

/** The middle of the pane on the film; Cornerstone's zero is the middle of the first pixel. */
function cameraFor(view: View, frame: Frame, { columns, rows }: FilmPixels): Types.ICamera {
  const x = view.centre[0] * columns - 0.5;
  const y = view.centre[1] * rows - 0.5;
  return {
    focalPoint: [x, y, 0],
    position: [x, y, -1],
    viewPlaneNormal: [0, 0, -1],
    viewUp: [0, -1, 0],
    parallelProjection: true,
    parallelScale: (frame.pane.height / 2) * (rows / filmOn(view, frame).height),
  };
}

/**
 * A stage by Cornerstone3D's core. Its tools are left out: moving and windowing a film is `film-view.ts`, the same for
 * the stage, the picture that stands in for it and the marks over both.
 */
export function openCornerstone(element: HTMLDivElement): Stage {
  init({ rendering: { webGlContextCount: 1 } } as Parameters<typeof init>[0]);
  metaData.addProvider(seriesOf);
  const name = crypto.randomUUID();
  const engine = new RenderingEngine(name);
  engine.enableElement({ viewportId: name, element, type: Enums.ViewportType.STACK });
  const viewport = engine.getViewport(name) as Types.IStackViewport;
  let shown: { readonly imageId: string; readonly pixels: FilmPixels } | undefined;
  let drawn: Frame['pane'] | undefined;
  let resizing = 0;

  const draw = (view: View, frame: Frame) => {
    if (!shown) return;
    const half = view.width / 2;
    viewport.setProperties({
      voiRange: { lower: (view.level - half) * top, upper: (view.level + half) * top },
      invert: view.isInverted,
      interpolationType: Enums.InterpolationType.LINEAR,
    });
    viewport.setCamera(cameraFor(view, frame, shown.pixels));
    viewport.render();
  };

  return {
    show: async (pixels) => {
      const before = shown?.imageId;
      const imageId = `${prefix}${crypto.randomUUID()}`;
      keep(imageId, pixels);
      await viewport.setStack([imageId]);
      shown = { imageId, pixels };
      forget(before);
    },
    place: (view, frame) => {
      cancelAnimationFrame(resizing);
      if (drawn === frame.pane) return draw(view, frame);
      // Cornerstone passes over a resize while a frame is under way: it is asked once that frame is drawn.
      resizing = requestAnimationFrame(() => {
        drawn = frame.pane;
        engine.resize(true, true);
        draw(view, frame);
      });
    },
    close: () => {
      cancelAnimationFrame(resizing);
      engine.destroy();
      forget(shown?.imageId);
      shown = undefined;
    },
  };
}
