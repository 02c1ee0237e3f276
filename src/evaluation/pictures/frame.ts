/** One axis: what it shows and from where to where. */
export type Axis = {
  readonly words: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly tickWords?: (value: number) => string;
};

export type Point = { readonly x: number; readonly y: number };

/** What is drawn, in the axes' own units. */
export type Mark =
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly style: Style;
      readonly words: string;
    }
  | {
      readonly kind: 'dots';
      readonly points: readonly Spread[];
      readonly style: Style;
      readonly words: string;
    };
/** A point with a vertical interval. */
export type Spread = Point & { readonly low: number; readonly high: number };
export type Style = 'main' | 'second' | 'third' | 'guide';

export type Picture = {
  readonly title: string;
  /** What a reader who cannot see it should know. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
};

const width = 560;
const plot = { left: 72, right: 24, top: 48, bottom: 60 };
const inner = { width: width - plot.left - plot.right, height: 332 };
const legendRow = 18;

/** The plot begins below the legend, which nothing that is drawn can then cover. */
function topOf({ marks }: Picture): number {
  return plot.top + marks.length * legendRow;
}

function heightOf(picture: Picture): number {
  return topOf(picture) + inner.height + plot.bottom;
}

/** Colours of both themes, each at 4.5 : 1 or more against its ground. */
const light = { ground: '#fff', ink: '#1b1f24', faint: '#d0d7de', guide: '#59636e' };
const dark: typeof light = { ground: '#0d1117', ink: '#e6edf3', faint: '#30363d', guide: '#9198a1' };
const lightLines = { main: '#0a58ca', second: '#b3400a', third: '#4d7c0f' };
const darkLines: typeof lightLines = { main: '#6cb6ff', second: '#f69d50', third: '#8ddb8c' };

function coloursOf(theme: typeof light, lines: typeof lightLines): string {
  const curves = Object.entries({ ...lines, guide: theme.guide }).map(
    ([name, colour]) => `path.${name} { stroke: ${colour} } circle.${name} { fill: ${colour} }`,
  );
  return `.ground { fill: ${theme.ground} } text { fill: ${theme.ink} } .grid { stroke: ${theme.faint} }
  .axis { stroke: ${theme.ink} } ${curves.join(' ')}`;
}

/** Lines differ in dashes as well as in colour. No CSS variables: not every viewer knows them. */
const styleSheet = `
  text { font: 13px system-ui, sans-serif } .title { font-weight: 600; font-size: 15px }
  .line, .axis { fill: none } .line { stroke-width: 2; stroke-linejoin: round }
  .line.second { stroke-dasharray: 7 4 } .line.third { stroke-dasharray: 2 3 } .line.guide { stroke-dasharray: 4 4; stroke-width: 1 }
  .line.whisker { stroke-dasharray: none }
  ${coloursOf(light, lightLines)}
  @media (prefers-color-scheme: dark) { ${coloursOf(dark, darkLines)} }`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Rounded to a tenth of a pixel, to keep the file small. */
function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function scales(picture: Picture) {
  const { x, y } = picture;
  const top = topOf(picture);
  const share = (value: number, { from, to }: Axis) => Math.min(Math.max((value - from) / (to - from), 0), 1);
  return {
    across: (value: number) => pixel(plot.left + share(value, x) * inner.width),
    down: (value: number) => pixel(top + (1 - share(value, y)) * inner.height),
  };
}

function axesOf(picture: Picture): string {
  const { x, y } = picture;
  const { across, down } = scales(picture);
  const top = topOf(picture);
  const [bottom, right] = [top + inner.height, width - plot.right];
  const said = (axis: Axis, value: number) => (axis.tickWords ?? String)(value);
  const vertical = x.ticks.map(
    (tick) =>
      `<line class="grid" x1="${across(tick)}" x2="${across(tick)}" y1="${top}" y2="${bottom}"/>` +
      `<text x="${across(tick)}" y="${bottom + 20}" text-anchor="middle">${said(x, tick)}</text>`,
  );
  const horizontal = y.ticks.map(
    (tick) =>
      `<line class="grid" x1="${plot.left}" x2="${right}" y1="${down(tick)}" y2="${down(tick)}"/>` +
      `<text x="${plot.left - 8}" y="${Number(down(tick)) + 4}" text-anchor="end">${said(y, tick)}</text>`,
  );
  return [
    ...vertical,
    ...horizontal,
    `<path class="axis" d="M${plot.left} ${top}V${bottom}H${right}"/>`,
    `<text x="${plot.left + inner.width / 2}" y="${bottom + 44}" text-anchor="middle">${escaped(x.words)}</text>`,
    `<text transform="translate(20 ${top + inner.height / 2}) rotate(-90)" text-anchor="middle">${escaped(y.words)}</text>`,
  ].join('\n');
}

function drawn(picture: Picture, mark: Mark): string {
  const { across, down } = scales(picture);
  if (mark.kind === 'line') {
    const path = mark.points.map(({ x, y }) => `${across(x)} ${down(y)}`).join('L');
    return path === '' ? '' : `<path class="line ${mark.style}" d="M${path}"/>`;
  }
  return mark.points
    .map(({ x, y, low, high }) => {
      const whisker = Number.isFinite(low + high)
        ? `<path class="line whisker ${mark.style}" d="M${across(x)} ${down(low)}V${down(high)}"/>`
        : '';
      return `${whisker}<circle class="${mark.style}" cx="${across(x)}" cy="${down(y)}" r="4"/>`;
    })
    .join('\n');
}

function legendOf({ marks }: Picture): string {
  const x = plot.left;
  return marks
    .map(({ style, words, kind }, at) => {
      const y = plot.top + at * legendRow;
      const sign =
        kind === 'line'
          ? `<path class="line ${style}" d="M${x} ${y - 4}h26"/>`
          : `<circle class="${style}" cx="${x + 13}" cy="${y - 4}" r="4"/>`;
      return `${sign}<text x="${x + 34}" y="${y}">${escaped(words)}</text>`;
    })
    .join('\n');
}

/** A picture as one SVG file that needs nothing else, readable on light and dark ground. */
export function toSvg(picture: Picture): string {
  const height = heightOf(picture);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(picture.title)}</title>
<desc>${escaped(picture.description)}</desc>
<style>${styleSheet}</style>
<rect class="ground" width="${width}" height="${height}"/>
<text class="title" x="${plot.left}" y="28">${escaped(picture.title)}</text>
${axesOf(picture)}
${picture.marks.map((mark) => drawn(picture, mark)).join('\n')}
${legendOf(picture)}
</svg>
`;
}
