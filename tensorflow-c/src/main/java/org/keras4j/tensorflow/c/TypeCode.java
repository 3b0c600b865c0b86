package org.keras4j.tensorflow.c;

import java.util.Map;
import org.keras4j.tensor.DType;

/// TensorFlow's numbers for dtypes (`TF_DataType`).
final class TypeCode {
  private static final Map<Integer, DType> DTYPES =
      java.util.Arrays.stream(DType.values())
          .collect(java.util.stream.Collectors.toUnmodifiableMap(TypeCode::of, d -> d));

  private TypeCode() {}

  static int of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> 1;
      case FLOAT64 -> 2;
      case INT32 -> 3;
      case UINT8 -> 4;
      case INT16 -> 5;
      case INT8 -> 6;
      case STRING -> 7;
      case COMPLEX64 -> 8;
      case INT64 -> 9;
      case BOOL -> 10;
      case BFLOAT16 -> 14;
      case UINT16 -> 17;
      case FLOAT16 -> 19;
      case UINT32 -> 22;
      case UINT64 -> 23;
      case FLOAT8_E5M2 -> 24;
      case FLOAT8_E4M3FN -> 25;
    };
  }

  static DType dtype(int code) {
    DType dtype = DTYPES.get(code);
    if (dtype == null) {
      throw new IllegalArgumentException(
          "Expected the dtype of numbers. Received: TensorFlow's type " + code);
    }
    return dtype;
  }
}
