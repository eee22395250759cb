"""Makes the models the benchmark runs: FastVLM-0.5B with random weights, in the hub's form and in ours.

    python bench/vlm/prepare.py CACHE_FOLDER

Writes `ckpt-0.5b` (safetensors), `public` (single files, the hub's signature and names) and `fast` (our converter's
output). Needs about 6 GB of disk and the packages in models/convert/requirements.txt.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "convert"))

from fastvlm_onnx.convert import convert
from half_precision import halve
from random_checkpoint import write

SPECIAL = {"<|endoftext|>": 151643, "<|im_start|>": 151644, "<|im_end|>": 151645, "<image>": 151646}
CHAT_TEMPLATE = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def bytes_to_unicode() -> list[str]:
    """The byte alphabet of byte-level BPE (GPT-2)."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in kept]
    return [chr(b) for b in kept] + [chr(256 + i) for i in range(len(others))]


def write_tokenizer(folder: Path) -> None:
    """A tokenizer with Qwen2's structure, ids and size. Its words are made up: letters have merges for nothing."""
    vocab = {token: i for i, token in enumerate(bytes_to_unicode())}
    for i in range(len(vocab), 151643):
        vocab[f"Ġw{i}"] = i
    added = [
        dict(id=i, content=t, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
        for t, i in SPECIAL.items()
    ]
    tokenizer = {
        "version": "1.0",
        "added_tokens": added,
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": True},
        "post_processor": None,
        "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": True},
        "model": {"type": "BPE", "vocab": vocab, "merges": [], "unk_token": None, "fuse_unk": False},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False))
    config = {
        "tokenizer_class": "Qwen2Tokenizer",
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "model_max_length": 8192,
        "chat_template": CHAT_TEMPLATE,
        "added_tokens_decoder": {str(i): {"content": t, "special": True} for t, i in SPECIAL.items()},
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1))
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": 151645, "bos_token_id": 151643}))
    processor = {
        "image_processor_type": "CLIPImageProcessor",
        "processor_class": "LlavaProcessor",
        "do_center_crop": True,
        "do_resize": True,
        "do_rescale": True,
        "do_normalize": True,
        "do_convert_rgb": True,
        "resample": 3,
        "rescale_factor": 1 / 255,
        "size": {"shortest_edge": 1024},
        "crop_size": {"height": 1024, "width": 1024},
        "image_mean": [0.0, 0.0, 0.0],
        "image_std": [1.0, 1.0, 1.0],
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(processor, indent=1))
    processor = {
        "processor_class": "LlavaProcessor",
        "image_token": "<image>",
        "patch_size": 64,
        "num_additional_image_tokens": 0,
    }
    (folder / "processor_config.json").write_text(json.dumps(processor))


def main() -> None:
    cache = Path(sys.argv[1])
    checkpoint = cache / "ckpt-0.5b"
    if not (checkpoint / "model.safetensors").is_file():
        write("0.5b", checkpoint)
    write_tokenizer(checkpoint)
    public = {"vision_encoder": ["fp32"], "embed_tokens": ["fp16"], "decoder_model_merged": ["q4"]}
    convert(checkpoint, cache / "public", public, public=True, single_file=True, report=print)
    onnx_folder = cache / "public" / "onnx"
    halve(onnx_folder / "vision_encoder.onnx", onnx_folder / "vision_encoder_q4f16.onnx")
    fast = {"vision_encoder": ["fp32", "int8"], "embed_tokens": ["fp16"], "decoder_model_merged": ["q4", "int8"]}
    convert(checkpoint, cache / "fast", fast, report=print)
    coarse = {"vision_encoder": ["int8"], "embed_tokens": ["fp16"], "decoder_model_merged": ["q4"]}
    convert(checkpoint, cache / "fast128", coarse, block=128, report=print)
    # For prompts; the graph names its data by file, so both are linked.
    for name in ("decoder_model_merged_int8.onnx", "decoder_model_merged_int8.onnx_data"):
        target = cache / "fast128" / "onnx" / name
        target.unlink(missing_ok=True)
        target.hardlink_to(cache / "fast" / "onnx" / name)


if __name__ == "__main__":
    main()
