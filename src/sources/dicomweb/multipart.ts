import { SourceUnavailable } from '../../lib/errors.ts';

/** Longest single image that is fetched. */
const largestPart = 256 * 1024 * 1024;
const headerEnd = Buffer.from('\r\n\r\n');

/** The boundary a multipart content type names, quoted or bare. */
export function boundaryOf(contentType: string): string | undefined {
  const found = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  return found?.[1] ?? found?.[2];
}

/** Bytes that grow at one end and are cut at the other, without copying what has been seen before. */
class Window {
  #bytes = Buffer.alloc(256 * 1024);
  #from = 0;
  #to = 0;

  get view(): Buffer {
    return this.#bytes.subarray(this.#from, this.#to);
  }

  append(chunk: Uint8Array): void {
    const held = this.#to - this.#from;
    if (held + chunk.length > largestPart) throw new SourceUnavailable('image-too-large');
    if (this.#to + chunk.length > this.#bytes.length) {
      const roomy = Buffer.alloc(Math.max((held + chunk.length) * 2, this.#bytes.length));
      this.#bytes.copy(roomy, 0, this.#from, this.#to);
      [this.#bytes, this.#from, this.#to] = [roomy, 0, held];
    }
    this.#bytes.set(chunk, this.#to);
    this.#to += chunk.length;
  }

  drop(count: number): void {
    this.#from += count;
  }
}

/** The next body in the window, or why there is none yet. */
type Step = { readonly body: Uint8Array } | 'preamble' | 'more' | 'end';

/** Cuts bodies out of a window, remembering how far it has searched. */
class Cutter {
  readonly #window = new Window();
  readonly #mark: Buffer;
  #searchFrom = 0;
  #isInside = false;

  constructor(boundary: string) {
    this.#mark = Buffer.from(`\r\n--${boundary}`);
    // The first boundary may stand without the line break that belongs to every later one.
    this.#window.append(Buffer.from('\r\n'));
  }

  append(chunk: Uint8Array): void {
    this.#window.append(chunk);
  }

  next(): Step {
    const { view } = this.#window;
    const mark = this.#mark;
    const at = view.indexOf(mark, this.#searchFrom);
    // Two bytes behind the mark tell whether it is the last one.
    if (at < 0 || view.length < at + mark.length + 2) {
      this.#searchFrom = Math.max(at < 0 ? view.length - mark.length : at, 0);
      return 'more';
    }
    const isLast = view.toString('latin1', at + mark.length, at + mark.length + 2) === '--';
    const body = this.#isInside ? bodyOf(view.subarray(0, at)) : undefined;
    // What follows a boundary begins with its line break: an empty header ends right there.
    this.#window.drop(isLast ? at : at + mark.length);
    this.#searchFrom = 0;
    this.#isInside = !isLast;
    if (body) return { body };
    return isLast ? 'end' : 'preamble';
  }
}

function bodyOf(part: Buffer): Uint8Array {
  const bodyAt = part.indexOf(headerEnd);
  if (bodyAt < 0) throw new SourceUnavailable('multipart-malformed');
  return Uint8Array.from(part.subarray(bodyAt + headerEnd.length));
}

/**
 * The bodies of a multipart/related stream, one after another as they arrive (RFC 2046 §5.1).
 * @throws SourceUnavailable when the stream ends before its closing boundary
 */
export async function* readParts(
  stream: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const cutter = new Cutter(boundary);
  for await (const chunk of stream) {
    cutter.append(chunk);
    for (let step = cutter.next(); step !== 'more'; step = cutter.next()) {
      if (step === 'end') return;
      if (step !== 'preamble') yield step.body;
    }
  }
  throw new SourceUnavailable('multipart-truncated');
}
