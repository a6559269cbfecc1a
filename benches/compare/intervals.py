#!/usr/bin/env python3
"""Scores syntax or names against a gold file, with a 95 % interval for each figure.

    python3 benches/compare/intervals.py syntax GOLD.conllu PREDICTED.conllu
    python3 benches/compare/intervals.py names GOLD.tsv PREDICTED.tsv
    python3 benches/compare/intervals.py --selftest

Syntax is CoNLL-U; names are a word, a tab and a BIO tag a line, empty lines between sentences. Each figure is an F1 in
per cent, and its interval the middle 95 % of 1,000 resamples of the documents of the gold: `# newdoc`, `-DOCSTART-`,
or blocks of 10 sentences where the gold marks none. Words are compared by the characters they cover, white space left
out, so words and sentences may be split differently; what is found counts in the document it begins in.

- tokens, sentences: the same characters, and for words of a contraction the same place in it;
- upos, xpos, lemma: of the same token; the case of lemmas does not count;
- uas, las: head, and head and relation without subtype, of the same token;
- nsubj, obj: pairs of a verb and its subject (passive or not) or object, where the head is a verb in the gold;
- typed, untyped: names of people, organisations and places with the same characters, with and without their kind.
"""

import argparse
import bisect
import collections
import operator
import pathlib
import random
import re
import sys
import tempfile

KINDS = ("PER", "ORG", "LOC")
RESAMPLES = 1000
BLOCK = 10

# A span is (first character, character after the last, place in its contraction). head: the span of the head, 0 for a
# root, -1 for none.
Word = collections.namedtuple("Word", "span upos xpos lemma head relation")
# starts: the first character of each document; sentences: (first, end); length: in characters.
Treebank = collections.namedtuple("Treebank", "words sentences starts length")
# names: {(first, end, kind)}.
Names = collections.namedtuple("Names", "names starts length")


def squeeze(text):
    return re.sub(r"\s", "", text)


def document_starts(marked, sentences):
    """First characters of the documents marked, or of blocks of sentences where none is."""
    starts = sorted(set(marked)) or [first for first, _ in sentences[::BLOCK]]
    return [0] + [start for start in starts if start > 0]


def read_treebank(lines):
    words, sentences, marked, sentence, position = [], [], [], [], 0
    contraction = None

    def finish():
        spans = {number: word.span for number, word in sentence}
        for _, word in sentence:
            head = 0 if word.head == "0" else spans.get(word.head, -1)
            words.append(word._replace(head=head))
        if sentence:
            sentences.append((sentence[0][1].span[0], sentence[-1][1].span[1]))
        sentence.clear()

    for line in lines:
        line = line.rstrip("\n")
        if not line:
            finish()
            contraction = None
            continue
        if line.startswith("#"):
            if line.startswith("# newdoc"):
                marked.append(position)
            continue
        columns = line.split("\t")
        number, form, lemma, upos, xpos, _, head, relation = columns[:8]
        if "." in number:
            continue
        end = position + len(squeeze(form))
        if "-" in number:
            first, last = map(int, number.split("-"))
            contraction = (first, last, position, end)
            position = end
            continue
        if contraction and int(number) <= contraction[1]:
            span = (contraction[2], contraction[3], int(number) - contraction[0])
        else:
            span, position, contraction = (position, end, 0), end, None
        sentence.append((number, Word(span, upos, xpos, lemma.lower(), head, relation.split(":")[0])))
    finish()
    return Treebank(words, sentences, document_starts(marked, sentences), position)


def read_names(lines):
    names, sentences, marked, sentence, position = set(), [], [], [], 0

    def finish():
        index = 0
        while index < len(sentence):
            first, end, tag = sentence[index]
            index += 1
            if tag[:1] not in ("B", "I"):
                continue
            while index < len(sentence) and sentence[index][2] == "I" + tag[1:]:
                end = sentence[index][1]
                index += 1
            if tag[2:] in KINDS:
                names.add((first, end, tag[2:]))
        if sentence:
            sentences.append((sentence[0][0], sentence[-1][1]))
        sentence.clear()

    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("-DOCSTART-"):
            marked.append(position)
        elif not line:
            finish()
        else:
            columns = line.split("\t")
            end = position + len(squeeze(columns[0]))
            sentence.append((position, end, columns[-1]))
            position = end
    finish()
    return Names(names, document_starts(marked, sentences), position)


class Counts:
    """What was right, found and in the gold, by measure and document."""

    def __init__(self, starts):
        self.starts, self.measures = starts, {}

    def add(self, measure, column, places):
        """Counts one in `column` (0 right, 1 found, 2 gold) for the document of each of `places`."""
        counts = self.measures.setdefault(measure, [[0] * len(self.starts) for _ in range(3)])[column]
        for place in places:
            counts[bisect.bisect_right(self.starts, place) - 1] += 1

    def add_sets(self, measure, found, gold, place):
        """Counts members of two sets; `place` gives the first character of one."""
        for column, members in enumerate((found & gold, found, gold)):
            self.add(measure, column, map(place, members))


def count_syntax(gold, found):
    expect_one_text(gold, found)
    counts = Counts(gold.starts)
    gold_words, found_words = ({word.span: word for word in bank.words} for bank in (gold, found))
    pairs = [(word, found_words[word.span]) for word in gold.words if word.span in found_words]
    first = operator.itemgetter(0)

    def count_words(measure, is_right):
        counts.add(measure, 0, (one.span[0] for one, two in pairs if is_right(one, two)))
        counts.add(measure, 1, (word.span[0] for word in found.words))
        counts.add(measure, 2, (word.span[0] for word in gold.words))

    count_words("tokens", lambda one, two: True)
    counts.add("sentences", 0, map(first, set(gold.sentences) & set(found.sentences)))
    counts.add("sentences", 1, map(first, found.sentences))
    counts.add("sentences", 2, map(first, gold.sentences))
    for measure in ("upos", "xpos", "lemma"):
        get = operator.attrgetter(measure)
        count_words(measure, lambda one, two: get(one) == get(two))
    count_words("uas", lambda one, two: one.head == two.head)
    count_words("las", lambda one, two: one.head == two.head and one.relation == two.relation)
    verbs = {span for span, word in gold_words.items() if word.upos == "VERB"}
    for relation in ("nsubj", "obj"):
        found_pairs, gold_pairs = (
            {(word.span, word.head) for word in bank.words if word.relation == relation and word.head in verbs}
            for bank in (found, gold)
        )
        counts.add_sets(relation, found_pairs, gold_pairs, lambda pair: pair[0][0])
    return counts


def count_names(gold, found):
    expect_one_text(gold, found)
    counts = Counts(gold.starts)
    counts.add_sets("typed", found.names, gold.names, operator.itemgetter(0))
    found_spans, gold_spans = ({name[:2] for name in side.names} for side in (found, gold))
    counts.add_sets("untyped", found_spans, gold_spans, operator.itemgetter(0))
    return counts


def expect_one_text(gold, found):
    if gold.length != found.length:
        raise SystemExit(f"texts differ: {gold.length} characters in the gold and {found.length} in what was found")


def f1(right, found, gold):
    return 200 * right / max(1, found + gold)


def intervals(counts, seed=1):
    """For each measure F1 and the middle 95 % of F1 over resamples of the documents, the same for all measures."""
    random_source = random.Random(seed)
    documents = range(len(counts.starts))
    scores = {measure: [] for measure in counts.measures}
    for _ in range(RESAMPLES):
        drawn = collections.Counter(random_source.choices(documents, k=len(documents)))
        times = [drawn[document] for document in documents]
        for measure, columns in counts.measures.items():
            scores[measure].append(f1(*(sum(map(operator.mul, times, column)) for column in columns)))
    rows = {}
    for measure, columns in counts.measures.items():
        ordered = sorted(scores[measure])
        low, high = ordered[RESAMPLES * 25 // 1000], ordered[RESAMPLES * 975 // 1000 - 1]
        rows[measure] = (f1(*map(sum, columns)), low, high)
    return rows


def report(counts):
    print(f"| {len(counts.starts)} documents | F1 | 95 % interval | right | found | gold |")
    print("| --- |" + " ---: |" * 5)
    for measure, (score, low, high) in intervals(counts).items():
        right, found, gold = map(sum, counts.measures[measure])
        print(f"| {measure} | {score:.2f} | {low:.2f}-{high:.2f} | {right} | {found} | {gold} |")


def rows_of(*sentences):
    """Lines of CoNLL-U from `number form tag head relation` rows."""
    for sentence in sentences:
        for row in sentence.split("; "):
            if row.startswith("#"):
                yield row + "\n"
                continue
            number, form, tag, head, relation = row.split(" ")
            yield "\t".join((number, form, form, tag, tag, "_", head, relation, "_", "_")) + "\n"
        yield "\n"


def selftest():
    gold = read_treebank(
        rows_of(
            "# newdoc id = one; 1 Ana NOUN 2 nsubj:pass; 2 saw VERB 0 root; 3 us PRON 2 obj; 4 . PUNCT 2 punct",
            "# newdoc; 1-2 Can't _ _ _; 1 Ca AUX 3 aux; 2 n't PART 3 advmod; 3 go VERB 0 root; 4 on ADP 3 compound",
        )
    )
    assert gold.starts == [0, 9] and gold.sentences == [(0, 9), (9, 18)] and gold.length == 18
    assert [word.span for word in gold.words[4:6]] == [(9, 14, 0), (9, 14, 1)]
    perfect = intervals(count_syntax(gold, gold))
    assert perfect["las"] == (100.0, 100.0, 100.0)
    # Both pairs are in one document, which some resamples lack.
    assert perfect["nsubj"] == perfect["obj"] == (100.0, 0.0, 100.0)
    # One sentence over both documents, one word too few in the second, and an object hung on no verb.
    found = read_treebank(
        rows_of(
            "1 Ana NOUN 2 nsubj; 2 saw VERB 0 root; 3 us PRON 1 obj; 4 . PUNCT 2 punct; "
            "5-6 Can't _ _ _; 5 Ca AUX 7 aux; 6 n't PART 7 advmod; 7 goon VERB 2 parataxis",
        )
    )
    counts = count_syntax(gold, found)
    assert counts.measures["tokens"] == [[4, 2], [4, 3], [4, 4]]
    assert counts.measures["sentences"] == [[0, 0], [1, 0], [1, 1]]
    assert counts.measures["uas"] == [[3, 0], [4, 3], [4, 4]]
    assert counts.measures["nsubj"] == [[1, 0], [1, 0], [1, 0]]
    assert counts.measures["obj"] == [[0, 0], [0, 0], [1, 0]]
    low, high = intervals(counts)["uas"][1:]
    assert low == 0.0 and high == 75.0 and intervals(counts) == intervals(counts)

    start = "-DOCSTART-\tO\n"
    lines = [start, "\n", "Xi\tB-PER\n", "met\tO\n", "\n", start, "\n", "UN\tB-ORG\n", "men\tI-ORG\n"]
    gold = read_names(lines)
    assert gold == Names({(0, 2, "PER"), (5, 10, "ORG")}, [0, 5], 10)
    found = read_names(["Xi\tB-PER\n", "met\tI-MISC\n", "UNmen\tI-LOC\n"])
    counts = count_names(gold, found)
    assert counts.measures == {"typed": [[1, 0], [1, 1], [1, 1]], "untyped": [[1, 1]] * 3}, counts.measures
    # A name ends with its sentence.
    assert read_names(["UN\tB-ORG\n", "\n", "men\tI-ORG\n"]).names == {(0, 2, "ORG"), (2, 5, "ORG")}
    assert read_names(["a\tO\n", "\n"] * 25).starts == [0, 10, 20]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "names.tsv")
        file.write_text("".join(lines), encoding="utf-8")
        assert count(file, file, *LAYERS["names"]).measures["typed"] == [[1, 1]] * 3
    try:
        count_names(gold, read_names(["Xi\tO\n"]))
    except SystemExit as stop:
        assert "10 characters in the gold and 2" in str(stop)
    else:
        raise AssertionError("texts that differ")
    print("selftest passed")


LAYERS = {"syntax": (read_treebank, count_syntax), "names": (read_names, count_names)}


def count(gold, found, read, count_layer):
    sides = []
    for path in (gold, found):
        with open(path, encoding="utf-8") as file:
            sides.append(read(file))
    return count_layer(*sides)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layer", nargs="?", choices=LAYERS)
    parser.add_argument("gold", nargs="?", type=pathlib.Path)
    parser.add_argument("predicted", nargs="?", type=pathlib.Path)
    parser.add_argument("--selftest", action="store_true")
    arguments = parser.parse_args()
    if arguments.selftest:
        return selftest()
    if arguments.predicted is None:
        parser.error("name the layer, the gold file and the file to score")
    report(count(arguments.gold, arguments.predicted, *LAYERS[arguments.layer]))


if __name__ == "__main__":
    sys.exit(main())
