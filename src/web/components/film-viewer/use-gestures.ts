import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { asTaken, type Frame, panned, type View, windowed, zoomed } from './film-view.ts';

export type Tool = 'move' | 'window';
export type ChangeView = (change: (before: View) => View) => void;

export type Gestures = {
  readonly pane: RefObject<HTMLDivElement | null>;
  readonly frame: Frame | undefined;
  readonly tool: Tool;
  readonly onView: ChangeView;
};

const step = 24;
const zoomStep = 1.25;

type Move = (view: View, frame: Frame) => View;

/** Each key and what it does; the page's help lists the same. */
const keys: Readonly<Record<string, Move>> = {
  ArrowLeft: (view, frame) => panned(view, [step, 0], frame),
  ArrowRight: (view, frame) => panned(view, [-step, 0], frame),
  ArrowUp: (view, frame) => panned(view, [0, step], frame),
  ArrowDown: (view, frame) => panned(view, [0, -step], frame),
  'Shift+ArrowLeft': (view, frame) => windowed(view, [-step, 0], frame),
  'Shift+ArrowRight': (view, frame) => windowed(view, [step, 0], frame),
  'Shift+ArrowUp': (view, frame) => windowed(view, [0, -step], frame),
  'Shift+ArrowDown': (view, frame) => windowed(view, [0, step], frame),
  '+': (view, frame) => zoomed(view, { by: zoomStep, frame }),
  '=': (view, frame) => zoomed(view, { by: zoomStep, frame }),
  '-': (view, frame) => zoomed(view, { by: 1 / zoomStep, frame }),
  '0': (view) => ({ ...view, zoom: asTaken.zoom, centre: asTaken.centre }),
  i: (view) => ({ ...view, isInverted: !view.isInverted }),
  r: () => asTaken,
};

/** What a key does to the view, if anything. */
export function moveFor(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): Move | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const name = event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key;
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}

type Finger = { readonly x: number; readonly y: number };
type At = readonly [x: number, y: number];

/** Where something happened, seen from the middle of the pane. */
function fromMiddle(pane: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): At {
  const { left, top, width, height } = pane.getBoundingClientRect();
  return [clientX - left - width / 2, clientY - top - height / 2];
}

function between(fingers: readonly Finger[]): { readonly middle: Finger; readonly apart: number } {
  const [a, b] = fingers as [Finger, Finger];
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, apart: Math.hypot(a.x - b.x, a.y - b.y) };
}

/** Two fingers: closer or apart zooms about their middle, together moves. */
function pinched(before: readonly Finger[], now: readonly Finger[], pane: HTMLElement): Move {
  const [was, is] = [between(before), between(now)];
  const from = fromMiddle(pane, { clientX: is.middle.x, clientY: is.middle.y });
  return (view, frame) => {
    const moved = panned(view, [is.middle.x - was.middle.x, is.middle.y - was.middle.y], frame);
    return zoomed(moved, { by: is.apart / Math.max(was.apart, 1), from, frame });
  };
}

/** Twice as close, with what was pointed at in the middle. */
function closerAt(view: View, [x, y]: At, frame: Frame): View {
  const closer = zoomed(view, { by: 2, frame });
  const grown = closer.zoom / view.zoom;
  return panned(closer, [-x * grown, -y * grown], frame);
}

type Held = Map<number, Finger & { readonly isWindowing: boolean }>;

/** The wheel zooms a film that has the focus; elsewhere it goes on scrolling the page. */
function useWheel({ pane, frame, onView }: Gestures): void {
  useEffect(() => {
    const element = pane.current;
    if (!element || !frame) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !element.contains(document.activeElement)) return;
      event.preventDefault();
      const from = fromMiddle(element, event);
      onView((view) => zoomed(view, { by: 2 ** (-event.deltaY / 300), from, frame }));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [pane, frame, onView]);
}

/** What a pane listens to: mouse, pen, fingers and keys. */
export function useGestures(gestures: Gestures) {
  const { pane, frame, tool, onView } = gestures;
  const held = useRef<Held>(new Map());
  useWheel(gestures);

  return useMemo(() => {
    const apply = (move: Move) => {
      if (frame) onView((view) => move(view, frame));
    };
    const release = ({ pointerId }: PointerEvent) => {
      held.current.delete(pointerId);
    };
    return {
      onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
        const isWindowing = tool === 'window' || event.button === 2 || event.shiftKey;
        event.currentTarget.setPointerCapture(event.pointerId);
        held.current.set(event.pointerId, { x: event.clientX, y: event.clientY, isWindowing });
      },
      onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
        const finger = held.current.get(event.pointerId);
        if (!finger) return;
        const before = [...held.current.values()];
        const now = { ...finger, x: event.clientX, y: event.clientY };
        held.current.set(event.pointerId, now);
        const shift = [now.x - finger.x, now.y - finger.y] as const;
        if (before.length === 2) apply(pinched(before, [...held.current.values()], event.currentTarget));
        else if (finger.isWindowing) apply((view, at) => windowed(view, shift, at));
        else apply((view, at) => panned(view, shift, at));
      },
      onPointerUp: release,
      onPointerCancel: release,
      onContextMenu: (event: MouseEvent) => event.preventDefault(),
      onDoubleClick: (event: MouseEvent<HTMLDivElement>) => {
        const from = fromMiddle(pane.current ?? event.currentTarget, event);
        apply((view, at) => closerAt(view, from, at));
      },
      onKeyDown: (event: KeyboardEvent) => {
        const move = moveFor(event);
        if (!move) return;
        event.preventDefault();
        apply(move);
      },
    };
  }, [pane, frame, tool, onView]);
}
