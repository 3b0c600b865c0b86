package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The right operand of a [Product], or a piece of it, copied into panels as wide as a register
/// tile: columns `column` to `column + width`, k from `start` to `start + depth`.
///
/// k is cut into blocks so that a block of a panel stays in the nearest cache levels while the rows
/// of A pass by. The last panel is narrow if a narrow tile holds it. Only used with explicit
/// vectors.
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedMatrix(
    int column, int width, int start, int depth, float[] panelData, int inPlaceStride) {
  static final int BLOCK = 256;

  /// Where the first panel starts: after the header of a large Java array this is a multiple of 64
  /// bytes, the length of a cache line.
  private static final int FIRST = 12;

  /// An empty one, in the calling thread's scratch memory; to be given back by [#give].
  static PackedMatrix take(int column, int width, int start, int depth) {
    return take(column, width, start, depth, 0);
  }

  /// The same; if `inPlaceStride` is not 0, B's rows lie that far apart, and only a last panel that
  /// is not full is copied.
  static PackedMatrix take(int column, int width, int start, int depth, int inPlaceStride) {
    return new PackedMatrix(
        column,
        width,
        start,
        depth,
        Scratch.takeFloats(FIRST + padded(width) * depth),
        inPlaceStride);
  }

  void give() {
    Scratch.give(panelData);
  }

  int panels() {
    return panels(width);
  }

  /// How many panels so many columns take.
  static int panels(int columns) {
    return (columns + VectorTiles.WIDE - 1) / VectorTiles.WIDE;
  }

  /// The length of the blocks of k: as even as can be, for a short last one costs as many passes
  /// over C as a long one.
  int block() {
    int blocks = (depth + BLOCK - 1) / BLOCK;
    return (depth + blocks - 1) / Math.max(1, blocks);
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

  /// Whether a panel is read where it is: it must be full, as a tile reads whole vectors.
  private boolean inPlace(int panel) {
    int columns = Math.min(VectorTiles.WIDE, width - panel * VectorTiles.WIDE);
    return inPlaceStride > 0 && columns == panelWidth(panel);
  }

  int panelWidth(int panel) {
    return tileWidth(width - panel * VectorTiles.WIDE);
  }

  /// Where the block of k from `p` of a panel starts: blocks one after another, panels within.
  private int panelStart(int panel, int p) {
    return FIRST + p * padded(width) + panel * VectorTiles.WIDE * Math.min(block(), depth - p);
  }

  /// Where row `p` of a panel lies; the others of its block follow.
  int rowStart(int panel, int p) {
    int first = p / block() * block();
    return panelStart(panel, first) + (p - first) * panelWidth(panel);
  }

  /// Copies panels `from` up to `to` from B.
  void pack(Product product, int from, int to) {
    int block = block();
    for (int p = 0; p < depth; p += block) {
      int length = Math.min(block, depth - p);
      for (int panel = from; panel < to; panel++) {
        int columns = Math.min(VectorTiles.WIDE, width - panel * VectorTiles.WIDE);
        int b = product.bStart() + (column + panel * VectorTiles.WIDE) * product.bStep();
        int at = panelStart(panel, p);
        if (inPlace(panel)) {
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
    int step = product.bStep();
    if (step == 1) {
      copyRows(product, length, b, firstRow, columns, wide, at);
      return;
    }
    int q = 0;
    if (product.bRows()[firstRow + length - 1] - product.bRows()[firstRow] == length - 1) {
      int from = b + product.bRows()[firstRow];
      for (; q + 8 <= columns; q += 8) {
        turnEight(product.b(), from + q * step, step, length, panelData, at + q, wide);
      }
    }
    float[] source = product.b();
    float[] panels = panelData;
    int[] rows = product.bRows();
    for (; q < columns; q++) {
      int from = b + q * step;
      int to = at + q;
      for (int p = firstRow; p < firstRow + length; p++) {
        panels[to] = source[from + rows[p]];
        to += wide;
      }
    }
    for (q = columns; q < wide; q++) {
      for (int p = 0; p < length; p++) {
        panels[at + p * wide + q] = 0f;
      }
    }
  }

  private void copyRows(
      Product product, int length, int b, int firstRow, int columns, int wide, int at) {
    int[] rows = product.bRows();
    int to = at;
    for (int p = firstRow; p < firstRow + length; p++) {
      System.arraycopy(product.b(), b + rows[p], panelData, to, columns);
      Arrays.fill(panelData, to + columns, to + wide, 0f);
      to += wide;
    }
  }

  /// Copies eight columns of B whose elements lie side by side.
  private static void turnEight(
      float[] b, int start, int step, int length, float[] panel, int at, int wide) {
    for (int p = 0; p < length; p++) {
      int from = start + p;
      int to = at + p * wide;
      panel[to] = b[from];
      panel[to + 1] = b[from + step];
      panel[to + 2] = b[from + 2 * step];
      panel[to + 3] = b[from + 3 * step];
      panel[to + 4] = b[from + 4 * step];
      panel[to + 5] = b[from + 5 * step];
      panel[to + 6] = b[from + 6 * step];
      panel[to + 7] = b[from + 7 * step];
    }
  }

  /// Computes rows `fromRow` to `toRow` of C in the columns of the panels `fromPanel` to `toPanel`.
  void multiply(Product product, int fromRow, int toRow, int fromPanel, int toPanel) {
    float[] edge = Scratch.takeFloats(VectorTiles.ROWS * VectorTiles.WIDE);
    int block = block();
    PackedRows left = new PackedRows(product, start, start + depth, toPanel - fromPanel);
    for (int first = fromRow; first < toRow; first += PackedRows.ROWS) {
      int end = Math.min(toRow, first + PackedRows.ROWS);
      for (int p = 0; p < depth; p += block) {
        int length = Math.min(block, depth - p);
        left.pack(first, end, start + p, length);
        boolean add = product.add() || start + p > 0;
        for (int panel = fromPanel; panel < toPanel; panel++) {
          Panel right = panel(product, panel, p);
          for (int i = first; i < end; i += VectorTiles.ROWS) {
            int rows = Math.min(VectorTiles.ROWS, end - i);
            if (left.readInPlace(i, rows)) {
              turned(product, start + p, right, panel, i, length, edge, add);
            } else {
              int strip = PackedRows.strip(i - first);
              tile(product, left.data(), strip, right, panel, i, rows, length, edge, add);
            }
          }
        }
      }
    }
    left.give();
    Scratch.give(edge);
  }

  /// Where a block of a panel is read: row p of it starts at `start + p * stride`.
  private record Panel(float[] data, int start, int stride) {}

  private Panel panel(Product product, int panel, int p) {
    int first = panel * VectorTiles.WIDE;
    if (inPlace(panel)) {
      int at = product.bStart() + product.bRows()[start + p] + column + first;
      return new Panel(product.b(), at, inPlaceStride);
    }
    return new Panel(panelData, panelStart(panel, p), panelWidth(panel));
  }

  private void tile(
      Product product,
      float[] left,
      int strip,
      Panel right,
      int panel,
      int i,
      int rows,
      int length,
      float[] edge,
      boolean add) {
    int[] cRows = product.cRows();
    int wide = panelWidth(panel);
    int first = column + panel * VectorTiles.WIDE;
    int columns = Math.min(wide, column + width - first);
    float[] c = product.c();
    if (rows == VectorTiles.ROWS && columns == wide && evenlySpaced(cRows, i)) {
      int stride = cRows[i + 1] - cRows[i];
      multiplyTile(left, strip, right, wide, length, c, cRows[i] + first, stride, add);
      return;
    }
    for (int r = 0; r < rows && add; r++) {
      System.arraycopy(c, cRows[i + r] + first, edge, r * wide, columns);
    }
    multiplyTile(left, strip, right, wide, length, edge, 0, wide, add);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(edge, r * wide, c, cRows[i + r] + first, columns);
    }
  }

  /// Multiplies a strip that is read where it is.
  private void turned(
      Product product,
      int p,
      Panel right,
      int panel,
      int i,
      int length,
      float[] edge,
      boolean add) {
    int wide = panelWidth(panel);
    int first = column + panel * VectorTiles.WIDE;
    int columns = Math.min(wide, column + width - first);
    int[] cRows = product.cRows();
    int row = product.aRows()[i];
    float[] a = product.a();
    float[] b = right.data();
    if (columns == wide) {
      TurnedTiles.run(
          wide,
          length,
          a,
          product.aColumns(),
          p,
          row,
          b,
          right.start(),
          right.stride(),
          product.c(),
          cRows,
          i,
          first,
          add);
      return;
    }
    int[] edgeRows = Gemm.table(VectorTiles.ROWS, 0, wide);
    for (int r = 0; r < VectorTiles.ROWS && add; r++) {
      System.arraycopy(product.c(), cRows[i + r] + first, edge, r * wide, columns);
    }
    TurnedTiles.run(
        wide,
        length,
        a,
        product.aColumns(),
        p,
        row,
        b,
        right.start(),
        right.stride(),
        edge,
        edgeRows,
        0,
        0,
        add);
    for (int r = 0; r < VectorTiles.ROWS; r++) {
      System.arraycopy(edge, r * wide, product.c(), cRows[i + r] + first, columns);
    }
    Scratch.give(edgeRows);
  }

  private static boolean evenlySpaced(int[] rows, int i) {
    int step = rows[i + 1] - rows[i];
    return rows[i + 2] - rows[i + 1] == step
        && rows[i + 3] - rows[i + 2] == step
        && rows[i + 4] - rows[i + 3] == step
        && rows[i + 5] - rows[i + 4] == step;
  }

  private static void multiplyTile(
      float[] left,
      int strip,
      Panel right,
      int wide,
      int k,
      float[] c,
      int to,
      int stride,
      boolean add) {
    float[] b = right.data();
    int at = right.start();
    int step = right.stride();
    if (wide > VectorTiles.MIDDLE) {
      BroadTile.run(k, left, strip, b, at, step, c, to, stride, add);
    } else if (wide == VectorTiles.MIDDLE) {
      VectorTiles.wide(k, left, strip, b, at, step, c, to, stride, add);
    } else {
      VectorTiles.narrow(k, left, strip, b, at, step, c, to, stride, add);
    }
  }
}
