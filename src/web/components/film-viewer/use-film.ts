import { useCallback, useEffect, useState } from 'react';
import type { FilmView } from '../../../smart/contract.ts';
import { type FetchFilm, type FilmFault, readPicture, readPlan, toFault } from './film-files.ts';

/** One film as far as it has come. */
export type FilmState = {
  readonly sop: string;
  readonly plan?: FilmView;
  /** Address of the picture that is there first. */
  readonly picture?: string;
  readonly pictureFault?: FilmFault;
  readonly planFault?: FilmFault;
  readonly retry: () => void;
};

/** Longest side of the picture that comes first. */
const previewSide = 512;

function usePicture(
  sop: string,
  fetchFilm: FetchFilm,
  tries: number,
): Pick<FilmState, 'picture' | 'pictureFault'> {
  const [state, setState] = useState<Pick<FilmState, 'picture' | 'pictureFault'>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks again
  useEffect(() => {
    const stop = new AbortController();
    let picture: string | undefined;
    setState({});
    readPicture({ fetchFilm, sop, signal: stop.signal }, previewSide).then(
      (url) => {
        picture = url;
        if (stop.signal.aborted) URL.revokeObjectURL(url);
        else setState({ picture: url });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ pictureFault: toFault(error) });
      },
    );
    return () => {
      stop.abort();
      if (picture) URL.revokeObjectURL(picture);
    };
  }, [sop, fetchFilm, tries]);
  return state;
}

function usePlan({ sop, fetchFilm, tries, version }: PlanWish): Pick<FilmState, 'plan' | 'planFault'> {
  const [state, setState] = useState<{ sop?: string } & Pick<FilmState, 'plan' | 'planFault'>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another assessment may know more of the same film
  useEffect(() => {
    const stop = new AbortController();
    readPlan({ fetchFilm, sop, signal: stop.signal }).then(
      (plan) => {
        if (!stop.signal.aborted) setState({ sop, plan });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setState({ sop, planFault: toFault(error) });
      },
    );
    return () => stop.abort();
  }, [sop, fetchFilm, tries, version]);
  // What is known of one film is never drawn over another.
  return state.sop === sop ? state : {};
}

type PlanWish = {
  readonly sop: string;
  readonly fetchFilm: FetchFilm;
  readonly tries: number;
  readonly version: string;
};

/** Fetches a film's picture and what may be drawn over it, side by side; `version` names what the plan may depend on. */
export function useFilm(sop: string, fetchFilm: FetchFilm, version: string): FilmState {
  const [tries, setTries] = useState(0);
  const retry = useCallback(() => setTries((before) => before + 1), []);
  const picture = usePicture(sop, fetchFilm, tries);
  const plan = usePlan({ sop, fetchFilm, tries, version });
  const { planFault } = plan;
  return {
    sop,
    retry,
    ...picture,
    ...(plan.plan ? { plan: plan.plan } : {}),
    ...(planFault ? { planFault } : {}),
  };
}
