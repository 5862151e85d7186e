"""Tiny real models of transformers, made with random weights from a fixed seed, for tests of what is done with them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from briefing.models.weights import Network

TEXT = """the council voted on tuesday to build a new wall at harbour and mayor said work begins in may . , ! ? :
summarize news story system user assistant is of for it with was not by from has more than two three"""
WORDS = tuple(dict.fromkeys(TEXT.split()))
SPECIAL = ["<pad>", "<unk>", "<s>", "</s>", "<doc-sep>"]
TEMPLATE = (
    "{% for m in messages %}<s> {{ m['role'] }} : {{ m['content'] }} </s> {% endfor %}"
    "{% if add_generation_prompt %}<s> assistant : {% endif %}"
)
NO_SYSTEM = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system here') }}{% endif %}" + TEMPLATE
SHAPE = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
KINDS = ("bart", "t5", "pegasus", "led")


def tokenizer(template: str = TEMPLATE) -> Any:
    """A tokenizer of a few dozen words."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    vocabulary = {word: number for number, word in enumerate([*SPECIAL, *WORDS])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    kind: Any = import_module("transformers").PreTrainedTokenizerFast
    made = kind(
        tokenizer_object=words, pad_token="<pad>", unk_token="<unk>", bos_token="<s>", eos_token="</s>",
        additional_special_tokens=["<doc-sep>"], padding_side="left",
    )  # fmt: skip
    made.chat_template = template or None
    return made


def causal(sliding: int = 0, seed: int = 0, **shape: Any) -> Any:
    """A Llama, or a Mistral whose layers see ``sliding`` tokens; float32."""
    import torch

    transformers: Any = import_module("transformers")  # whose types are few
    torch.manual_seed(seed)
    common = {"vocab_size": len(tokenizer()), "num_key_value_heads": 2, "max_position_embeddings": 256, "eos_token_id": 3,
              "bos_token_id": 2, "pad_token_id": 0, **SHAPE, **shape}  # fmt: skip
    if sliding:
        return transformers.MistralForCausalLM(transformers.MistralConfig(**common, sliding_window=sliding)).eval()
    return transformers.LlamaForCausalLM(transformers.LlamaConfig(**common)).eval()


def seq2seq(kind: str, seed: int = 0) -> Any:
    """One of KINDS; float32."""
    import torch

    transformers: Any = import_module("transformers")
    torch.manual_seed(seed)
    ends = {"vocab_size": len(tokenizer()), "pad_token_id": 0, "eos_token_id": 3, "decoder_start_token_id": 0}
    if kind == "t5":
        shape = {"d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_heads": 4}
        prefix = {"summarization": {"prefix": "summarize : "}}
        config = transformers.T5Config(**shape, **ends, task_specific_params=prefix)
        return transformers.T5ForConditionalGeneration(config).eval()
    shape = {"d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
             "decoder_attention_heads": 4, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64}  # fmt: skip
    if kind == "led":
        config = transformers.LEDConfig(
            **shape, **ends, max_encoder_position_embeddings=64, max_decoder_position_embeddings=64, attention_window=8
        )
        return transformers.LEDForConditionalGeneration(config).eval()
    name = {"bart": "Bart", "pegasus": "Pegasus"}[kind]
    config = getattr(transformers, f"{name}Config")(
        **shape, **ends, max_position_embeddings=64, forced_eos_token_id=None
    )
    return getattr(transformers, f"{name}ForConditionalGeneration")(config).eval()


def saved(model: Any, folder: Path, template: str = TEMPLATE) -> str:
    """The folder that a model was saved to, with its tokenizer."""
    model.save_pretrained(folder)
    tokenizer(template).save_pretrained(folder)
    return str(folder)


def network(model: Any, template: str = TEMPLATE) -> Network:
    """A model of this module as the writers know it."""
    return Network(tokenizer(template), model, "cpu", 256)


def encoder(folder: Path) -> Path:
    """Save an encoder that knows letters, loads and works in no time; its folder."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    tokens = Tokenizer(models.WordPiece({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokens.pre_tokenizer = pre_tokenizers.Whitespace()
    tokens.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    transformers: Any = import_module("transformers")
    tokenizer = transformers.PreTrainedTokenizerFast
    tokenizer(tokenizer_object=tokens, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(folder)
    shape = transformers.BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    transformers.BertModel(shape).save_pretrained(folder)
    return folder
