"""Join separately trained parts into a joint checkpoint: `python join.py OUT.pt [JOINT.pt] [--handwriting]`.

The encoder is the newest of train_encoder; the reader that of train_reader, or of the joint checkpoint when one is given.
"""

import argparse
from pathlib import Path

import torch

from model import FormulaModel
from optimiser import Trainer
from paths import CHECKPOINTS, HANDWRITING
from reader import ReaderConfig


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("joint", type=Path, nargs="?")
    parser.add_argument("--handwriting", action="store_true")
    args = parser.parse_args()
    folder = HANDWRITING if args.handwriting else CHECKPOINTS
    encoder = torch.load(folder / "encoder.pt", weights_only=False)
    reader = torch.load(args.joint or CHECKPOINTS / "reader.pt", weights_only=False)
    model = FormulaModel(ReaderConfig(**reader["config"]))
    if args.joint:
        model.load_state_dict(reader["average"])
    else:
        model.reader.load_state_dict(reader["average"])
    model.encoder.load_state_dict(encoder["average"])
    trainer = Trainer(model, 5e-4)
    trainer.save(args.out, config=reader["config"])
    print("encoder step", encoder["step"], "reader step", reader["step"])


if __name__ == "__main__":
    main()
