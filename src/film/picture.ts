import sharp, { type Sharp } from 'sharp';
import { type FilmFacts, type FilmRefusal, FilmRefused, type GreyFilm, refuse } from './film.ts';
import { largestPixels } from './screen.ts';

/** Mean difference between colour channels (of 255) above which a picture is no film. */
const greyWithin = 3;

/** Samples of a decoded picture: one or three channels, side by side. */
type Raster = { readonly samples: Uint16Array; readonly channels: number; readonly top: number };

function refuseColour({ samples, channels, top }: Raster): void {
  let sum = 0;
  for (let at = 0; at < samples.length; at += channels) {
    const [red, green, blue] = [samples[at], samples[at + 1], samples[at + 2]] as [number, number, number];
    sum += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  if ((sum / (samples.length / channels)) * (255 / top) > greyWithin) refuse('colour', 'a colour picture');
}

function toGrey({ samples, channels, top }: Raster): Float32Array {
  const pixels = new Float32Array(samples.length / channels);
  const scale = 1 / (channels * top);
  for (let index = 0; index < pixels.length; index++) {
    let sum = 0;
    for (let at = index * channels; at < (index + 1) * channels; at++) sum += samples[at] as number;
    pixels[index] = sum * scale;
  }
  return pixels;
}

/** The colour profile is left aside: a film's grey is its stored grey. */
function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: largestPixels, failOn: 'error', ignoreIcc: true });
}

async function readFacts(
  bytes: Uint8Array,
): Promise<FilmFacts & { readonly top: number; isColour: boolean }> {
  const { width, height, channels, depth } = await open(bytes).metadata();
  const top = depth === 'ushort' ? 65_535 : 255;
  return { kind: 'image', rows: height, columns: width, frames: 1, top, isColour: channels >= 3 };
}

const twelveBits = 4095;

/** A detector's 12 bits stored in 16 as they are; a picture scaled to 16 bits that stays below this is black. */
function topOf(samples: Uint16Array, stored: number): number {
  return stored > twelveBits && samples.every((grey) => grey <= twelveBits) ? twelveBits : stored;
}

type Screen = (facts: FilmFacts) => FilmRefusal | undefined;

async function decode(bytes: Uint8Array, screen: Screen): Promise<GreyFilm> {
  const { top, isColour, ...facts } = await readFacts(bytes);
  const screened = screen(facts);
  if (screened) throw new FilmRefused(screened, facts);
  const deep = top > 255;
  const space = isColour ? (deep ? 'rgb16' : 'srgb') : deep ? 'grey16' : 'b-w';
  const { data, info } = await open(bytes)
    .removeAlpha()
    .toColourspace(space)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  const raster = { samples, channels: info.channels, top: topOf(samples, top) };
  if (info.channels >= 3) refuseColour(raster);
  return { rows: info.height, columns: info.width, pixels: toGrey(raster), facts, reducedBy: 1 };
}

/** Decodes a PNG or JPEG file to display grey. @throws FilmRefused, also when `screen` says so of its size */
export async function decodePicture(bytes: Uint8Array, screen: Screen): Promise<GreyFilm> {
  try {
    return await decode(bytes, screen);
  } catch (error) {
    if (error instanceof FilmRefused) throw error;
    return refuse('corrupt-pixels', 'the picture cannot be decoded');
  }
}
