package org.keras4j.backend.java.kernel;

import java.util.Arrays;
import java.util.List;
import org.keras4j.backend.java.kernel.Correlation.Region;

/// Strips that read windows of long runs where they lie, by [PlacedTiles]. All regions share one
/// copy of the kernel, of which each reads what its windows have.
final class PlacedStrips implements CorrelationParts.Strips {
  private static final int STRIP = Tiles.ROWS;

  /// How long runs must be on average.
  private static final int SHORTEST_RUN = 16;

  /// The numbers a piece of a run is described by: the first element, how many there are, and how
  /// far the first lies from the window's place.
  private static final int PIECE = 3;

  private final Correlation correlation;
  private final PackedMatrix[] packed;
  private final int[][] pieces;

  PlacedStrips(Correlation correlation, WindowElements window, List<Region> regions) {
    this.correlation = correlation;
    Product[] products = new Product[correlation.groups()];
    for (int g = 0; g < products.length; g++) {
      products[g] = window.product(correlation, g);
    }
    this.packed = Conv.pack(products);
    this.pieces = new int[regions.size()][];
    for (int r = 0; r < pieces.length; r++) {
      pieces[r] = pieces(regions.get(r), window);
    }
  }

  /// Whether the runs of a whole window are long enough, and the tiles fast by now.
  static boolean fit(WindowElements window, long multiplications) {
    return window.runs() * SHORTEST_RUN <= window.distances().length
        && Tiles.PLACED.readyFor(Tiles.PLAIN_NANOS * multiplications);
  }

  /// The runs of a region's windows, cut where blocks of the packed kernel end.
  private int[] pieces(Region region, WindowElements window) {
    int channels = correlation.channels();
    int height = correlation.axes()[1].taps().length;
    int width = correlation.axes()[2].taps().length;
    int[] found = new int[PIECE * region.taps() * channels];
    int count = 0;
    int block = packed[0].block();
    for (int d = region.d().firstTap(); d < region.d().endTap(); d++) {
      for (int h = region.h().firstTap(); h < region.h().endTap(); h++) {
        int line = (d * height + h) * width;
        int from = (line + region.w().firstTap()) * channels;
        int to = (line + region.w().endTap()) * channels;
        for (int p = from; p < to; p++) {
          if (p == from || p % block == 0 || !window.goesOn(p)) {
            found[count] = p;
            found[count + 2] = window.distances()[p];
            count += PIECE;
          }
          found[count - 2]++;
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  @Override
  public int panels() {
    return packed[0].panels();
  }

  @Override
  public void compute(CorrelationParts.Part part) {
    TileEdge edge = TileEdge.take();
    for (int panel = part.fromPanel(); panel < part.toPanel(); panel++) {
      for (int r = 0; r < pieces.length; r++) {
        int from = Math.max(part.fromStrip(), part.places().firstStrip(r));
        int to = Math.min(part.toStrip(), part.places().endStrip(r));
        if (from < to) {
          compute(part, panel, pieces[r], from * STRIP, to * STRIP, edge);
        }
      }
    }
    edge.give();
  }

  private void compute(
      CorrelationParts.Part part, int panel, int[] run, int from, int to, TileEdge edge) {
    PackedMatrix matrix = packed[part.group()];
    int first = matrix.panelColumn(panel);
    int wide = matrix.panelWidth(panel);
    int columns = matrix.panelColumns(panel);
    int x = correlation.xStart(part.sample(), part.group());
    int y = correlation.yStart(part.sample(), part.group()) + first;
    float[] data = matrix.panelData();
    float[] a = correlation.x().data();
    float[] c = correlation.y().data();
    int[] read = part.places().x;
    int[] written = part.places().y;
    if (run.length == 0) {
      for (int i = from; i < to; i++) {
        Arrays.fill(c, y + written[i], y + written[i] + columns, 0f);
      }
    }
    for (int piece = 0; piece < run.length; piece += PIECE) {
      int b = matrix.rowStart(panel, run[piece]);
      int k = run[piece + 1];
      int shift = x + run[piece + 2];
      boolean add = piece > 0;
      for (int i = from; i < to; i += STRIP) {
        if (columns == wide) {
          PlacedTiles.run(wide, k, a, read, i, shift, data, b, wide, c, written, i, y, add);
        } else {
          float[] room = edge.data();
          edge.copyIn(c, written, i, y, STRIP, columns);
          PlacedTiles.run(wide, k, a, read, i, shift, data, b, wide, room, edge.rows(), 0, 0, add);
          edge.copyOut(c, written, i, y, STRIP, columns);
        }
      }
    }
  }

  @Override
  public void give() {
    Conv.give(packed);
  }
}
