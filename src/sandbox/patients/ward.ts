import { calmChart } from './stories/calm-chart.ts';
import { chestDrain } from './stories/chest-drain.ts';
import { child } from './stories/child.ts';
import { foreignImage } from './stories/foreign-image.ts';
import { growingEffusion } from './stories/growing-effusion.ts';
import { healthy } from './stories/healthy.ts';
import { heartFailure } from './stories/heart-failure.ts';
import { labsUnavailable } from './stories/labs-unavailable.ts';
import { lateralOnly } from './stories/lateral-only.ts';
import { noFilm } from './stories/no-film.ts';
import { noLabs } from './stories/no-labs.ts';
import { oldLabs } from './stories/old-labs.ts';
import { pneumonia } from './stories/pneumonia.ts';
import { pneumothorax } from './stories/pneumothorax.ts';
import { septic } from './stories/septic.ts';
import type { Story } from './story.ts';

/** Everyone on the ward, in the order of the list. */
export const stories: readonly Story[] = [
  pneumonia,
  septic,
  calmChart,
  growingEffusion,
  heartFailure,
  pneumothorax,
  chestDrain,
  healthy,
  noFilm,
  noLabs,
  oldLabs,
  labsUnavailable,
  lateralOnly,
  foreignImage,
  child,
];
