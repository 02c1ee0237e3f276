"""What a hospital's own films may change about the gate: how far each limit may rise, and what it refuses of them then.

A gate refuses films of hospitals it never saw more often than those it knows. `vigie models calibrate` may raise its limits to films
that are known to be good, and no further than keeps what is no good film out. Excess: answers less their limits, one column for each
limit: distance, refusing heads, exposure rule.
"""
import numpy as np

HOUSE = {"child-film", "over-exposed", "under-exposed"}      # what may look otherwise in another house; a film's side may not
KEPT = .95               # of each kind that must still be refused with all limits as high as they may rise
LOST = .01              # of a kind that is refused less often already
STAY = .01               # of a site's films that may stay refused, one at least, lest a foreign one opens a limit to all
STEPS, HIGHEST = 40, 2.  # of one limit on its way up; log-odds (the distance: a half of it)


def refused(excess, always, rise=0):
    """[N] bool; always: what no limit lets through."""
    return (excess > rise).any(1) | always


def shares(bad, kind, names):
    return np.array([bad[kind == n].mean() for n in names])


def may_rise(excess, always, kind, may):
    """Of each limit the most it may rise: all step by step together, each until a kind would be lost by it. Images of the test part."""
    names = np.unique(kind)
    least = np.minimum(shares(refused(excess, always), kind, names) - LOST, KEPT)
    step = np.array([HIGHEST / 2] + [HIGHEST] * (excess.shape[1] - 1)) / STEPS
    rise, free = np.zeros(len(step)), list(may)
    while free:
        for j in list(free):
            more = rise + np.eye(len(step))[j] * step
            if more[j] <= step[j] * STEPS + 1e-9 and (shares(refused(excess, always, more), kind, names) >= least).all():
                rise = more
            else:
                free.remove(j)
    return rise


def raised(excess, most):
    """How far each limit rises for a site's films. As `src/eyes/raise-limits.ts` does it."""
    movable = most > 0
    hopeful = excess[~(excess > most).any(1)]
    need = (hopeful[:, movable] / most[movable]).max(1) if movable.any() else np.zeros(len(hopeful))
    kept = hopeful[np.argsort(need, kind="stable")][:len(excess) - max(1, int(STAY * len(excess)))]
    return np.where(movable, np.maximum(0, kept.max(0, initial=0)), 0)


def halves(patients, seed=3):
    """Two halves of a site's patients, each (films to raise limits for, films to judge)."""
    who = np.random.default_rng(seed).permutation(np.unique(patients))
    first = np.isin(patients, who[:len(who) // 2])
    return [(first, ~first), (~first, first)]
