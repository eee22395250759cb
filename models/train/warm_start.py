"""Start the reader from an earlier glyph-list decoder: `python warm_start.py GLYPH_DECODER.pt VOCAB.json`.

The earlier model had the same Qwen2 decoder, one token a canonical token, and glyph codes whose numbering is lost.
Its meaning is recovered by asking the decoder to read each code alone; the classes of ours that stand for that token
start from its embedding. Writes the reader's first checkpoint.
"""

import json
import sys
from pathlib import Path

import torch

from glyphs import Classes
from optimiser import Trainer
from paths import CHECKPOINTS
from reader import Reader, ReaderConfig
from vocabulary import Vocabulary, split

GREEK = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "varepsilon", "vartheta", "varpi", "varrho",
    "varsigma", "varphi",
]  # fmt: skip
CAPITAL_GREEK = ["Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"]
SYMBOLS = {
    "cmr:61": "=", "cmr:43": "+", "cmsy:0": "-", "cmr:40": "(", "cmr:41": ")", "cmr:91": "[", "cmr:93": "]", "cmr:44": ",", "cmr:46": ".",
    "cmr:58": ":", "cmr:59": ";", "cmr:33": "!", "cmsy:106": "|", "cmsy:107": r"\|", "cmsy:102": r"\{", "cmsy:103": r"\}",
    "cmsy:104": r"\langle", "cmsy:105": r"\rangle", "cmmi:61": "/", "cmmi:60": "<", "cmmi:62": ">", "cmsy:48": r"\prime", "cmsy:1": r"\cdot",
    "cmsy:2": r"\times", "cmsy:3": "*", "cmsy:6": r"\pm", "cmsy:8": r"\oplus", "cmsy:10": r"\otimes", "cmsy:14": r"\circ",
    "cmsy:15": r"\bullet", "cmsy:17": r"\equiv", "cmsy:18": r"\subseteq", "cmsy:20": r"\leq", "cmsy:21": r"\geq", "cmsy:24": r"\sim",
    "cmsy:25": r"\approx", "cmsy:26": r"\subset", "cmsy:32": r"\leftarrow", "cmsy:33": r"\rightarrow", "cmsy:39": r"\simeq",
    "cmsy:41": r"\Rightarrow", "cmsy:47": r"\propto", "cmsy:49": r"\infty", "cmsy:50": r"\in", "cmsy:56": r"\forall", "cmsy:57": r"\exists",
    "cmsy:63": r"\perp", "cmsy:91": r"\cup", "cmsy:92": r"\cap", "cmsy:94": r"\wedge", "cmsy:95": r"\vee", "cmsy:114": r"\nabla",
    "cmsy:121": r"\dagger", "cmmi:64": r"\partial", "cmmi:96": r"\ell", "cmex:88": r"\sum", "cmex:80": r"\sum", "cmex:90": r"\int",
    "cmex:82": r"\int", "cmex:89": r"\prod", "cmex:81": r"\prod", "cmr:22": r"\overline", "cmr:94": r"\hat", "cmr:126": r"\tilde",
    "cmr:95": r"\dot", "cmmi:126": r"\vec", "cmsy:112": r"\sqrt", "cmex:112": r"\sqrt", "bar-left": r"\frac", "bar-right": r"\frac",
}


def meanings() -> dict[str, str]:
    """Mark class → the canonical token it mostly stands for."""
    out = dict(SYMBOLS)
    out |= {f"cmmi:{c}": chr(c) for c in [*range(65, 91), *range(97, 123)]}
    out |= {f"cmr:{c}": chr(c) for c in range(48, 58)}
    out |= {f"cmmi:{11 + i}": "\\" + g for i, g in enumerate(GREEK)}
    out |= {f"cmr:{i}": "\\" + g for i, g in enumerate(CAPITAL_GREEK)}
    return out


@torch.no_grad()
def main() -> None:
    old = torch.load(sys.argv[1], map_location="cpu")["mods"]
    tokens = json.loads(Path(sys.argv[2]).read_text())
    old = {k: v.float() for k, v in old.items()}
    vocabulary, classes = Vocabulary.load(), Classes.load()
    config = ReaderConfig(vocab_size=len(vocabulary.tokens), mark_classes=len(classes.names), num_hidden_layers=6, mark_layers=2)
    model = Reader(config)
    state = model.state_dict()
    for name, weight in _old_decoder(old, model).items():
        if name != "embed_tokens.weight":
            state["decoder." + name].copy_(weight)
    embed = old["0.model.embed_tokens.weight"]
    index = {t: i for i, t in enumerate(tokens)}
    for i, t in enumerate(vocabulary.tokens):
        parts = split(t)
        parts = parts[:-1] if len(parts) == 2 and parts[0] != "}" else parts[:2]
        rows = [embed[index[p]] for p in parts if p in index]
        if rows:
            state["decoder.embed_tokens.weight"][i] = torch.stack(rows).mean(0)
    state["marks.features.weight"].zero_()
    state["marks.features.weight"][:, :64] = old["2.weight"]
    state["marks.features.bias"].copy_(old["2.bias"])

    # What does each old code mean? Read it alone, at 12 px from both edges.
    probe = Reader(ReaderConfig(len(tokens), 512, mark_layers=0, num_hidden_layers=6))
    probe.decoder.load_state_dict(_old_decoder(old, probe))
    om = 1 / (200 ** (torch.arange(16) / 16))
    angle = torch.full((2, 1), 12.0) * om
    place = torch.cat([angle.sin(), angle.cos()], -1).flatten() @ old["2.weight"].T + old["2.bias"]
    code = old["1.weight"][:, None] + place
    ids = torch.ones(512, 1, dtype=torch.long)
    best = probe.read(code, torch.ones(512, 1, dtype=torch.bool), ids)[:, -1].log_softmax(-1)
    by_token: dict[str, tuple[float, int]] = {}
    for c in range(1, 511):
        p, t = best[c].max(-1)
        token = tokens[int(t)]
        if float(p) > by_token.get(token, (-9.0, 0))[0]:
            by_token[token] = (float(p), c)
    scale = old["1.weight"].norm(dim=1).mean()
    table = torch.randn_like(state["marks.embed.weight"]) * scale / 16
    found = 0
    for i, name in enumerate(classes.names):
        token = meanings().get(name)
        if token in by_token:
            table[i] = old["1.weight"][by_token[token][1]]
            found += 1
    state["marks.embed.weight"].copy_(table)
    typical = (table[5:60] + place).norm(dim=1).mean() / 16
    state["marks.norm.weight"].fill_(float(typical))
    for layer in range(config.mark_layers):
        for part in ("out", "down"):
            state[f"marks.layers.{layer}.{part}.weight"].zero_()
            state[f"marks.layers.{layer}.{part}.bias"].zero_()
    print(found, "classes known of", len(classes.names), "feature gain", float(typical), sorted(by_token)[:60])
    model.load_state_dict(state)
    Trainer(model, 1e-3).save(CHECKPOINTS / "reader.pt", config=config.as_dict())


def _old_decoder(old: dict, probe: Reader) -> dict:
    out = {}
    for name in probe.decoder.state_dict():
        key = name
        if name.startswith("layers."):
            _, i, rest = name.split(".", 2)
            group = rest.split("_")[0]
            part = "mlp." if group in ("gate", "up", "down") else "self_attn." if group in ("q", "k", "v", "o") else ""
            key = f"layers.{i}.{part}{rest}"
        out[name] = old["0.model." + key]
    return out


if __name__ == "__main__":
    main()
