"""Fits the text half of the kind model and its calibration: multinomial logistic regression on what the
network thinks of pictures it was not trained on and on what their text gives away.

    python models/train-kind/fit-text.py WORK models/kind/kind.onnx models/kind/kind.json

The strength of the regularisation and the temperature are chosen by cross-validation over sources.
"""

import json
import sys

import numpy as np
import onnxruntime
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

work, network, target = sys.argv[1:4]
index = json.load(open(f"{work}/measured/train/index.json"))
overview = np.memmap(f"{work}/measured/train/overview.bin", np.uint8, "r").reshape(-1, 6, 128, 128)
close_up = np.memmap(f"{work}/measured/train/close-up.bin", np.uint8, "r").reshape(-1, 3, 96, 96)
place = {r["file"]: i for i, r in enumerate(index["rows"]) if r["variant"] == 0}
session = onnxruntime.InferenceSession(network)

evidence = json.load(open(f"{work}/measured/evidence-train.json"))
rows = [r for r in evidence["rows"] if r["file"] in place]


def network_says(i):
    inputs = {
        "overview": overview[i : i + 1],
        "closeUp": close_up[i : i + 1],
        "measurements": np.array([index["rows"][i]["values"]], np.float32),
    }
    return log_softmax(session.run(None, inputs)[0][0])


pixels = np.array([network_says(place[r["file"]]) for r in rows])
values = np.array([r["values"] for r in rows])
labels = np.array([r["kind"] for r in rows])
sources = [r["file"].rsplit("_", 1)[0] for r in rows]
mean, std = values.mean(0), np.maximum(values.std(0), 0.02)
# Log-probabilities are in nats already; evidence is standardised and cut off, so that no outlier decides alone.
inputs = np.hstack([np.clip(pixels, -12, 0), np.clip((values - mean) / std, -4, 4)])
print("network alone", (pixels.argmax(1) == labels).mean(), "of", len(rows))

# Two folds, each with half of every kind's sources: what is learnt of one source is tried on the other.
half = np.array([sorted({s for s in sources if s.split("/")[0] == source.split("/")[0]}).index(source) % 2 for source in sources])
folds = [(np.where(half == a)[0], np.where(half != a)[0]) for a in (0, 1)]
best = None
for strength in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0):
    out = np.zeros((len(labels), len(evidence["kinds"])))
    for fit, check in folds:
        model = LogisticRegression(C=strength, max_iter=3000).fit(inputs[fit], labels[fit])
        out[np.ix_(check, model.classes_)] = model.decision_function(inputs[check])
    nll = {t: -log_softmax(out / t, axis=1)[np.arange(len(labels)), labels].mean() for t in np.geomspace(0.3, 3, 30)}
    temperature = min(nll, key=nll.get)
    print(f"C {strength} accuracy {(out.argmax(1) == labels).mean():.3f} nll {nll[temperature]:.3f} at temperature {temperature:.2f}")
    if best is None or nll[temperature] < best[0]:
        best = (nll[temperature], strength, temperature)

_, strength, temperature = best
model = LogisticRegression(C=strength, max_iter=5000).fit(inputs, labels)
assert list(model.classes_) == list(range(len(evidence["kinds"])))
result = {
    "kinds": evidence["kinds"],
    "evidence": evidence["names"],
    "mean": mean.round(5).tolist(),
    "std": std.round(5).tolist(),
    "weights": (model.coef_ / temperature).round(5).tolist(),
    "bias": (model.intercept_ / temperature).round(5).tolist(),
}
json.dump(result, open(target, "w"))
names = [*(f"network:{k}" for k in evidence["kinds"]), *evidence["names"]]
for k, kind in enumerate(evidence["kinds"]):
    order = np.argsort(-np.abs(model.coef_[k]))[:7]
    print(kind, ", ".join(f"{names[i]} {model.coef_[k][i]:+.2f}" for i in order))
