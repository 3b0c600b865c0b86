package org.keras4j.backend.java.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One axis of a [Correlation]. The result's place number i along it lies at `places[i]`; through
/// tap t, which is number `taps[t]` of the kernel, it reads the input at `bases[i] + offsets[t]` if
/// that is from 0 up to `size`. Bases and offsets ascend.
@SuppressWarnings("ArrayRecordComponent") // never compared
record SlidingAxis(int size, int[] places, int[] bases, int[] taps, int[] offsets) {

  /// Consecutive places that read through the same taps, which are consecutive as well.
  record Span(int from, int to, int firstTap, int endTap) {
    int places() {
      return to - from;
    }

    int taps() {
      return endTap - firstTap;
    }
  }

  /// An axis of a convolution.
  static SlidingAxis forward(Windows windows, int axis) {
    return new SlidingAxis(
        windows.in()[axis],
        ascending(windows.out()[axis], 0, 1),
        ascending(windows.out()[axis], -windows.low()[axis], windows.stride()[axis]),
        ascending(windows.size()[axis], 0, 1),
        ascending(windows.size()[axis], 0, windows.dilation()[axis]));
  }

  /// An axis of a convolution's gradient with respect to its input, for one of its phases.
  ///
  /// With `u = input position + low padding`, a tap touches output position `(u - tap * dilation) /
  /// stride` where that is whole. So the input positions fall into `stride` phases by `u mod
  /// stride`, each with its own taps, and within a phase the gradient is a correlation of dy with
  /// stride 1. The last tap comes first, as it reads furthest ahead.
  static SlidingAxis inputGradient(Windows windows, int axis, int phase) {
    int stride = windows.stride()[axis];
    int low = windows.low()[axis];
    int dilation = windows.dilation()[axis];
    int first = low > phase ? (low - phase + stride - 1) / stride : 0;
    int last = Math.floorDiv(windows.in()[axis] - 1 + low - phase, stride);
    int count = Math.max(0, last - first + 1);
    int[] taps = new int[windows.size()[axis]];
    int found = 0;
    for (int tap = taps.length - 1; tap >= 0; tap--) {
      if (tap * dilation % stride == phase) {
        taps[found++] = tap;
      }
    }
    taps = Arrays.copyOf(taps, found);
    int[] offsets = new int[found];
    for (int t = 0; t < found; t++) {
      offsets[t] = -(taps[t] * dilation / stride);
    }
    return new SlidingAxis(
        windows.out()[axis],
        ascending(count, first * stride + phase - low, stride),
        ascending(count, first, 1),
        taps,
        offsets);
  }

  /// All places, cut where the taps they read through change.
  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < bases.length; i++) {
      int firstTap = 0;
      while (firstTap < taps.length && bases[i] + offsets[firstTap] < 0) {
        firstTap++;
      }
      int endTap = firstTap;
      while (endTap < taps.length && bases[i] + offsets[endTap] < size) {
        endTap++;
      }
      Span last = spans.isEmpty() ? new Span(0, 0, -1, -1) : spans.getLast();
      if (last.firstTap == firstTap && last.endTap == endTap) {
        spans.removeLast();
        spans.add(new Span(last.from, i + 1, firstTap, endTap));
      } else {
        spans.add(new Span(i, i + 1, firstTap, endTap));
      }
    }
    return spans;
  }

  /// How many zeros before the input make all reads ones of numbers that are there.
  int zerosBefore() {
    return bases.length * taps.length == 0 ? 0 : Math.max(0, -(bases[0] + offsets[0]));
  }

  /// The same axis of an input with zeros around it, so that every place reads through every tap.
  SlidingAxis padded() {
    if (bases.length * taps.length == 0) {
      return this;
    }
    int before = zerosBefore();
    int end = bases[bases.length - 1] + offsets[offsets.length - 1] + 1;
    int[] moved = bases.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += before;
    }
    return new SlidingAxis(before + Math.max(size, end), places, moved, taps, offsets);
  }

  private static int[] ascending(int length, int start, int step) {
    int[] numbers = new int[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = start + i * step;
    }
    return numbers;
  }
}
