"""The tables of the store, as an ordered list of steps: a store of any earlier version is brought to the last one.

A step that was released is never changed; what is new is a new step.
"""

VECTORS = ("CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID",)

# Times are ISO 8601 in UTC, so that they sort as text. An article's `key` is its canonical address, or its source and entry
# where it has none; `addresses` are the other addresses that led to it; `versions` are what it said before.
ARTICLES = (
    """CREATE TABLE articles (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL DEFAULT 1, hash BLOB NOT NULL,
        url TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, outlet TEXT NOT NULL, published TEXT, seen TEXT NOT NULL,
        changed TEXT NOT NULL, language TEXT NOT NULL, authors TEXT NOT NULL, image TEXT NOT NULL, section TEXT NOT NULL,
        excerpt INTEGER NOT NULL, missing TEXT NOT NULL, discussion TEXT NOT NULL, points INTEGER, extra TEXT NOT NULL
    )""",
    "CREATE INDEX articles_by_time ON articles (coalesce(published, seen))",
    """CREATE TABLE versions (
        article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL, changed TEXT NOT NULL,
        title TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (article, number)
    ) WITHOUT ROWID""",
    """CREATE TABLE addresses (
        key TEXT PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE
    ) WITHOUT ROWID""",
    "CREATE INDEX addresses_by_article ON addresses (article)",
    # `digest` is the hash of what the source said of the entry; `waiting` counts the attempts at a page that is still to come
    """CREATE TABLE entries (
        source TEXT NOT NULL, id TEXT NOT NULL, article INTEGER REFERENCES articles ON DELETE SET NULL, digest BLOB NOT NULL,
        seen TEXT NOT NULL, waiting INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (source, id)
    ) WITHOUT ROWID""",
    "CREATE INDEX entries_by_article ON entries (article)",
    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER words_new AFTER INSERT ON articles BEGIN INSERT INTO words(rowid, title, text) VALUES (new.id, new.title, new.text); END",
    """CREATE TRIGGER words_gone AFTER DELETE ON articles BEGIN
        INSERT INTO words(words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text); END""",
    """CREATE TRIGGER words_changed AFTER UPDATE OF title, text ON articles BEGIN
        INSERT INTO words(words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO words(rowid, title, text) VALUES (new.id, new.title, new.text); END""",
)

HEALTH = (
    """CREATE TABLE health (
        source TEXT PRIMARY KEY, name TEXT NOT NULL, tried TEXT NOT NULL, success TEXT, failures INTEGER NOT NULL, since TEXT, error TEXT NOT NULL,
        remedy TEXT NOT NULL, again TEXT, gone INTEGER NOT NULL, moved TEXT NOT NULL, new INTEGER NOT NULL
    ) WITHOUT ROWID""",
)

SUMMARIES = ("CREATE TABLE summaries (key BLOB PRIMARY KEY, summary TEXT NOT NULL, made TEXT NOT NULL) WITHOUT ROWID",)

# What went to whom. An edition's parts are kept as they were rendered, so that whoever gets it later gets the same; `home` is
# the briefing.toml that it is of.
LEDGER = (
    """CREATE TABLE editions (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, date TEXT NOT NULL, language TEXT NOT NULL, made TEXT NOT NULL,
        home TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE parts (
        edition TEXT NOT NULL REFERENCES editions ON DELETE CASCADE, name TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (edition, name)
    )""",
    """CREATE TABLE deliveries (
        edition TEXT NOT NULL REFERENCES editions ON DELETE CASCADE, recipient TEXT NOT NULL, label TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, sent TEXT, again TEXT, failed INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '',
        remedy TEXT NOT NULL DEFAULT '', PRIMARY KEY (edition, recipient)
    ) WITHOUT ROWID""",
)

# Pictures of articles by their address, already small.
IMAGES = (
    """CREATE TABLE images (
        address TEXT PRIMARY KEY, content BLOB NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, made TEXT NOT NULL
    )""",
)

# What each edition told of which thread, with the articles that it rested on. `date` is the time that the edition spoke from;
# `shown` is when a reader had it as a file or on the screen: what went by mail stands in `deliveries`.
THREADS = (
    """CREATE TABLE told (
        home TEXT NOT NULL, edition TEXT NOT NULL, name TEXT NOT NULL, date TEXT NOT NULL, shown TEXT, PRIMARY KEY (home, edition)
    ) WITHOUT ROWID""",
    """CREATE TABLE episodes (
        home TEXT NOT NULL, edition TEXT NOT NULL, place INTEGER NOT NULL, thread TEXT NOT NULL, story TEXT NOT NULL, headline TEXT NOT NULL,
        status TEXT NOT NULL, sentences TEXT NOT NULL, articles TEXT NOT NULL, PRIMARY KEY (home, edition, story),
        FOREIGN KEY (home, edition) REFERENCES told ON DELETE CASCADE
    )""",
)

# What a reader asked more of, or less: `text` is what the story was about, `weight` above or below 0.
TASTES = (
    """CREATE TABLE tastes (
        id INTEGER PRIMARY KEY, home TEXT NOT NULL, weight REAL NOT NULL, thread TEXT NOT NULL, headline TEXT NOT NULL,
        text TEXT NOT NULL, made TEXT NOT NULL, UNIQUE (home, thread)
    )""",
)

MIGRATIONS = (VECTORS, ARTICLES, HEALTH, SUMMARIES, LEDGER, IMAGES, THREADS, TASTES)
