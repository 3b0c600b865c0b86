package org.keras4j.backend.java.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keras4j.backend.java.kernel.SlidingAxis.Span;

/// Moves a kernel over channels-last arrays: a convolution, or one phase of its gradient with
/// respect to the input.
///
/// The result's places are cut into regions that read through the same taps, so that padding is
/// neither copied nor multiplied by. Each region is a matrix product: its left rows are the
/// windows, which lie in the input as a few long runs.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Correlation(
    SlidingAxis[] axes, int batch, int groups, Operand x, Weights weights, Operand y) {
  private static final int STRIP = Tiles.ROWS;

  /// Places whose rows are looked up together, so that regions with one place a sample fill strips.
  private static final int PLACES_TOGETHER = 512;

  /// A channels-last array with the spatial sizes `size`.
  record Operand(float[] data, int start, int[] size, int channels) {
    int sampleSize() {
      return size[0] * size[1] * size[2] * channels;
    }

    int place(int d, int h, int w) {
      return ((d * size[1] + h) * size[2] + w) * channels;
    }
  }

  /// The kernel, with the distances between its taps, between what the channels of a tap are
  /// multiplied by, between the columns of the result and between its groups.
  record Weights(float[] data, int start, int[] size, int tap, int channel, int column, int group) {
    int row(int d, int h, int w) {
      return ((d * size[1] + h) * size[2] + w) * tap;
    }
  }

  /// Places that read through the same taps.
  record Region(Span d, Span h, Span w) {
    int places() {
      return d.places() * h.places() * w.places();
    }

    int taps() {
      return d.taps() * h.taps() * w.taps();
    }
  }

  void run() {
    if (batch * places() == 0 || columns() == 0) {
      return;
    }
    List<Region> regions = regions();
    if (mostlyEdge(regions)) {
      padded();
    } else {
      new CorrelationParts(this, regions).run();
    }
  }

  private int places() {
    return axes[0].places().length * axes[1].places().length * axes[2].places().length;
  }

  int channels() {
    return x.channels() / groups;
  }

  int columns() {
    return y.channels() / groups;
  }

  int xStart(int sample, int group) {
    return x.start() + sample * x.sampleSize() + group * channels();
  }

  int yStart(int sample, int group) {
    return y.start() + sample * y.sampleSize() + group * columns();
  }

  /// About how many products are added up.
  long work() {
    long taps = (long) axes[0].taps().length * axes[1].taps().length * axes[2].taps().length;
    return taps * batch * places() * x.channels() * columns();
  }

  int samplesTogether() {
    int wanted = Math.clamp((PLACES_TOGETHER + places() - 1) / places(), 1, batch);
    int sets = (batch + wanted - 1) / wanted;
    return (batch + sets - 1) / sets;
  }

  private List<Region> regions() {
    List<Region> regions = new ArrayList<>();
    for (Span d : axes[0].spans()) {
      for (Span h : axes[1].spans()) {
        for (Span w : axes[2].spans()) {
          regions.add(new Region(d, h, w));
        }
      }
    }
    return regions;
  }

  /// Whether so many regions are so small that filling their strips costs more than zeros around
  /// the input.
  private boolean mostlyEdge(List<Region> regions) {
    int samples = samplesTogether();
    long cost = 0;
    for (Region region : regions) {
      cost += (long) strips(samples * region.places()) * region.taps();
    }
    int taps = axes[0].taps().length * axes[1].taps().length * axes[2].taps().length;
    return cost > (long) strips(samples * places()) * taps;
  }

  static int strips(int rows) {
    return (rows + STRIP - 1) / STRIP;
  }

  /// Runs on a copy of the input with zeros around it.
  private void padded() {
    SlidingAxis[] around = {axes[0].padded(), axes[1].padded(), axes[2].padded()};
    int[] size = {around[0].size(), around[1].size(), around[2].size()};
    int sampleSize = size[0] * size[1] * size[2] * x.channels();
    Operand copy = new Operand(Scratch.takeFloats(batch * sampleSize), 0, size, x.channels());
    Parallel.range(
        batch,
        sampleSize,
        (from, to) -> {
          for (int sample = from; sample < to; sample++) {
            copySample(sample, copy);
          }
        });
    new Correlation(around, batch, groups, copy, weights, y).run();
    Scratch.give(copy.data());
  }

  private void copySample(int sample, Operand copy) {
    int to = sample * copy.sampleSize();
    Arrays.fill(copy.data(), to, to + copy.sampleSize(), 0f);
    int from = x.start() + sample * x.sampleSize();
    for (int d = 0; d < x.size()[0]; d++) {
      for (int h = 0; h < x.size()[1]; h++) {
        int place =
            copy.place(d + axes[0].zerosBefore(), h + axes[1].zerosBefore(), axes[2].zerosBefore());
        System.arraycopy(
            x.data(), from + x.place(d, h, 0), copy.data(), to + place, x.size()[2] * x.channels());
      }
    }
  }
}
