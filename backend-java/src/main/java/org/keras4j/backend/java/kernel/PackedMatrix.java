package org.keras4j.backend.java.kernel;

import java.util.Arrays;

/// The right operand of a [Product], or a piece of it, copied into panels as wide as a register
/// tile: columns `column` to `column + width`, k from `start` to `start + depth`.
///
/// k is cut into blocks so that a block of a panel stays in the nearest cache levels while the rows
/// of A pass by. The last panels are narrower. Only used with explicit vectors.
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedMatrix(
    int column, int width, int start, int depth, float[] panelData, int inPlaceStride) {
  static final int BLOCK = 256;

  /// Blocks of k are multiples of this, as far as k reaches.
  private static final int BLOCK_STEP = Tiles.BROAD ? 1 : WovenTiles.STEPS;

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
    int rest = columns - wide(columns) * VectorTiles.WIDE;
    return wide(columns) + (rest > VectorTiles.WIDE ? 2 : Math.min(rest, 1));
  }

  /// How many of them are wide ones, all of whose columns count. Where half of the next tile's
  /// width or less would be left over, that and a wide one make two of the width between.
  private static int wide(int columns) {
    int full = columns / VectorTiles.WIDE;
    int rest = columns % VectorTiles.WIDE;
    boolean few = rest > 0 && 2 * rest <= VectorTiles.MIDDLE;
    return !Tiles.BROAD && full > 0 && few ? full - 1 : full;
  }

  /// The length of the blocks of k: as even as can be, for a short last one costs as many passes
  /// over C as a long one.
  int block() {
    int blocks = Math.max(1, (depth + BLOCK - 1) / BLOCK);
    int even = (depth + blocks - 1) / blocks;
    return (even + BLOCK_STEP - 1) / BLOCK_STEP * BLOCK_STEP;
  }

  /// How wide the panels are together.
  private static int padded(int width) {
    int full = wide(width) * VectorTiles.WIDE;
    int rest = width - full;
    return full + (rest > VectorTiles.WIDE ? 2 * VectorTiles.MIDDLE : tileWidth(rest));
  }

  /// The narrowest tile that holds so many columns.
  private static int tileWidth(int columns) {
    if (columns <= VectorTiles.NARROW) {
      return columns == 0 ? 0 : VectorTiles.NARROW;
    }
    return columns <= VectorTiles.MIDDLE ? VectorTiles.MIDDLE : VectorTiles.WIDE;
  }

  /// Whether a panel is read where it is: it must be full, as a tile reads whole vectors.
  private boolean inPlace(int panel) {
    return inPlaceStride > 0 && panelColumns(panel) == panelWidth(panel);
  }

  /// A panel's first column.
  int panelColumn(int panel) {
    int full = wide(width);
    return panel <= full ? panel * VectorTiles.WIDE : full * VectorTiles.WIDE + VectorTiles.MIDDLE;
  }

  /// How many of a panel's columns count.
  int panelColumns(int panel) {
    return Math.min(panelWidth(panel), width - panelColumn(panel));
  }

  int panelWidth(int panel) {
    int full = wide(width);
    if (panel < full) {
      return VectorTiles.WIDE;
    }
    int rest = width - full * VectorTiles.WIDE;
    return rest > VectorTiles.WIDE ? VectorTiles.MIDDLE : tileWidth(rest);
  }

  /// Where the block of k from `p` of a panel starts: blocks one after another, panels within.
  private int panelStart(int panel, int p) {
    return FIRST + p * padded(width) + panelColumn(panel) * Math.min(block(), depth - p);
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
        int columns = panelColumns(panel);
        int b = product.bStart() + (column + panelColumn(panel)) * product.bStep();
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
    TileEdge edge = TileEdge.take();
    int block = block();
    PackedRows left = new PackedRows(product, start, start + depth, toPanel - fromPanel);
    for (int first = fromRow; first < toRow; first += PackedRows.ROWS) {
      int end = Math.min(toRow, first + PackedRows.ROWS);
      for (int p = 0; p < depth; p += block) {
        left.pack(first, end, start + p, Math.min(block, depth - p));
        boolean add = product.add() || start + p > 0;
        for (int panel = fromPanel; panel < toPanel; panel++) {
          Panel right = panel(product, panel, p);
          for (int i = first; i < end; i += Tiles.ROWS) {
            int rows = Math.min(Tiles.ROWS, end - i);
            float[] c = product.c();
            int[] cRows = product.cRows();
            if (rows == Tiles.ROWS && right.columns == right.wide) {
              tile(left, i, i - first, start + p, right, c, cRows, i, right.column, add);
            } else {
              edge.copyIn(c, cRows, i, right.column, rows, right.columns);
              tile(left, i, i - first, start + p, right, edge.data(), edge.rows(), 0, 0, add);
              edge.copyOut(c, cRows, i, right.column, rows, right.columns);
            }
          }
        }
      }
    }
    left.give();
    edge.give();
  }

  /// A block of a panel, `wide` as its tile, `columns` of which count, the first of which is column
  /// `column` of C: row p of `length` starts at `start + p * stride`.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Panel(
      float[] data, int start, int stride, int length, int wide, int columns, int column) {}

  private Panel panel(Product product, int panel, int p) {
    int first = panelColumn(panel);
    int wide = panelWidth(panel);
    int columns = panelColumns(panel);
    int length = Math.min(block(), depth - p);
    if (inPlace(panel)) {
      int at = product.bStart() + product.bRows()[start + p] + column + first;
      return new Panel(product.b(), at, inPlaceStride, length, wide, columns, column + first);
    }
    return new Panel(panelData, panelStart(panel, p), wide, length, wide, columns, column + first);
  }

  /// Multiplies the strip of A that starts with row i, the block's row `row`, from k = p on.
  private static void tile(
      PackedRows left,
      int i,
      int row,
      int p,
      Panel right,
      float[] c,
      int[] cRows,
      int cRow,
      int column,
      boolean add) {
    int k = right.length;
    int wide = right.wide;
    float[] b = right.data;
    int at = right.start;
    int step = right.stride;
    int[] aRows = left.product().aRows();
    if (left.inPlace(i) && Tiles.BROAD) {
      float[] a = left.product().a();
      int[] aColumns = left.product().aColumns();
      TurnedTiles.run(wide, k, a, aColumns, p, aRows, i, b, at, step, c, cRows, cRow, column, add);
    } else if (left.inPlace(i)) {
      float[] a = left.product().a();
      int shift = left.product().aColumns()[p];
      PlacedTiles.run(wide, k, a, aRows, i, shift, b, at, step, c, cRows, cRow, column, add);
    } else if (Tiles.BROAD) {
      int[] rows = PackedRows.STRIP_ROWS;
      int strip = PackedRows.strip(row);
      PlacedTiles.run(
          wide, k, left.data(), rows, 0, strip, b, at, step, c, cRows, cRow, column, add);
    } else {
      int strip = PackedRows.strip(row);
      WovenTiles.run(wide, k, left.data(), strip, b, at, c, cRows, cRow, column, add);
    }
  }
}
