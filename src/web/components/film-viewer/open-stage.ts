import type { Stage } from './stage.ts';

/** Whether this browser can draw a film's pixels. */
export function hasWebGl(): boolean {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

/** The stage's library is fetched here and nowhere else, when a film is shown. */
export async function openStage(element: HTMLDivElement): Promise<Stage> {
  const { openCornerstone } = await import('./cornerstone-stage.ts');
  return openCornerstone(element);
}
