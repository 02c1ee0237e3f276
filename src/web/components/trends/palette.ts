/** The tokens a canvas needs, as the page's scheme has them now. */
export type Palette = {
  readonly ink: string;
  readonly inkSoft: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly band: string;
  readonly bandEdge: string;
  readonly out: string;
  readonly font: string;
};

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    inkSoft: token('--ink-soft'),
    line: token('--line'),
    surface: token('--surface'),
    accent: token('--accent'),
    band: token('--good-ground'),
    bandEdge: token('--good'),
    out: token('--higher'),
    font: `11px ${style.fontFamily}`,
  };
}

/** Calls when the reader's scheme changes, until the returned function is called. */
export function onSchemeChange(listen: () => void): () => void {
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', listen);
  return () => scheme.removeEventListener('change', listen);
}
