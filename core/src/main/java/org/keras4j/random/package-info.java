/// Random numbers that are the same everywhere: for a given seed, the numbers Keras draws on JAX.
///
/// [org.keras4j.random.Threefry] makes streams of bits from a key,
/// [org.keras4j.random.MersenneTwister] is the host's generator, seeded and shared by
/// [org.keras4j.random.RandomState]. Nothing here depends on an engine. The rest of this page says
/// how every distribution is made of bits, as Keras 3.15 calls JAX 0.10; `bits(w, shape)` are the
/// `w`-bit words of the stream in row-major order, `split(n)` makes keys, and arithmetic happens in
/// the dtype asked for.
///
/// - **Keys.** An integer seed `s` is the key `[s, 0]`. A seed generator's state starts as `[s,
///   0]`; each draw uses the state and then adds `[0, 1]`. The global generator (no seed given)
///   instead moves on by `(state + 1) * 5387 % 933199`, in unsigned 32-bit arithmetic on both
///   words, and starts from Python's `random.randint(1, 1000000000)`.
/// - **uniform**`(shape, a, b)`: words as wide as the dtype (`bfloat16`: 8 bits) keep their upper
///   bits as the mantissa of a number from 1 to 2, from which 1 is taken: `float32` is `bits(32)
///   >>> 9 | 0x3f800000`, `float16` is `bits(16) >>> 6 | 0x3c00`, `bfloat16` is `bits(8) >>> 1 |
///   0x3f80`, `float64` is `bits(64) >>> 12 | 0x3ff0000000000000`. The answer is `max(a, u * (b -
///   a) + a)`, the product unrounded as in a fused multiply-add (`float16` and `bfloat16` round
///   it).
/// - **normal**: `sqrt(2) * erfInv(uniform(nextUp(-1), 1))`, then `* stddev + mean`. `erfInv` is
///   Giles's polynomial.
/// - **truncated normal**: `u = uniform(erf(-2 / sqrt(2)), erf(2 / sqrt(2)))`, `sqrt(2) *
///   erfInv(u)`, clipped to the open interval from -2 to 2, then `* stddev + mean`.
/// - **randint**`(shape, low, high)`: at least 32 bits (narrower dtypes are drawn as `int32`, with
///   bounds clipped to their range, and converted). `[k1, k2] = split(2)`; `span = high - low`
///   unsigned (1 where `high <= low`; one more where `high` exceeds the dtype); `m = (2^(w/2) %
///   span)^2 % span`; `low + ((bits_k1 % span) * m + bits_k2 % span) % span`, all unsigned with
///   wrap-around.
/// - **dropout**: keeps where `uniform(noise shape, float32) < 1 - rate` (a double, then rounded to
///   `float32`); what is kept is divided by `1 - rate`. Rates 0 and 1 draw nothing.
/// - **shuffle**`(x, axis)`: `ceil(3 * ln(max(1, size)) / ln(2^32 - 1))` rounds; each round `[key,
///   subkey] = split(2)` and sorts `x` along the axis, stably, by fresh 32-bit words of the shape
///   of `x`; every line along the axis is shuffled on its own.
/// - **categorical**`(logits of shape (b, c), n)`: Gumbel noise `-log(-log(uniform(tiny, 1)))` of
///   shape `(b, c, n)` in the dtype of the logits is added to `logits[:, :, None]`; the answer is
///   the argmax over axis 1.
/// - **gamma**`(shape, alpha)`: each element has its own key, `split(size)[i]`, and runs Marsaglia
///   and Tsang's rejection with `a = alpha` (`alpha + 1` where `alpha < 1`), `d = a - 1/3`, `c =
///   (1/3) / sqrt(d)`. First `[key, boostKey] = split(2)`. A round: `[key, xKey, uKey] = split(3)`;
///   repeat `[xKey, s] = split(2)`, `x = normal(s)`, `v = 1 + x c` until `v > 0`; `X = x^2`, `V =
///   v^3`, `U = uniform(uKey)`; refused while `U >= 1 - 0.0331 X^2` and `log U >= X/2 + d (1 - V +
///   log V)`. The sample is `d V`, times `(1 - uniform(boostKey))^(1 / alpha)` where `alpha < 1`.
/// - **beta**`(a, b)`: `[ka, kb] = split(2)`, log-gamma samples `la`, `lb` (as gamma, but `log d +
///   log V + log1p(-uniform(boostKey)) / alpha`); with `m = max(la, lb)` the answer is `exp(la - m)
///   / (exp(la - m) + exp(lb - m))`.
/// - **binomial**`(n, p)`: with `q = min(p, 1 - p)`, inversion where `n q <= 10`, otherwise
///   Hörmann's BTRS, both in lock step over the whole tensor from the same key, and `n - sample`
///   where `p >= 0.5`. Inversion: repeat while any sum is `<= n`: `[subkey, key] = split(2)`, count
///   up where the sum is `<= n`, add `ceil(log(uniform(subkey)) / log1p(-q))`; the answer is the
///   count less one. BTRS: `[key, k0, k1] = split(3)`, `u = uniform(k0) - 0.5`, `v = uniform(k1)`
///   until all are accepted.
@org.jspecify.annotations.NullMarked
package org.keras4j.random;
