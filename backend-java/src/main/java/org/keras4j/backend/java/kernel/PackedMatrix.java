package org.keras4j.backend.java.kernel;

/// The right operand of a [Product], or a piece of it, copied into panels as wide as a register
/// tile: columns `column` to `column + width`, k from `start` to `start + depth`.
///
/// k is cut into blocks so that a block of a panel stays in the first cache level while the rows of
/// A pass by. The last panel is narrow if a narrow tile holds it. Only used with explicit vectors.
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedMatrix(
    int column, int width, int start, int depth, float[] panelData, int inPlaceStride) {
  static final int BLOCK = BroadTile.FITS ? 384 : 256;
  private static final int ROW_BLOCK = 96;

  /// An empty one, in the calling thread's scratch memory; to be given back by [#give].
  static PackedMatrix take(int column, int width, int start, int depth) {
    return take(column, width, start, depth, 0);
  }

  /// The same; if `inPlaceStride` is not 0, B's rows lie that far apart, and only the last panel is
  /// copied, if it is not full.
  static PackedMatrix take(int column, int width, int start, int depth, int inPlaceStride) {
    return new PackedMatrix(
        column, width, start, depth, Scratch.takeFloats(padded(width) * depth), inPlaceStride);
  }

  void give() {
    Scratch.give(panelData);
  }

  int panels() {
    return (width + VectorTiles.WIDE - 1) / VectorTiles.WIDE;
  }

  /// How wide the panels are together.
  private static int padded(int width) {
    int full = width / VectorTiles.WIDE * VectorTiles.WIDE;
    return full == width ? full : full + tileWidth(width - full);
  }

  /// The narrowest tile that holds so many columns, or the widest.
  private static int tileWidth(int columns) {
    if (columns <= VectorTiles.NARROW) {
      return VectorTiles.NARROW;
    }
    return columns <= VectorTiles.MIDDLE ? VectorTiles.MIDDLE : VectorTiles.WIDE;
  }

  private int panelWidth(int panel) {
    return tileWidth(width - panel * VectorTiles.WIDE);
  }

  /// Where the block of k from `p` of a panel starts: blocks one after another, panels within.
  private int panelStart(int panel, int p) {
    return p * padded(width) + panel * VectorTiles.WIDE * Math.min(BLOCK, depth - p);
  }

  /// Copies panels `from` up to `to` from B.
  void pack(Product product, int from, int to) {
    for (int p = 0; p < depth; p += BLOCK) {
      int length = Math.min(BLOCK, depth - p);
      for (int panel = from; panel < to; panel++) {
        int columns = Math.min(VectorTiles.WIDE, width - panel * VectorTiles.WIDE);
        int b = product.bStart() + (column + panel * VectorTiles.WIDE) * product.bStep();
        int at = panelStart(panel, p);
        if (inPlaceStride > 0 && columns == VectorTiles.WIDE) {
          continue;
        }
        if (product.bStep() == 1 && columns == VectorTiles.WIDE) {
          VectorTiles.packWide(length, product.b(), b, product.bRows(), start + p, panelData, at);
        } else {
          packAny(product, length, b, start + p, columns, panelWidth(panel), at);
        }
      }
    }
  }

  private void packAny(
      Product product, int length, int b, int firstRow, int columns, int wide, int at) {
    float[] source = product.b();
    float[] panels = panelData;
    int[] rows = product.bRows();
    for (int q = 0; q < columns; q++) {
      int from = b + q * product.bStep();
      int to = at + q;
      for (int p = firstRow; p < firstRow + length; p++) {
        panels[to] = source[from + rows[p]];
        to += wide;
      }
    }
    for (int q = columns; q < wide; q++) {
      for (int p = 0; p < length; p++) {
        panels[at + p * wide + q] = 0f;
      }
    }
  }

  /// Computes rows `fromRow` to `toRow` of C in the columns of the panels `fromPanel` to `toPanel`.
  void multiply(Product product, int fromRow, int toRow, int fromPanel, int toPanel) {
    float[] edge = Scratch.takeFloats(VectorTiles.ROWS * VectorTiles.WIDE);
    for (int i0 = fromRow; i0 < toRow; i0 += ROW_BLOCK) {
      int end = Math.min(toRow, i0 + ROW_BLOCK);
      for (int p = 0; p < depth; p += BLOCK) {
        int length = Math.min(BLOCK, depth - p);
        boolean add = product.add() || start + p > 0;
        for (int panel = fromPanel; panel < toPanel; panel++) {
          Panel b = panel(product, panel, p);
          for (int i = i0; i < end; i += VectorTiles.ROWS) {
            tile(
                product,
                b,
                panel,
                i,
                Math.min(VectorTiles.ROWS, end - i),
                start + p,
                length,
                edge,
                add);
          }
        }
      }
    }
    Scratch.give(edge);
  }

  /// Where a block of a panel is read: row p of it starts at `start + p * stride`.
  private record Panel(float[] data, int start, int stride) {}

  private Panel panel(Product product, int panel, int p) {
    int first = panel * VectorTiles.WIDE;
    if (inPlaceStride > 0 && width - first >= VectorTiles.WIDE) {
      int at = product.bStart() + product.bRows()[start + p] + column + first;
      return new Panel(product.b(), at, inPlaceStride);
    }
    return new Panel(panelData, panelStart(panel, p), panelWidth(panel));
  }

  private void tile(
      Product product,
      Panel b,
      int panel,
      int i,
      int rows,
      int p,
      int length,
      float[] edge,
      boolean add) {
    int[] cRows = product.cRows();
    int wide = panelWidth(panel);
    int first = column + panel * VectorTiles.WIDE;
    int columns = Math.min(wide, column + width - first);
    if (rows == VectorTiles.ROWS && columns == wide && evenlySpaced(cRows, i)) {
      int stride = cRows[i + 1] - cRows[i];
      multiplyTile(
          product, b, wide, i, rows, p, length, product.c(), cRows[i] + first, stride, add);
      return;
    }
    float[] c = product.c();
    for (int r = 0; r < rows && add; r++) {
      System.arraycopy(c, cRows[i + r] + first, edge, r * wide, columns);
    }
    multiplyTile(product, b, wide, i, rows, p, length, edge, 0, wide, add);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(edge, r * wide, c, cRows[i + r] + first, columns);
    }
  }

  private static boolean evenlySpaced(int[] rows, int i) {
    int step = rows[i + 1] - rows[i];
    return rows[i + 2] - rows[i + 1] == step
        && rows[i + 3] - rows[i + 2] == step
        && rows[i + 4] - rows[i + 3] == step
        && rows[i + 5] - rows[i + 4] == step;
  }

  private static void multiplyTile(
      Product product,
      Panel panel,
      int wide,
      int i,
      int rows,
      int p,
      int k,
      float[] c,
      int to,
      int stride,
      boolean add) {
    float[] a = product.a();
    int[] table = product.aRows();
    int[] columns = product.aColumns();
    int last = i + rows - 1;
    int row0 = table[i];
    int row1 = table[Math.min(i + 1, last)];
    int row2 = table[Math.min(i + 2, last)];
    int row3 = table[Math.min(i + 3, last)];
    int row4 = table[Math.min(i + 4, last)];
    int row5 = table[Math.min(i + 5, last)];
    float[] b = panel.data();
    int at = panel.start();
    int step = panel.stride();
    if (wide > VectorTiles.MIDDLE) {
      BroadTile.run(
          k, a, row0, row1, row2, row3, row4, row5, columns, p, b, at, step, c, to, stride, add);
    } else if (wide == VectorTiles.MIDDLE) {
      VectorTiles.wide(
          k, a, row0, row1, row2, row3, row4, row5, columns, p, b, at, step, c, to, stride, add);
    } else {
      VectorTiles.narrow(
          k, a, row0, row1, row2, row3, row4, row5, columns, p, b, at, step, c, to, stride, add);
    }
  }
}
