#!/usr/bin/env python3
"""Scores where diurna and spaCy end sentences against news pages with a sentence a line.

    python3 benches/compare/sentences.py tests/corpus/sentences [--diurna BINARY] [--spacy MODEL...] [--show]
    python3 benches/compare/sentences.py --selftest

In the gold an empty line parts paragraphs. Systems read the page with the lines of a paragraph joined by a space; spaCy
is called once a paragraph, so that it too is told where one ends. A sentence is right if its first and last character
are, white space left out of the count. With --show each error of diurna is listed with the words beside it.
"""

import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

from spacy_model import model_name

# text: paragraphs with an empty line between; sentences: {(first, end)}, counted in characters that are no white space.
Page = collections.namedtuple("Page", "name text sentences")


def parse_gold(name, text):
    paragraphs = [[" ".join(line.split()) for line in block.splitlines()] for block in text.strip().split("\n\n")]
    paragraphs = [[line for line in paragraph if line] for paragraph in paragraphs]
    spans = spans_of(line for paragraph in paragraphs for line in paragraph)
    return Page(name, "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph) + "\n", spans)


def squeeze(text):
    return "".join(text.split())


def spans_of(sentences):
    """Spans of sentences that follow each other and leave out nothing."""
    spans, start = set(), 0
    for sentence in sentences:
        end = start + len(squeeze(sentence))
        if end > start:
            spans.add((start, end))
        start = end
    return spans


def read_diurna(binary, pages):
    found = []
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "page.txt")
            file.write_text(page.text, encoding="utf-8")
            command = [binary, "annotate", "--layer", "syntax", "--input", "text", file]
            output = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, encoding="utf-8").stdout
        found.append(spans_of(expect_whole(page, read_conllu(output))))
    return found


def expect_whole(page, sentences):
    """`sentences`, if they are all of the page; spans are counted, so a lost character would shift the rest."""
    if squeeze("".join(sentences)) != squeeze(page.text):
        raise SystemExit(f"{page.name}: the sentences found are not the text of the page")
    return sentences


def read_conllu(output):
    return [line.removeprefix("# text = ") for line in output.splitlines() if line.startswith("# text = ")]


def read_spacy(model, pages):
    import spacy

    language = spacy.load(model, exclude=["ner", "lemmatizer"])
    found = []
    for page in pages:
        documents = language.pipe(page.text.strip().split("\n\n"))
        sentences = [sentence.text for document in documents for sentence in document.sents]
        found.append(spans_of(expect_whole(page, sentences)))
    return found


def score(pages, found):
    right = sum(len(page.sentences & spans) for page, spans in zip(pages, found))
    n_found, n_gold = sum(map(len, found)), sum(len(page.sentences) for page in pages)
    return right, n_found, n_gold


def report(system, pages, found):
    right, n_found, n_gold = score(pages, found)
    f1 = 200 * right / (n_found + n_gold) if n_found + n_gold else 0.0
    precision, recall = (100 * right / n if n else 0.0 for n in (n_found, n_gold))
    print(f"{system}: F1 {f1:.1f}, precision {precision:.1f} ({right}/{n_found}), recall {recall:.1f} ({right}/{n_gold})")


def show(page, spans, width=36):
    """`split` where a sentence ends that should go on, `joined` where one goes on that should end."""
    places = [index for index, character in enumerate(page.text) if not character.isspace()]
    ends = ({end for _, end in sentences} for sentences in (page.sentences, spans))
    wanted, found = ends
    for end in sorted(wanted ^ found):
        after = places[end] if end < len(places) else len(page.text)
        last = places[end - 1] + 1
        context = f"{page.text[max(0, last - width):last]} | {page.text[after:after + width]}"
        print(f"  {page.name}: {'split' if end in found else 'joined'}: {' '.join(context.split())}")


def selftest():
    page = parse_gold("page", "Dr. Ada left.\n“Why?” he asked.\n\n- One  item\n")
    assert page.text == "Dr. Ada left. “Why?” he asked.\n\n- One item\n"
    assert page.sentences == {(0, 11), (11, 25), (25, 33)}
    found = spans_of(["Dr.", "Ada left.", "“Why?” he asked.", "", "- One item"])
    assert score([page], [found]) == (2, 4, 3)
    assert score([page], [page.sentences]) == (3, 3, 3)
    assert read_conllu("# newpar\n# text = A b.\n1\tA\n\n# text = C") == ["A b.", "C"]
    print("selftest passed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=pathlib.Path)
    parser.add_argument("--diurna", metavar="BINARY")
    parser.add_argument("--spacy", metavar="MODEL", nargs="+", default=[])
    parser.add_argument("--show", action="store_true", help="list the errors of diurna")
    parser.add_argument("--selftest", action="store_true")
    arguments = parser.parse_args()
    if arguments.selftest:
        return selftest()
    if arguments.gold is None:
        parser.error("name the folder of the gold")
    pages = [parse_gold(file.stem, file.read_text(encoding="utf-8")) for file in sorted(arguments.gold.glob("*.txt"))]
    if not pages:
        parser.error(f"no .txt file in {arguments.gold}")
    if arguments.diurna:
        found = read_diurna(arguments.diurna, pages)
        report("diurna", pages, found)
        if arguments.show:
            for page, spans in zip(pages, found):
                show(page, spans)
    for model in arguments.spacy:
        report(f"spaCy {model_name(model)}", pages, read_spacy(model, pages))


if __name__ == "__main__":
    sys.exit(main())
