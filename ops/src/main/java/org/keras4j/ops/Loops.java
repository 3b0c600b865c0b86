package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Control.While;
import org.keras4j.ir.Program;
import org.keras4j.lax.Lax;
import org.keras4j.runtime.Interpreter;
import org.keras4j.runtime.Trace;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;
import org.keras4j.tensor.Variable;

/// Loops as one operation of a program. Variables that the body assigns are carried along.
final class Loops {
  private Loops() {}

  private static List<TensorType> types(List<? extends Tensor> xs) {
    return xs.stream().map(Tensor::type).toList();
  }

  private static <T> List<T> join(List<? extends T> a, List<? extends T> b) {
    return Stream.<T>concat(a.stream(), b.stream()).toList();
  }

  /// The carried values with the types they must keep; bare numbers take them.
  static List<Tensor> kept(List<? extends Tensor> values, List<TensorType> types, String loop) {
    var out = new ArrayList<Tensor>();
    for (int i = 0; i < types.size() && i < values.size(); i++) {
      Tensor x =
          weak(values.get(i)) ? OpsBase.as(values.get(i), types.get(i).dtype()) : values.get(i);
      out.add(x);
    }
    if (values.size() != types.size() || !types(out).equals(types)) {
      throw new IllegalArgumentException(
          "The body of %s must keep number, shapes and dtypes of the carried values. Received: %s, expected %s"
              .formatted(loop, types(values), types));
    }
    return out;
  }

  private static boolean weak(Tensor x) {
    return x instanceof Array a && a.isWeak();
  }

  /// `while (condition(carry)) carry = body(carry)`.
  static List<Tensor> whileLoop(
      Function<List<Tensor>, Tensor> condition,
      Function<List<Tensor>, List<Tensor>> body,
      List<Tensor> init) {
    var types = types(init);
    var step = Trace.of(types, in -> kept(body.apply(in), types, "whileLoop"));
    var test = Trace.of(types, in -> List.of(OpsBase.truth(condition.apply(in))));
    List<Variable> written = step.written();
    var state = written.stream().map(Variable::value).toList();
    var testClosure = new Branches.Closure();
    testClosure.add(test);
    var stepClosure = new Branches.Closure();
    stepClosure.add(step);
    var carry = join(init, state);
    Program testProgram = closed(test, testClosure, types(carry), written, init.size());
    Program stepProgram = closed(step, stepClosure, types(carry), written, init.size());
    var operands = new ArrayList<>(testClosure.operands());
    operands.addAll(stepClosure.operands());
    operands.addAll(carry);
    var out =
        Lax.whileLoop(
            new While(
                testProgram,
                testClosure.operands().size(),
                stepProgram,
                stepClosure.operands().size()),
            operands);
    return finish(out, written, init.size());
  }

  /// A program of constants, then arguments and the carried variables.
  private static Program closed(
      Trace trace,
      Branches.Closure closure,
      List<TensorType> carry,
      List<Variable> written,
      int arguments) {
    var constants = closure.types();
    return Trace.of(
            join(constants, carry),
            in -> {
              var rest = in.subList(constants.size(), in.size());
              return run(
                  trace,
                  closure,
                  in.subList(0, constants.size()),
                  rest.subList(0, arguments),
                  written,
                  rest.subList(arguments, rest.size()));
            })
        .program();
  }

  /// Runs a traced function; captured variables that are carried have the carried values.
  private static List<Tensor> run(
      Trace trace,
      Branches.Closure closure,
      List<Tensor> constants,
      List<Tensor> arguments,
      List<Variable> written,
      List<Tensor> state) {
    var captured = new ArrayList<>(closure.inputs(trace, constants));
    for (int i = 0; i < captured.size(); i++) {
      int place = trace.capturedVariables().get(i).map(written::indexOf).orElse(-1);
      if (place >= 0) {
        captured.set(i, state.get(place));
      }
    }
    return Interpreter.run(trace.program(), join(arguments, captured));
  }

  private static List<Tensor> finish(List<Tensor> out, List<Variable> written, int carried) {
    for (int i = 0; i < written.size(); i++) {
      written.get(i).assign(out.get(carried + i));
    }
    var results = new ArrayList<>(out.subList(0, carried));
    results.addAll(out.subList(carried + written.size(), out.size()));
    return results;
  }

  /// `(carry, slice of each output) = body(carry, slice of each sequence)` along the first axis;
  /// gives the last carry, then the stacked outputs.
  static List<Tensor> scan(
      Function<List<Tensor>, List<Tensor>> body,
      List<Tensor> init,
      List<Tensor> sequences,
      int length,
      boolean reverse) {
    var slices =
        sequences.stream().map(s -> s.type().withShape(s.shape().slice(1, s.rank()))).toList();
    var types = types(init);
    int n = init.size();
    var step =
        Trace.of(
            join(types, slices),
            in -> {
              var out = body.apply(in);
              return join(
                  kept(out.subList(0, n), types, "scan"),
                  out.subList(n, out.size()).stream().map(OpsBase::strong).toList());
            });
    var written = step.written();
    var closure = new Branches.Closure();
    closure.add(step);
    var state = written.stream().map(Variable::value).toList();
    Program program = scanned(step, closure, join(types, types(state)), slices, n);
    var operands = new ArrayList<>(closure.operands());
    operands.addAll(init);
    operands.addAll(state);
    operands.addAll(sequences);
    int constants = closure.operands().size();
    var out = Lax.scan(new Scan(program, length, constants, n + written.size(), reverse), operands);
    return finish(out, written, n);
  }

  private static Program scanned(
      Trace step,
      Branches.Closure closure,
      List<TensorType> carry,
      List<TensorType> slices,
      int arguments) {
    var constants = closure.types();
    return Trace.of(
            join(join(constants, carry), slices),
            in -> {
              var rest = in.subList(constants.size(), in.size());
              var state = rest.subList(arguments, carry.size());
              var given = join(rest.subList(0, arguments), rest.subList(carry.size(), rest.size()));
              var out =
                  run(step, closure, in.subList(0, constants.size()), given, step.written(), state);
              int results = step.results();
              return join(
                  join(out.subList(0, arguments), out.subList(results, out.size())),
                  out.subList(arguments, results));
            })
        .program();
  }

  /// The length of the first axis of all sequences.
  static int length(List<Tensor> sequences, Optional<Integer> given) {
    Optional<Integer> length = given;
    for (Tensor s : sequences) {
      if (s.rank() < 1 || length.isPresent() && length.get() != s.shape().dim(0)) {
        throw new IllegalArgumentException(
            "scan takes sequences of one length%s. Received: shape %s"
                .formatted(length.map(n -> ", here " + n).orElse(""), s.shape()));
      }
      length = Optional.of(s.shape().dim(0));
    }
    return length.orElseThrow(
        () -> new IllegalArgumentException("scan needs sequences, or a length. Received: neither"));
  }

  /// Slice `i` of the first axis.
  static Tensor slice(Tensor x, int i) {
    return Picks.at(x, i, 0);
  }

  /// The numbers from `lower` on.
  static Tensor count(int lower, int length) {
    Tensor index = Lax.iota(new TensorType(DType.INT32, Shape.of(length)), 0);
    return Lax.add(index, OpsBase.constantLike(index, lower));
  }
}
