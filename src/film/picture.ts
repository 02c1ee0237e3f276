import sharp from 'sharp';
import { type GreyFilm, refuse } from './film.ts';

/** Mean difference between colour channels (of 255) above which a picture is no film. */
const greyWithin = 3;
const largestPixels = 64_000_000;

function colourfulness(data: Uint16Array, channels: number, top: number): number {
  let sum = 0;
  const pixels = data.length / channels;
  for (let at = 0; at < data.length; at += channels) {
    const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
    sum += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  return ((sum / pixels) * 255) / top;
}

/** Decodes a PNG or JPEG file to display grey. @throws FilmRefused */
export async function decodePicture(bytes: Uint8Array): Promise<GreyFilm> {
  const image = sharp(bytes, { limitInputPixels: largestPixels, failOn: 'error' });
  try {
    const { channels = 1, depth } = await image.metadata();
    const top = depth === 'ushort' ? 65_535 : 255;
    const colour = channels >= 3;
    const space = colour ? (top > 255 ? 'rgb16' : 'srgb') : top > 255 ? 'grey16' : 'b-w';
    const { data, info } = await image
      .removeAlpha()
      .toColourspace(space)
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    if (info.channels >= 3 && colourfulness(samples, info.channels, top) > greyWithin) {
      refuse('colour', 'a colour picture');
    }
    const pixels = Float32Array.from({ length: info.width * info.height }, (_, at) =>
      info.channels >= 3
        ? ((samples[at * info.channels] ?? 0) +
            (samples[at * info.channels + 1] ?? 0) +
            (samples[at * info.channels + 2] ?? 0)) /
          3 /
          top
        : (samples[at * info.channels] ?? 0) / top,
    );
    const facts = { kind: 'image', rows: info.height, columns: info.width, frames: 1 } as const;
    return { rows: info.height, columns: info.width, pixels, facts, reducedBy: 1 };
  } catch (error) {
    if (error instanceof Error && error.name === 'FilmRefused') throw error;
    return refuse('corrupt-pixels', 'the picture cannot be decoded');
  }
}
