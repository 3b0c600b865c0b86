package org.keras4j.backend.java.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Scaled dot-product attention, one head of one sample at a time, so that its scores never leave
/// the nearest caches.
///
/// Queries and outputs are `[batch, queries, heads, size]`, keys and values `[batch, keys,
/// keyHeads, size]`, all dense; `heads / keyHeads` neighbouring heads share keys and values.
///
/// @param scale what scores are multiplied by
/// @param causal whether a query sees only keys up to its own place
public record Attention(
    int batch,
    int queries,
    int keys,
    int heads,
    int keyHeads,
    int size,
    int valueSize,
    float scale,
    boolean causal) {
  private static final float LARGE_NEGATIVE = -0.7f * Float.MAX_VALUE;

  /// Which keys each query may see: not 0 at `start + sample * batchStep + head * headStep + query
  /// * queryStep + key * keyStep`.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Mask(byte[] allowed, int batchStep, int headStep, int queryStep, int keyStep) {}

  private int group() {
    return heads / keyHeads;
  }

  private int row() {
    return heads * size;
  }

  private int valueRow() {
    return keyHeads * valueSize;
  }

  private int keyRow() {
    return keyHeads * size;
  }

  private int outRow() {
    return heads * valueSize;
  }

  /// out = `softmax(scale q kᵀ) v`, masked scores counting as very negative.
  public void forward(float[] q, float[] k, float[] v, @Nullable Mask mask, float[] out) {
    WorkPool.shared()
        .run(
            batch * heads,
            part -> {
              int sample = part / heads;
              int head = part % heads;
              float[] scores = Scratch.takeFloats(queries * keys);
              probabilities(q, k, mask, sample, head, scores);
              int value = sample * keys * valueRow() + head / group() * valueSize;
              int to = sample * queries * outRow() + head * valueSize;
              Gemm.multiply(
                  scores,
                  0,
                  keys,
                  1,
                  v,
                  value,
                  valueRow(),
                  1,
                  out,
                  to,
                  outRow(),
                  queries,
                  keys,
                  valueSize,
                  false);
              Scratch.give(scores);
            });
  }

  private int queryStart(int sample, int head) {
    return sample * queries * row() + head * size;
  }

  private int keyStart(int sample, int head) {
    return sample * keys * keyRow() + head / group() * size;
  }

  private void probabilities(
      float[] q, float[] k, @Nullable Mask mask, int sample, int head, float[] scores) {
    Gemm.multiply(
        q,
        queryStart(sample, head),
        row(),
        1,
        k,
        keyStart(sample, head),
        1,
        keyRow(),
        scores,
        0,
        keys,
        queries,
        size,
        keys,
        false);
    Elementwise.multiply(scores, 0, scale, scores, 0, queries * keys);
    if (mask != null) {
      replace(mask, sample, head, scores, LARGE_NEGATIVE);
    }
    for (int i = 0; i < queries && causal; i++) {
      Arrays.fill(scores, i * keys + Math.min(keys, i + 1), (i + 1) * keys, LARGE_NEGATIVE);
    }
    Rows.softmax(scores, 0, scores, 0, queries, keys);
  }

  private void replace(Mask mask, int sample, int head, float[] scores, float hidden) {
    byte[] allowed = mask.allowed();
    for (int i = 0; i < queries; i++) {
      int from = sample * mask.batchStep() + head * mask.headStep() + i * mask.queryStep();
      for (int j = 0; j < keys; j++) {
        if (allowed[from + j * mask.keyStep()] == 0) {
          scores[i * keys + j] = hidden;
        }
      }
    }
  }

  /// Operands and results of [#gradient].
  ///
  /// @param dOut the gradient of the output
  /// @param dQ on return the gradient of the queries; so `dK` and `dV`
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Gradient(
      float[] q, float[] k, float[] v, float[] dOut, float[] dQ, float[] dK, float[] dV) {}

  /// The gradients of [#forward].
  public void gradient(Gradient g, @Nullable Mask mask) {
    WorkPool.shared()
        .run(
            batch * keyHeads,
            part -> {
              int sample = part / keyHeads;
              float[] p = Scratch.takeFloats(queries * keys);
              float[] d = Scratch.takeFloats(queries * keys);
              for (int i = 0; i < group(); i++) {
                int head = part % keyHeads * group() + i;
                probabilities(g.q(), g.k(), mask, sample, head, p);
                ofValues(g, sample, head, p, d, i > 0);
                Rows.softmaxGradient(p, 0, d, 0, d, 0, queries, keys);
                if (mask != null) {
                  // Nothing flows through scores that were replaced.
                  replace(mask, sample, head, d, 0f);
                }
                Elementwise.multiply(d, 0, scale, d, 0, queries * keys);
                ofScores(g, sample, head, d, i > 0);
              }
              Scratch.give(d);
              Scratch.give(p);
            });
  }

  /// dV (+)= pᵀ dOut, and d = dOut vᵀ.
  private void ofValues(Gradient g, int sample, int head, float[] p, float[] d, boolean add) {
    int value = sample * keys * valueRow() + head / group() * valueSize;
    int out = sample * queries * outRow() + head * valueSize;
    Gemm.multiply(
        p,
        0,
        1,
        keys,
        g.dOut(),
        out,
        outRow(),
        1,
        g.dV(),
        value,
        valueRow(),
        keys,
        queries,
        valueSize,
        add);
    Gemm.multiply(
        g.dOut(),
        out,
        outRow(),
        1,
        g.v(),
        value,
        1,
        valueRow(),
        d,
        0,
        keys,
        queries,
        valueSize,
        keys,
        false);
  }

  /// dQ = d k and dK (+)= dᵀ q.
  private void ofScores(Gradient g, int sample, int head, float[] d, boolean add) {
    int query = queryStart(sample, head);
    int key = keyStart(sample, head);
    Gemm.multiply(
        d, 0, keys, 1, g.k(), key, keyRow(), 1, g.dQ(), query, row(), queries, keys, size, false);
    Gemm.multiply(
        d, 0, 1, keys, g.q(), query, row(), 1, g.dK(), key, keyRow(), keys, queries, size, add);
  }
}
