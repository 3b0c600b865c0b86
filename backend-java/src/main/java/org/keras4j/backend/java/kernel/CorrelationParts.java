package org.keras4j.backend.java.kernel;

import java.util.Arrays;
import java.util.List;
import org.keras4j.backend.java.kernel.Correlation.Operand;
import org.keras4j.backend.java.kernel.Correlation.Region;
import org.keras4j.backend.java.kernel.SlidingAxis.Span;

/// The matrix products a [Correlation] comes down to, cut into parts for the threads. Rows of the
/// result are computed in strips, and a strip belongs to one region.
final class CorrelationParts {
  private static final int STRIP = Tiles.ROWS;

  /// Strips that a part computes at most.
  private static final int PART_STRIPS = 64;

  private static final long WORTH_SPLITTING = 1 << 18;

  private final Correlation correlation;
  private final List<Region> regions;

  CorrelationParts(Correlation correlation, List<Region> regions) {
    this.correlation = correlation;
    this.regions = regions;
  }

  /// How the strips of a part are computed.
  interface Strips {
    /// The panels of columns that parts may be cut by.
    int panels();

    void compute(Part part);

    void give();
  }

  /// Strips of the samples from `sample` on, in some panels of one group's columns.
  record Part(
      Places places,
      int sample,
      int group,
      int fromStrip,
      int toStrip,
      int fromPanel,
      int toPanel) {}

  /// Where the rows of a few samples lie in the input and in the result, region by region, from the
  /// first of these samples on. What a region's last strip has left over repeats its last row.
  final class Places {
    final int[] x;
    final int[] y;
    private final int samples;
    private final int[] ends = new int[regions.size()];

    private Places(int samples) {
      this.samples = samples;
      int strips = 0;
      for (int r = 0; r < ends.length; r++) {
        strips += Correlation.strips(samples * regions.get(r).places());
        ends[r] = strips;
      }
      x = Scratch.takeInts(strips * STRIP);
      y = Scratch.takeInts(strips * STRIP);
      for (int r = 0; r < ends.length; r++) {
        fill(regions.get(r), firstStrip(r) * STRIP, ends[r] * STRIP);
      }
    }

    private void fill(Region region, int from, int to) {
      int at = from;
      for (int sample = 0; sample < samples; sample++) {
        for (int d = region.d().from(); d < region.d().to(); d++) {
          for (int h = region.h().from(); h < region.h().to(); h++) {
            at = fillLine(sample, d, h, region.w(), at);
          }
        }
      }
      if (at > from) {
        Arrays.fill(x, at, to, x[at - 1]);
        Arrays.fill(y, at, to, y[at - 1]);
      }
    }

    private int fillLine(int sample, int d, int h, Span w, int from) {
      SlidingAxis[] axes = correlation.axes();
      Operand input = correlation.x();
      Operand result = correlation.y();
      int read =
          sample * input.sampleSize() + input.place(axes[0].bases()[d], axes[1].bases()[h], 0);
      int written =
          sample * result.sampleSize() + result.place(axes[0].places()[d], axes[1].places()[h], 0);
      int at = from;
      for (int i = w.from(); i < w.to(); i++) {
        x[at] = read + axes[2].bases()[i] * input.channels();
        y[at++] = written + axes[2].places()[i] * result.channels();
      }
      return at;
    }

    int firstStrip(int region) {
      return region == 0 ? 0 : ends[region - 1];
    }

    int endStrip(int region) {
      return ends[region];
    }

    private int strips() {
      return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    private void give() {
      Scratch.give(y);
      Scratch.give(x);
    }
  }

  void run() {
    int batch = correlation.batch();
    int together = correlation.samplesTogether();
    int sets = (batch + together - 1) / together;
    Places most = new Places((batch + sets - 1) / sets);
    Places fewest = batch % sets == 0 ? most : new Places(batch / sets);
    WindowElements window = WindowElements.whole(correlation);
    Strips strips =
        PlacedStrips.fit(window, correlation.work())
            ? new PlacedStrips(correlation, window, regions)
            : new CopiedStrips(correlation, regions);
    int groups = correlation.groups();
    int chunks = (most.strips() + PART_STRIPS - 1) / PART_STRIPS;
    int panels = strips.panels();
    int across = across(sets * chunks * groups, panels);
    WorkPool.Part body =
        number -> {
          int piece = number % across;
          int group = number / across % groups;
          int chunk = number / across / groups % chunks;
          int set = number / across / groups / chunks;
          int first = (int) ((long) batch * set / sets);
          int end = (int) ((long) batch * (set + 1) / sets);
          Places places = end - first == most.samples ? most : fewest;
          int count = places.strips();
          int from = count * chunk / chunks;
          int to = count * (chunk + 1) / chunks;
          int panel = panels * piece / across;
          int endPanel = panels * (piece + 1) / across;
          strips.compute(new Part(places, first, group, from, to, panel, endPanel));
        };
    WorkPool.shared().run(sets * chunks * groups * across, body);
    strips.give();
    if (fewest != most) {
      fewest.give();
    }
    most.give();
  }

  /// How often the columns are cut so that all threads are busy to the end.
  private int across(int parts, int panels) {
    int threads = WorkPool.shared().threads();
    long work = correlation.work();
    int across = 1;
    while (threads > 1
        && parts * across < 4 * threads
        && 2 * across <= panels
        && work / parts / across > WORTH_SPLITTING) {
      across *= 2;
    }
    return across;
  }
}
