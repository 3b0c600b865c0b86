package org.keras4j.backend.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// What looking up, replacing and ordering elements is in TensorFlow.
final class IndexingLowering {
  private final Emitter e;

  IndexingLowering(Emitter e) {
    this.e = e;
  }

  List<Value> lower(Indexing op, List<Value> in) {
    if (op instanceof Scatter scatter && ElementwiseLowering.isNarrow(in.getFirst().dtype())) {
      Value wide =
          scatter(
              scatter,
              e.cast(in.get(0), DType.FLOAT32),
              in.get(1),
              e.cast(in.get(2), DType.FLOAT32));
      return List.of(e.cast(wide, in.getFirst().dtype()));
    }
    return switch (op) {
      case Gather gather -> List.of(gather(gather, in.get(0), in.get(1)));
      case Scatter scatter -> List.of(scatter(scatter, in.get(0), in.get(1), in.get(2)));
      case Indexing.Sort(var axis) -> sort(axis, in);
      case Indexing.TopK(var k) -> topK(k, in.getFirst());
    };
  }

  private Value gather(Gather op, Value x, Value indices) {
    var type = op.infer(List.of(x.type(), indices.type())).getFirst();
    if (type.size() == 0 || x.type().size() == 0) {
      return fill(type);
    }
    var finder = new PlaceFinder(e, op.places(), x.shape(), op.sizes(), indices);
    Value rows = e.gather(finder.rows(x), finder.flat(), 0, 0);
    Value apart = e.reshape(rows, finder.found.concat(Emitter.pick(x.shape(), finder.whole)));
    Value result = e.transpose(apart, finder.resultOrder(type.rank()));
    if (op.mode() == OutOfBounds.CLIP) {
      return result;
    }
    var others =
        Emitter.range(type.rank()).stream().filter(i -> !op.places().window().contains(i)).toList();
    Value within = new MovementLowering(e).broadcast(finder.isWithin(), type.shape(), others);
    return new ElementwiseLowering(e)
        .lower(new org.keras4j.ir.Elementwise.Select(), List.of(within, result, fill(type)));
  }

  /// What stands for an element that is not there.
  private Value fill(TensorType type) {
    DType dtype = type.dtype();
    return switch (dtype.kind()) {
      case BOOL -> e.fill(type, 1L);
      case UNSIGNED -> e.fill(type, -1L);
      case SIGNED -> e.fill(type, -1L << (8 * dtype.bytes() - 1));
      case FLOAT -> e.fill(type, Double.NaN);
      case COMPLEX -> {
        Value nan = e.fill(type.withDType(DType.FLOAT32), Double.NaN);
        yield e.map("Complex", DType.COMPLEX64, nan, nan);
      }
      case STRING -> throw new IllegalArgumentException("strings stay on the host");
    };
  }

  private Value scatter(Scatter op, Value x, Value indices, Value updates) {
    if (x.type().size() == 0 || updates.type().size() == 0) {
      return x;
    }
    if (x.dtype() == DType.BOOL && op.op() != ScatterOp.SET) {
      Value counted = scatter(op, e.cast(x, DType.INT32), indices, e.cast(updates, DType.INT32));
      return new ElementwiseLowering(e).convert(counted, DType.BOOL);
    }
    var windowAxes = op.places().windowOperandAxes(x.rank());
    var sizes = new ArrayList<>(Collections.nCopies(x.rank(), 1));
    for (int i = 0; i < windowAxes.size(); i++) {
      sizes.set(windowAxes.get(i), updates.dim(op.places().window().get(i)));
    }
    var finder = new PlaceFinder(e, op.places(), x.shape(), sizes, indices);
    // As the result of a gather is ordered, so were the updates.
    var order = finder.resultOrder(updates.rank());
    var inverse = new ArrayList<>(order);
    for (int i = 0; i < order.size(); i++) {
      inverse.set(order.get(i), i);
    }
    int n = (int) finder.found.size();
    Value rows = e.reshape(e.transpose(updates, inverse), Shape.of(n, finder.rowSize()));
    Value within = finder.spread(finder.isWithin());
    Value places =
        e.reshape(e.select(within, finder.flat(), e.fill(intsOf(finder.found), -1L)), Shape.of(n));
    return finder.unrows(combine(op.op(), finder.rows(x), places, rows), x.type());
  }

  private static TensorType intsOf(Shape shape) {
    return new TensorType(DType.INT32, shape);
  }

  /// Rows combined with those given for them; places of -1 are dropped.
  private Value combine(ScatterOp op, Value x, Value places, Value rows) {
    return switch (op) {
      case SET -> set(x, places, rows);
      case ADD -> {
        Value sums = segments("UnsortedSegmentSum", x, places, rows);
        yield e.isZero(x) ? sums : e.map("AddV2", x, sums);
      }
      case MUL -> e.map("Mul", x, segments("UnsortedSegmentProd", x, places, rows));
      case MAX -> largest("UnsortedSegmentMax", "Maximum", x, places, rows);
      case MIN -> largest("UnsortedSegmentMin", "Minimum", x, places, rows);
    };
  }

  private Value segments(String op, Value x, Value places, Value rows) {
    return Value.whole(
        e.node(op)
            .input(e.whole(rows).output())
            .input(e.whole(places).output())
            .input(e.scalar(DType.INT32, x.dim(0)))
            .build(),
        x.type());
  }

  /// Where nothing is given TensorFlow says the lowest number, which is not the lowest there is.
  private Value largest(String op, String combine, Value x, Value places, Value rows) {
    Value hits =
        segments(
            "UnsortedSegmentSum",
            Value.whole(x.output(), intsOf(x.shape())),
            places,
            e.fill(rows.type().withDType(DType.INT32), 1L));
    Value hit = e.map("Greater", DType.BOOL, hits, e.fill(hits.type(), 0L));
    return e.select(hit, e.map(combine, x, segments(op, x, places, rows)), x);
  }

  /// One row more than there are takes what is dropped.
  private Value set(Value x, Value places, Value rows) {
    int n = x.dim(0);
    Value spare = e.fill(x.type().withShape(Shape.of(1, x.dim(1))), 0.0);
    Value longer = e.concatenate(List.of(x, spare), 0);
    Value dropped = e.map("Less", DType.BOOL, places, e.fill(places.type(), 0L));
    Value kept = e.select(dropped, e.fill(places.type(), (long) n), places);
    Value updated =
        Value.whole(
            e.node("TensorScatterUpdate")
                .input(longer.output())
                .input(e.whole(e.reshape(kept, Shape.of(places.dim(0), 1))).output())
                .input(e.whole(rows).output())
                .build(),
            longer.type());
    return e.slice(updated, List.of(0, 0), List.of(n, x.dim(1)), List.of(1, 1));
  }

  // Order.

  private List<Value> sort(int axis, List<Value> in) {
    Value x = in.getFirst();
    int n = x.dim(axis);
    if (n <= 1 || x.type().size() == 0) {
      return in;
    }
    var last = lastly(axis, x.rank());
    Value keys = e.map("Invert", key(e.transpose(x, last)));
    Value places = largest(keys, n);
    return in.stream().map(v -> e.transpose(along(e.transpose(v, last), places), last)).toList();
  }

  /// An axis exchanged with the last one.
  private static List<Integer> lastly(int axis, int rank) {
    var order = new ArrayList<>(Emitter.range(rank));
    Collections.swap(order, axis, rank - 1);
    return order;
  }

  private List<Value> topK(int k, Value x) {
    if (k == 0 || x.type().size() == 0) {
      Shape shape = x.shape().with(-1, k);
      return List.of(e.fill(x.type().withShape(shape), 0.0), e.fill(intsOf(shape), 0.0));
    }
    Value places = largest(key(x), k);
    return List.of(along(x, places), places);
  }

  /// The places of the largest along the last axis; of equal ones the first come first.
  private Value largest(Value keys, int k) {
    var results =
        e.node("TopKV2").input(e.whole(keys).output()).input(e.scalar(DType.INT32, k)).buildAll();
    return Value.whole(results.get(1), intsOf(keys.shape().with(-1, k)));
  }

  private Value along(Value x, Value places) {
    int axis = x.rank() - 1;
    return e.gather(x, places, axis, axis);
  }

  /// Integers in the order of the elements, NaN the largest.
  private Value key(Value x) {
    return switch (x.dtype()) {
      case INT32, INT64 -> x;
      case BOOL, INT8, INT16, UINT8, UINT16 -> e.cast(x, DType.INT32);
      case UINT32 -> e.cast(x, DType.INT64);
      case UINT64 -> {
        Value bits = e.bitcast(x, DType.INT64);
        yield e.map("BitwiseXor", bits, e.fill(bits.type(), Long.MIN_VALUE));
      }
      case FLOAT8_E4M3FN, FLOAT8_E5M2, FLOAT16, BFLOAT16 -> key(e.cast(x, DType.FLOAT32));
      case FLOAT32 -> ofFloats(x, DType.INT32, Integer.MAX_VALUE);
      case FLOAT64 -> ofFloats(x, DType.INT64, Long.MAX_VALUE);
      case COMPLEX64, STRING -> throw new IllegalArgumentException("no order of " + x.type());
    };
  }

  /// Of negative floats the larger bits are the smaller number.
  private Value ofFloats(Value x, DType integer, long most) {
    Value zero = e.fill(x.type(), 0.0);
    Value positive = e.select(e.map("Equal", DType.BOOL, x, zero), zero, x);
    Value bits = e.bitcast(positive, integer);
    Value sign = e.map("RightShift", bits, e.fill(bits.type(), 8L * integer.bytes() - 1));
    Value turned = e.map("BitwiseXor", bits, e.map("BitwiseAnd", sign, e.fill(bits.type(), most)));
    Value isNan = e.map("NotEqual", DType.BOOL, x, x);
    return e.select(isNan, e.fill(bits.type(), most), turned);
  }
}
