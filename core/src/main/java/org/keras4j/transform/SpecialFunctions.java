package org.keras4j.transform;

import static org.keras4j.lax.Lax.add;
import static org.keras4j.lax.Lax.div;
import static org.keras4j.lax.Lax.mul;
import static org.keras4j.lax.Lax.select;
import static org.keras4j.lax.Lax.sub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Tensor;

/// Functions that only derivatives need.
final class SpecialFunctions {
  /// Coefficients of `z^-3, z^-5, …` in the asymptotic series: Bernoulli's numbers.
  private static final double[] BERNOULLI = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6
  };

  private static final int SHIFTS = 8;

  private SpecialFunctions() {}

  /// The distance from 1 to the next number.
  static double epsilon(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> 0x1p-52;
      case FLOAT32, COMPLEX64 -> 0x1p-23;
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      case FLOAT8_E4M3FN -> 0x1p-3;
      case FLOAT8_E5M2 -> 0x1p-2;
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, STRING ->
          throw new IllegalArgumentException("Expected a float. Received: dtype=" + dtype);
    };
  }

  /// The derivative of digamma: recurrence up to where the asymptotic series holds, reflection
  /// below one half (Abramowitz and Stegun 6.4.6, 6.4.7, 6.4.12).
  static Tensor trigamma(Tensor x) {
    return Lax.composite(
            "trigamma",
            Map.of(),
            List.of(x),
            in -> List.of(reflected(in.getFirst())),
            Optional.empty())
        .getFirst();
  }

  private static Tensor reflected(Tensor x) {
    var low = Lax.lt(x, number(x, 0.5));
    var positive = positive(select(low, sub(number(x, 1), x), x));
    var sine = Lax.sin(mul(number(x, Math.PI), select(low, x, number(x, 0.5))));
    var mirror = div(number(x, Math.PI * Math.PI), mul(sine, sine));
    return select(low, sub(mirror, positive), positive);
  }

  private static Tensor positive(Tensor x) {
    Tensor sum = number(x, 0);
    for (int k = 0; k < SHIFTS; k++) {
      var shifted = add(x, number(x, k));
      sum = add(sum, div(number(x, 1), mul(shifted, shifted)));
    }
    var inverse = div(number(x, 1), add(x, number(x, SHIFTS)));
    var square = mul(inverse, inverse);
    Tensor series = number(x, 0);
    for (int k = BERNOULLI.length - 1; k >= 0; k--) {
      series = mul(square, add(series, number(x, BERNOULLI[k])));
    }
    var tail = mul(inverse, add(add(series, number(x, 1)), mul(inverse, number(x, 0.5))));
    return add(sum, tail);
  }

  private static Tensor number(Tensor like, double value) {
    return Lax.full(like.type(), value);
  }
}
