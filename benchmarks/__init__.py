"""Measures the figures that are stated anywhere. They need the corpora in ``../shared/data``.

Speed, memory and start-up: ``benchmarks.bench``, which is ``make bench`` and keeps ``history.jsonl``. Whether briefs are as good
as they were: ``benchmarks.quality``, which is ``make quality``. The other modules run alone, each for what its docstring says;
``clustering``, ``pages``, ``support``, ``composed`` and ``replay`` tell in detail how good a part is, and pass or fail nothing.
"""
