"""The outline net: EfficientNet-Lite0 without its last stage, skips at 1/2 to 1/16, a decoder of one convolution per step."""
import pathlib
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.append(str(pathlib.Path(__file__).parents[2] / "chest-xray-encoder/train"))
from model import Conv, Encoder, load_imagenet  # noqa: E402

FROZEN_STAGE = 2                           # edges are edges: what ImageNet taught stays, and needs no gradient
SKIPS = {1: 16, 2: 24, 3: 40, 5: 112}      # stage -> channels, at 1/2, 1/4, 1/8, 1/16
DECODER = (112, 64, 40, 24)
LAST_STAGE = 6


class Exact(nn.Module):
    """A depthwise convolution kept in float32 under autocast: its bfloat16 gradient is five times slower on a CPU."""

    def __init__(self, conv):
        super().__init__()
        self.conv = conv

    def forward(self, x):
        with torch.autocast("cpu", enabled=False):
            return self.conv(x.float())


class OutlineNet(nn.Module):
    def __init__(self, weights=None):
        super().__init__()
        encoder = Encoder()
        if weights:
            load_imagenet(encoder, weights)
        self.stem = encoder.stem
        self.stage_of = [s for s in encoder.stage_of if s <= LAST_STAGE]
        self.blocks = nn.ModuleList(list(encoder.blocks)[:len(self.stage_of)])
        for block in self.blocks:
            block.depthwise = Exact(block.depthwise)
        self.early = self.stage_of.index(FROZEN_STAGE + 1)
        for part in [self.stem, *self.blocks[:self.early]]:
            part.requires_grad_(False)
        channels, steps = 192, []
        for skip, out in zip(reversed(SKIPS.values()), DECODER):
            steps.append(Conv(channels + skip, out, 3))
            channels = out
        self.steps = nn.ModuleList(steps)
        self.head = Conv(channels, 3, 1)

    def forward(self, x):
        """[N,1,S,S] standardised, S divisible by 32 -> logits [N,3,S,S]."""
        x = F.relu6(self.stem(x))
        skips = {}
        for stage, block in zip(self.stage_of, self.blocks):
            x = block(x)
            skips[stage] = x
        for stage, step in zip(reversed(SKIPS), self.steps):
            x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
            x = F.relu(step(torch.cat([x, skips[stage]], 1)))
        return F.interpolate(self.head(x), scale_factor=2.0, mode="bilinear", align_corners=False)

    def groups(self, lr, decay=.75):
        """The decoder learns fast; the encoder slower, and slower still stage by stage downward; frozen parts are left out."""
        yield {"params": [*self.steps.parameters(), *self.head.parameters()], "lr": lr * 7.5}
        for stage, block in list(zip(self.stage_of, self.blocks))[self.early:]:
            yield {"params": list(block.parameters()), "lr": lr * decay ** (LAST_STAGE - stage)}
