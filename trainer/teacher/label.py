"""Label text with the teacher (see train.py) for training the small network. By several models: by their mean.

Input, one of
  --masc ZIP       the NLTK edition of MASC with Penn tags (word_TAG word_TAG ..., a sentence a line); the MASC corpus is
                   free for research and development, commercial use included
  --words FILE     a line a sentence, a space between words, an empty line after a document (`trainer --words`)
  --conllu FILE    sentences and tokens are kept; with --only-names only names are found
Output
  OUT.names        a line a sentence, a letter a word (P G L M: the first word of a person, an organisation, a place or
                   something else; small: the words after it; `.`: none)
  OUT.conllu       for --masc: ten columns; FORM, UPOS, XPOS, HEAD and DEPREL are filled
  OUT.labels       for --words: a line a sentence without its words: CRC-32 of the line of words; names as above; then for
                   each word UPOS|XPOS|HEAD|DEPREL, where HEAD counts from the word (0: root)

Left out, unless --only-names: sentences of more than --max-words words, exact repetitions, sentences without a verb and
of more than 15 words, lists of numbers, addresses or symbols, sentences of --exclude (evaluation data), and those whose
arcs have a mean probability below --min-confidence. Code: MIT OR Apache-2.0.
"""
import argparse
import collections
import io
import json
import os
import re
import time
import zipfile
import zlib

import numpy as np

import model as M

BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
TAGS = {"(": "-LRB-", ")": "-RRB-", "LRB": "-LRB-", "RRB": "-RRB-", "PP": "PRP", "...": ".", "--": ":", "UH`": "UH"}
VERB = re.compile("VB|MD")


def masc(path):
    """(document, [(form, tag)]) in the order of the archive's names."""
    with zipfile.ZipFile(path) as z:
        for name in sorted(n for n in z.namelist() if n.endswith(".txt") and n.count("/") == 2):
            for line in io.TextIOWrapper(z.open(name), encoding="utf8", errors="replace"):
                words = []
                for t in line.split():
                    form, _, tag = t.rpartition("_")
                    if not form:
                        form, tag = t, ""
                    form = BRACKETS.get(form, form)
                    form = '"' if form in ("``", "''") else form
                    words.append((form, TAGS.get(tag, tag)))
                if words:
                    yield name.split("/", 1)[1][:-4], words


def not_prose(words, verb):
    """Tables, headers, lists of addresses. words: forms."""
    n = len(words)
    if n > 15 and not verb:
        return True
    alpha = sum(w.isalpha() for w in words)
    odd = sum(bool(re.search(r"://|www\.|@|^[-_=*#|~+<>/\\]{2,}$", w)) or len(w) > 40 for w in words)
    return odd >= 3 or (n > 5 and (alpha < 0.5 * n or odd > 0.2 * n)) or max(map(len, words)) > 120


def letters(tags):
    kinds = dict(PER="P", ORG="G", LOC="L", MISC="M")
    return "".join("." if t == "O" else kinds[t[2:]] if t[0] == "B" else kinds[t[2:]].lower() for t in tags)


def add_misc(name, tags):
    """`name`, letters, with the spans of kind MISC among `tags` that overlap none of it."""
    at = 0
    while at < len(tags):
        start, at = at, at + 1
        if tags[start] == "B-MISC":
            while at < len(tags) and tags[at] == "I-MISC":
                at += 1
            if set(name[start:at]) == {"."}:
                name = name[:start] + "M" + "m" * (at - start - 1) + name[at:]
    return name


def read(a):
    """(document, [(form, tag)]) of each sentence."""
    if a.masc:
        return list(masc(a.masc))
    source, doc = [], 0
    if a.words:
        for line in open(a.words, encoding="utf8"):
            if line.strip():
                source.append((str(doc), [(w, "") for w in line.rstrip("\n").split(" ")]))
            else:
                doc += 1
        return source
    for s in M.read_conllu(a.conllu):
        doc += any(l.startswith("# newdoc") for l in s.lines)
        source.append((str(doc), [(f, "") for f in s.forms]))
    return source


FIELDS = ("upos", "xpos", "rels", "heads", "names", "arc", "tag", "name")


def pack(preds, meta):
    """Arrays of small numbers, a column for each of FIELDS; heads count from the word, probabilities are per cents."""
    rows = []
    for p in preds:
        n = len(p["names"])
        known = lambda key: [meta[key].index(x) for x in p[key]] if key in p else [0] * n
        heads = [h - k - 1 if h else 0 for k, h in enumerate(p["heads"])] if "heads" in p else [0] * n
        per = lambda key: np.rint(100 * p[key]).astype(np.int16) if key in p else np.zeros(n, np.int16)
        rows.append(np.stack([known("upos"), known("xpos"), known("rels"), heads, [M.NAMES.index(x) for x in p["names"]],
                              per("arc"), per("tag"), per("name")], 1).astype(np.int16))
    return np.concatenate(rows)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--encoder", required=True)
    ap.add_argument("--model", nargs="+", required=True, help="folders written by train.py with the same data")
    g = ap.add_mutually_exclusive_group(required=True)
    g.add_argument("--masc")
    g.add_argument("--words")
    g.add_argument("--conllu")
    ap.add_argument("--out", required=True)
    ap.add_argument("--only-names", action="store_true")
    ap.add_argument("--arrays", help="NPZ of what the models say: written, or read if it is there")
    ap.add_argument("--exclude", nargs="*", default=[], help="CoNLL-U whose sentences (5 words and more) are left out")
    ap.add_argument("--misc", help="two columns, names of sentences; those of kind MISC are added where the teacher has none")
    ap.add_argument("--max-words", type=int, default=80)
    ap.add_argument("--corpus", default="ewt_train.conllu", help="whose conventions trees follow")
    ap.add_argument("--names-corpus", default="names_uner_ewt_dev.tsv", help="whose conventions names follow")
    ap.add_argument("--min-confidence", type=float, default=0.0)
    a = ap.parse_args()
    start = time.time()
    log = lambda s: print("%7.1f s  %s" % (time.time() - start, s), flush=True)
    with open(os.path.join(a.model[0], "meta.json"), encoding="utf8") as f:
        meta = json.load(f)
    corpus, names = (meta["corpora"].index(c) + 1 for c in (a.corpus, a.names_corpus))
    source = read(a)
    held = {tuple(s.forms) for p in a.exclude for s in M.read_conllu(p) if len(s.forms) >= 5}
    out, seen, why = [], set(), collections.Counter()
    for doc, ws in source:
        forms = tuple(w for w, _ in ws)
        tagged = any(t for _, t in ws)
        reason = (None if a.only_names else "too long" if len(ws) > a.max_words else "repeated" if forms in seen else
                  "evaluation data" if forms in held else
                  "not prose" if not_prose(forms, not tagged or any(VERB.match(t) for _, t in ws)) else None)
        seen.add(forms)
        if reason:
            why[reason] += 1
        else:
            out.append((doc, ws))
    log("%d sentences read, left out: %s" % (len(source), dict(why)))
    if a.arrays and os.path.exists(a.arrays):
        packed = np.load(a.arrays)["labels"]
    else:
        models = [M.load(model, a.encoder)[0] for model in a.model]
        enc = M.Encoder(a.encoder)
        forms = [[w for w, _ in ws] for _, ws in out]
        preds = [{} for _ in forms] if a.only_names else M.predict(models, meta, enc, forms, corpus, log=log)
        found = M.predict(models, meta, enc, forms, names, log=log, only_names=True)
        packed = pack([dict(p, names=f["names"], name=f["name"]) for p, f in zip(preds, found)], meta)
        if a.arrays:
            np.savez_compressed(a.arrays, labels=packed)
    log("labelled")
    misc = {tuple(w for w, _ in s): [t for _, t in s] for s in M.read_names(a.misc)} if a.misc else {}
    words, at, kept, old = 0, 0, 0, None
    names_file = open(a.out + ".names", "w", encoding="utf8") if not a.words else None
    trees_file = None if a.only_names else open(a.out + (".labels" if a.words else ".conllu"), "w", encoding="utf8")
    for doc, ws in out:
        n = len(ws)
        x = dict(zip(FIELDS, packed[at:at + n].T))
        at += n
        upos, xpos, rels = ([meta[key][i] for i in x[key]] for key in ("upos", "xpos", "rels"))
        if not a.only_names:
            if n > 15 and not any(u in ("VERB", "AUX") for u in upos):
                why["not prose"] += 1
                continue
            if x["arc"].mean() < 100 * a.min_confidence:
                why["not sure"] += 1
                continue
        name = add_misc(letters([M.NAMES[i] for i in x["names"]]), misc.get(tuple(w for w, _ in ws), []))
        if names_file:
            names_file.write(name + "\n")
        if a.words:
            crc = zlib.crc32(" ".join(w for w, _ in ws).encode())
            trees_file.write("%08x\t%s\t%s\n" % (crc, name, " ".join(
                "%s|%s|%d|%s" % (upos[k], xpos[k], x["heads"][k], rels[k]) for k in range(n))))
        elif trees_file:
            if doc != old:
                trees_file.write("# newdoc id = %s\n" % doc)
                old = doc
            for k, (form, _) in enumerate(ws):
                head = str(x["heads"][k] + k + 1) if x["heads"][k] else "0"
                trees_file.write("\t".join((str(k + 1), form, "_", upos[k], xpos[k], "_", head, rels[k], "_", "_")) + "\n")
            trees_file.write("\n")
        kept += 1
        words += n
    log("%d sentences, %d words written; left out %s" % (kept, words, dict(why)))


if __name__ == "__main__":
    main()
