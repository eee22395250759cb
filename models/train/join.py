"""Join the encoder's and the reader's checkpoints into the first joint one: `python join.py OUT.pt`."""

import sys
from pathlib import Path

import torch

from model import FormulaModel
from optimiser import Trainer
from paths import CHECKPOINTS
from reader import ReaderConfig


def main() -> None:
    reader = torch.load(CHECKPOINTS / "reader.pt", weights_only=False)
    encoder = torch.load(CHECKPOINTS / "encoder.pt", weights_only=False)
    model = FormulaModel(ReaderConfig(**reader["config"]))
    model.reader.load_state_dict(reader["average"])
    model.encoder.load_state_dict(encoder["average"])
    trainer = Trainer(model, 5e-4)
    trainer.average = [p.detach().clone() for p in trainer.master]
    trainer.save(Path(sys.argv[1]), config=reader["config"])
    print("encoder step", encoder["step"], "reader step", reader["step"])


if __name__ == "__main__":
    main()
