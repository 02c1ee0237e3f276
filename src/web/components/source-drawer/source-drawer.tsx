import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SummaryView } from '../../../smart/contract.ts';
import type { Source } from '../../open-source.tsx';
import { Button } from '../../ui/button/button.tsx';
import { useFigures } from '../../use-figures.ts';
import { HeldSource } from './held-source.tsx';
import { ModelSource } from './model-source.tsx';
import { ResourceSource } from './resource-source.tsx';
import './source-drawer.css';

type Props = {
  readonly view: SummaryView;
  readonly source: Source;
  /** The source before this one, where it was opened from the drawer itself. */
  readonly back: (() => void) | undefined;
  readonly close: () => void;
};

function useHeading() {
  const { t } = useTranslation('trends');
  const { term } = useFigures();
  return ({ kind, ref }: Source) => {
    const [type = ''] = ref.split('/');
    const [model = ref] = ref.split('@');
    if (kind === 'resource') return t(`drawer.kind.${type}`, { defaultValue: type });
    if (kind === 'model') return `${t('drawer.kind.model')} – ${term('model', model)}`;
    return kind === 'score' ? `${t('drawer.kind.score')} – ${ref}` : t(`drawer.kind.${kind}`);
  };
}

function Body({ view, source, close }: Pick<Props, 'view' | 'source' | 'close'>) {
  const { kind, ref } = source;
  if (kind === 'resource') return <ResourceSource source={source} asOf={view.assessment.asOf} />;
  if (kind === 'model') return <ModelSource maker={ref} />;
  return <HeldSource kind={kind} view={view} source={source} close={close} />;
}

/** One source beside the page: a dialog that takes the focus, gives it back, and closes with Escape. */
export function SourceDrawer({ view, source, back, close }: Props) {
  const { t } = useTranslation('trends');
  const headingOf = useHeading();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another source is read from its title on
  useEffect(() => title.current?.focus(), [source.ref]);
  const heading = headingOf(source);
  const isSaid = source.kind === 'resource' && source.label !== '';
  return (
    <dialog ref={dialog} className="source-drawer" aria-labelledby={id} onClose={close} closedby="any">
      <header className="source-head">
        <div>
          <h2 id={id} ref={title} tabIndex={-1} className="source-title">
            {heading}
          </h2>
          {isSaid ? (
            <p className="source-label" dir="auto">
              {source.label}
            </p>
          ) : null}
        </div>
        <div className="source-acts">
          {back ? <Button onClick={back}>{t('drawer.back')}</Button> : null}
          <Button onClick={() => dialog.current?.close()}>{t('drawer.close')}</Button>
        </div>
      </header>
      <div className="source-body">
        <Body view={view} source={source} close={() => dialog.current?.close()} />
      </div>
    </dialog>
  );
}
