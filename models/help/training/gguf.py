"""Write a GGUF v3 file: metadata, tokenizer and weights (matrices as q8_0, norms as f32)."""
import struct

import numpy as np

UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
TENSOR_F32, TENSOR_Q8_0 = 0, 8
FILE_TYPE_Q8_0 = 7
POOLING_MEAN = 1
TOKEN_NORMAL, TOKEN_CONTROL = 1, 3
ALIGNMENT = 32
Q8_BLOCK = 32
CHATML = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
          "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")


def text(value):
    encoded = value.encode()
    return struct.pack("<Q", len(encoded)) + encoded


def scalar(kind, value):
    if kind == STRING:
        return text(value)
    return struct.pack({UINT32: "<I", INT32: "<i", FLOAT32: "<f", BOOL: "<?"}[kind], value)


def pair(key, kind, value):
    return text(key) + struct.pack("<I", kind) + scalar(kind, value)


def array(key, kind, values):
    return text(key) + struct.pack("<IIQ", ARRAY, kind, len(values)) + b"".join(scalar(kind, v) for v in values)


def q8_0(matrix):
    """Blocks of 32 weights: an f16 scale (largest magnitude / 127) and 32 signed bytes."""
    blocks = matrix.astype(np.float32).reshape(-1, Q8_BLOCK)
    scale = np.abs(blocks).max(1) / 127
    packed = np.zeros(len(blocks), dtype=[("scale", "<f2"), ("values", "i1", Q8_BLOCK)])
    packed["scale"] = scale
    packed["values"] = np.rint(blocks / np.where(scale == 0, 1, scale)[:, None])
    return packed.tobytes()


def metadata(shape, tokenizer):
    """All keys that llama.cpp needs, as encoded pairs."""
    controls = 4
    types = [TOKEN_CONTROL] * controls + [TOKEN_NORMAL] * (len(tokenizer.vocabulary) - controls)
    return [
        pair("general.architecture", STRING, "llama"),
        pair("general.name", STRING, "Pentagraph help"),
        pair("general.license", STRING, "mit"),
        pair("general.file_type", UINT32, FILE_TYPE_Q8_0),
        pair("general.alignment", UINT32, ALIGNMENT),
        pair("llama.block_count", UINT32, shape.layers),
        pair("llama.context_length", UINT32, shape.context),
        pair("llama.embedding_length", UINT32, shape.width),
        pair("llama.feed_forward_length", UINT32, shape.hidden),
        pair("llama.attention.head_count", UINT32, shape.heads),
        pair("llama.attention.head_count_kv", UINT32, shape.kv_heads),
        pair("llama.attention.layer_norm_rms_epsilon", FLOAT32, shape.epsilon),
        pair("llama.rope.dimension_count", UINT32, shape.head_width),
        pair("llama.rope.freq_base", FLOAT32, shape.rope_base),
        pair("llama.vocab_size", UINT32, len(tokenizer.vocabulary)),
        pair("llama.pooling_type", UINT32, POOLING_MEAN),
        pair("tokenizer.ggml.model", STRING, "gpt2"),
        pair("tokenizer.ggml.pre", STRING, "smollm"),
        array("tokenizer.ggml.tokens", STRING, tokenizer.vocabulary),
        array("tokenizer.ggml.token_type", INT32, types),
        array("tokenizer.ggml.merges", STRING, [" ".join(m) for m in tokenizer.merges]),
        pair("tokenizer.ggml.bos_token_id", UINT32, tokenizer.ids["<|im_start|>"]),
        pair("tokenizer.ggml.eos_token_id", UINT32, tokenizer.ids["<|im_end|>"]),
        pair("tokenizer.ggml.unknown_token_id", UINT32, tokenizer.ids["<|endoftext|>"]),
        pair("tokenizer.ggml.padding_token_id", UINT32, tokenizer.ids["<|pad|>"]),
        pair("tokenizer.ggml.add_bos_token", BOOL, False),
        pair("tokenizer.ggml.add_eos_token", BOOL, False),
        pair("tokenizer.chat_template", STRING, CHATML),
    ]


def write(path, pairs, tensors):
    """tensors: [(name, array)]; a matrix is [outputs, inputs], and GGUF wants its dimensions the other way round."""
    infos, blobs, offset = b"", [], 0
    for name, values in tensors:
        matrix = values.ndim > 1
        blob = q8_0(values) if matrix else values.astype("<f4").tobytes()
        blob += b"\0" * (-len(blob) % ALIGNMENT)
        infos += text(name) + struct.pack("<I", values.ndim) + struct.pack(f"<{values.ndim}Q", *values.shape[::-1])
        infos += struct.pack("<IQ", TENSOR_Q8_0 if matrix else TENSOR_F32, offset)
        blobs.append(blob)
        offset += len(blob)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(pairs)) + b"".join(pairs) + infos
    path.write_bytes(head + b"\0" * (-len(head) % ALIGNMENT) + b"".join(blobs))


def export(model, tokenizer, path):
    """Write a trained model. Its parameters already carry GGUF's names; the output matrix is the embedding."""
    tensors = [(name, value.detach().numpy()) for name, value in model.state_dict().items()]
    write(path, metadata(model.shape, tokenizer), tensors)
