"""A small random FastVLM with every operator of the real one, built with Hugging Face transformers and timm.

The trunk is timm's fastvit_mci3 at reduced width and depth with its training-time branches; the language model is
Qwen2 with grouped-query heads. Batch-norm statistics, layer scales and biases are randomised, so a mistake in any of
them shows.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

os.environ.setdefault("TIMM_FUSED_ATTN", "0")

import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import FastVlmConfig, FastVlmForConditionalGeneration, Qwen2Config
from transformers.models.timm_wrapper import TimmWrapperConfig

SPECIAL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<image>"]
_QWEN_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_CORPUS = [
    "You are a helpful assistant. What are these? Describe the image in one sentence. Write alt text for the picture.",
    "The screenshot shows a settings page with a search box, a list of extensions and a terminal at the bottom.",
    "What does the diagram say? Read the text in the picture. Which file is open in the editor? user system assistant",
    "Größe, naïve café, 日本語の文字, Привет мир, α + β = γ, 1234567890, a[i] += f(x) * 2; // comment 🙂",
]


def build_tokenizer() -> Tokenizer:
    """Byte-level BPE in Qwen2's form with a small vocabulary."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_QWEN_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=380, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(_CORPUS, trainer)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL_TOKENS])
    return tokenizer


def build_model(tokenizer: Tokenizer, seed: int = 0) -> FastVlmForConditionalGeneration:
    torch.manual_seed(seed)
    text = Qwen2Config(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=1024,
        rms_norm_eps=1e-6,
        rope_parameters={"rope_type": "default", "rope_theta": 1e6},
        tie_word_embeddings=False,
        bos_token_id=tokenizer.token_to_id("<|endoftext|>"),
        eos_token_id=tokenizer.token_to_id("<|im_end|>"),
    )
    vision = TimmWrapperConfig(
        architecture="fastvit_mci3",
        hidden_size=128,
        model_args={"layers": (1, 2, 2, 1, 1), "embed_dims": (8, 16, 32, 32, 64), "inference_mode": False},
    )
    config = FastVlmConfig(
        text_config=text, vision_config=vision, image_token_index=tokenizer.token_to_id("<image>"), image_seq_length=256
    )
    model = FastVlmForConditionalGeneration(config).eval()
    _randomise(model)
    return model


@torch.no_grad()
def _randomise(model: torch.nn.Module) -> None:
    """Weights of a size that keeps activations near one and tells tokens apart."""
    for name, module in model.named_modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.uniform_(0.6, 1.4)
            module.bias.normal_(0, 0.1)
        elif isinstance(module, torch.nn.Conv2d | torch.nn.Linear):
            fan_in = module.weight[0].numel()
            module.weight.normal_(0, fan_in**-0.5)
            if module.bias is not None:
                module.bias.normal_(0, 0.1)
        elif isinstance(module, torch.nn.Embedding):
            module.weight.normal_(0, 1)
        elif hasattr(module, "gamma"):
            module.gamma.uniform_(0.2, 0.8)
        elif "norm" in name and getattr(module, "weight", None) is not None:
            module.weight.uniform_(0.6, 1.4)
    # Decided predictions: ties would make "the same tokens" a matter of rounding.
    model.lm_head.weight.mul_(3)


def save_checkpoint(folder: Path, model: FastVlmForConditionalGeneration, tokenizer: Tokenizer) -> None:
    """Checkpoint folder in the `fast_vlm` naming with tokenizer and preprocessor files."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder / "tokenizer_config.json", {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"})
    write_json(
        folder / "generation_config.json",
        {"eos_token_id": [tokenizer.token_to_id("<|im_end|>"), tokenizer.token_to_id("<|endoftext|>")]},
    )
    write_json(
        folder / "preprocessor_config.json",
        {
            "image_processor_type": "CLIPImageProcessor",
            "size": {"shortest_edge": 1024},
            "crop_size": {"height": 1024, "width": 1024},
            "do_rescale": True,
            "rescale_factor": 1 / 255,
            "image_mean": [0.0, 0.0, 0.0],
            "image_std": [1.0, 1.0, 1.0],
            "resample": 3,
        },
    )


def write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=1) + "\n")
