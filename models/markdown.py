"""Figures and tables of the model cards, as every `train/card.py` writes them."""


def num(v, places=3):
    return f"{v:.{places}f}".replace("0.", ".", 1) if abs(v) < 1 else f"{v:.{places}f}"


def pct(v, places=1):
    return f"{100 * v:.{places}f} %"


def table(head, rows):
    rows = [head, *rows]
    widths = [max(len(str(r[i])) for r in rows) for i in range(len(head))]
    line = lambda r: "| " + " | ".join(str(c).ljust(w) for c, w in zip(r, widths)) + " |"
    return "\n".join([line(head), "| " + " | ".join("-" * w for w in widths) + " |", *map(line, rows[1:])])
