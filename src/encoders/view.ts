import type { ReadFilm } from './reading.ts';

/** What the header states, else what the film looks like. */
export function viewOf(reading: ReadFilm): 'PA' | 'AP' {
  const recorded = reading.facts.viewPosition?.toUpperCase();
  if (recorded === 'PA' || recorded === 'AP') return recorded;
  return reading.viewApProbability > 0.5 ? 'AP' : 'PA';
}
