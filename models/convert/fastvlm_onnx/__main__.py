"""Converts a FastVLM checkpoint to ONNX.

    cd models/convert && python -m fastvlm_onnx CHECKPOINT TARGET [--vision int8] [--embed fp16] [--decoder q4 int8]

CHECKPOINT holds config.json, tokenizer files and *.safetensors (Apple's or Hugging Face's naming; 0.5B, 1.5B or 7B).
"""

from __future__ import annotations

import argparse
import resource
import sys
import time

from .checkpoint import CheckpointError
from .convert import VARIANTS, convert


def main() -> int:
    parser = argparse.ArgumentParser(prog="fastvlm_onnx", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("target")
    for option, name, default in (
        ("--vision", "vision_encoder", ["int8"]),
        ("--embed", "embed_tokens", ["fp16"]),
        ("--decoder", "decoder_model_merged", ["q4"]),
    ):
        parser.add_argument(option, dest=name, nargs="*", choices=VARIANTS[name], default=default)
    parser.add_argument("--block", type=int, choices=(32, 64, 128), default=32, help="4-bit weights that share a scale")
    parser.add_argument("--public-layout", action="store_true", help="the signature of the ONNX release on the hub")
    parser.add_argument("--single-file", action="store_true", help="weights inside the graph files (under 2 GB each)")
    parser.add_argument("--no-verify", action="store_true", help="leave out the comparison with the checkpoint")
    args = parser.parse_args()
    start = time.monotonic()
    try:
        convert(
            args.checkpoint,
            args.target,
            {name: getattr(args, name) for name in VARIANTS},
            public=args.public_layout,
            single_file=args.single_file,
            block=args.block,
            report=print,
        )
    except CheckpointError as error:
        print(error, file=sys.stderr)
        return 1
    # Linux counts in KiB, macOS in bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"converted in {time.monotonic() - start:.0f} s, peak memory {peak / 1e9:.2f} GB")
    if not args.no_verify:
        from .verify import verify

        for difference in verify(args.checkpoint, args.target):
            print(difference)
    return 0


if __name__ == "__main__":
    sys.exit(main())
