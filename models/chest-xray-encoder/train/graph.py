"""The shipped graph: several nets on one frozen trunk, their mean over the film and its mirror image, maps and gate."""
import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import TensorProto, helper, numpy_helper

from model import Encoder

OUTPUTS = ["finding_logits", "abnormal_logit", "view_ap_logit", "sex_male_logit", "age_years", "embedding", "activation_map"]
MAPPED = ("findings", "abnormal")
HALF_FROM = 4096             # elements; smaller constants stay float32


class Ensemble(nn.Module):
    """
    film [N,1,S,S] -> findings [N,14], abnormal, view, sex, age [N,1], embedding [N,1280], maps [N,15,S/32,S/32].

    A map's mean over its cells is its logit: the heads are linear in the pooled features.
    """

    def __init__(self, nets):
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, film):
        both = torch.cat([film, torch.flip(film, (3,))], 0)
        trunk = self.nets[0].early(both)
        reads, embeddings, maps = [], [], []
        for net in self.nets:
            grid = net.grid(trunk)
            pooled = grid.mean((2, 3))
            embeddings.append(self.over_mirror(pooled))
            reads.append({k: self.over_mirror(v) for k, v in net.read(pooled).items()})
            weight = torch.cat([net.heads[k].weight for k in MAPPED])[:, :, None, None]
            cells = nn.functional.conv2d(grid, weight, torch.cat([net.heads[k].bias for k in MAPPED]))
            straight, mirrored = cells.chunk(2, 0)
            maps.append((straight + torch.flip(mirrored, (3,))) / 2)
        mean = lambda values: torch.stack(values, 0).mean(0)
        read = {k: mean([r[k] for r in reads]) for k in reads[0]}
        return read["findings"], read["abnormal"], read["view"], read["sex"], read["age"] * 15 + 50, mean(embeddings), mean(maps)

    @staticmethod
    def over_mirror(x):
        straight, mirrored = x.chunk(2, 0)
        return (straight + mirrored) / 2


class Shipped(nn.Module):
    """The ensemble and the gate, which answers (foreign_distance [N,1], film_checks [N,K])."""

    def __init__(self, ensemble, gate):
        super().__init__()
        self.ensemble, self.gate = ensemble, gate

    def forward(self, film):
        return *self.ensemble(film), *self.gate(self.ensemble.nets[0].early, film)


def store_half(path):
    """Keeps the large constants as float16 with a Cast to float32, which ONNX Runtime folds when it loads the graph."""
    model = onnx.load(path)
    graph, casts = model.graph, []
    for constant in list(graph.initializer):
        if constant.data_type != TensorProto.FLOAT or int(np.prod(constant.dims)) < HALF_FROM:
            continue
        value = numpy_helper.to_array(constant)
        if abs(value).max() > 6e4:
            continue
        graph.initializer.remove(constant)
        graph.initializer.append(numpy_helper.from_array(value.astype(np.float16), constant.name + "_half"))
        casts.append(helper.make_node("Cast", [constant.name + "_half"], [constant.name], name=constant.name + "_cast", to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def shipped_nets(path, count):
    """The nets of a shipped graph, in the order of their folds. What is stored once for all (the frozen trunk) is given to each."""
    stored = {c.name.removesuffix("_half"): numpy_helper.to_array(c).astype(np.float32) for c in onnx.load(path).graph.initializer}
    nets = [Encoder() for _ in range(count)]
    for k, net in enumerate(nets):
        own = lambda name: stored.get(f"ensemble.nets.{k}.{name}", stored[f"ensemble.nets.0.{name}"])
        net.load_state_dict({name: torch.from_numpy(own(name)) for name in net.state_dict()})
    return [net.eval() for net in nets]


def round_half(module):
    """The same rounding in torch, so that both sides compute with the same numbers."""
    with torch.no_grad():
        for p in [*module.parameters(), *module.buffers()]:
            if p.dtype == torch.float32 and p.numel() >= HALF_FROM and float(p.abs().max()) <= 6e4:
                p.copy_(p.half().float())
    return module


def export(module, path, side, outputs):
    torch.onnx.export(module, (torch.randn(2, 1, side, side).clamp(-1.4, 1.4),), str(path), input_names=["film"], output_names=outputs,
                      opset_version=17, dynamic_axes={n: {0: "N"} for n in ["film", *outputs]}, dynamo=False)
    store_half(path)
