"""
Fits the members and their out-of-fold answers: the long part of training. Every step is kept, so that a run cut short goes on.

    python fit.py --data DIR --runs runs [--resume] [--rows-only]

Writes to the runs folder: ways.npz and tests.npz (rows), member<k>.txt and unseen<k>.npy (its answers on stays it never saw).
"""
import argparse
import pathlib
import time

import numpy as np

from charts import latest_only, only, read_stays, rows, until
from members import FOLDS, MEMBERS_OF_FOLD, SEED, fit_member, met, raw_scores

HERE = pathlib.Path(__file__).parent


def folds(n):
    """The fold of each stay."""
    return np.random.default_rng(SEED).permutation(n) % FOLDS


def test_charts(stays):
    """The charts the model is judged on, `<hours>h, <parts>[, latest values only]`: one row for each stay."""
    out = {}
    for hours in (6, 24, 48):
        whole = rows(stays, until(stays, hours))
        out[f"{hours}h, vitals+labs"] = whole
        for part in ("vitals", "labs", "none") if hours == 24 else ():
            out[f"{hours}h, {part}"] = only(whole, part)
        if hours >= 24:
            out[f"{hours}h, vitals+labs, latest values only"] = rows(stays, latest_only(stays, until(stays, hours)))
    return out


def prepare(data, runs, resume):
    """The rows to learn from and to be judged on."""
    if not (resume and (runs / "tests.npz").exists()):
        stays = read_stays(data)
        np.savez(runs / "ways.npz", **met(stays, np.random.default_rng(SEED)))
        np.savez(runs / "tests.npz", died=stays.died, **test_charts(stays))
    tests = dict(np.load(runs / "tests.npz"))
    return dict(np.load(runs / "ways.npz")), tests.pop("died"), tests


def fit(data, runs, resume=False, say=print):
    """The members: each fold's are fitted on the other folds, so that together they know every stay and each stay has unseeing judges."""
    runs.mkdir(exist_ok=True, parents=True)
    ways, died, tests = prepare(data, runs, resume)
    say("rows made")
    fold = folds(len(died))
    for k in range(FOLDS * MEMBERS_OF_FOLD):
        f = k % FOLDS
        if not (resume and (runs / f"member{k}.txt").exists()):
            member = fit_member(ways, died, np.flatnonzero(fold != f), k)
            np.save(runs / f"unseen{k}.npy", np.stack([raw_scores([member], v[fold == f])[:, 0] for v in tests.values()]))
            member.save_model(runs / f"member{k}.txt")
        say(f"member {k + 1} of {FOLDS * MEMBERS_OF_FOLD}")


def out_of_fold(runs, tests, fold):
    """For each chart the raw answers of the members that never saw the stay (stays x members of a fold)."""
    answers = {name: np.zeros((len(fold), MEMBERS_OF_FOLD)) for name in tests}
    for k in range(FOLDS * MEMBERS_OF_FOLD):
        for name, row in zip(tests, np.load(runs / f"unseen{k}.npy")):
            answers[name][fold == k % FOLDS, k // FOLDS] = row
    return answers


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--runs", type=pathlib.Path, default=HERE / "runs")
    ap.add_argument("--resume", action="store_true")
    ap.add_argument("--rows-only", action="store_true")
    a = ap.parse_args()
    t0 = time.time()
    say = lambda s: print(f"{time.time() - t0:6.0f} s  {time.process_time():6.0f} cpu  {s}", flush=True)
    if a.rows_only:
        a.runs.mkdir(exist_ok=True, parents=True)
        prepare(a.data, a.runs, False)
        say("rows made")
    else:
        fit(a.data, a.runs, a.resume, say)
