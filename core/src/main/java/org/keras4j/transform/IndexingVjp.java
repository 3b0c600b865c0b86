package org.keras4j.transform;

import static org.keras4j.lax.Lax.mul;
import static org.keras4j.lax.Lax.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keras4j.ir.Indexing;
import org.keras4j.ir.Indexing.Gather;
import org.keras4j.ir.Indexing.OutOfBounds;
import org.keras4j.ir.Indexing.Places;
import org.keras4j.ir.Indexing.Scatter;
import org.keras4j.ir.Indexing.ScatterOp;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Cotangents of lookups, replacements and orderings.
final class IndexingVjp {
  private IndexingVjp() {}

  static List<Optional<Tensor>> rule(Indexing op, Application a) {
    return switch (op) {
      case Gather gather -> List.of(a.when(0, () -> ungather(gather, a)), Optional.empty());
      case Scatter scatter -> scatter(scatter, a);
      case Indexing.Sort(int axis) -> unsort(axis, a);
      case Indexing.TopK _ ->
          a.one(() -> addAlong(Lax.zeros(a.x().type()), a.out().get(1), a.g(), a.x().rank() - 1));
    };
  }

  private static Tensor ungather(Gather gather, Application a) {
    var indices =
        switch (gather.mode()) {
          case FILL -> a.y();
          case CLIP -> clamped(a.y(), gather.places(), gather.sizes(), a.x().shape());
        };
    return Lax.scatter(ScatterOp.ADD, Lax.zeros(a.x().type()), indices, a.g(), gather.places());
  }

  /// The largest starts at which windows lie within the operand, for each index vector.
  private static Tensor limits(Tensor indices, Places places, List<Integer> sizes, Shape operand) {
    long[] last = places.indexed().stream().mapToLong(i -> operand.dim(i) - sizes.get(i)).toArray();
    var type = new TensorType(indices.dtype(), Shape.of(last.length));
    var vector =
        org.keras4j.tensor.Array.ofDoubles(
            type, java.util.Arrays.stream(last).asDoubleStream().toArray());
    return Lax.broadcast(vector, indices.shape(), List.of(indices.rank() - 1));
  }

  private static Tensor clamped(Tensor indices, Places places, List<Integer> sizes, Shape operand) {
    var top = limits(indices, places, sizes, operand);
    return Lax.max(Lax.min(indices, top), Lax.zeros(indices.type()));
  }

  /// Whether each element of updates of a shape belongs to a window that is not dropped.
  private static Tensor applied(
      Tensor indices, Places places, List<Integer> sizes, Shape operand, Shape updates) {
    var low = Lax.ge(indices, Lax.zeros(indices.type()));
    var high = Lax.le(indices, limits(indices, places, sizes, operand));
    var inside = Lax.reduce(ReduceOp.AND, Lax.and(low, high), List.of(indices.rank() - 1));
    return Lax.broadcast(inside, updates, Axes.without(updates.rank(), places.window()));
  }

  /// The sizes of the windows that updates fill.
  private static List<Integer> windowSizes(Places places, Shape operand, Shape updates) {
    var sizes = new ArrayList<>(Axes.repeat(1, operand.rank()));
    var axes = places.windowOperandAxes(operand.rank());
    for (int i = 0; i < axes.size(); i++) {
      sizes.set(axes.get(i), updates.dim(places.window().get(i)));
    }
    return sizes;
  }

  private static List<Optional<Tensor>> scatter(Scatter op, Application a) {
    var site = new Site(op.places(), a.x(), a.y(), a.in().get(2));
    var g = a.g();
    return switch (op.op()) {
      case ADD -> both(a, () -> g, () -> site.read(g));
      case SET -> set(a, site);
      case MUL ->
          both(
              a,
              () -> mul(g, site.combine(ScatterOp.MUL, site.ones(), site.updates)),
              () -> product(a, site));
      case MAX, MIN -> extreme(a, site);
    };
  }

  private static List<Optional<Tensor>> both(
      Application a,
      java.util.function.Supplier<Tensor> operand,
      java.util.function.Supplier<Tensor> updates) {
    return List.of(a.when(0, operand), Optional.empty(), a.when(2, updates));
  }

  /// A scatter's operands, with the gather that reads what it wrote.
  private record Site(Places places, Tensor x, Tensor indices, Tensor updates) {

    /// Where each window's elements are read from; 0 where the window was dropped.
    Tensor read(Tensor from) {
      var sizes = windowSizes(places, x.shape(), updates.shape());
      var read = Lax.gather(from, indices, places, sizes, OutOfBounds.CLIP);
      var applied = applied(indices, places, sizes, x.shape(), updates.shape());
      return select(applied, read, Lax.zeros(read.type()));
    }

    Tensor combine(ScatterOp op, Tensor into, Tensor values) {
      return Lax.scatter(op, into, indices, values, places);
    }

    Tensor zeros() {
      return Lax.zeros(x.type());
    }

    Tensor ones() {
      return Lax.full(x.type(), 1);
    }
  }

  /// Numbers the updates, from 1, and looks which number each place ends up with: several updates
  /// of one place overwrite each other.
  private static List<Optional<Tensor>> set(Application a, Site site) {
    var shape = site.updates.shape();
    var windows = Axes.without(shape.rank(), site.places.window());
    Shape numbered = Shape.of(windows.stream().map(shape::dim).toList());
    var flat = Lax.iota(TensorType.of(DType.INT32, Math.toIntExact(numbered.size())), 0);
    var numbers =
        Lax.broadcast(
            Lax.reshape(Lax.add(flat, Lax.full(flat.type(), 1)), numbered), shape, windows);
    var blank = Lax.zeros(site.x.type().withDType(DType.INT32));
    var written = site.combine(ScatterOp.SET, blank, numbers);
    var zeros = site.zeros();
    return both(
        a,
        () -> select(Lax.eq(written, blank), a.g(), zeros),
        () ->
            select(
                Lax.eq(site.read(written), numbers),
                site.read(a.g()),
                Lax.zeros(site.updates.type())));
  }

  /// The derivative of a place by one of the updates it is multiplied with is the product of the
  /// others; zeros among them are counted rather than divided by.
  private static Tensor product(Application a, Site site) {
    var u = site.updates;
    var one = Lax.full(u.type(), 1);
    var zero = Lax.zeros(u.type());
    var isZero = Lax.eq(u, zero);
    var zeros = site.read(site.combine(ScatterOp.ADD, site.zeros(), select(isZero, one, zero)));
    var others =
        site.read(mul(site.x, site.combine(ScatterOp.MUL, site.ones(), select(isZero, one, u))));
    var alone = Lax.eq(zeros, select(isZero, one, zero));
    var slope = select(alone, Lax.div(others, select(isZero, one, u)), zero);
    return mul(site.read(a.g()), slope);
  }

  /// The operand's element and the updates that equal the result share the cotangent.
  private static List<Optional<Tensor>> extreme(Application a, Site site) {
    var kept = Lax.eq(site.x, a.result());
    var chosen = Lax.eq(site.updates, site.read(a.result()));
    var counted = Lax.convert(chosen, a.x().dtype());
    var count = site.combine(ScatterOp.ADD, Lax.convert(kept, a.x().dtype()), counted);
    // A place that nothing equals holds NaN.
    var share = Lax.div(a.g(), Lax.max(count, site.ones()));
    return both(
        a,
        () -> select(kept, share, site.zeros()),
        () -> select(chosen, site.read(share), Lax.zeros(site.updates.type())));
  }

  private static List<Optional<Tensor>> unsort(int axis, Application a) {
    var order = a.out().getLast();
    var out = new ArrayList<Optional<Tensor>>();
    for (int i = 0; i < a.wanted().size(); i++) {
      int operand = i;
      out.add(
          a.cotangents()
              .get(i)
              .flatMap(
                  g ->
                      a.when(
                          operand,
                          () -> addAlong(Lax.zeros(a.in().get(operand).type()), order, g, axis))));
    }
    return out;
  }

  /// Adds g to x at places counted along one axis.
  private static Tensor addAlong(Tensor x, Tensor places, Tensor g, int axis) {
    return Lax.scatter(
        ScatterOp.ADD, x, Axes.expand(places, places.rank()), g, along(x.rank(), axis));
  }

  /// Places that name single elements by their index along one axis, all other axes running
  /// together.
  static Places along(int rank, int axis) {
    var others = Axes.without(rank, List.of(axis));
    return new Places(List.of(), List.of(axis), others, others, List.of(axis));
  }
}
