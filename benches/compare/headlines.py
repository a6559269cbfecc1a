#!/usr/bin/env python3
"""Scores names, subjects and objects that diurna and spaCy find in headlines against a gold file.

    python3 benches/compare/headlines.py tests/corpus/headlines.tsv [--diurna BINARY] [--spacy MODEL...] [--show]
    python3 benches/compare/headlines.py --selftest

The gold file says itself how it is marked. Each headline is read alone, as a paragraph of its own. Printed for title
case, capitals and both: F1 of names by exact span without and with their kind, F1 of pairs of a verb and its subject or
object, and the middle 95 % of 1,000 resamples of the headlines. Words are compared by where they stand, so
tokenisation may differ. Kinds of names and dependencies are mapped onto those of the gold:

- a name of two words counts as met by any of its words, for systems differ in which one is its head;
- the gold has no subjects of copular predicates, so theirs are dropped; else the tag of the head does not count;
- leading articles and a closing 's are cut from names; kinds other than people, organisations and places are dropped.
"""

import argparse
import collections
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from spacy_model import model_name

KINDS = {"PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
RELATIONS = {"nsubj": "nsubj", "nsubj:pass": "nsubj", "nsubjpass": "nsubj", "obj": "obj", "dobj": "obj"}
MEASURES = ("names, untyped", "names, typed", "pairs", "nsubj", "obj")
RESAMPLES = 1000

# Spans are pairs of the first character and the one after the last. names: {(span, kind)}; pairs: {(relation, span of
# the verb, span of the word)}.
Reading = collections.namedtuple("Reading", "names pairs")


def find_word(word, text, start=0):
    found = re.compile(r"(?<!\w)" + re.escape(word) + r"(?!\w)").search(text, start)
    if found is None:
        raise ValueError(f"`{word}` is not in `{text}`")
    return found.span()


def parse_gold(lines):
    """(headline, Reading) of each line that is no comment."""
    gold = []
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\n")
        if line.startswith("#") or not line.strip():
            continue
        try:
            gold.append(parse_headline(line))
        except ValueError as error:
            raise SystemExit(f"gold, line {number}: {error}") from None
    return gold


def parse_headline(line):
    columns = line.split("\t")
    if len(columns) != 3:
        raise ValueError(f"{len(columns)} columns; there should be headline, names and pairs")
    text, names_column, pairs_column = columns
    names, pairs, start = set(), set(), 0
    for entry in filter(None, (entry.strip() for entry in names_column.split(";"))):
        kind, _, name = entry.partition("=")
        span = find_word(name, text, start)
        names.add((span, kind))
        start = span[1]
    for entry in filter(None, (entry.strip() for entry in pairs_column.split(";"))):
        found = re.fullmatch(r"(nsubj|obj)\((\S+), (\S+)\)", entry)
        if found is None:
            raise ValueError(f"`{entry}` is no nsubj(verb, word) or obj(verb, word)")
        relation, *words = found.groups()
        spans = [find_word(word, text) for word in words]
        for word, span in zip(words, spans):
            try:
                find_word(word, text, span[1])
            except ValueError:
                continue
            raise ValueError(f"`{word}` is there twice")
        pairs.add((relation, *spans))
    return text, Reading(names, pairs)


def trim_name(text, start, end):
    """The span without leading article and closing 's."""
    name = text[start:end]
    lead = re.match(r"(?:the|an?)\s+", name, re.IGNORECASE)
    tail = re.search(r"\s*['’]s?$", name, re.IGNORECASE)
    return start + (lead.end() if lead else 0), end - (len(tail[0]) if tail else 0)


def overlap(one, two):
    return one[0] < two[1] and two[0] < one[1]


def same_word(one, two, names):
    """Whether two spans are one word, or words of one gold name."""
    return overlap(one, two) or any(overlap(one, name) and overlap(two, name) for name, _ in names)


def count_pairs(gold, found):
    """[right, found, gold]; a gold pair is met by one pair at most."""
    left, right = set(gold.pairs), 0
    for relation, verb, word in sorted(found.pairs):
        for pair in sorted(left):
            if pair[0] == relation and overlap(pair[1], verb) and same_word(pair[2], word, gold.names):
                left.remove(pair)
                right += 1
                break
    return [right, len(found.pairs), len(gold.pairs)]


def only(reading, relation):
    return Reading(reading.names, {pair for pair in reading.pairs if pair[0] == relation})


def count(gold, found):
    """For each measure [right, found, gold]."""
    spans, found_spans = ({span for span, _ in reading.names} for reading in (gold, found))
    return [
        [len(spans & found_spans), len(found_spans), len(spans)],
        [len(gold.names & found.names), len(found.names), len(gold.names)],
        count_pairs(gold, found),
        count_pairs(only(gold, "nsubj"), only(found, "nsubj")),
        count_pairs(only(gold, "obj"), only(found, "obj")),
    ]


def f1(counts):
    right, found, gold = (sum(row[index] for row in counts) for index in range(3))
    return 200 * right / (found + gold) if found + gold else 0.0


def interval(counts, seed=1):
    """The middle 95 % of F1 over resamples of the headlines."""
    random_source = random.Random(seed)
    scores = sorted(f1(random_source.choices(counts, k=len(counts))) for _ in range(RESAMPLES))
    return scores[RESAMPLES * 25 // 1000], scores[RESAMPLES * 975 // 1000 - 1]


def annotate(binary, layer, file):
    command = [binary, "annotate", "--layer", layer, "--input", "text", file]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8").stdout


def read_conllu(output):
    """Sentences of (form, has a copula, index of the head or -1, relation)."""
    sentences = []
    for block in output.split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        if not rows:
            continue
        has_copula = {int(row[6]) for row in rows if row[7] == "cop"}
        sentences.append(
            [(row[1], int(row[0]) in has_copula, int(row[6]) - 1, row[7]) for row in rows]
        )
    return sentences


def place(words, text, start):
    """The spans of `words`, which follow each other in `text` from `start`."""
    spans = []
    for word in words:
        found = text.find(word, start)
        if found < 0 or text[start:found].strip():
            raise ValueError(f"`{word}` does not follow in `{text[start:start + 40]}`")
        start = found + len(word)
        spans.append((found, start))
    return spans


def read_diurna(binary, headlines):
    text = "\n\n".join(headlines) + "\n"
    starts, start = [], 0
    for headline in headlines:
        starts.append(start)
        start += len(headline) + 2
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "headlines.txt")
        file.write_text(text, encoding="utf-8")
        syntax, names = annotate(binary, "syntax", file), annotate(binary, "names", file)
    readings = [Reading(set(), set()) for _ in headlines]

    def local(*spans):
        """The headline that spans are in, and the spans counted from its start."""
        index = max(index for index, start in enumerate(starts) if start <= spans[0][0])
        return readings[index], [(start - starts[index], end - starts[index]) for start, end in spans]

    start = 0
    for sentence in read_conllu(syntax):
        spans = place([word[0] for word in sentence], text, start)
        start = spans[-1][1]
        for span, (_, _, head, relation) in zip(spans, sentence):
            if relation in RELATIONS and head >= 0 and not sentence[head][1]:
                reading, (verb, word) = local(spans[head], span)
                reading.pairs.add((RELATIONS[relation], verb, word))
    rows = [line.split("\t") for line in names.splitlines() if line]
    spans = place([row[0] for row in rows], text, 0)
    index = 0
    while index < len(rows):
        first = index
        index += 1
        if rows[first][1] == "O":
            continue
        while index < len(rows) and rows[index][1].startswith("I-"):
            index += 1
        kind = rows[first][1][2:]
        if kind in KINDS:
            reading, [span] = local(trim_name(text, spans[first][0], spans[index - 1][1]))
            reading.names.add((span, KINDS[kind]))
    return readings


def read_spacy(model, headlines):
    import spacy

    readings = []
    for text, document in zip(headlines, spacy.load(model).pipe(headlines)):
        reading = Reading(set(), set())
        for name in document.ents:
            if name.label_ in KINDS:
                reading.names.add((trim_name(text, name.start_char, name.end_char), KINDS[name.label_]))
        for token in document:
            verb = token.head
            is_copula = verb.lemma_ == "be" and verb.pos_ == "AUX"
            if token.dep_ in RELATIONS and not is_copula:
                spans = [(word.idx, word.idx + len(word)) for word in (verb, token)]
                reading.pairs.add((RELATIONS[token.dep_], *spans))
        readings.append(reading)
    return readings


def report(system, gold, readings):
    capitals = [text == text.upper() for text, _ in gold]
    title_case = [not is_capital for is_capital in capitals]
    groups = (("title case", title_case), ("capitals", capitals), ("all", [True] * len(gold)))
    print(f"\n{system}\n")
    print("| F1 (95 % interval) | " + " | ".join(f"{name} ({sum(chosen)})" for name, chosen in groups) + " |")
    print("| --- |" + " ---: |" * len(groups))
    counts = [count(wanted, found) for (_, wanted), found in zip(gold, readings)]
    for index, measure in enumerate(MEASURES):
        cells = []
        for _, chosen in groups:
            some = [row[index] for row, is_chosen in zip(counts, chosen) if is_chosen]
            low, high = interval(some) if some else (0.0, 0.0)
            cells.append(f"{f1(some):.1f} ({low:.1f}-{high:.1f})")
        print(f"| {measure} | " + " | ".join(cells) + " |")


def show(gold, readings):
    """Each headline with what is missing (-) and what should not be there (+)."""

    def words(pair):
        return f"{pair[0]}({text[slice(*pair[1])]}, {text[slice(*pair[2])]})"

    for (text, wanted), found in zip(gold, readings):
        lines = [f"  - {kind}={text[slice(*span)]}" for span, kind in sorted(wanted.names - found.names)]
        lines += [f"  + {kind}={text[slice(*span)]}" for span, kind in sorted(found.names - wanted.names)]
        lines += [f"  - {words(pair)}" for pair in sorted(wanted.pairs) if not is_met(pair, found, wanted.names)]
        lines += [f"  + {words(pair)}" for pair in sorted(found.pairs) if not is_met(pair, wanted, wanted.names)]
        if lines:
            print("\n".join([text, *lines]))


def is_met(pair, reading, names):
    return any(
        pair[0] == other[0] and overlap(pair[1], other[1]) and same_word(pair[2], other[2], names)
        for other in reading.pairs
    )


def selftest():
    pairs = "nsubj(Sues, Ana); obj(Sues, U.S.); nsubj(Quits, Judge)"
    line = f"Ana Ruiz Sues U.S. over Leak; Judge Quits\tPER=Ana Ruiz; LOC=U.S.\t{pairs}\n"
    [(_, gold)] = parse_gold(["# a comment\n", line])
    assert gold.names == {((0, 8), "PER"), ((14, 18), "LOC")}
    assert ("obj", (9, 13), (14, 18)) in gold.pairs and len(gold.pairs) == 3
    assert [row[0] for row in count(gold, gold)] == [2, 2, 3, 2, 1]
    # Another head of the same name is met, a word outside is not; a pair is met once.
    last = Reading({((0, 8), "ORG")}, {("nsubj", (9, 13), (4, 8)), ("nsubj", (9, 13), (0, 3)), ("obj", (9, 13), (24, 28))})
    assert count(gold, last) == [[1, 1, 2], [0, 1, 2], [1, 3, 3], [1, 2, 2], [0, 1, 1]]
    assert f1([[1, 2, 2], [0, 0, 2]]) == 100 / 3 and f1([]) == 0.0
    assert interval([[1, 1, 1]] * 5) == (100.0, 100.0)
    assert trim_name("the Fed's cut", 0, 9) == (4, 7)
    assert place(["Ana", "'s", "pay"], "x Ana's pay", 2) == [(2, 5), (5, 7), (8, 11)]
    for wrong in ("A\tB", "A b\tPER=c\t", "A b\t\tnsubj(b, c)", "A b b\t\tobj(b, A)", "A b\t\tb, A"):
        try:
            parse_headline(wrong)
        except ValueError:
            continue
        raise AssertionError(wrong)
    rows = ("He\t_\tPRON\t_\t_\t3\tnsubj", "is\t_\tAUX\t_\t_\t3\tcop", "ill\t_\tADJ\t_\t_\t0\troot")
    [sentence] = read_conllu("# text = He is ill\n" + "\n".join(f"{n}\t{row}\t_\t_" for n, row in enumerate(rows, 1)))
    assert sentence[2] == ("ill", True, -1, "root") and sentence[0][2:] == (2, "nsubj")
    print("selftest passed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=pathlib.Path)
    parser.add_argument("--diurna", metavar="BINARY")
    parser.add_argument("--spacy", metavar="MODEL", nargs="+", default=[])
    parser.add_argument("--show", action="store_true", help="list what differs from the gold")
    parser.add_argument("--selftest", action="store_true")
    arguments = parser.parse_args()
    if arguments.selftest:
        return selftest()
    if arguments.gold is None:
        parser.error("name the gold file")
    with open(arguments.gold, encoding="utf-8") as file:
        gold = parse_gold(file)
    headlines = [text for text, _ in gold]
    systems = [("diurna", read_diurna, arguments.diurna)] if arguments.diurna else []
    systems += [(f"spaCy {model_name(model)}", read_spacy, model) for model in arguments.spacy]
    for name, read, source in systems:
        readings = read(source, headlines)
        report(name, gold, readings)
        if arguments.show:
            print()
            show(gold, readings)


if __name__ == "__main__":
    sys.exit(main())
