package org.keras4j.reference;

import org.keras4j.tensor.Elements;

/// Moves one element between tensors of the same dtype, bits unchanged.
final class Copy {
  private Copy() {}

  static void element(Elements from, int i, Elements to, int k) {
    switch (to.type().dtype()) {
      case BOOL, UINT8, INT8, FLOAT8_E4M3FN, FLOAT8_E5M2 ->
          to.buffer().bytes()[k] = from.buffer().bytes()[i];
      case INT16, UINT16, FLOAT16, BFLOAT16 -> to.buffer().shorts()[k] = from.buffer().shorts()[i];
      case INT32, UINT32 -> to.buffer().ints()[k] = from.buffer().ints()[i];
      case INT64, UINT64 -> to.buffer().longs()[k] = from.buffer().longs()[i];
      case FLOAT32 -> to.buffer().floats()[k] = from.buffer().floats()[i];
      case FLOAT64 -> to.buffer().doubles()[k] = from.buffer().doubles()[i];
      case COMPLEX64 -> to.setComplex(k, from.getDouble(i), from.getImaginary(i));
      case STRING -> to.buffer().strings()[k] = from.buffer().strings()[i];
    }
  }

  static void all(Elements from, Elements to) {
    for (int i = 0; i < from.size(); i++) {
      element(from, i, to, i);
    }
  }
}
