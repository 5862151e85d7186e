"""How long summaries should be: what each length buys on a reader's own stories, and which one is worth its reading.

contents | trial | advise, specimens; and one morning's brief at several lengths, as ``preview`` shows it.
"""
