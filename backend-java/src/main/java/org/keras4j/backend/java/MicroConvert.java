package org.keras4j.backend.java;

import java.util.Optional;
import org.keras4j.tensor.DType;

/// Stretch-wise conversions among the dtypes that models use much.
final class MicroConvert {
  private MicroConvert() {}

  static Optional<Micro> of(DType from, DType to) {
    if (to == DType.FLOAT32) {
      return toFloat(from);
    }
    if (from == DType.FLOAT32) {
      return fromFloat(to);
    }
    if (from == DType.BOOL && to == DType.INT32) {
      return Optional.of(
          (a, o, z, zo, n) -> {
            byte[] x = (byte[]) a[0];
            int[] out = (int[]) z;
            for (int i = 0; i < n; i++) {
              out[zo + i] = x[o[0] + i];
            }
          });
    }
    if (from == DType.INT64 && to == DType.INT32) {
      return Optional.of(
          (a, o, z, zo, n) -> {
            long[] x = (long[]) a[0];
            int[] out = (int[]) z;
            for (int i = 0; i < n; i++) {
              out[zo + i] = (int) x[o[0] + i];
            }
          });
    }
    if (from == DType.INT32 && to == DType.BOOL) {
      return Optional.of(
          (a, o, z, zo, n) -> {
            int[] x = (int[]) a[0];
            byte[] out = (byte[]) z;
            for (int i = 0; i < n; i++) {
              out[zo + i] = (byte) (x[o[0] + i] != 0 ? 1 : 0);
            }
          });
    }
    return Optional.empty();
  }

  private static Optional<Micro> toFloat(DType from) {
    return switch (from) {
      case BOOL, INT8 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                byte[] x = (byte[]) a[0];
                float[] out = (float[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = x[o[0] + i];
                }
              });
      case UINT8 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                byte[] x = (byte[]) a[0];
                float[] out = (float[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = x[o[0] + i] & 0xff;
                }
              });
      case INT32 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                int[] x = (int[]) a[0];
                float[] out = (float[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = x[o[0] + i];
                }
              });
      case INT64 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                long[] x = (long[]) a[0];
                float[] out = (float[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = x[o[0] + i];
                }
              });
      case FLOAT64 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                double[] x = (double[]) a[0];
                float[] out = (float[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = (float) x[o[0] + i];
                }
              });
      case FLOAT16, BFLOAT16 ->
          Optional.of(
              (a, o, z, zo, n) -> MicroHalf.widen(from, (short[]) a[0], o[0], (float[]) z, zo, n));
      case UINT16, UINT32, UINT64, INT16, FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT32, COMPLEX64, STRING ->
          Optional.empty();
    };
  }

  private static Optional<Micro> fromFloat(DType to) {
    return switch (to) {
      case BOOL ->
          Optional.of(
              (a, o, z, zo, n) -> {
                float[] x = (float[]) a[0];
                byte[] out = (byte[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = (byte) (x[o[0] + i] != 0 ? 1 : 0);
                }
              });
      case INT32 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                float[] x = (float[]) a[0];
                int[] out = (int[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = (int) x[o[0] + i];
                }
              });
      case INT64 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                float[] x = (float[]) a[0];
                long[] out = (long[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = (long) x[o[0] + i];
                }
              });
      case FLOAT64 ->
          Optional.of(
              (a, o, z, zo, n) -> {
                float[] x = (float[]) a[0];
                double[] out = (double[]) z;
                for (int i = 0; i < n; i++) {
                  out[zo + i] = x[o[0] + i];
                }
              });
      case FLOAT16, BFLOAT16 ->
          Optional.of(
              (a, o, z, zo, n) -> MicroHalf.narrow(to, (float[]) a[0], o[0], (short[]) z, zo, n));
      case UINT8,
          UINT16,
          UINT32,
          UINT64,
          INT8,
          INT16,
          FLOAT8_E4M3FN,
          FLOAT8_E5M2,
          FLOAT32,
          COMPLEX64,
          STRING ->
          Optional.empty();
    };
  }
}
