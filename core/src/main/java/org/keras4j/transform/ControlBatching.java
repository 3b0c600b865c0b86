package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keras4j.ir.Control;
import org.keras4j.ir.Primitive;
import org.keras4j.ir.Program;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.ir.Var;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Branches, loops and compositions for a batch. Where the elements would take different ways, all
/// ways are taken and each element keeps its own.
final class ControlBatching {
  private final Batching batching;
  private final int size;

  ControlBatching(Batching batching) {
    this.batching = batching;
    this.size = batching.size();
  }

  List<Batched> apply(Control op, List<Batched> in) {
    return switch (op) {
      case Control.Cond cond -> branch(cond, in);
      case Control.While loop -> loop(loop, in);
      case Control.Scan scan -> scan(scan, in);
      case Control.Composite composite -> composite(composite, in);
    };
  }

  private static List<Boolean> flags(List<Batched> in) {
    return in.stream().map(Batched::isBatched).toList();
  }

  private static List<Batched> batched(List<Tensor> values, List<Boolean> flags) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> new Batched(values.get(i), flags.get(i)))
        .toList();
  }

  private TensorType type(TensorType element, boolean batched) {
    return batched ? element.withShape(element.shape().insert(0, size)) : element;
  }

  private List<TensorType> types(List<Var> vars, List<Boolean> flags) {
    return IntStream.range(0, vars.size())
        .mapToObj(i -> type(vars.get(i).type(), flags.get(i)))
        .toList();
  }

  /// Which outputs of a program depend on the batch.
  private List<Boolean> outputs(Program f, List<Boolean> in) {
    var found = new ArrayList<Boolean>();
    Trace.of(
        types(f.inputs(), in),
        arguments -> {
          var out = batching.program(f, batched(arguments, in));
          found.addAll(flags(out));
          return List.of();
        });
    return found;
  }

  /// A program for a batch, whose outputs are batched as asked for.
  private Program program(Program f, List<Boolean> in, List<Boolean> out) {
    return Trace.of(
            types(f.inputs(), in),
            arguments -> asked(batching.program(f, batched(arguments, in)), out))
        .program();
  }

  private List<Tensor> asked(List<Batched> values, List<Boolean> flags) {
    return IntStream.range(0, values.size())
        .mapToObj(i -> flags.get(i) ? values.get(i).spread(size) : values.get(i).value())
        .toList();
  }

  private static List<Boolean> either(List<Boolean> a, List<Boolean> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> a.get(i) || b.get(i)).toList();
  }

  private List<Batched> branch(Control.Cond op, List<Batched> in) {
    var operands = in.subList(1, in.size());
    if (in.getFirst().isBatched()) {
      return chosen(op, in.getFirst().value(), operands);
    }
    var given = flags(operands);
    var out =
        op.branches().stream()
            .map(b -> outputs(b, given))
            .reduce(ControlBatching::either)
            .orElseThrow();
    var branches = op.branches().stream().map(b -> program(b, given, out)).toList();
    return batched(
        Lax.cond(in.getFirst().value(), branches, operands.stream().map(Batched::value).toList()),
        out);
  }

  private List<Batched> chosen(Control.Cond op, Tensor index, List<Batched> operands) {
    var all =
        op.branches().stream().map(b -> batching.spread(batching.program(b, operands))).toList();
    var results = new ArrayList<Batched>();
    for (int k = 0; k < all.getFirst().size(); k++) {
      Tensor result = all.getFirst().get(k);
      for (int b = 1; b < all.size(); b++) {
        var reached = Lax.ge(index, Lax.full(index.type(), b));
        result = Lax.select(along(reached, result.type()), all.get(b).get(k), result);
      }
      results.add(Batched.of(result));
    }
    return results;
  }

  /// A flag for each element of the batch as a predicate on tensors of a type.
  private static Tensor along(Tensor flags, TensorType type) {
    return Lax.broadcast(flags, type.shape(), List.of(0));
  }

  private List<Batched> scan(Control.Scan op, List<Batched> in) {
    int fixed = op.constants() + op.carry();
    var given = new ArrayList<>(flags(in));
    List<Boolean> out;
    boolean grown;
    do {
      out = outputs(op.body(), given);
      grown = false;
      for (int i = 0; i < op.carry(); i++) {
        if (out.get(i) && !given.get(op.constants() + i)) {
          given.set(op.constants() + i, true);
          grown = true;
        }
      }
    } while (grown);
    var results = new ArrayList<>(given.subList(op.constants(), fixed));
    results.addAll(out.subList(op.carry(), out.size()));
    var operands = new ArrayList<Tensor>();
    for (int i = 0; i < in.size(); i++) {
      var value = given.get(i) ? in.get(i).spread(size) : in.get(i).value();
      // The loop runs over the first axis: the batch goes behind it.
      operands.add(i >= fixed && given.get(i) ? Axes.move(value, 0, 1) : value);
    }
    var body = program(op.body(), given, results);
    var values =
        Lax.scan(
            new Control.Scan(body, op.length(), op.constants(), op.carry(), op.reverse()),
            operands);
    return IntStream.range(0, values.size())
        .mapToObj(
            i -> {
              boolean stacked = i >= op.carry() && results.get(i);
              var value = values.get(i);
              return new Batched(stacked ? Axes.move(value, 1, 0) : value, results.get(i));
            })
        .toList();
  }

  private List<Batched> loop(Control.While op, List<Batched> in) {
    int test = op.conditionConstants();
    int start = test + op.bodyConstants();
    var given = flags(in);
    var carry = new ArrayList<>(given.subList(start, in.size()));
    boolean grown;
    do {
      var out = outputs(op.body(), join(given.subList(test, start), carry));
      var next = either(carry, out);
      grown = !next.equals(carry);
      java.util.Collections.copy(carry, next);
    } while (grown);
    boolean differ = outputs(op.condition(), join(given.subList(0, test), carry)).getFirst();
    if (differ) {
      return untilAllEnd(op, in);
    }
    var condition = program(op.condition(), join(given.subList(0, test), carry), List.of(false));
    var body = program(op.body(), join(given.subList(test, start), carry), carry);
    var operands = new ArrayList<Tensor>();
    for (int i = 0; i < in.size(); i++) {
      boolean spread = i >= start && carry.get(i - start);
      operands.add(spread ? in.get(i).spread(size) : in.get(i).value());
    }
    return batched(
        Lax.whileLoop(new Control.While(condition, test, body, op.bodyConstants()), operands),
        carry);
  }

  private static <T> List<T> join(List<T> a, List<T> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  /// Runs as long as any element goes on; elements that have ended keep what they have.
  private List<Batched> untilAllEnd(Control.While op, List<Batched> in) {
    int test = op.conditionConstants();
    int start = test + op.bodyConstants();
    var constants = in.subList(0, start);
    var carry = in.subList(start, in.size()).stream().map(b -> b.spread(size)).toList();
    var values = join(constants.stream().map(Batched::value).toList(), carry);
    var given = flags(constants);
    var types = values.stream().map(Tensor::type).toList();
    var testTypes = join(types.subList(0, test), types.subList(start, types.size()));
    var condition =
        Trace.of(
                testTypes,
                all -> {
                  var goesOn = goesOn(op, given.subList(0, test), all);
                  return List.of(Lax.reduce(ReduceOp.OR, goesOn, List.of(0)));
                })
            .program();
    var body =
        Trace.of(
                types,
                all -> {
                  var before = all.subList(start, all.size());
                  var goesOn =
                      goesOn(op, given.subList(0, test), join(all.subList(0, test), before));
                  var in2 =
                      new ArrayList<>(
                          batched(all.subList(test, start), given.subList(test, start)));
                  before.forEach(t -> in2.add(Batched.of(t)));
                  var after = batching.spread(batching.program(op.body(), in2));
                  return IntStream.range(0, after.size())
                      .mapToObj(
                          i ->
                              Lax.select(
                                  along(goesOn, after.get(i).type()), after.get(i), before.get(i)))
                      .toList();
                })
            .program();
    var operands = join(values.subList(0, test), values);
    return Lax.whileLoop(new Control.While(condition, test, body, start), operands).stream()
        .map(Batched::of)
        .toList();
  }

  private Tensor goesOn(Control.While op, List<Boolean> constants, List<Tensor> all) {
    var in = new ArrayList<>(batched(all.subList(0, constants.size()), constants));
    all.subList(constants.size(), all.size()).forEach(t -> in.add(Batched.of(t)));
    return batching.program(op.condition(), in).getFirst().spread(size);
  }

  private List<Batched> composite(Control.Composite op, List<Batched> in) {
    if (op.derivative().isEmpty()) {
      return batching.program(op.body(), in);
    }
    var given = flags(in);
    // Results all belong to the batch, so that each cotangent counts for one element.
    var out = op.body().outputs().stream().map(_ -> true).toList();
    var values =
        Lax.composite(
            op.name() + "_batched",
            op.attributes(),
            in.stream().map(Batched::value).toList(),
            all -> asked(batching.program(op.body(), batched(all, given)), out),
            Optional.of(derivative(op, given, out)));
    return batched(values, out);
  }

  /// The derivative of a composition for a batch. Operands that the elements share gather the
  /// cotangents of all.
  private Control.Derivative derivative(
      Control.Composite op, List<Boolean> given, List<Boolean> out) {
    return (in, results, cotangents) -> {
      var operands = new ArrayList<>(batched(in, given));
      operands.addAll(batched(results, out));
      var present = new ArrayList<Boolean>();
      for (int i = 0; i < cotangents.size(); i++) {
        boolean own = out.get(i);
        cotangents.get(i).ifPresent(c -> operands.add(new Batched(c, own)));
        present.add(cotangents.get(i).isPresent());
      }
      var found = new ArrayList<Boolean>();
      var one =
          Trace.of(
              operands.stream().map(Batched::element).toList(),
              all -> {
                int n = in.size();
                int seeds = n + results.size();
                var next = all.subList(seeds, all.size()).iterator();
                List<Optional<Tensor>> g =
                    present.stream()
                        .map(p -> p ? Optional.of(next.next()) : Optional.<Tensor>empty())
                        .toList();
                var back =
                    op.derivative()
                        .orElseThrow()
                        .apply(all.subList(0, n), all.subList(n, seeds), g);
                back.forEach(c -> found.add(c.isPresent()));
                return back.stream().flatMap(Optional::stream).toList();
              });
      one.captured().forEach(t -> operands.add(Batched.shared(t)));
      var values = batching.program(one.program(), operands).iterator();
      return IntStream.range(0, found.size())
          .mapToObj(
              i ->
                  found.get(i)
                      ? Optional.of(gathered(values.next(), given.get(i)))
                      : Optional.<Tensor>empty())
          .toList();
    };
  }

  private Tensor gathered(Batched cotangent, boolean batchedOperand) {
    var all = cotangent.spread(size);
    return batchedOperand ? all : Lax.reduceSum(all, List.of(0));
  }

  /// Applies an operation to one element after another.
  List<Tensor> eachByItself(Primitive op, List<Batched> in) {
    var shared = in.stream().filter(b -> !b.isBatched()).toList();
    var own = in.stream().filter(Batched::isBatched).toList();
    var types = join(shared, own).stream().map(Batched::element).toList();
    var body =
        Trace.of(
                types,
                all -> {
                  var nextShared = all.subList(0, shared.size()).iterator();
                  var nextOwn = all.subList(shared.size(), all.size()).iterator();
                  return Interpreter.apply(
                      op,
                      in.stream()
                          .map(b -> b.isBatched() ? nextOwn.next() : nextShared.next())
                          .toList());
                })
            .program();
    return Lax.scan(
        new Control.Scan(body, size, shared.size(), 0, false),
        join(shared, own).stream().map(Batched::value).toList());
  }
}
