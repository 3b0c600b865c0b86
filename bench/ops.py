"""The calls of `keras4j bench ops` with NumPy and PyTorch: one JSON line each, under the same names.

    python bench/ops.py > theirs.jsonl             # numpy and torch, on all processors or OMP_NUM_THREADS
    ./keras4j bench ops > ours.jsonl
    python bench/ops.py --ratios ours.jsonl theirs.jsonl

A tool for developers: nothing here is needed to build, test or use keras4j.
"""

import json
import sys
import time

SIDE = 1024


def timed(function):
    for _ in range(4):
        function()
    times, start = [], time.perf_counter()
    while len(times) < 5 or time.perf_counter() - start < 0.6:
        before = time.perf_counter()
        function()
        times.append(time.perf_counter() - before)
    times.sort()
    return times[len(times) // 2] * 1e3


def numpy_works(np):
    r = np.random.default_rng(0)

    def normal(*shape):
        return r.standard_normal(shape, dtype=np.float32)

    x, y, row, column = normal(SIDE, SIDE), normal(SIDE, SIDE), normal(SIDE), normal(SIDE, 1)
    i, j = r.integers(0, 1000, (SIDE, SIDE), dtype=np.int32), r.integers(1, 9, (SIDE, SIDE), dtype=np.int32)
    nhwc, table, places = normal(16, 64, 64, 16), normal(10_000, 64), r.integers(0, 10_000, 16_384, dtype=np.int32)
    classes, wide = r.integers(0, 1000, 1024, dtype=np.int32), normal(256, 4096)
    ordered, unordered = np.sort(normal(65_536)), normal(65_536)
    a, b = normal(64, 128, 64), normal(64, 64, 128)
    q, k = normal(16, 128, 8, 32), normal(16, 128, 8, 32)
    v, positive = normal(1024), x[:256, :256] @ x[:256, :256].T + 256 * np.eye(256, dtype=np.float32)
    right, tall, small = normal(256, 16), normal(256, 128), normal(128, 64)
    return {
        "add": lambda: x + y, "divide": lambda: x / y, "maximum": lambda: np.maximum(x, y),
        "greater": lambda: x > y, "arctan2": lambda: np.arctan2(x, y), "logaddexp": lambda: np.logaddexp(x, y),
        "add-scalar": lambda: x + np.float32(1.5), "square": lambda: np.square(x),
        "power": lambda: np.power(np.abs(x), np.float32(2.5)), "exp": lambda: np.exp(x),
        "log1p": lambda: np.log1p(np.abs(x)), "sin": lambda: np.sin(x), "tanh": lambda: np.tanh(x),
        "clip": lambda: np.clip(x, -1, 1), "round": lambda: np.round(x), "cast-int32": lambda: x.astype(np.int32),
        "where": lambda: np.where(x > 0, x, -x), "floor-divide-int32": lambda: i // j,
        "add-row": lambda: x + row, "add-column": lambda: x + column,
        "sum": lambda: x.sum(), "sum-rows": lambda: x.sum(1), "sum-columns": lambda: x.sum(0), "mean": lambda: x.mean(),
        "var-columns": lambda: x.var(0), "max-rows": lambda: x.max(1), "argmax-rows": lambda: x.argmax(1),
        "cumsum-rows": lambda: x.cumsum(1), "any": lambda: (x > 9).any(), "norm": lambda: np.linalg.norm(x),
        "transpose": lambda: np.ascontiguousarray(x.T), "flip": lambda: np.ascontiguousarray(np.flip(x, 0)),
        "roll": lambda: np.roll(x, 7, 1), "slice": lambda: np.ascontiguousarray(x[10:900, 10:900]),
        "slice-strided": lambda: np.ascontiguousarray(x[:, ::2]), "pad": lambda: np.pad(x, 3),
        "tile": lambda: np.tile(x, (2, 2)), "repeat": lambda: np.repeat(x, 2, 0),
        "concatenate": lambda: np.concatenate([x, y], 1), "stack": lambda: np.stack([x, y], 2),
        "transpose-nhwc": lambda: np.ascontiguousarray(nhwc.transpose(0, 3, 1, 2)),
        "take": lambda: table[places], "one-hot": lambda: np.eye(1000, dtype=np.float32)[classes],
        "sort-rows": lambda: np.sort(x, 1), "argsort-rows": lambda: np.argsort(x, 1),
        "top-k": lambda: np.argpartition(wide, -8, 1)[:, -8:], "median-rows": lambda: np.median(x, 1),
        "searchsorted": lambda: np.searchsorted(ordered, unordered),
        "matmul": lambda: x @ y, "matmul-batched": lambda: a @ b,
        "einsum": lambda: np.einsum("bqhd,bkhd->bhqk", q, k, optimize=True), "outer": lambda: np.outer(v, v),
        "cholesky": lambda: np.linalg.cholesky(positive), "inv": lambda: np.linalg.inv(positive),
        "det": lambda: np.linalg.det(positive[:128, :128]), "solve": lambda: np.linalg.solve(positive, right),
        "qr": lambda: np.linalg.qr(tall), "svd": lambda: np.linalg.svd(small, full_matrices=False),
        "eigh": lambda: np.linalg.eigh(positive[:128, :128]), "rfft": lambda: np.fft.rfft(wide[:, :1024]),
    }


def torch_works(torch):
    torch.manual_seed(0)
    f = torch.nn.functional
    n = torch.randn
    x, y, row, column = n(SIDE, SIDE), n(SIDE, SIDE), n(SIDE), n(SIDE, 1)
    i = torch.randint(0, 1000, (SIDE, SIDE), dtype=torch.int32)
    j = torch.randint(1, 9, (SIDE, SIDE), dtype=torch.int32)
    nhwc, table, places = n(16, 64, 64, 16), n(10_000, 64), torch.randint(0, 10_000, (16_384,))
    values, segments = n(16_384, 64), torch.randint(0, 1000, (16_384,))
    classes, wide, scores = torch.randint(0, 1000, (1024,)), n(256, 4096), n(1024, 1000)
    ordered, unordered = n(65_536).sort().values, n(65_536)
    a, b, q, k = n(64, 128, 64), n(64, 64, 128), n(16, 128, 8, 32), n(16, 128, 8, 32)
    v, positive = n(1024), x[:256, :256] @ x[:256, :256].T + 256 * torch.eye(256)
    right, tall, small, images = n(256, 16), n(256, 128), n(128, 64), n(8, 32, 32, 32)
    kernel, own, up, heads = n(32, 32, 3, 3), n(32, 1, 3, 3), n(32, 32, 2, 2), n(8, 4, 128, 32)
    photos, sound, window = n(8, 3, 64, 64), n(4, 16_000), torch.hann_window(512)
    c = torch.Tensor.contiguous
    return {
        "add": lambda: x + y, "divide": lambda: x / y, "maximum": lambda: torch.maximum(x, y),
        "greater": lambda: x > y, "arctan2": lambda: torch.arctan2(x, y), "logaddexp": lambda: torch.logaddexp(x, y),
        "add-scalar": lambda: x + 1.5, "square": lambda: torch.square(x), "power": lambda: torch.pow(x.abs(), 2.5),
        "exp": lambda: torch.exp(x), "log1p": lambda: torch.log1p(x.abs()), "sin": lambda: torch.sin(x),
        "tanh": lambda: torch.tanh(x), "erf": lambda: torch.erf(x), "clip": lambda: torch.clip(x, -1, 1),
        "round": lambda: torch.round(x), "cast-int32": lambda: x.int(), "where": lambda: torch.where(x > 0, x, -x),
        "floor-divide-int32": lambda: i // j, "add-row": lambda: x + row, "add-column": lambda: x + column,
        "sum": lambda: x.sum(), "sum-rows": lambda: x.sum(1), "sum-columns": lambda: x.sum(0), "mean": lambda: x.mean(),
        "var-columns": lambda: x.var(0, correction=0), "max-rows": lambda: x.amax(1), "argmax-rows": lambda: x.argmax(1),
        "logsumexp-rows": lambda: torch.logsumexp(x, 1), "cumsum-rows": lambda: x.cumsum(1),
        "any": lambda: (x > 9).any(), "norm": lambda: torch.linalg.norm(x), "transpose": lambda: c(x.T),
        "flip": lambda: torch.flip(x, (0,)), "roll": lambda: torch.roll(x, 7, 1), "slice": lambda: c(x[10:900, 10:900]),
        "slice-strided": lambda: c(x[:, ::2]), "pad": lambda: f.pad(x, (3, 3, 3, 3)), "tile": lambda: x.tile(2, 2),
        "repeat": lambda: torch.repeat_interleave(x, 2, 0), "concatenate": lambda: torch.cat([x, y], 1),
        "stack": lambda: torch.stack([x, y], 2), "transpose-nhwc": lambda: c(nhwc.permute(0, 3, 1, 2)),
        "take": lambda: table[places], "segment-sum": lambda: torch.zeros(1000, 64).index_add_(0, segments, values),
        "one-hot": lambda: f.one_hot(classes, 1000).float(), "sort-rows": lambda: torch.sort(x, 1),
        "argsort-rows": lambda: torch.argsort(x, 1), "top-k": lambda: torch.topk(wide, 8),
        "median-rows": lambda: torch.quantile(x, 0.5, 1), "searchsorted": lambda: torch.searchsorted(ordered, unordered),
        "matmul": lambda: x @ y, "matmul-batched": lambda: a @ b,
        "einsum": lambda: torch.einsum("bqhd,bkhd->bhqk", q, k), "outer": lambda: torch.outer(v, v),
        "cholesky": lambda: torch.linalg.cholesky(positive), "inv": lambda: torch.linalg.inv(positive),
        "det": lambda: torch.linalg.det(positive[:128, :128]), "solve": lambda: torch.linalg.solve(positive, right),
        "qr": lambda: torch.linalg.qr(tall), "svd": lambda: torch.linalg.svd(small, full_matrices=False),
        "eigh": lambda: torch.linalg.eigh(positive[:128, :128]), "softmax": lambda: torch.softmax(x, -1),
        "log-softmax": lambda: torch.log_softmax(x, -1), "gelu": lambda: f.gelu(x), "silu": lambda: f.silu(x),
        "layer-norm": lambda: f.layer_norm(x, (SIDE,)), "conv": lambda: f.conv2d(images, kernel, padding=1),
        "depthwise-conv": lambda: f.conv2d(images, own, padding=1, groups=32),
        "conv-transpose": lambda: f.conv_transpose2d(images, up, stride=2),
        "max-pool": lambda: f.max_pool2d(images, 2), "average-pool": lambda: f.avg_pool2d(images, 2),
        "sparse-cross-entropy": lambda: f.cross_entropy(scores, classes, reduction="none"),
        "attention": lambda: f.scaled_dot_product_attention(heads, heads, heads),
        "resize-bilinear": lambda: f.interpolate(photos, (128, 128), mode="bilinear"),
        "rfft": lambda: torch.fft.rfft(wide[:, :1024]),
        "stft": lambda: torch.stft(sound, 512, 128, 512, window, return_complex=True),
    }


def run():
    import numpy
    import torch

    for name, works in (("numpy", numpy_works(numpy)), ("torch", torch_works(torch))):
        for work, function in works.items():
            print(json.dumps({"work": "ops-" + work, "impl": name, "ms_per_step": round(timed(function), 6)}), flush=True)


def ratios(ours, theirs):
    def read(path):
        with open(path) as lines:
            return [json.loads(line) for line in lines if line.startswith("{")]

    best = {}
    for line in read(theirs):
        best.setdefault(line["work"], {})[line["impl"]] = line["ms_per_step"]
    rows = []
    for line in read(ours):
        others = best.get(line["work"], {})
        if others:
            rows.append((line["ms_per_step"] / min(others.values()), line["work"], line["ms_per_step"], others))
    for ratio, work, own, others in sorted(rows, key=lambda row: -row[0]):
        named = ", ".join(f"{impl} {ms:.3f}" for impl, ms in others.items())
        print(f"{ratio:8.2f}  {work:28s} {own:10.3f} ms   {named}")


if __name__ == "__main__":
    ratios(*sys.argv[2:4]) if sys.argv[1:2] == ["--ratios"] else run()
