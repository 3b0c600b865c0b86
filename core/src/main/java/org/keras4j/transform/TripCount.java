package org.keras4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.keras4j.ir.Control.While;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Interpreter;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Tensor;

/// How often a loop runs, if that depends on constants alone: the part of the loop that decides is
/// run by itself.
final class TripCount {
  private static final int MOST = 1 << 20;

  private TripCount() {}

  static OptionalInt of(While loop, IntFunction<Optional<Array>> known) {
    var needed = new TreeSet<Integer>();
    var conditionInputs = Prune.inputsOf(loop.condition(), List.of(0));
    for (int i : conditionInputs) {
      if (i >= loop.conditionConstants()) {
        needed.add(i - loop.conditionConstants());
      }
    }
    var bodyInputs = closure(loop, needed);
    int start = loop.conditionConstants() + loop.bodyConstants();
    boolean determined =
        conditionInputs.stream()
                .filter(i -> i < loop.conditionConstants())
                .allMatch(i -> known.apply(i).isPresent())
            && bodyInputs.stream()
                .filter(i -> i < loop.bodyConstants())
                .allMatch(i -> known.apply(loop.conditionConstants() + i).isPresent())
            && needed.stream().allMatch(i -> known.apply(start + i).isPresent());
    return determined ? run(loop, known, conditionInputs, needed, bodyInputs) : OptionalInt.empty();
  }

  /// Adds the carried values on which those needed depend in later steps; gives the body's inputs.
  private static List<Integer> closure(While loop, Set<Integer> needed) {
    while (true) {
      var inputs = Prune.inputsOf(loop.body(), List.copyOf(needed));
      int before = needed.size();
      for (int i : inputs) {
        if (i >= loop.bodyConstants()) {
          needed.add(i - loop.bodyConstants());
        }
      }
      if (needed.size() == before) {
        return inputs;
      }
    }
  }

  private static OptionalInt run(
      While loop,
      IntFunction<Optional<Array>> known,
      List<Integer> conditionInputs,
      Set<Integer> needed,
      List<Integer> bodyInputs) {
    var condition = Prune.restricted(loop.condition(), conditionInputs, List.of(0));
    var places = List.copyOf(needed);
    Program body = Prune.restricted(loop.body(), bodyInputs, places);
    int start = loop.conditionConstants() + loop.bodyConstants();
    List<Tensor> carry = new ArrayList<>();
    for (int i : places) {
      carry.add(known.apply(start + i).orElseThrow());
    }
    for (int trips = 0; trips <= MOST; trips++) {
      var now = carry;
      var test = arguments(conditionInputs, 0, loop.conditionConstants(), known, places, now);
      var holds = (Array) Interpreter.eagerly(() -> Interpreter.run(condition, test)).getFirst();
      if (holds.elements().getLong(0) == 0) {
        return OptionalInt.of(trips);
      }
      var step =
          arguments(
              bodyInputs, loop.conditionConstants(), loop.bodyConstants(), known, places, now);
      carry = Interpreter.eagerly(() -> Interpreter.run(body, step));
    }
    return OptionalInt.empty();
  }

  private static List<Tensor> arguments(
      List<Integer> inputs,
      int offset,
      int constants,
      IntFunction<Optional<Array>> known,
      List<Integer> places,
      List<Tensor> carry) {
    var out = new ArrayList<Tensor>();
    for (int i : inputs) {
      out.add(
          i < constants
              ? known.apply(offset + i).orElseThrow()
              : carry.get(places.indexOf(i - constants)));
    }
    return out;
  }
}
