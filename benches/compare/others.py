"""One of the other tools over titles.txt and aliases.txt of a folder: the most similar alias of each title."""
import sys
from pathlib import Path


def with_rapidfuzz(titles, aliases):
    from rapidfuzz import fuzz, process, utils

    return process.cdist(titles, aliases, scorer=fuzz.token_sort_ratio, processor=utils.default_process, workers=2).argmax(axis=1)


def with_tfidf(titles, aliases):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)).fit(aliases)
    return sp_matmul_topn(vectors.transform(titles), vectors.transform(aliases).T.tocsr(), top_n=1, n_threads=2)


def with_duckdb(titles, aliases):
    import duckdb

    database = duckdb.connect(config={"threads": 2})
    database.execute("create table titles(title varchar)")
    database.execute("create table aliases(alias varchar)")
    database.executemany("insert into titles values (?)", [[title] for title in titles])
    database.execute("insert into aliases select unnest(?)", [aliases])
    best = "select title, max_by(alias, jaro_winkler_similarity(lower(title), alias)) from titles, aliases group by title"
    return database.execute(best).fetchall()


if __name__ == "__main__":
    name, folder = sys.argv[1], Path(sys.argv[2])
    read = lambda file: (folder / file).read_text(encoding="utf-8").splitlines()
    {"rapidfuzz": with_rapidfuzz, "tfidf": with_tfidf, "duckdb": with_duckdb}[name](read("titles.txt"), read("aliases.txt"))
