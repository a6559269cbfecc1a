"""Shared parts of the teacher: CoNLL-U reading, word features, batching, the network, decoding.

Code: MIT OR Apache-2.0. See README.md for the encoder and the training data and their licences.
"""
import json
import os
import random
import re
import zlib

import numba
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

MAX_PIECES_PER_WORD = 6     # a URL must not eat the encoder's 512 positions
MAX_PIECES = 500
N_HASH = {"shape": 1000, "suf2": 2000, "suf3": 6000, "pre3": 6000}   # rows of the feature tables (row 0: padding)
FEATS = list(N_HASH)
UNKNOWN_CORPUS = 0          # id 0: corpus not told; 1..: the training files in order
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half():
    """Sums of products in 16 bits on a graphics card; on a processor nothing changes."""
    return torch.autocast(DEVICE.type, torch.bfloat16, enabled=DEVICE.type == "cuda")


# ---------------------------------------------------------------- text
class Sentence:
    """One sentence. `lines` keeps every source line, `rows` says which of them are words (not ranges, not empty nodes)."""

    def __init__(self, lines):
        self.lines = lines
        self.rows = []
        self.forms, self.upos, self.xpos, self.heads, self.rels = [], [], [], [], []
        for i, line in enumerate(lines):
            if line.startswith("#"):
                continue
            c = line.split("\t")
            if not c[0].isdigit():
                continue
            self.rows.append(i)
            self.forms.append(c[1])
            self.upos.append(c[3])
            self.xpos.append(c[4])
            self.heads.append(int(c[6]) if c[6].isdigit() else 0)
            self.rels.append(c[7])


def read_conllu(path):
    sents, lines = [], []
    with open(path, encoding="utf8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line:
                lines.append(line)
            elif lines:
                sents.append(Sentence(lines))
                lines = []
    if lines:
        sents.append(Sentence(lines))
    return sents


def shape(w):
    """Word shape: McDonald -> XxXxx, 3rd -> dxx; runs are cut to two characters."""
    s = re.sub(r"[A-Z]", "X", w)
    s = re.sub(r"[a-z]", "x", s)
    s = re.sub(r"\d", "d", s)
    s = re.sub(r"[^\W\d_Xxd]", "u", s)
    return re.sub(r"(.)\1+", r"\1\1", s)


def word_feats(w):
    low = w.lower()
    val = {"shape": shape(w), "suf2": low[-2:], "suf3": low[-3:], "pre3": low[:3]}
    return [1 + zlib.crc32((k + val[k]).encode()) % (N_HASH[k] - 1) for k in FEATS]


class Encoder:
    """Words -> word pieces and feature ids, with a cache."""

    def __init__(self, model_dir):
        self.tok = Tokenizer.from_file(os.path.join(model_dir, "tokenizer.json"))
        self.tok.no_padding()
        self.tok.no_truncation()
        ident = self.tok.token_to_id
        known = lambda *names: next(i for i in map(ident, names) if i is not None)
        self.cls, self.sep = known("[CLS]", "<s>"), known("[SEP]", "</s>")
        self.mask, self.unk = known("[MASK]", "<mask>"), known("[UNK]", "<unk>")
        self.cache = {}

    def word(self, w):
        r = self.cache.get(w)
        if r is None:
            ids = self.tok.encode(w, add_special_tokens=False).ids[:MAX_PIECES_PER_WORD] or [self.unk]
            r = self.cache[w] = (ids, word_feats(w))
        return r

    def sentence(self, forms):
        """(pieces with CLS and SEP, word index of each piece (0 = none), first piece, last piece, features)"""
        enc = [self.word(w) for w in forms]
        cap = MAX_PIECES_PER_WORD
        while cap > 1 and sum(min(cap, len(p)) for p, _ in enc) > MAX_PIECES:
            cap -= 1
        ids, word, first, last = [self.cls], [0], [], []
        for k, (p, _) in enumerate(enc):
            first.append(len(ids))
            ids += p[:cap]
            word += [k + 1] * len(p[:cap])
            last.append(len(ids) - 1)
        ids.append(self.sep)
        word.append(0)
        return ids, word, first, last, [f for _, f in enc]


# Lengths are padded to these and batches to a fixed count for each: oneDNN compiles a kernel for every new shape, which
# would cost more than the arithmetic.
BUCKETS = [8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 80, 100, 128, 160, 256, 384, 512]


def bucket(n):
    return next(b for b in BUCKETS if b >= n)


def make_batches(lengths, budget, shuffle=False, rng=random):
    """Lists of sentence numbers of one bucket; count * bucket <= budget pieces."""
    groups = {}
    for i, n in enumerate(lengths):
        groups.setdefault(bucket(n), []).append(i)
    batches = []
    for b in sorted(groups):
        if shuffle:
            rng.shuffle(groups[b])
        size = max(1, budget // b)
        batches += [groups[b][i:i + size] for i in range(0, len(groups[b]), size)]
    if shuffle:
        rng.shuffle(batches)
    return batches


def collate(items, corpora, budget):
    """items: Encoder.sentence results. Position 0 of the word axis is the root (its vector is CLS's).
    Rows of padding fill the batch up to its fixed size."""
    p = bucket(max(len(x[0]) for x in items))
    n, w = len(items) if DEVICE.type == "cuda" else max(len(items), budget // p), p - 1
    corpora = list(corpora) + [0] * (n - len(items))
    ids, word = np.zeros((n, p), np.int64), np.zeros((n, p), np.int64)
    pm, wm = np.zeros((n, p), bool), np.zeros((n, w), bool)
    first, last = np.zeros((n, w), np.int64), np.zeros((n, w), np.int64)
    feats = np.zeros((n, w, len(FEATS)), np.int64)
    pm[:, 0] = wm[:, 0] = True
    for i, (pi, wi, f, l, ft) in enumerate(items):
        ids[i, :len(pi)], word[i, :len(pi)], pm[i, :len(pi)] = pi, wi, True
        k = len(f)
        first[i, 1:k + 1], last[i, 1:k + 1], feats[i, 1:k + 1], wm[i, :k + 1] = f, l, ft, True
    t = lambda a: torch.from_numpy(a).to(DEVICE, non_blocking=True)
    return dict(ids=t(ids), word=t(word), pm=t(pm), wm=t(wm), first=t(first), last=t(last), feats=t(feats),
                corpus=t(np.array(corpora, np.int64)))


# ---------------------------------------------------------------- network
class SharedDropout(nn.Module):
    """Drops the same dimensions at every position of a sentence (Gal & Ghahramani)."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        m = torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype, device=x.device).bernoulli_(1 - self.p) / (1 - self.p)
        return x * m


class Mix(nn.Module):
    """Learnt weighted mean of the layers' outputs."""

    def __init__(self, layers):
        super().__init__()
        self.w = nn.Parameter(torch.linspace(-1, 1, layers))

    def forward(self, hs):
        a = torch.softmax(self.w, 0)
        return sum(a[i] * h.float() for i, h in enumerate(hs))


def mlp(i, o, p):
    return nn.Sequential(nn.Linear(i, o), nn.GELU(), SharedDropout(p))


NAMES = ["O"] + [p + "-" + k for k in ("PER", "ORG", "LOC", "MISC") for p in "BI"]


class Teacher(nn.Module):
    """A pretrained encoder + word features -> UPOS, XPOS, names, and a deep biaffine parser (Dozat & Manning 2017).

    The encoder is uncased, so embeddings of shape, suffixes and prefix are added to its input at every piece of the
    word (through a projection that starts at zero, so that the pretrained encoder is intact at first) and are
    concatenated to its output. The embedding of the corpus tells whose conventions to follow.
    """

    def __init__(self, config, n_upos, n_xpos, n_rel, n_corpora, encoder=None, arc=400, rel=128, tag=256, fdim=48, drop=0.3):
        super().__init__()
        self.bert = encoder if encoder is not None else AutoModel.from_config(config, add_pooling_layer=False)
        h = config.hidden_size
        self.feat = nn.ModuleList(nn.Embedding(N_HASH[k], fdim, padding_idx=0) for k in FEATS)
        self.corpus = nn.Embedding(n_corpora + 1, 16)
        fd = fdim * len(FEATS) + 16
        self.feat_in = nn.Linear(fd, h)
        nn.init.zeros_(self.feat_in.weight)
        nn.init.zeros_(self.feat_in.bias)
        layers = config.num_hidden_layers + 1
        self.mix_tag, self.mix_arc, self.mix_name = Mix(layers), Mix(layers), Mix(layers)
        self.drop = SharedDropout(drop)
        d = 2 * h + fd
        self.tag_mlp, self.name_mlp = mlp(d, tag, drop), mlp(d, tag, drop)
        self.upos, self.xpos = nn.Linear(tag, n_upos), nn.Linear(tag, n_xpos)
        self.name = nn.Linear(tag, len(NAMES))
        self.arc_d, self.arc_h = mlp(d, arc, drop), mlp(d, arc, drop)
        self.rel_d, self.rel_h = mlp(d, rel, drop), mlp(d, rel, drop)
        self.arc_u = nn.Parameter(torch.zeros(arc + 1, arc))
        self.rel_u = nn.Parameter(torch.zeros(rel + 1, n_rel * (rel + 1)))
        nn.init.normal_(self.arc_u, std=1e-2)
        self.n_rel = n_rel

    def forward(self, b):
        n, w = b["wm"].shape
        f = torch.cat([e(b["feats"][:, :, k]) for k, e in enumerate(self.feat)]
                      + [self.corpus(b["corpus"])[:, None].expand(n, w, -1)], 2)
        add = self.feat_in(f)
        rows = torch.arange(n, device=f.device)[:, None]
        x = self.bert.embeddings.word_embeddings(b["ids"]) + add[rows, b["word"]]
        hs = self.bert(inputs_embeds=x, attention_mask=b["pm"].long(), output_hidden_states=True).hidden_states
        out = []
        for mix in (self.mix_tag, self.mix_arc, self.mix_name):
            v = mix(hs)
            out.append(self.drop(torch.cat([v[rows, b["first"]], v[rows, b["last"]], f], 2)))
        names = self.name(self.name_mlp(out[2])).float()
        t = self.tag_mlp(out[0])
        if b.get("only_names"):
            return dict(names=names)
        ad, ah = self.arc_d(out[1]), self.arc_h(out[1])
        ad = torch.cat([ad, torch.ones_like(ad[:, :, :1])], 2)
        arcs = (ad @ self.arc_u) @ ah.transpose(1, 2)                    # [sentence, dependent, head]
        arcs = arcs.float().masked_fill(~b["wm"][:, None, :], -1e4)
        arcs = arcs.masked_fill(torch.eye(w, dtype=torch.bool, device=arcs.device)[None], -1e4)
        return dict(upos=self.upos(t).float(), xpos=self.xpos(t).float(), arcs=arcs, names=names,
                    rel_d=self.rel_d(out[1]), rel_h=self.rel_h(out[1]))

    def rels(self, out, sent, dep, head):
        """Label scores for the arcs (sent[i], dep[i] <- head[i])."""
        n = len(dep)
        sent, dep, head = (F.pad(x, (0, -n % 128)) for x in (sent, dep, head))      # few different shapes
        d, h = out["rel_d"][sent, dep], out["rel_h"][sent, head]
        d = torch.cat([d, torch.ones_like(d[:, :1])], 1)
        h = torch.cat([h, torch.ones_like(h[:, :1])], 1)
        s = (d @ self.rel_u).view(len(dep), self.n_rel, -1)
        return torch.bmm(s, h[:, :, None].to(s.dtype))[:n, :, 0].float()


def save(path, model, meta):
    os.makedirs(path, exist_ok=True)
    torch.save({k: v.to(torch.float32) for k, v in model.state_dict().items()}, os.path.join(path, "teacher.pt"))
    with open(os.path.join(path, "meta.json"), "w", encoding="utf8") as f:
        json.dump(meta, f, indent=1)


def load(path, encoder_dir):
    with open(os.path.join(path, "meta.json"), encoding="utf8") as f:
        meta = json.load(f)
    config = AutoConfig.from_pretrained(encoder_dir)
    config.num_hidden_layers = meta["layers"]
    model = Teacher(config, len(meta["upos"]), len(meta["xpos"]), len(meta["rels"]), len(meta["corpora"]))
    model.load_state_dict(torch.load(os.path.join(path, "teacher.pt"), weights_only=True))
    return model.eval().to(DEVICE), meta


# ---------------------------------------------------------------- decoding
@numba.njit(cache=True)
def eisner(s):
    """Best projective tree with exactly one root child. s[dependent, head], index 0 is the root. Returns heads."""
    n = s.shape[0]
    s = s.copy()
    for d in range(1, n):       # so costly that the best tree uses one root arc only: the other scores are >= -1e4
        s[d, 0] -= 1e9
    NEG = -1e300
    comp = np.full((n, n, 2), NEG)      # [i, j, 0]: head j; [i, j, 1]: head i
    inc = np.full((n, n, 2), NEG)
    bc = np.zeros((n, n, 2), np.int64)
    bi = np.zeros((n, n), np.int64)
    for i in range(n):
        comp[i, i, 0] = comp[i, i, 1] = 0.0
    for k in range(1, n):
        for i in range(n - k):
            j = i + k
            best, arg = NEG, i
            for r in range(i, j):
                v = comp[i, r, 1] + comp[r + 1, j, 0]
                if v > best:
                    best, arg = v, r
            bi[i, j] = arg
            if i > 0:
                inc[i, j, 0] = best + s[i, j]
            inc[i, j, 1] = best + s[j, i]
            if i > 0:
                best, arg = NEG, i
                for r in range(i, j):
                    v = comp[i, r, 0] + inc[r, j, 0]
                    if v > best:
                        best, arg = v, r
                comp[i, j, 0], bc[i, j, 0] = best, arg
            best, arg = NEG, j
            for r in range(i + 1, j + 1):
                v = inc[i, r, 1] + comp[r, j, 1]
                if v > best:
                    best, arg = v, r
            comp[i, j, 1], bc[i, j, 1] = best, arg
    heads = np.zeros(n, np.int64)
    stack = np.zeros((4 * n + 4, 4), np.int64)      # i, j, direction, complete?
    stack[0] = np.array([0, n - 1, 1, 1])
    top = 1
    while top > 0:
        top -= 1
        i, j, d, c = stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3]
        if i == j:
            continue
        if c == 1:
            r = bc[i, j, d]
            if d == 0:
                stack[top] = np.array([i, r, 0, 1])
                stack[top + 1] = np.array([r, j, 0, 0])
            else:
                stack[top] = np.array([i, r, 1, 0])
                stack[top + 1] = np.array([r, j, 1, 1])
        else:
            r = bi[i, j]
            if d == 0:
                heads[i] = j
            else:
                heads[j] = i
            stack[top] = np.array([i, r, 1, 1])
            stack[top + 1] = np.array([r + 1, j, 0, 1])
        top += 2
    return heads


BAD = np.array([[-1e9 if y[0] == "I" and x[1:] != y[1:] else 0.0 for y in NAMES] for x in NAMES])
FIRST = np.array([-1e9 if x[0] == "I" else 0.0 for x in NAMES])


@numba.njit(cache=True)
def name_viterbi(logp, bad, first):
    """Best BIO sequence: I- only after B- or I- of its kind. logp[word, tag]."""
    n, t = logp.shape
    score = logp[0] + first
    back = np.zeros((n, t), np.int64)
    for k in range(1, n):
        new = np.empty(t)
        for j in range(t):
            arg = 0
            for i in range(1, t):
                if score[i] + bad[i, j] > score[arg] + bad[arg, j]:
                    arg = i
            back[k, j] = arg
            new[j] = score[arg] + bad[arg, j] + logp[k, j]
        score = new
    path = np.zeros(n, np.int64)
    path[n - 1] = score.argmax()
    for k in range(n - 1, 0, -1):
        path[k - 1] = back[k, path[k]]
    return path


def mean(parts):
    """Logarithm of the mean of probabilities given as logarithms."""
    return parts[0] if len(parts) == 1 else torch.logsumexp(torch.stack(parts), 0) - np.log(len(parts))


@torch.inference_mode()
def predict(models, meta, enc, sentences, corpus=UNKNOWN_CORPUS, budget=8000, log=None, only_names=False):
    """sentences: lists of forms. Returns per sentence a dict of upos, xpos, heads, rels, names (BIO tags), and in arc, tag and
    name the probability of each head, of each XPOS with UPOS and of each name's tag; all by the mean of the models.

    An arc's probability is the softmax over all heads of its dependent, before tree decoding."""
    items = [enc.sentence(f) for f in sentences]
    result = [None] * len(items)
    root = meta["rels"].index("root")
    batches = make_batches([len(x[0]) for x in items], budget)
    for k, batch in enumerate(batches):
        b = collate([items[i] for i in batch], [corpus] * len(batch), budget)
        b["only_names"] = only_names
        with half():
            outs = [model.eval()(b) for model in models]
        of = lambda key: mean([torch.log_softmax(out[key].float(), 2) for out in outs])
        np_ = of("names").double().cpu().numpy()
        if not only_names:
            logp = of("arcs").double().cpu().numpy()
            heads = [eisner(logp[r, :len(items[i][2]) + 1, :len(items[i][2]) + 1]) for r, i in enumerate(batch)]
            sent = np.concatenate([[r] * (len(h) - 1) for r, h in enumerate(heads)]).astype(np.int64)
            dep = np.concatenate([np.arange(1, len(h)) for h in heads])
            hd = np.concatenate([h[1:] for h in heads])
            at = [torch.from_numpy(a).to(DEVICE) for a in (sent, dep, hd)]
            with half():
                rel = mean([torch.log_softmax(m.rels(o, *at).float(), 1) for m, o in zip(models, outs)]).cpu()
            rel[:, root] = -1e9
            rel = rel.argmax(1).numpy()
            rel[hd == 0] = root
            (up_p, up), (xp_p, xp) = (([x.cpu().numpy() for x in of(key).max(2)]) for key in ("upos", "xpos"))
        at = 0
        for r, i in enumerate(batch):
            n = len(items[i][2])
            path = name_viterbi(np_[r, 1:n + 1], BAD, FIRST)
            x = dict(names=[NAMES[j] for j in path], name=np.exp(np_[r, np.arange(1, n + 1), path]))
            if not only_names:
                h = heads[r][1:]
                x.update(upos=[meta["upos"][u] for u in up[r, 1:n + 1]], xpos=[meta["xpos"][x] for x in xp[r, 1:n + 1]],
                         heads=h.tolist(), rels=[meta["rels"][y] for y in rel[at:at + n]],
                         arc=np.exp(logp[r, np.arange(1, n + 1), h]), tag=np.exp((up_p + xp_p)[r, 1:n + 1]))
                at += n
            result[i] = x
        if log and k % 50 == 0:
            log("batch %d of %d" % (k, len(batches)))
    return result


def read_names(path):
    """Sentences of (form, BIO) of a two-column file."""
    sents, s = [], []
    for line in list(open(path, encoding="utf8")) + [""]:
        line = line.rstrip("\n")
        if line.startswith("-DOCSTART-"):
            continue
        if not line:
            if s:
                sents.append(s)
            s = []
            continue
        c = line.split("\t")
        s.append((c[0], c[-1] if c[-1] in NAMES else "O"))
    return sents
