import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { asTaken, closer, type View } from './film-view.ts';
import type { ChangeView, Tool } from './use-gestures.ts';

function Toggle({ isOn, onToggle, children }: { isOn: boolean; onToggle: () => void; children: ReactNode }) {
  return (
    <button type="button" className="film-button" aria-pressed={isOn} onClick={onToggle}>
      {children}
    </button>
  );
}

type SliderProps = {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onValue: (value: number) => void;
};

function Slider({ label, value, least, most, onValue }: SliderProps) {
  const id = useId();
  return (
    <span className="film-slider">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={1}
        value={Math.round(value)}
        onChange={({ currentTarget }) => onValue(Number(currentTarget.value))}
      />
    </span>
  );
}

export type ToolsProps = {
  readonly view: View;
  readonly onView: ChangeView;
  readonly isLarge: boolean;
  readonly onLarge: (isLarge: boolean) => void;
};

/** What a reader reaches for first. */
export function FilmTools({ view, onView, isLarge, onLarge }: ToolsProps) {
  const { t } = useTranslation('film');
  const zoom = (by: number) => onView((before) => closer(before, by));
  return (
    <fieldset className="film-tools" aria-label={t('tools.name')}>
      <span className="film-group">
        <button
          type="button"
          className="film-button"
          aria-label={t('tools.zoomOut')}
          onClick={() => zoom(0.8)}
        >
          −
        </button>
        <span className="film-zoom">{t('tools.zoom', { percent: Math.round(view.zoom * 100) })}</span>
        <button
          type="button"
          className="film-button"
          aria-label={t('tools.zoomIn')}
          onClick={() => zoom(1.25)}
        >
          +
        </button>
        <button
          type="button"
          className="film-button"
          onClick={() => onView((before) => ({ ...before, zoom: asTaken.zoom, centre: asTaken.centre }))}
        >
          {t('tools.fit')}
        </button>
      </span>
      <span className="film-group">
        <Toggle
          isOn={view.isInverted}
          onToggle={() => onView((before) => ({ ...before, isInverted: !before.isInverted }))}
        >
          {t('tools.invert')}
        </Toggle>
        <button type="button" className="film-button" onClick={() => onView(() => asTaken)}>
          {t('tools.reset')}
        </button>
        <Toggle isOn={isLarge} onToggle={() => onLarge(!isLarge)}>
          {t('tools.large')}
        </Toggle>
      </span>
    </fieldset>
  );
}

/** Contrast as a slider says it: 0 is a window twice all greys, 100 a fiftieth of them. */
const contrasts = { widest: 2, steps: Math.log2(2 / 0.02) };

function toContrast(width: number): number {
  return (Math.log2(contrasts.widest / width) / contrasts.steps) * 100;
}

function toWidth(contrast: number): number {
  return contrasts.widest / 2 ** ((contrast / 100) * contrasts.steps);
}

export type AdjustProps = Pick<ToolsProps, 'view' | 'onView'> & {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
};

/** What a drag or a key does too: the window on sliders, and what dragging means. */
export function FilmAdjust({ tool, onTool, view, onView }: AdjustProps) {
  const { t } = useTranslation('film');
  return (
    <fieldset className="film-tools" aria-label={t('tools.adjust')}>
      <span className="film-group">
        <Slider
          label={t('tools.brightness')}
          value={(1 - view.level) * 100}
          least={0}
          most={100}
          onValue={(value) => onView((before) => ({ ...before, level: 1 - value / 100 }))}
        />
        <Slider
          label={t('tools.contrast')}
          value={toContrast(view.width)}
          least={0}
          most={100}
          onValue={(value) => onView((before) => ({ ...before, width: toWidth(value) }))}
        />
      </span>
      <span className="film-group">
        <span className="film-note">{t('tools.drag')}</span>
        <Toggle isOn={tool === 'move'} onToggle={() => onTool('move')}>
          {t('tools.move')}
        </Toggle>
        <Toggle isOn={tool === 'window'} onToggle={() => onTool('window')}>
          {t('tools.window')}
        </Toggle>
      </span>
    </fieldset>
  );
}
