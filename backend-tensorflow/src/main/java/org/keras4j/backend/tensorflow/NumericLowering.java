package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keras4j.ir.Numeric;
import org.keras4j.ir.Numeric.Fft;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensorflow.c.Output;

/// What whole algorithms are in TensorFlow. Factorisations are the host's, see {@link HostOnly}.
final class NumericLowering {
  private static final int PARITY = 0x1BD11BDA;
  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

  /// So many random words are worth a program of their own.
  private static final long MANY = 16_384;

  private final Emitter e;
  private final FunctionLibrary library;

  NumericLowering(Emitter e, FunctionLibrary library) {
    this.e = e;
    this.library = library;
  }

  List<Value> lower(Numeric op, List<Value> in) {
    return switch (op) {
      case Fft fft -> List.of(fft(fft, in.getFirst()));
      case Numeric.RandomBits(var shape) ->
          shape.size() < MANY
              ? randomBits(in.get(0), in.get(1), shape)
              : new CompiledCall(e, library)
                  .of(
                      in,
                      (inside, v) ->
                          new NumericLowering(inside, library)
                              .randomBits(v.get(0), v.get(1), shape));
      case Numeric.Collective c -> List.of(alone(c, in.getFirst()));
      case Numeric.Cholesky _,
          Numeric.Lu _,
          Numeric.Qr _,
          Numeric.Svd _,
          Numeric.Eigh _,
          Numeric.Eig _,
          Numeric.TriangularSolve _ ->
          throw new IllegalStateException(op + " is computed on the host");
    };
  }

  private Value fft(Fft op, Value x) {
    var type = op.infer(List.of(x.type())).getFirst();
    if (type.size() == 0) {
      return e.fill(type, 0.0);
    }
    int axes = op.lengths().size();
    String name =
        switch (op.kind()) {
              case FFT -> "FFT";
              case IFFT -> "IFFT";
              case RFFT -> "RFFT";
              case IRFFT -> "IRFFT";
            }
            + (axes == 1 ? "" : axes + "D");
    var node = e.node(name).input(e.whole(x).output());
    switch (op.kind()) {
      case RFFT, IRFFT -> node.input(e.ints(op.lengths()));
      case FFT, IFFT -> {}
    }
    return Value.whole(node.build(), type);
  }

  /// What one process exchanges with itself.
  private Value alone(Numeric.Collective op, Value x) {
    if (op.size() != 1) {
      throw new IllegalArgumentException(
          "The engine tensorflow computes in one process. Received: %s".formatted(op.print()));
    }
    return switch (op.op()) {
      case ALL_SUM, ALL_MAX, BROADCAST -> x;
      case ALL_GATHER -> e.reshape(x, x.shape().insert(0, 1));
    };
  }

  // Threefry-2x32.

  private Value word(Value pair, int i, TensorType type) {
    Value one = e.slice(pair, List.of(i), List.of(i + 1), List.of(1));
    Output scalar = e.reshape(one, Shape.SCALAR).output();
    return e.repeat(scalar, type);
  }

  private List<Value> randomBits(Value key, Value counter, Shape shape) {
    var type = new TensorType(DType.UINT32, shape);
    var line = type.withShape(Shape.of((int) shape.size()));
    if (shape.size() == 0) {
      return Collections.nCopies(2, e.fill(type, 0L));
    }
    Value k0 = word(key, 0, line);
    Value k1 = word(key, 1, line);
    Value k2 = xor(xor(k0, k1), e.fill(line, (long) PARITY));
    Value low = word(counter, 1, line);
    Value count = e.cast(e.iota(line.shape(), 0), DType.UINT32);
    Value y = e.map("AddV2", low, count);
    Value carry = e.cast(e.map("Less", DType.BOOL, y, low), DType.UINT32);
    Value x = e.map("AddV2", word(counter, 0, line), carry);
    var keys = List.of(k0, k1, k2);
    x = e.map("AddV2", x, k0);
    y = e.map("AddV2", y, k1);
    for (int group = 0; group < 5; group++) {
      for (int rotation : ROTATIONS[group % 2]) {
        x = e.map("AddV2", x, y);
        y = xor(rotated(y, rotation), x);
      }
      x = e.map("AddV2", x, keys.get((group + 1) % 3));
      Value next = e.map("AddV2", keys.get((group + 2) % 3), e.fill(line, group + 1L));
      y = e.map("AddV2", y, next);
    }
    var words = new ArrayList<Value>();
    words.add(e.reshape(x, shape));
    words.add(e.reshape(y, shape));
    return words;
  }

  private Value xor(Value x, Value y) {
    return e.map("BitwiseXor", x, y);
  }

  private Value rotated(Value x, int by) {
    return e.map(
        "BitwiseOr",
        e.map("LeftShift", x, e.fill(x.type(), (long) by)),
        e.map("RightShift", x, e.fill(x.type(), 32L - by)));
  }
}
