"""
Trains the last layers of PP-OCRv6 tiny recognition on lines of rendered screenshots: code, terminals, web pages.

The published network reads a lone "}" as ")" and "*/" as "*1": it has seen little code. Everything up to the last
two blocks stays as it is; the layers after are drawn back to their published values, so that what is not rendered here
(accents, Chinese) is read as before.

    python train.py PUBLISHED.onnx ALPHABET.txt PICTURES OUT.onnx [minutes]

PICTURES is the folder bench/ocr renders its training set into.
"""

import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from lines import Features, examples
from tail import Tail, key

BATCH = 24
RATE = 4e-4
PULL = 2e-3


def main():
    published, alphabet_file, pictures, out = sys.argv[1:5]
    minutes = float(sys.argv[5]) if len(sys.argv) > 5 else 20
    torch.set_num_threads(2)
    torch.manual_seed(0)
    characters = ['', *open(alphabet_file, encoding='utf8').read().rstrip('\n').split('\n'), ' ']
    classes = {char: i for i, char in enumerate(characters)}

    features = Features(published)
    data = []
    seen = set()
    started = time.time()
    for strip, text in examples(pictures, seed=1):
        if any(char not in classes for char in text) or strip.shape[2] < 10 * len(text):
            continue
        feature, probabilities = features(strip)
        seen.update(np.unique(probabilities.argmax(1)).tolist())
        seen.update(np.unique(probabilities.argsort(1)[:, -3:]).tolist())
        data.append((feature, text))
    seen.update(classes[char] for _, text in data for char in text)
    chosen = torch.tensor(sorted(seen))
    place = {int(label): i for i, label in enumerate(chosen)}
    assert place[0] == 0
    random.Random(0).shuffle(data)
    held, data = data[:300], data[300:]
    print(f'{len(data)} lines, {len(chosen)} classes, {time.time() - started:.0f} s', flush=True)

    tail = Tail(published)
    origin = {name: value.detach().clone() for name, value in tail.weights.items()}
    optimiser = torch.optim.AdamW(tail.parameters(), lr=RATE, weight_decay=0)

    def logits_of(batch):
        widest = max(feature.shape[2] for feature, _ in batch)
        x = torch.zeros(len(batch), 160, 3, widest)
        for i, (feature, _) in enumerate(batch):
            x[i, :, :, : feature.shape[2]] = torch.from_numpy(feature.astype(np.float32))
        lengths = torch.tensor([feature.shape[2] // 2 for feature, _ in batch])
        return forward_chosen(tail, x, chosen), lengths

    def errors(lines):
        wrong = total = 0
        with torch.no_grad():
            for line in lines:
                logits, _ = logits_of([line])
                labels = chosen[logits[0].argmax(1)].tolist()
                read = ''.join(characters[b] for a, b in zip([0, *labels], labels) if b and b != a)
                wrong += distance(read.replace(' ', ''), line[1].replace(' ', ''))
                total += len(line[1])
        return wrong, total

    print('before', errors(held), flush=True)
    started = time.time()
    step = 0
    rng = random.Random(2)
    total = minutes * 60
    while time.time() - started < total:
        pool = sorted(rng.sample(data, min(len(data), BATCH * 20)), key=lambda line: line[0].shape[2])
        batches = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
        rng.shuffle(batches)
        for batch in batches:
            spent = time.time() - started
            if spent > total:
                break
            for group in optimiser.param_groups:
                group['lr'] = RATE * min(1, (step + 1) / 50) * max(0.02, 1 - spent / total)
            logits, lengths = logits_of(batch)
            targets = torch.tensor([place[classes[char]] for _, text in batch for char in text])
            loss = F.ctc_loss(
                logits.log_softmax(2).transpose(0, 1),
                targets,
                lengths,
                torch.tensor([len(text) for _, text in batch]),
                zero_infinity=True,
            )
            pull = sum(((value - origin[name]) ** 2).sum() for name, value in tail.weights.items())
            optimiser.zero_grad()
            (loss + PULL * pull).backward()
            torch.nn.utils.clip_grad_norm_(tail.parameters(), 1.0)
            optimiser.step()
            step += 1
            if step % 50 == 0:
                print(f'{step} {spent:.0f} s loss {loss.item():.4f} pull {pull.item():.3f}', flush=True)
            if step % 200 == 0:
                print('held', errors(held), flush=True)
                tail.write(published, out)
    print('after', errors(held), flush=True)
    tail.write(published, out)


def forward_chosen(tail, x, chosen):
    """Logits of the chosen classes only; the others keep their weights."""
    full = {part: tail.weights[key(f'linear_1.{part}')] for part in ('w_0', 'b_0')}
    return tail.hidden(x) @ full['w_0'][:, chosen] + full['b_0'][chosen]


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        corner, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            corner, row[j] = row[j], min(corner + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]


main()
