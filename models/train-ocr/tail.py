"""The last layers of PP-OCRv6 tiny recognition in PyTorch, with the weights of the ONNX file."""

import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F

# The ONNX names of two blocks' depthwise, widening and narrowing convolutions, each with its bias.
BLOCKS = [
    [
        ('conv2d_69.w_0', 'p2o.pd_op.reshape.27.0'),
        ('conv2d_70.w_0', 'p2o.pd_op.reshape.28.0'),
        ('conv2d_71.w_0', 'p2o.pd_op.reshape.29.0'),
    ],
    [
        ('conv2d_73.w_0', 'p2o.pd_op.reshape.30.0'),
        ('conv2d_74.w_0', 'p2o.pd_op.reshape.31.0'),
        ('conv2d_75.w_0', 'p2o.pd_op.reshape.32.0'),
    ],
]
NECK = ['p2o.pd_op.unsqueeze.0.0', 'p2o.pd_op.unsqueeze.2.0']
NORMS = ['batch_norm1d_0', 'batch_norm1d_1']
LINEAR = ['linear_0', 'linear_1']


class Tail(nn.Module):
    """Features [batch, 160, 3, columns] to logits [batch, columns / 2, classes]."""

    def __init__(self, model):
        super().__init__()
        graph = onnx.load(model).graph
        tensors = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
        for node in graph.node:
            if node.op_type == 'Constant':
                tensors[node.output[0]] = onnx.numpy_helper.to_array(node.attribute[0].t)
        trained = [name for block in BLOCKS for pair in block for name in pair] + NECK
        trained += [f'{norm}.{part}' for norm in NORMS for part in ('w_0', 'b_0')]
        trained += [f'{linear}.{part}' for linear in LINEAR for part in ('w_0', 'b_0')]
        self.weights = nn.ParameterDict({key(name): nn.Parameter(torch.tensor(np.array(tensors[name]))) for name in trained})
        self.names = trained
        self.moments = {norm: [torch.tensor(np.array(tensors[f'{norm}.{part}'])) for part in ('w_1', 'w_2')] for norm in NORMS}
        sigmoids = [node for node in graph.node if node.op_type == 'HardSigmoid'][-2:]
        self.slope = next((a.f for a in sigmoids[0].attribute if a.name == 'alpha'), 0.2)

    def get(self, name):
        return self.weights[key(name)]

    def forward(self, x):
        return self.hidden(x) @ self.get('linear_1.w_0') + self.get('linear_1.b_0')

    def hidden(self, x):
        """Everything but the last layer: [batch, columns / 2, 80]."""
        for depthwise, wide, narrow in BLOCKS:
            x = F.conv2d(x, self.get(depthwise[0]), padding=1, groups=160) + self.get(depthwise[1])
            inner = F.gelu(F.conv2d(x, self.get(wide[0])) + self.get(wide[1]))
            x = x + F.conv2d(inner, self.get(narrow[0])) + self.get(narrow[1])
        x = F.avg_pool2d(x, (3, 2))
        x = F.conv2d(x, self.get(NECK[0]), padding=(0, 2), groups=160)
        x = self.swish(self.norm(x.squeeze(2), 0))
        x = F.conv2d(x.unsqueeze(2), self.get(NECK[1])).squeeze(2)
        x = self.swish(self.norm(x, 1)).transpose(1, 2)
        return x @ self.get('linear_0.w_0') + self.get('linear_0.b_0')

    def norm(self, x, i):
        mean, variance = self.moments[NORMS[i]]
        return F.batch_norm(x, mean, variance, self.get(f'{NORMS[i]}.w_0'), self.get(f'{NORMS[i]}.b_0'), eps=1e-5)

    def swish(self, x):
        return x * (self.slope * x + 0.5).clamp(0, 1)

    def write(self, source, target):
        """The source model with these weights."""
        model = onnx.load(source)
        tensors = {tensor.name: tensor for tensor in model.graph.initializer}
        for node in model.graph.node:
            if node.op_type == 'Constant':
                tensors[node.output[0]] = node.attribute[0].t
        for name in self.names:
            array = self.get(name).detach().numpy()
            old = tensors[name]
            new = onnx.numpy_helper.from_array(array.reshape(list(old.dims)).astype(np.float32), old.name)
            old.CopyFrom(new)
        onnx.save(model, target)


def key(name):
    return name.replace('.', '_')
