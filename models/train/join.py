"""Join separately trained parts into a joint checkpoint: `python join.py OUT.pt [JOINT.pt]`.

The encoder is the newest of train_encoder; the reader that of train_reader, or of the joint checkpoint when one is given.
"""

import sys
from pathlib import Path

import torch

from model import FormulaModel
from optimiser import Trainer
from paths import CHECKPOINTS
from reader import ReaderConfig


def main() -> None:
    encoder = torch.load(CHECKPOINTS / "encoder.pt", weights_only=False)
    reader = torch.load(Path(sys.argv[2]) if len(sys.argv) > 2 else CHECKPOINTS / "reader.pt", weights_only=False)
    model = FormulaModel(ReaderConfig(**reader["config"]))
    if len(sys.argv) > 2:
        model.load_state_dict(reader["average"])
    else:
        model.reader.load_state_dict(reader["average"])
    model.encoder.load_state_dict(encoder["average"])
    trainer = Trainer(model, 5e-4)
    trainer.save(Path(sys.argv[1]), config=reader["config"])
    print("encoder step", encoder["step"], "reader step", reader["step"])


if __name__ == "__main__":
    main()
