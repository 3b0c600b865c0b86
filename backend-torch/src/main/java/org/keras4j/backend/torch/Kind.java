package org.keras4j.backend.torch;

import org.keras4j.tensor.DType;

/// Element types as the library numbers them, and which of them holds each of ours.
///
/// Unsigned integers wider than a byte and eight-bit floats lie there as the integers with the same
/// bits: the library moves them, adds and multiplies them, and knows little else of them.
enum Kind {
  BYTE(0, 1),
  CHAR(1, 1),
  SHORT(2, 2),
  INT(3, 4),
  LONG(4, 8),
  HALF(5, 2),
  FLOAT(6, 4),
  DOUBLE(7, 8),
  COMPLEX(9, 8),
  BOOL(11, 1),
  BFLOAT16(15, 2);

  private final long code;
  private final int bytes;

  Kind(long code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  long code() {
    return code;
  }

  int bytes() {
    return bytes;
  }

  static Kind of(DType dtype) {
    return switch (dtype) {
      case BOOL -> BOOL;
      case UINT8, FLOAT8_E4M3FN, FLOAT8_E5M2 -> BYTE;
      case INT8 -> CHAR;
      case UINT16, INT16 -> SHORT;
      case UINT32, INT32 -> INT;
      case UINT64, INT64 -> LONG;
      case FLOAT16 -> HALF;
      case BFLOAT16 -> BFLOAT16;
      case FLOAT32 -> FLOAT;
      case FLOAT64 -> DOUBLE;
      case COMPLEX64 -> COMPLEX;
      case STRING ->
          throw new IllegalArgumentException(
              "Engines compute with numbers; strings stay on the host. Received: dtype=string");
    };
  }
}
