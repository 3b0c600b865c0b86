package org.keras4j.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The type of a tensor's elements, named as Keras names it.
///
/// `STRING` tensors live on the host only: no engine computes with them.
///
/// @see <a href="https://keras.io/api/ops/core/#cast-function">keras.ops.cast</a>
public enum DType {
  /// True or false, one byte each.
  BOOL(Kind.BOOL, 1),
  /// Unsigned 8-bit integer.
  UINT8(Kind.UNSIGNED, 1),
  /// Unsigned 16-bit integer.
  UINT16(Kind.UNSIGNED, 2),
  /// Unsigned 32-bit integer.
  UINT32(Kind.UNSIGNED, 4),
  /// Unsigned 64-bit integer.
  UINT64(Kind.UNSIGNED, 8),
  /// Signed 8-bit integer.
  INT8(Kind.SIGNED, 1),
  /// Signed 16-bit integer.
  INT16(Kind.SIGNED, 2),
  /// Signed 32-bit integer.
  INT32(Kind.SIGNED, 4),
  /// Signed 64-bit integer.
  INT64(Kind.SIGNED, 8),
  /// 8-bit float: 4 exponent bits, 3 mantissa bits, no infinity.
  FLOAT8_E4M3FN(Kind.FLOAT, 1),
  /// 8-bit float: 5 exponent bits, 2 mantissa bits.
  FLOAT8_E5M2(Kind.FLOAT, 1),
  /// IEEE 754 half precision.
  FLOAT16(Kind.FLOAT, 2),
  /// The upper half of a float32.
  BFLOAT16(Kind.FLOAT, 2),
  /// IEEE 754 single precision.
  FLOAT32(Kind.FLOAT, 4),
  /// IEEE 754 double precision.
  FLOAT64(Kind.FLOAT, 8),
  /// Two float32: real and imaginary part.
  COMPLEX64(Kind.COMPLEX, 8),
  /// Text, on the host only.
  STRING(Kind.STRING, 8);

  /// Families of element types.
  public enum Kind {
    /// True or false.
    BOOL,
    /// Integers from 0.
    UNSIGNED,
    /// Integers in two's complement.
    SIGNED,
    /// Real numbers in binary floating point.
    FLOAT,
    /// Complex numbers.
    COMPLEX,
    /// Text.
    STRING
  }

  private final Kind kind;
  private final int bytes;
  private final String keras = name().toLowerCase(Locale.ROOT);

  DType(Kind kind, int bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /// The family this type belongs to.
  public Kind kind() {
    return kind;
  }

  /// Bytes one element takes in a file or in an engine's memory.
  public int bytes() {
    return bytes;
  }

  /// Keras's name, such as `float32`.
  public String kerasName() {
    return keras;
  }

  /// Whether this is a real floating-point type.
  public boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  /// Whether this is a signed or unsigned integer type; `BOOL` is not.
  public boolean isInteger() {
    return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
  }

  /// Whether this is a complex type.
  public boolean isComplex() {
    return kind == Kind.COMPLEX;
  }

  /// Whether gradients flow through values of this type.
  public boolean isDifferentiable() {
    return isFloat() || isComplex();
  }

  /// The type of Keras's name, such as `float32`; `int`, `float` and `bool` are Python's.
  ///
  /// @throws IllegalArgumentException if no type has that name
  public static DType of(String name) {
    return switch (name) {
      case "float" -> FLOAT32;
      case "int" -> INT32;
      case "bool" -> BOOL;
      case "str" -> STRING;
      default ->
          Arrays.stream(values())
              .filter(d -> d.keras.equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Expected one of the dtypes "
                              + Arrays.stream(values())
                                  .map(DType::kerasName)
                                  .collect(Collectors.joining(", "))
                              + ". Received: dtype="
                              + name));
    };
  }

  @Override
  public String toString() {
    return keras;
  }
}
