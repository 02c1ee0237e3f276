import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportStanding, ReportView, SignatureView } from '../../../smart/contract.ts';
import { languageOf } from '../../../words/words.ts';
import { newId } from '../../new-id.ts';
import { type CallFailed, toCallFailed } from '../../service/call-failed.ts';
import { useVisit } from '../../visit/visit.tsx';
import { besideOf, groundOf, keepTyped, placeOf, typedElsewhere, typedIn } from './typed-text.ts';

export type Step = 'reading' | 'signing' | 'discarding';

type Held = {
  readonly view?: SignatureView;
  readonly isBusy: boolean;
  readonly failed?: CallFailed;
  /** The draft or the report that stands is not the one that was to be signed. */
  readonly moved?: 'DRAFT_CHANGED' | 'ALREADY_SIGNED';
};

function movedBy({ code }: CallFailed): Held['moved'] {
  return code === 'DRAFT_CHANGED' || code === 'ALREADY_SIGNED' ? code : undefined;
}

/** The text in the field: kept like every draft, with what it was typed over, for its own film alone. */
function useTyped(view: ReportView | undefined) {
  const { drafts, draft } = useVisit();
  const ground = view && groundOf(view);
  const place = view && placeOf(view.draft.film);
  const typed = place === undefined ? undefined : typedIn(drafts[place]);
  return {
    typed: typed?.text,
    text: typed?.text ?? ground?.text ?? '',
    language: typed?.language ?? ground?.language,
    beside: view ? besideOf(view, typed?.over) : [],
    elsewhere: view ? typedElsewhere(drafts, view.draft.film) : [],
    type: (text: string) => {
      if (view && place) draft(place, keepTyped(text, view, typed));
    },
    forget: () => {
      if (place) draft(place, '');
    },
    forgetElsewhere: (film: string) => draft(placeOf(film), ''),
  };
}

/** What came from the service, and the sending of a decision; a decision on what has moved brings what there is now. */
function useHeld(onDecided: (standing: ReportStanding) => void, onMoved: () => void) {
  const { i18n } = useTranslation();
  const { service } = useVisit();
  const [held, setHeld] = useState<Held>({ isBusy: false });
  const language = languageOf([i18n.language]);

  const load = useCallback(async () => {
    setHeld(({ view }) => ({ ...(view ? { view } : {}), isBusy: true }));
    try {
      const view = await service.report(language);
      setHeld({ view, isBusy: false });
      onDecided(view.standing);
    } catch (error) {
      setHeld({ isBusy: false, failed: toCallFailed(error) });
    }
  }, [service, language, onDecided]);

  const decide = async (send: () => Promise<SignatureView>): Promise<boolean> => {
    setHeld((before) => ({ ...before, isBusy: true }));
    try {
      const view = await send();
      setHeld({ view, isBusy: false });
      onDecided(view.standing);
      return true;
    } catch (error) {
      const failed = toCallFailed(error);
      const moved = movedBy(failed);
      if (moved) {
        onMoved();
        await load();
        setHeld((before) => ({ ...before, moved }));
      } else setHeld((before) => ({ ...before, isBusy: false, failed }));
      return false;
    }
  };
  const quiet = () => setHeld(({ failed: _, moved: __, ...before }) => before);
  return { held, load, decide, quiet };
}

/** A draft report on its way to being signed or discarded; whatever fails keeps the text that was typed. */
export function useReport(onDecided: (standing: ReportStanding) => void) {
  const { service } = useVisit();
  const [step, setStep] = useState<Step>('reading');
  const [isCorrecting, setCorrecting] = useState(false);
  const decision = useRef('');
  const { held, load, decide, quiet } = useHeld(onDecided, () => setStep('reading'));
  const typing = useTyped(held.view);
  const { view } = held;
  const standing = view?.standing.state === 'signed' ? view.standing : undefined;
  const begin = () => {
    setStep('reading');
    setCorrecting(false);
  };

  const sign = async () => {
    const { text, language } = typing;
    if (!view || !language) return;
    const request = { id: decision.current, draft: view.draft.hash, text, language };
    const replaces = standing ? { replaces: standing.id } : {};
    if (!(await decide(() => service.sign({ ...request, ...replaces })))) return;
    typing.forget();
    begin();
  };

  const discard = async (reason: string): Promise<boolean> => {
    if (!view) return false;
    const said = reason.trim();
    const request = { id: decision.current, draft: view.draft.hash, ...(said ? { reason: said } : {}) };
    const isDone = await decide(() => service.discard(request));
    if (isDone) typing.forget();
    return isDone;
  };

  return {
    ...held,
    ...typing,
    step,
    isSigned: standing !== undefined && !isCorrecting && typing.typed === undefined,
    load: () => {
      begin();
      return load();
    },
    correct: () => setCorrecting(true),
    /** One id for one decision, however often it has to be sent. */
    goTo: (next: Step) => {
      decision.current = newId();
      quiet();
      setStep(next);
    },
    sign,
    discard,
    sendAgain: async () => {
      if (standing) await decide(() => service.sendReport(standing.id));
    },
  };
}

export type ReportHold = ReturnType<typeof useReport>;
