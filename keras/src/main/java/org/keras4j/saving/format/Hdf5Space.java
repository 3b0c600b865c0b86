package org.keras4j.saving.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keras4j.tensor.Shape;

/// The sizes of an HDF5 dataset or attribute: claims of the file until they are compared with what
/// was expected.
record Hdf5Space(List<Long> dims) {
  private static final int MAX_RANK = 32;

  static Hdf5Space read(Bytes.Cursor in) {
    int version = in.u8();
    int rank = in.u8();
    int flags = in.u8();
    if (version < 1 || version > 2 || rank > MAX_RANK) {
      throw in.refused(
          "Expected sizes of version 1 or 2 and rank up to %d. Received: version=%d, rank=%d"
              .formatted(MAX_RANK, version, rank));
    }
    int kind = in.u8();
    if (version == 1) {
      in.skip(4);
    } else if (kind > 1 || (kind == 0 && rank != 0)) {
      throw in.refused("Expected a scalar or an array. Received: a data space of kind " + kind);
    }
    boolean growing = (flags & 1) != 0;
    var dims = new ArrayList<Long>();
    for (int i = 0; i < rank; i++) {
      long dim = in.i64();
      if (dim < 0) {
        throw in.refused("Expected sizes below 2^63. Received: " + Long.toUnsignedString(dim));
      }
      dims.add(dim);
    }
    if (growing) {
      in.skip(8L * rank);
    }
    return new Hdf5Space(List.copyOf(dims));
  }

  int rank() {
    return dims.size();
  }

  /// The number of elements, or nothing where it exceeds 2^63 - 1.
  Optional<Long> count() {
    long count = 1;
    for (long dim : dims) {
      if (dim == 0) {
        return Optional.of(0L);
      }
    }
    for (long dim : dims) {
      if (Math.multiplyHigh(count, dim) != 0 || count * dim < 0) {
        return Optional.empty();
      }
      count *= dim;
    }
    return Optional.of(count);
  }

  /// The sizes as a shape, where each fits one.
  Optional<Shape> shape() {
    return dims.stream().anyMatch(d -> d > Integer.MAX_VALUE)
        ? Optional.empty()
        : Optional.of(Shape.of(dims.stream().mapToInt(Long::intValue).toArray()));
  }

  /// As Keras writes shapes: `(3, 2)`.
  String description() {
    return dims.stream()
        .map(d -> Long.toString(d))
        .collect(Collectors.joining(", ", "(", rank() == 1 ? ",)" : ")"));
  }
}
