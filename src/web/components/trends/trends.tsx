import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrendsView } from '../../../smart/contract.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { Panel } from '../../ui/panel/panel.tsx';
import { Skeleton } from '../../ui/skeleton/skeleton.tsx';
import { TrendPlot } from './trend-plot.tsx';
import { TrendTable } from './trend-table.tsx';
import './trends.css';
import { usePrinting } from './use-printing.ts';
import { useTrendWords } from './use-trend-words.ts';
import { useTrends } from './use-trends.ts';
import { timeWindow, type WindowName, windowNames } from './window.ts';

const looks = ['plots', 'table'] as const;
type Look = (typeof looks)[number];

type ChoiceProps<T extends string> = {
  readonly label: string;
  readonly all: readonly T[];
  readonly chosen: T;
  readonly wordsFor: (one: T) => string;
  readonly choose: (one: T) => void;
};

function Choice<T extends string>({ label, all, chosen, wordsFor, choose }: ChoiceProps<T>) {
  return (
    <fieldset className="trend-choice not-printed">
      <legend className="only-heard">{label}</legend>
      {all.map((one) => (
        <Button key={one} aria-pressed={one === chosen} onClick={() => choose(one)}>
          {wordsFor(one)}
        </Button>
      ))}
    </fieldset>
  );
}

function Legend() {
  const { t } = useTranslation('trends');
  return (
    <ul className="trend-legend">
      <li>
        <span className="trend-key trend-key-band" aria-hidden="true" /> {t('legend.range')}
      </li>
      <li>
        <span className="trend-side" aria-hidden="true">
          ▲ ▼
        </span>{' '}
        {t('legend.outside')}
      </li>
      <li>
        <span className="trend-key trend-key-hollow" aria-hidden="true" /> {t('legend.notFinal')}
      </li>
      <li>
        <span className="trend-key trend-key-now" aria-hidden="true" /> {t('legend.asOf')}
      </li>
      <li>{t('legend.gap')}</li>
    </ul>
  );
}

type GroupsProps = { readonly view: TrendsView; readonly name: WindowName; readonly look: Look };

function Groups({ view, name, look }: GroupsProps) {
  const { t } = useTranslation('trends');
  const words = useTrendWords(view.asOf);
  const window = useMemo(() => timeWindow(view, name), [view, name]);
  const One = look === 'plots' ? TrendPlot : TrendTable;
  return (['vitals', 'labs'] as const).map((modality) => {
    const own = view.trends.filter((trend) => trend.modality === modality);
    return (
      <section key={modality} aria-labelledby={`trends-${modality}`}>
        <h3 id={`trends-${modality}`} className="trend-group">
          {t(`modality.${modality}`)}
        </h3>
        {own.length === 0 ? (
          <p className="trend-nothing">{t(`none.${modality}`)}</p>
        ) : (
          <ul className={`trend-list trend-list-${look}`}>
            {own.map((trend) => (
              <One key={trend.concept} trend={trend} window={window} words={words} />
            ))}
          </ul>
        )}
      </section>
    );
  });
}

/** Every lab and vital over time, all in the same window, as plots or as numbers. */
export function Trends({ asOf }: { readonly asOf: string }) {
  const { t } = useTranslation('trends');
  const { view, failed, again } = useTrends(asOf);
  const isPrinting = usePrinting();
  const [name, setName] = useState<WindowName>('72h');
  const [look, setLook] = useState<Look>('plots');
  return (
    <Panel
      id="trends"
      title={t('title')}
      aside={
        <div className="trend-choices">
          <Choice
            label={t('window.label')}
            all={windowNames}
            chosen={name}
            wordsFor={(one) => t(`window.${one}`)}
            choose={setName}
          />
          <Choice
            label={t('look.label')}
            all={looks}
            chosen={look}
            wordsFor={(one) => t(`look.${one}`)}
            choose={setLook}
          />
        </div>
      }
    >
      {failed ? (
        <Notice tone="warn" actions={<Button onClick={again}>{t('again')}</Button>}>
          {t(view ? 'failed.older' : 'failed.none')}
        </Notice>
      ) : null}
      {view === undefined ? (
        failed ? null : (
          <div role="status">
            <span className="only-heard">{t('loading')}</span>
            <Skeleton lines={6} />
          </div>
        )
      ) : (
        <div className="trends">
          {look === 'plots' && !isPrinting ? <Legend /> : null}
          <Groups view={view} name={name} look={isPrinting ? 'table' : look} />
        </div>
      )}
    </Panel>
  );
}
