"""The whole fusion model as one ONNX graph: one tree ensemble with K targets, calibration by parts present, film term."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from features import COLUMNS, FEATURES


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
    return helper.make_node("TreeEnsembleRegressor", ["tabular"], ["raw"], domain="ai.onnx.ml", name="trees",
                            n_targets=len(members), aggregate_function="SUM", post_transform="NONE", **a)


def build(members, platt, film_weight):
    consts, nodes = [], []

    def const(name, value, dtype=np.float32):
        consts.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def op(kind, inputs, out, **kw):
        nodes.append(helper.make_node(kind, inputs, [out], name=out, **kw))
        return out

    nodes.append(trees(members))
    for m in ("vitals", "labs"):                       # 1 where the part has at least one value
        op("Gather", ["tabular", const(f"{m}_columns", COLUMNS[m], np.int64)], f"{m}_part", axis=1)
        op("Cast", [op("IsNaN", [f"{m}_part"], f"{m}_nan")], f"{m}_nan01", to=TensorProto.FLOAT)
        op("Sub", [const(f"{m}_one", [[1]]), op("ReduceMin", [f"{m}_nan01"], f"{m}_none", axes=[1], keepdims=1)], f"has_{m}")
    # four keys by (vitals, labs): index = 2 v + l
    order = ["none", "labs", "vitals", "vitals+labs"]
    op("Add", [op("Mul", ["has_vitals", const("two", [[2]])], "v2"), "has_labs"], "key_f")
    op("Squeeze", [op("Cast", ["key_f"], "key_i", to=TensorProto.INT64), const("axis1", [1], np.int64)], "key")
    op("Gather", [const("slopes", [[platt[k]["slope"]] for k in order]), "key"], "slope", axis=0)
    op("Gather", [const("intercepts", [[platt[k]["intercept"]] for k in order]), "key"], "intercept", axis=0)
    op("Add", [op("Mul", ["raw", "slope"], "scaled"), "intercept"], "tabular_logits")
    op("Where", [op("IsNaN", ["film"], "film_nan"), const("zero", [[0.0]]), "film"], "film_known")
    op("MatMul", ["film_known", const("film_weight", [[film_weight], [0.0]])], "film_term")
    op("Add", ["tabular_logits", "film_term"], "member_logits")
    f = lambda n, w: helper.make_tensor_value_info(n, TensorProto.FLOAT, ["N", w])
    g = helper.make_graph(nodes, "fusion", [f("tabular", len(FEATURES)), f("film", 2)], [f("member_logits", len(members))], consts)
    model = helper.make_model(g, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)], ir_version=8,
                              producer_name="fusion/train")
    onnx.checker.check_model(model)
    return model


def run(path, tabular, film=None):
    import onnxruntime as ort
    o = ort.SessionOptions()
    o.intra_op_num_threads = 1
    s = ort.InferenceSession(str(path), o, providers=["CPUExecutionProvider"])
    film = np.full((len(tabular), 2), np.nan, np.float32) if film is None else film
    return s.run(None, {"tabular": tabular.astype(np.float32), "film": film.astype(np.float32)})[0]
