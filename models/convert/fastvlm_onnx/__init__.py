"""Converts FastVLM checkpoints (safetensors) to the three ONNX files the runtime loads."""
