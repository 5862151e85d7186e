"""``make bench``: how fast the machine makes briefs, against the goals and against the last time; each measure in a process of its own.

Speed, memory and start-up alone: how good briefs are is no matter of the machine, and ``benchmarks.quality`` measures it.
"""
