"""What a model is asked, by prompts that are files: the reader's own before ours. Pure but for reading them."""

from briefing.prompting.filling import NAMES, USES, digest, prompt

__all__ = ["NAMES", "USES", "digest", "prompt"]
