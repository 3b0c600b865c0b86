package org.keras4j.backend.java.kernel;

import java.util.List;
import org.keras4j.backend.java.kernel.Correlation.Region;

/// Strips as products of their own for each region: for windows of short runs, and where explicit
/// vectors are not fast, or not yet.
final class CopiedStrips implements CorrelationParts.Strips {
  private final Correlation correlation;
  private final Product[][] products;
  private final PackedMatrix[][] packed;

  CopiedStrips(Correlation correlation, List<Region> regions) {
    this.correlation = correlation;
    this.products = new Product[regions.size()][correlation.groups()];
    this.packed = new PackedMatrix[regions.size()][];
    boolean fast = Tiles.ready(correlation.work());
    for (int r = 0; r < products.length; r++) {
      WindowElements elements = WindowElements.of(correlation, regions.get(r));
      for (int g = 0; g < products[r].length; g++) {
        products[r][g] = elements.product(correlation, g);
      }
      packed[r] = fast ? Conv.pack(products[r]) : new PackedMatrix[0];
    }
  }

  @Override
  public int panels() {
    return 1;
  }

  @Override
  public void compute(CorrelationParts.Part part) {
    for (int r = 0; r < products.length; r++) {
      int from = Math.max(part.fromStrip(), part.places().firstStrip(r)) * Tiles.ROWS;
      int to = Math.min(part.toStrip(), part.places().endStrip(r)) * Tiles.ROWS;
      if (from < to) {
        multiply(part, r, from, to - from);
      }
    }
  }

  private void multiply(CorrelationParts.Part part, int region, int from, int count) {
    int[] read = Scratch.takeInts(count);
    int[] written = Scratch.takeInts(count);
    int x = correlation.xStart(part.sample(), part.group());
    int y = correlation.yStart(part.sample(), part.group());
    for (int i = 0; i < count; i++) {
      read[i] = x + part.places().x[from + i];
      written[i] = y + part.places().y[from + i];
    }
    Product product = products[region][part.group()];
    Conv.multiply(
        product.with(count, correlation.x().data(), read, written), packed[region], part.group());
    Scratch.give(written);
    Scratch.give(read);
  }

  @Override
  public void give() {
    for (PackedMatrix[] matrices : packed) {
      Conv.give(matrices);
    }
  }
}
