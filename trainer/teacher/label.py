"""Label text with the teacher (see train.py) for training the small network.

Input, one of
  --masc ZIP       the NLTK edition of MASC with Penn tags (word_TAG word_TAG ..., a sentence a line); the MASC corpus is
                   free for research and development, commercial use included
  --conllu FILE    sentences and tokens are kept; with --only-names only names are found
Output: OUT.names, a line a sentence, a letter a word (P G L M: the first word of a person, an organisation, a place or
something else; small: the words after it; `.`: none). Unless --only-names also OUT.conllu, ten columns: FORM; LEMMA
`_`; UPOS, HEAD and DEPREL from the teacher; XPOS with --xpos corpus from MASC's own tag where the word has
a letter or a digit and the tag is one of the training data's, else from the teacher.

Left out, unless --only-names: sentences of more than --max-words words, exact repetitions, sentences without a verb and
of more than 15 words, lists of numbers, addresses or symbols, sentences of --exclude (evaluation data), and those whose
arcs have a mean probability below --min-confidence. Code: MIT OR Apache-2.0.

  python label.py --encoder ENCODER_FOLDER --model model --masc masc_tagged.zip --out masc
"""
import argparse
import collections
import io
import re
import time
import zipfile

import torch

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


def init(*state):
    global STATE
    STATE = state
    torch.set_num_threads(1)


def part(forms):
    net, meta, enc, corpus, names, only_names, log = STATE
    result = [None] * len(forms)
    if not only_names:
        result = M.predict(net, meta, enc, forms, corpus, log=log)
    if only_names or names != corpus:
        found = M.predict(net, meta, enc, forms, names, log=log, only_names=True)
        result = [dict(r or {}, names=f["names"]) for r, f in zip(result, found)]
    return result


def letters(tags):
    return "".join({"O": "."}.get(t, dict(PER="P", ORG="G", LOC="L", MISC="M").get(t[2:], ".")) if t[0] != "I" else
                   dict(PER="p", ORG="g", LOC="l", MISC="m")[t[2:]] for t in tags)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--encoder", required=True)
    ap.add_argument("--model", required=True, help="folder written by train.py")
    g = ap.add_mutually_exclusive_group(required=True)
    g.add_argument("--masc")
    g.add_argument("--conllu")
    ap.add_argument("--out", required=True)
    ap.add_argument("--only-names", action="store_true")
    ap.add_argument("--exclude", nargs="*", default=[], help="CoNLL-U whose sentences (5 words and more) are left out")
    ap.add_argument("--xpos", choices=("corpus", "teacher"), default="teacher", help="whose Penn tags are written")
    ap.add_argument("--max-words", type=int, default=80)
    ap.add_argument("--corpus", default="ewt_train.conllu", help="whose conventions trees follow")
    ap.add_argument("--names-corpus", default="names_uner_ewt_dev.tsv", help="whose conventions names follow")
    ap.add_argument("--processes", type=int, default=2, help="of one thread each")
    ap.add_argument("--min-confidence", type=float, default=0.0)
    ap.add_argument("--limit", type=int, help="first N sentences only")
    a = ap.parse_args()
    torch.set_num_threads(1)
    start = time.time()
    log = lambda s: print("%7.1f s  %s" % (time.time() - start, s), flush=True)
    net, meta = M.load(a.model, a.encoder)
    enc = M.Encoder(a.encoder)
    corpus, names = (meta["corpora"].index(c) + 1 for c in (a.corpus, a.names_corpus))
    if a.masc:
        source = list(masc(a.masc))
    else:
        source, doc = [], ""
        for s in M.read_conllu(a.conllu):
            for l in s.lines:
                if l.startswith("# newdoc"):
                    doc = l
            source.append((doc, [(f, "") for f in s.forms]))
    source = source[:a.limit]
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
    forms = [[w for w, _ in ws] for _, ws in out]
    preds = [None] * len(forms)
    # By length, so that both processes have as much to do.
    order = sorted(range(len(forms)), key=lambda i: len(forms[i]))
    parts = [order[r::a.processes] for r in range(a.processes)]
    with torch.multiprocessing.get_context("fork").Pool(
            a.processes, init, (net, meta, enc, corpus, names, a.only_names, log)) as pool:
        done = pool.map(part, [[forms[i] for i in p] for p in parts], 1)
    for p, d in zip(parts, done):
        for i, x in zip(p, d):
            preds[i] = x
    log("labelled")
    tags, words, kept, same, old = set(meta["xpos"]), 0, 0, [0, 0], None
    with open(a.out + ".names", "w", encoding="utf8") as f:
        conllu = None if a.only_names else open(a.out + ".conllu", "w", encoding="utf8")
        for (doc, ws), p in zip(out, preds):
            if conllu:
                if len(ws) > 15 and not any(u in ("VERB", "AUX") for u in p["upos"]):
                    why["not prose"] += 1
                    continue
                if sum(p["arc"]) / len(ws) < a.min_confidence:
                    why["not sure"] += 1
                    continue
                if doc != old:
                    conllu.write("# newdoc id = %s\n" % doc)
                    old = doc
                for k, (form, tag) in enumerate(ws):
                    x = p["xpos"][k]
                    if tag and tag in tags and any(ch.isalnum() for ch in form):
                        same[0] += 1
                        same[1] += tag == x
                        x = tag if a.xpos == "corpus" else x
                    conllu.write("\t".join((str(k + 1), form, "_", p["upos"][k], x, "_", str(p["heads"][k]), p["rels"][k],
                                            "_", "_")) + "\n")
                conllu.write("\n")
            f.write(letters(p["names"]) + "\n")
            kept += 1
            words += len(ws)
    log("%d sentences, %d words written; left out %s" % (kept, words, dict(why)))
    if same[0]:
        log("teacher's XPOS equals the corpus's on %.2f %% of %d words" % (100 * same[1] / same[0], same[0]))


if __name__ == "__main__":
    main()
