"""Fits the text half of the kind model and its calibration.

    python models/train-kind/fit-text.py WORK KIND.onnx models/kind/kind.json

KIND.onnx is the network before it goes on with "all" pictures.

1. Multinomial logistic regression on what the text gives away, on the readings of all training pictures.
2. Two weights, for the network's log-probabilities and for the regression's scores. They are fitted on the sources
   that neither the network nor a regression without them has seen, so that the confidence is right for new sources.
"""

import json
import sys

import numpy as np
import onnxruntime
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.linear_model import LogisticRegression

work, network, target = sys.argv[1:4]
index = json.load(open(f"{work}/measured/train/index.json"))
held_back = set(json.load(open(f"{work}/held-back.json")))
overview = np.memmap(f"{work}/measured/train/overview.bin", np.uint8, "r").reshape(-1, 6, 128, 128)
close_up = np.memmap(f"{work}/measured/train/close-up.bin", np.uint8, "r").reshape(-1, 3, 96, 96)
place = {r["file"]: i for i, r in enumerate(index["rows"]) if r["variant"] == 0}
session = onnxruntime.InferenceSession(network)

evidence = json.load(open(f"{work}/measured/evidence-train.json"))
kinds, rows = evidence["kinds"], evidence["rows"]
values = np.array([r["values"] for r in rows])
labels = np.array([r["kind"] for r in rows])
unseen = np.array([r["file"].rsplit("_", 1)[0] in held_back for r in rows])
mean, std = values.mean(0), np.maximum(values.std(0), 0.02)
# Cut off, so that no outlier decides alone.
inputs = np.clip((values - mean) / std, -4, 4)


def network_says(i):
    measured = np.array([index["rows"][i]["values"]], np.float32)
    feeds = {"overview": overview[i : i + 1], "closeUp": close_up[i : i + 1], "measurements": measured}
    return log_softmax(session.run(None, feeds)[0][0])


check = np.array([i for i, r in enumerate(rows) if unseen[i] and r["file"] in place])
pixels = np.clip(np.array([network_says(place[rows[i]["file"]]) for i in check]), -12, 0)
truth = labels[check]


def nll(scores):
    return -log_softmax(scores, axis=1)[np.arange(len(truth)), truth].mean()


print(len(rows), "readings;", len(check), "of unseen sources; network alone", (pixels.argmax(1) == truth).mean())
best = None
for strength in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0):
    model = LogisticRegression(C=strength, max_iter=5000, class_weight="balanced").fit(inputs[~unseen], labels[~unseen])
    scores = model.decision_function(inputs[check])
    found = minimize(lambda w: nll(w[0] * pixels + w[1] * scores), [0.5, 0.5], method="Nelder-Mead")
    both = found.x[0] * pixels + found.x[1] * scores
    print(f"C {strength}: text alone {(scores.argmax(1) == truth).mean():.3f}, both {(both.argmax(1) == truth).mean():.3f}, nll {found.fun:.3f}, weights {found.x.round(2)}")
    if best is None or found.fun < best[0]:
        best = (found.fun, strength, found.x)

_, strength, (of_pixels, of_text) = best
# Other programs differ more from all that was trained on than the sources kept back do: less sure by a quarter.
of_pixels, of_text = of_pixels / 1.25, of_text / 1.25
model = LogisticRegression(C=strength, max_iter=5000, class_weight="balanced").fit(inputs, labels)
assert list(model.classes_) == list(range(len(kinds)))
result = {
    "kinds": kinds,
    "evidence": evidence["names"],
    "mean": mean.round(5).tolist(),
    "std": std.round(5).tolist(),
    "weights": np.hstack([of_pixels * np.eye(len(kinds)), of_text * model.coef_]).round(5).tolist(),
    "bias": (of_text * model.intercept_).round(5).tolist(),
}
json.dump(result, open(target, "w"))
for k, kind in enumerate(kinds):
    order = np.argsort(-np.abs(model.coef_[k]))[:7]
    print(kind, ", ".join(f"{evidence['names'][i]} {model.coef_[k][i]:+.2f}" for i in order))
