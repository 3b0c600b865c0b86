package org.keras4j.backend.pjrt;

import org.keras4j.tensor.DType;

/// The numbers of the interface for types of elements (`PJRT_Buffer_Type`).
final class ElementType {
  private ElementType() {}

  static int of(DType dtype) {
    return switch (dtype) {
      case BOOL -> 1;
      case INT8 -> 2;
      case INT16 -> 3;
      case INT32 -> 4;
      case INT64 -> 5;
      case UINT8 -> 6;
      case UINT16 -> 7;
      case UINT32 -> 8;
      case UINT64 -> 9;
      case FLOAT16 -> 10;
      case FLOAT32 -> 11;
      case FLOAT64 -> 12;
      case BFLOAT16 -> 13;
      case COMPLEX64 -> 14;
      case FLOAT8_E5M2 -> 16;
      case FLOAT8_E4M3FN -> 17;
      case STRING ->
          throw new IllegalArgumentException(
              "Strings stay on the host: no engine computes with them.");
    };
  }
}
