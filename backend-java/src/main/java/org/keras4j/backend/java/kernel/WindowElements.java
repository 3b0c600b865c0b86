package org.keras4j.backend.java.kernel;

import org.keras4j.backend.java.kernel.Correlation.Region;
import org.keras4j.backend.java.kernel.Correlation.Weights;
import org.keras4j.backend.java.kernel.SlidingAxis.Span;

/// The elements of a window in one group of channels: how far each lies from the window's place,
/// and where the row of the kernel lies that it is multiplied by.
@SuppressWarnings("ArrayRecordComponent") // never compared
record WindowElements(int[] distances, int[] kernelRows) {
  private static final int[] NONE = {};

  /// Those of a window all of which lies in the input.
  static WindowElements whole(Correlation correlation) {
    Span[] all = new Span[3];
    for (int axis = 0; axis < 3; axis++) {
      all[axis] = new Span(0, 0, 0, correlation.axes()[axis].taps().length);
    }
    return of(correlation, new Region(all[0], all[1], all[2]));
  }

  static WindowElements of(Correlation correlation, Region region) {
    SlidingAxis[] axes = correlation.axes();
    int channels = correlation.channels();
    int[] distances = new int[region.taps() * channels];
    int[] kernelRows = new int[distances.length];
    int at = 0;
    for (int d = region.d().firstTap(); d < region.d().endTap(); d++) {
      for (int h = region.h().firstTap(); h < region.h().endTap(); h++) {
        for (int w = region.w().firstTap(); w < region.w().endTap(); w++) {
          int[] offset = {axes[0].offsets()[d], axes[1].offsets()[h], axes[2].offsets()[w]};
          int distance = correlation.x().place(offset[0], offset[1], offset[2]);
          int row =
              correlation.weights().row(axes[0].taps()[d], axes[1].taps()[h], axes[2].taps()[w]);
          for (int channel = 0; channel < channels; channel++) {
            distances[at] = distance + channel;
            kernelRows[at++] = row + channel * correlation.weights().channel();
          }
        }
      }
    }
    return new WindowElements(distances, kernelRows);
  }

  /// Windows times the kernel, without any windows yet.
  Product product(Correlation correlation, int group) {
    Weights weights = correlation.weights();
    return new Product(
        0,
        distances.length,
        correlation.columns(),
        correlation.x().data(),
        NONE,
        distances,
        weights.data(),
        kernelRows,
        weights.start() + group * weights.group(),
        weights.column(),
        correlation.y().data(),
        NONE,
        false);
  }

  /// The number of runs, stretches of elements that lie side by side.
  int runs() {
    int runs = 0;
    for (int p = 0; p < distances.length; p++) {
      runs += goesOn(p) ? 0 : 1;
    }
    return runs;
  }

  /// Whether an element lies beside the one before it.
  boolean goesOn(int element) {
    return element > 0 && distances[element] == distances[element - 1] + 1;
  }
}
