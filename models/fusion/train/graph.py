"""
The whole fusion model as one ONNX graph: derived columns, one tree ensemble with K targets, which parts are present,
and for each of the 16 subsets of (film, labs, vitals, notes) a calibrator and a weight vector.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from features import AT, COLUMNS, CONCEPTS, DIFFERENCES, FEATURES, RATIOS, index

MODALITIES = ["film", "labs", "vitals", "notes"]          # bit i of a subset's number stands for modality i


def parts_of(subset):
    """`vitals+labs | vitals | labs | none`: whose calibrator a subset (0 to 15) has."""
    return "+".join(m for m in ("vitals", "labs") if subset >> MODALITIES.index(m) & 1) or "none"


def floor32(t):
    """Largest float32 <= t: for float32 x, x <= t and x <= floor32(t) are the same test."""
    f = np.float32(np.clip(t, -3e38, 3e38))
    return float(np.nextafter(f, np.float32(-np.inf))) if float(f) > t else float(f)


def trees(members):
    keys = ("nodes_treeids nodes_nodeids nodes_featureids nodes_values nodes_modes nodes_truenodeids nodes_falsenodeids "
            "nodes_missing_value_tracks_true target_treeids target_nodeids target_ids target_weights").split()
    a = {k: [] for k in keys}

    def node(tree, member, n, free):
        """Writes one node; children get the next free numbers. Returns the next free number."""
        leaf = "leaf_value" in n
        me, todo = free, free + 1
        row = len(a["nodes_modes"])
        a["nodes_treeids"].append(tree)
        a["nodes_nodeids"].append(me)
        for k in ("nodes_featureids", "nodes_truenodeids", "nodes_falsenodeids", "nodes_missing_value_tracks_true"):
            a[k].append(0)
        a["nodes_values"].append(0.0)
        a["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
        if leaf:
            a["target_treeids"].append(tree)
            a["target_nodeids"].append(me)
            a["target_ids"].append(member)
            a["target_weights"].append(float(n["leaf_value"]))
            return todo
        assert n["decision_type"] == "<=" and n["missing_type"] in ("NaN", "None")
        a["nodes_featureids"][row] = n["split_feature"]
        a["nodes_values"][row] = floor32(n["threshold"])
        left = n["default_left"] if n["missing_type"] == "NaN" else n["threshold"] >= 0
        a["nodes_missing_value_tracks_true"][row] = int(left)
        a["nodes_truenodeids"][row] = todo
        right = node(tree, member, n["left_child"], todo)
        a["nodes_falsenodeids"][row] = right
        return node(tree, member, n["right_child"], right)

    tree = 0
    for k, m in enumerate(members):
        for t in m.dump_model()["tree_info"]:
            node(tree, k, t["tree_structure"], 0)
            tree += 1
    return helper.make_node("TreeEnsembleRegressor", ["columns"], ["raw"], domain="ai.onnx.ml", name="trees",
                            n_targets=len(members), aggregate_function="SUM", post_transform="NONE", **a)


def build(members, platt, film, notes):
    """
    `platt`: slope and intercept for each set of parts. `film`: `columns`, `coefficients` and `centre` of its log-odds and its
    `weight`. `notes`: log-odds `perComorbidity` (counted to 2, about 1) and `confusion` (only while no coma score is charted).
    """
    consts, nodes = [], []

    def const(name, value, dtype=np.float32):
        consts.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def op(kind, inputs, out, **kw):
        nodes.append(helper.make_node(kind, inputs, [out], name=out, **kw))
        return out

    def pick(name, columns, source="tabular"):
        return op("Gather", [source, const(f"{name}_at", columns, np.int64)], name, axis=1)

    def missing01(name, source):
        return op("Cast", [op("IsNaN", [source], f"{name}_nan")], f"{name}_nan01", to=TensorProto.FLOAT)

    def present(name, source):
        """1 where a part has at least one value, else 0; one column."""
        return op("Sub", ["one", op("ReduceMin", [missing01(name, source)], f"{name}_none", axes=[1], keepdims=1)], f"has_{name}")

    def zero_for_nan(name, source):
        return op("Where", [op("IsNaN", [source], f"{name}_unknown"), "zero", source], f"{name}_known")

    const("one", [[1]]), const("zero", [[0]]), const("nan", [[np.nan]])
    op("Sub", [pick("minuend", index(a for a, _ in DIFFERENCES)), pick("subtrahend", index(b for _, b in DIFFERENCES))], "differences")
    op("Div", [pick("dividend", index(a for a, _ in RATIOS)), pick("divisor", index(b for _, b in RATIOS))], "quotients")
    op("Where", [op("IsInf", ["quotients"], "no_ratio"), "nan", "quotients"], "ratios")
    counts = zero_for_nan("counts", pick("counts", index(f"{c}_count" for c in CONCEPTS)))
    ages = zero_for_nan("oldest", pick("oldest", index(f"{c}_firstAgeHours" for c in CONCEPTS)))
    op("Cast", [op("Greater", [counts, "zero"], "counted")], "counted01", to=TensorProto.FLOAT)
    sum_axis = const("columns_axis", [1], np.int64)
    op("ReduceSum", ["counted01", sum_axis], "series", keepdims=1)
    op("ReduceSum", [counts, sum_axis], "values", keepdims=1)
    op("ReduceMax", [ages], "hours_charted", axes=[1], keepdims=1)
    op("Concat", ["tabular", "differences", "ratios", "series", "values", "hours_charted"], "columns", axis=1)
    nodes.append(trees(members))

    # which of the 16 subsets this row is
    has = [present("film", "film")] + [present(m, pick(m, COLUMNS[m])) for m in ("labs", "vitals")] + [present("notes", "notes")]
    op("Concat", has, "presence", axis=1)
    op("MatMul", ["presence", const("bits", [[1], [2], [4], [8]])], "subset_number")
    op("Squeeze", [op("Cast", ["subset_number"], "subset_whole", to=TensorProto.INT64), const("last_axis", [1], np.int64)], "subset")
    of = lambda key: [[platt[parts_of(s)][key]] for s in range(16)]
    op("Gather", [const("slopes", of("slope")), "subset"], "slope", axis=0)
    op("Gather", [const("intercepts", of("intercept")), "subset"], "intercept", axis=0)
    op("Add", [op("Mul", ["raw", "slope"], "scaled"), "intercept"], "chart_logits")

    # film: its own log-odds, about the mean film; then the weight of this subset
    op("Sub", ["film", const("film_centre", [film["centre"]])], "film_about")
    op("MatMul", [zero_for_nan("film_columns", "film_about"), const("film_coefficients", np.reshape(film["coefficients"], (-1, 1)))], "film_logit")
    weights = [[film["weight"] if s & 1 else 0.0, 1.0 if s >> 3 & 1 else 0.0] for s in range(16)]
    op("Gather", [const("film_weights", [[w[0]] for w in weights]), "subset"], "film_weight", axis=0)
    op("Mul", ["film_logit", "film_weight"], "film_term")

    # notes: published log-odds, declared and not learned
    stated = pick("comorbidities", [0], "notes")
    known = op("Where", [op("IsNaN", [stated], "comorbidities_unknown"), "one", stated], "comorbidities_known")
    op("Sub", [op("Clip", [known, const("none_below", 0.0), const("two", 2.0)], "comorbidities_counted"), "one"], "comorbidities_about")
    op("Mul", ["comorbidities_about", const("per_comorbidity", [[notes["perComorbidity"]]])], "comorbidity_term")
    coma = missing01("coma", pick("coma", [AT["glasgowComaScore_latest"]]))
    op("Mul", [op("Mul", [zero_for_nan("confusion", pick("confusion", [1], "notes")), coma], "confusion_told"),
               const("confusion_log_odds", [[notes["confusion"]]])], "confusion_term")
    op("Gather", [const("notes_weights", [[w[1]] for w in weights]), "subset"], "notes_weight", axis=0)
    op("Mul", [op("Add", ["comorbidity_term", "confusion_term"], "notes_logit"), "notes_weight"], "notes_term")

    op("Add", ["chart_logits", op("Add", ["film_term", "notes_term"], "beside_term")], "member_logits")
    f = lambda n, w: helper.make_tensor_value_info(n, TensorProto.FLOAT, ["N", w])
    g = helper.make_graph(nodes, "fusion", [f("tabular", len(FEATURES)), f("film", len(film["columns"])), f("notes", 2)],
                          [f("member_logits", len(members))], consts)
    model = helper.make_model(g, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)], ir_version=8,
                              producer_name="fusion/train")
    onnx.checker.check_model(model)
    return model


def with_film(model, film):
    """The same graph with another film term: the trees stay as they are."""
    values = {"film_centre": [film["centre"]], "film_coefficients": np.reshape(film["coefficients"], (-1, 1)),
              "film_weights": [[film["weight"] if s & 1 else 0.0] for s in range(16)]}
    for held in model.graph.initializer:
        if held.name in values:
            held.CopyFrom(numpy_helper.from_array(np.asarray(values[held.name], np.float32), held.name))
    for given in model.graph.input:
        if given.name == "film":
            given.type.tensor_type.shape.dim[1].dim_value = len(film["columns"])
    onnx.checker.check_model(model)
    return model


def run(path, tabular, film=None, notes=None):
    """member_logits; film and notes absent unless given."""
    import onnxruntime as ort
    o = ort.SessionOptions()
    o.intra_op_num_threads = 1
    s = ort.InferenceSession(str(path), o, providers=["CPUExecutionProvider"])
    width = {i.name: i.shape[1] for i in s.get_inputs()}
    absent = lambda name: np.full((len(tabular), width[name]), np.nan, np.float32)
    film, notes = (absent(n) if v is None else v.astype(np.float32) for n, v in (("film", film), ("notes", notes)))
    return s.run(None, {"tabular": tabular.astype(np.float32), "film": film, "notes": notes})[0]
