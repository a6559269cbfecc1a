"""Train the teacher: a pretrained encoder fine-tuned as a tagger, parser and name finder of English.

It labels text for the small model that the library embeds (label.py); it is not needed at run time.

See README.md for how it is called. Needs torch, transformers, tokenizers, numpy, numba; on a graphics card minutes, on two
cores hours. With --max-minutes the learning rate follows whichever is further, steps or clock, so the run ends in time with a
fully decayed rate (such a run is not exactly repeatable). Code: MIT OR Apache-2.0.
"""
import argparse
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from transformers import AutoConfig, AutoModel

import model as M

SMALL = {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "as", "with", "from"}


def title(forms):
    return [w if k and (w.lower() in SMALL or w.startswith("'") or w == "n't") else w[:1].upper() + w[1:]
            for k, w in enumerate(forms)]


def augment(s, rng):
    """Now and then: lower, upper or title case, or no final punctuation mark. Returns (forms, how many words to keep)."""
    forms, n = s.forms, len(s.forms)
    x = rng.random()
    if x < 0.03:
        forms = [w.lower() for w in forms]
    elif x < 0.06:
        forms = [w.upper() for w in forms]
    elif x < 0.12 and n <= 30:
        forms = title(forms)
    if n > 2 and s.upos[-1] == "PUNCT" and n not in s.heads and rng.random() < 0.08:
        n -= 1
    return forms[:n], n


def syntax_scores(sents, preds):
    """Accuracies in per cent; relations without subtype."""
    tot = up = xp = ua = la = 0
    for s, p in zip(sents, preds):
        for k in range(len(s.forms)):
            tot += 1
            up += p["upos"][k] == s.upos[k]
            xp += p["xpos"][k] == s.xpos[k]
            if p["heads"][k] == s.heads[k]:
                ua += 1
                la += p["rels"][k].split(":")[0] == s.rels[k].split(":")[0]
    return "upos %.2f xpos %.2f uas %.2f las %.2f" % tuple(100 * a / tot for a in (up, xp, ua, la))


def spans(tags):
    out, start = set(), None
    for k, t in enumerate(list(tags) + ["O"]):
        if start is not None and t != "I-" + tags[start][2:]:
            if tags[start][2:] != "MISC":
                out.add((start, k, tags[start][2:]))
            start = None
        if t[0] == "B":
            start = k
    return out


def name_scores(sents, preds):
    c = np.zeros(5)
    for s, p in zip(sents, preds):
        g, f = spans([t for _, t in s]), spans(p["names"])
        gu, fu = {x[:2] for x in g}, {x[:2] for x in f}
        c += [len(g), len(f), len(g & f), len(gu & fu), 0]
    return "names typed %.1f untyped %.1f (P %.1f R %.1f)" % (
        200 * c[2] / (c[0] + c[1]), 200 * c[3] / (c[0] + c[1]), 100 * c[3] / c[1], 100 * c[3] / c[0])


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--encoder", required=True)
    ap.add_argument("--layers", type=int, required=True, help="of the encoder, from below")
    ap.add_argument("--freeze", type=int, default=0, help="layers from below that stay as they are")
    ap.add_argument("--train", nargs="+", required=True, help="CoNLL-U")
    ap.add_argument("--names", nargs="+", required=True, help="FILE:WEIGHT, how often each sentence is seen in an epoch")
    ap.add_argument("--dev", required=True)
    ap.add_argument("--dev-names", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--max-minutes", type=float, default=1e9)
    ap.add_argument("--batch", type=int, default=1280, help="pieces")
    ap.add_argument("--lr", type=float, default=6e-5)
    ap.add_argument("--head-lr", type=float, default=1.2e-3)
    ap.add_argument("--dropout", type=float, default=0.0, help="inside the encoder; doubles the cost of a step on a processor")
    ap.add_argument("--warmup", type=float, default=0.06)
    ap.add_argument("--word-dropout", type=float, default=0.04)
    ap.add_argument("--max-train-pieces", type=int, default=100)
    ap.add_argument("--steps", type=int, help="stop early (to measure speed)")
    ap.add_argument("--every", type=int, default=1, help="epochs from one score to the next")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    start = time.time()
    torch.set_num_threads(a.threads)
    random.seed(a.seed)
    np.random.seed(a.seed)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    log = lambda s: print("%7.1f s  %s" % (time.time() - start, s), flush=True)

    names_of = [(p.rpartition(":")[0], float(p.rpartition(":")[2])) for p in a.names]
    items = []      # (sentence, corpus number, is it a tree)
    for k, path in enumerate(a.train):
        items += [(s, k + 1, True) for s in M.read_conllu(path)]
    trees = [s for s, _, _ in items]
    weights = [1.0] * len(items)
    for k, (path, weight) in enumerate(names_of):
        new = M.read_names(path)
        items += [(s, len(a.train) + k + 1, False) for s in new]
        weights += [weight] * len(new)
    enc = M.Encoder(a.encoder)
    forms_of = lambda i: items[i][0].forms if items[i][2] else [w for w, _ in items[i][0]]
    lengths = [len(enc.sentence(forms_of(i))[0]) for i in range(len(items))]
    dev = M.read_conllu(a.dev)
    dev_names = M.read_names(a.dev_names)
    meta = dict(upos=sorted({u for s in trees for u in s.upos}), xpos=sorted({x for s in trees for x in s.xpos}),
                rels=sorted({r for s in trees for r in s.rels}), layers=a.layers,
                corpora=[os.path.basename(p) for p in a.train] + [os.path.basename(p) for p, _ in names_of])
    uner = next(k + 1 for k, n in enumerate(meta["corpora"]) if "uner" in n)
    ix = {k: {v: i for i, v in enumerate(meta[k])} for k in ("upos", "xpos", "rels")}
    ix_name = {v: i for i, v in enumerate(M.NAMES)}
    log("%d sentences, %d pieces" % (len(items), sum(lengths)))

    config = AutoConfig.from_pretrained(a.encoder)
    config.num_hidden_layers = a.layers
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = a.dropout
    encoder = AutoModel.from_pretrained(a.encoder, config=config, add_pooling_layer=False)
    net = M.Teacher(config, len(meta["upos"]), len(meta["xpos"]), len(meta["rels"]), len(meta["corpora"]), encoder).to(M.DEVICE)
    net.bert.embeddings.requires_grad_(False)
    for layer in net.bert.encoder.layer[:a.freeze]:
        layer.requires_grad_(False)
    ids = {id(p) for p in net.bert.parameters()}
    bert = [p for p in net.bert.parameters() if p.requires_grad]
    heads = [p for p in net.parameters() if id(p) not in ids]
    opt = torch.optim.AdamW([dict(params=bert, lr=a.lr, weight_decay=0.01),
                             dict(params=heads, lr=a.head_lr, weight_decay=0.01)], betas=(0.9, 0.98), fused=True)
    base = [g["lr"] for g in opt.param_groups]

    def epoch_batches():
        chosen = [i for i, w in enumerate(weights) for _ in range(int(w) + (rng.random() < w % 1))
                  if lengths[i] <= a.max_train_pieces]
        batches = []
        for tree in (True, False):
            part = [i for i in chosen if items[i][2] == tree]
            batches += [[part[j] for j in b] for b in M.make_batches([lengths[i] for i in part], a.batch, True, rng)]
        rng.shuffle(batches)
        return batches

    total = a.epochs * len(epoch_batches())
    log("about %d steps" % total)
    step, done = 0, 0.0
    train_start = time.time()
    for epoch in range(1, a.epochs + 1):
        net.train()
        seen, loss_sum, mark = 0, {}, time.time()
        for batch in epoch_batches():
            done = max(step / total, (time.time() - train_start) / (60 * a.max_minutes))
            if done >= 1:
                break
            f = min((done + 1e-3) / a.warmup, (1 - done) / (1 - a.warmup))
            for g, b in zip(opt.param_groups, base):
                g["lr"] = b * f
            is_tree = items[batch[0]][2]
            words, n_of = [], []
            for i in batch:
                if is_tree:
                    forms, n = augment(items[i][0], rng)
                else:
                    forms = forms_of(i)
                    n, x = len(forms), rng.random()
                    forms = [w.upper() for w in forms] if x < 0.03 else title(forms) if x < 0.08 else forms
                words.append(enc.sentence(forms))
                n_of.append(n)
            b = M.collate(words, [items[i][1] if rng.random() > 0.1 else M.UNKNOWN_CORPUS for i in batch], a.batch)
            b["only_names"] = not is_tree
            # word dropout: a word's pieces become the mask, its features 0 (independently)
            drop = (torch.rand(b["wm"].shape, device=M.DEVICE) < a.word_dropout) & b["wm"]
            drop[:, 0] = False
            b["ids"] = b["ids"].masked_fill(drop.gather(1, b["word"]), enc.mask)
            b["feats"] = b["feats"] * (torch.rand(b["wm"].shape, device=M.DEVICE) >= a.word_dropout)[:, :, None]
            tensor = lambda numbers: torch.tensor(numbers).to(M.DEVICE)
            sent = tensor([r for r, n in enumerate(n_of) for _ in range(n)])
            dep = tensor([k + 1 for n in n_of for k in range(n)])
            with M.half():
                out = net(b)
            if is_tree:
                gold = [(items[i][0], n) for i, n in zip(batch, n_of)]
                head = tensor([h for s, n in gold for h in s.heads[:n]])
                rel = tensor([ix["rels"][x] for s, n in gold for x in s.rels[:n]])
                up = tensor([ix["upos"][x] for s, n in gold for x in s.upos[:n]])
                xp = tensor([ix["xpos"][x] for s, n in gold for x in s.xpos[:n]])
                with M.half():
                    rs = net.rels(out, sent, dep, head)
                losses = dict(arc=F.cross_entropy(out["arcs"][sent, dep], head), rel=F.cross_entropy(rs, rel),
                              upos=0.4 * F.cross_entropy(out["upos"][sent, dep], up),
                              xpos=0.4 * F.cross_entropy(out["xpos"][sent, dep], xp))
            else:
                gold = tensor([ix_name[t] for i in batch for _, t in items[i][0]])
                losses = dict(names=F.cross_entropy(out["names"][sent, dep], gold))
            opt.zero_grad(set_to_none=True)
            sum(losses.values()).backward()
            torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 2.0)
            opt.step()
            step += 1
            seen += len(dep)
            for k, v in losses.items():
                loss_sum.setdefault(k, []).append(v.detach())
            if step % 50 == 0:
                log("epoch %d step %d (%.1f %%): %s; %.0f words/s" % (epoch, step, 100 * done, " ".join(
                    "%s %.3f" % (k, torch.stack(v).mean()) for k, v in sorted(loss_sum.items())), seen / (time.time() - mark)))
                seen, loss_sum, mark = 0, {}, time.time()
            if step == a.steps:
                return
        if epoch % a.every and epoch < a.epochs and done < 1:
            continue
        M.save(a.out, net, meta)
        t = time.time()
        sample = dev if epoch == a.epochs or done >= 1 else dev[::3]
        preds = M.predict([net], meta, enc, [s.forms for s in sample], 1)
        log("epoch %d dev: %s (%.0f words/s)" % (epoch, syntax_scores(sample, preds),
                                                 sum(len(s.forms) for s in sample) / (time.time() - t)))
        preds = M.predict([net], meta, enc, [[w for w, _ in s] for s in dev_names], uner, only_names=True)
        log("epoch %d dev: %s" % (epoch, name_scores(dev_names, preds)))
        if done >= 1:
            break
    log("finished after %d steps" % step)


if __name__ == "__main__":
    main()
