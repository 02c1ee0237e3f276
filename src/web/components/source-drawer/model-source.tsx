import { useTranslation } from 'react-i18next';
import type { ModelCardView } from '../../../smart/contract.ts';
import { CallFailed } from '../../service/call-failed.ts';
import { Button } from '../../ui/button/button.tsx';
import { Disclosure } from '../../ui/disclosure/disclosure.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { Skeleton } from '../../ui/skeleton/skeleton.tsx';
import { Markdown } from './markdown.tsx';
import { useFetched } from './use-fetched.ts';

/** Cards are about no patient and need no session. */
async function readCard(maker: string): Promise<ModelCardView> {
  const response = await fetch(`/model-cards/${encodeURIComponent(maker)}`, {
    headers: { accept: 'application/json' },
  });
  if (response.ok) return (await response.json()) as ModelCardView;
  const { status } = response;
  throw new CallFailed({
    status,
    code: status === 404 ? 'NOT_FOUND' : 'OFFLINE',
    message: `status ${status}`,
  });
}

/** A model's card as it is written, with its source attributes for whoever wants them. */
export function ModelSource({ maker }: { readonly maker: string }) {
  const { t } = useTranslation('trends');
  const { found, failed, again } = useFetched(maker, () => readCard(maker));
  if (failed)
    return (
      <Notice tone="warn" actions={<Button onClick={again}>{t('drawer.again')}</Button>}>
        {t(failed.code === 'NOT_FOUND' ? 'drawer.model.none' : 'drawer.model.failed')}
      </Notice>
    );
  if (!found)
    return (
      <div role="status">
        <span className="only-heard">{t('drawer.loading')}</span>
        <Skeleton lines={10} />
      </div>
    );
  return (
    <>
      <p>{t('drawer.model.version', { version: found.version })}</p>
      <Markdown text={found.card} />
      {found.attributes ? (
        <Disclosure summary={t('drawer.model.attributes')}>
          <Markdown text={found.attributes} />
        </Disclosure>
      ) : null}
    </>
  );
}
