import { useTranslation } from 'react-i18next';
import { type CallFailed, isExpired } from '../../service/call-failed.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/notice/notice.tsx';
import { useFigures } from '../../use-figures.ts';
import { useVerdicts } from '../../verdicts/verdicts.tsx';
import { useNow } from '../../visit/use-now.ts';
import { useVisit } from '../../visit/visit.tsx';

/** How long before its end a session says that it will end. */
const warnedMs = 3 * 60_000;

/** The session is over, or soon will be: what was typed stays, and two ways lead back to it. */
export function SignIn({ failed }: { readonly failed: CallFailed | undefined }) {
  const { t } = useTranslation();
  const { moment } = useFigures();
  const { session, signInHere, signInBeside } = useVisit();
  const { acts } = useVerdicts();
  const now = useNow(10_000);
  const wasTold = acts.some((act) => act.state === 'failed' && isExpired(act.because));
  const left = Date.parse(session.expiresAt) - now.getTime();
  const isOver = left <= 0 || wasTold || (failed !== undefined && isExpired(failed));
  if (!isOver && left > warnedMs) return null;
  const actions = (
    <>
      <Button look="loud" onClick={signInBeside}>
        {t('signIn.beside')}
      </Button>
      <Button onClick={signInHere}>{t('signIn.here')}</Button>
    </>
  );
  return isOver ? (
    <Notice tone="alarm" role="alert" actions={actions}>
      <strong>{t('signIn.over')}</strong> {t('signIn.kept')}
    </Notice>
  ) : (
    <Notice tone="warn" actions={actions}>
      {t('signIn.soon', { at: moment(session.expiresAt, now.toISOString()) })}
    </Notice>
  );
}
