package org.keras4j.stablehlo;

import java.util.List;
import java.util.stream.Collectors;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.TensorType;

/// How StableHLO writes types and lists of numbers.
final class HloTypes {
  private HloTypes() {}

  /// An element type: `f32`.
  static String of(DType dtype) {
    return switch (dtype) {
      case BOOL -> "i1";
      case UINT8 -> "ui8";
      case UINT16 -> "ui16";
      case UINT32 -> "ui32";
      case UINT64 -> "ui64";
      case INT8 -> "i8";
      case INT16 -> "i16";
      case INT32 -> "i32";
      case INT64 -> "i64";
      case FLOAT8_E4M3FN -> "f8E4M3FN";
      case FLOAT8_E5M2 -> "f8E5M2";
      case FLOAT16 -> "f16";
      case BFLOAT16 -> "bf16";
      case FLOAT32 -> "f32";
      case FLOAT64 -> "f64";
      case COMPLEX64 -> "complex<f32>";
      case STRING -> throw new IllegalArgumentException("XLA has no strings.");
    };
  }

  /// A tensor type: `tensor<2x3xf32>`.
  static String of(TensorType type) {
    return type.shape().toList().stream()
        .map(d -> d + "x")
        .collect(Collectors.joining("", "tensor<", of(type.dtype()) + ">"));
  }

  /// Several types, in brackets where there is not just one.
  static String results(List<TensorType> types) {
    return types.size() == 1 ? of(types.getFirst()) : operands(types);
  }

  /// Several types in brackets.
  static String operands(List<TensorType> types) {
    return types.stream().map(HloTypes::of).collect(Collectors.joining(", ", "(", ")"));
  }

  /// Numbers as the `array<i64: …>` attribute of the general form of an operation.
  static String array(List<Integer> numbers) {
    return numbers.isEmpty()
        ? "array<i64>"
        : numbers.stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "array<i64: ", ">"));
  }

  /// Pairs of numbers as the attribute `dense<[[a, b], …]>`.
  static String pairs(List<Integer> first, List<Integer> second) {
    if (first.isEmpty()) {
      return "dense<> : tensor<0x2xi64>";
    }
    var text = new StringBuilder("dense<[");
    for (int i = 0; i < first.size(); i++) {
      text.append(i == 0 ? "" : ", ").append("[%d, %d]".formatted(first.get(i), second.get(i)));
    }
    return text.append("]> : tensor<%dx2xi64>".formatted(first.size())).toString();
  }
}
