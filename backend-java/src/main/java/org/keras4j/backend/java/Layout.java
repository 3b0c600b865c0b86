package org.keras4j.backend.java;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keras4j.ir.Program;
import org.keras4j.ir.Var;
import org.keras4j.tensor.HostBuffer;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Which kernel runs when, and where each value lies. Values that are not alive at once share an
/// array; a fused kernel may write over an operand that dies, a donated input included. Outputs
/// take the arrays of donated inputs that nobody reads any more, and get arrays of their own beyond
/// that.
final class Layout {
  /// A kernel and the places it reads and fills.
  record Step(Kernel kernel, int[] in, int[] out) {}

  private final List<Step> steps = new ArrayList<>();
  private final List<Object> template = new ArrayList<>();
  private final List<TensorType> bufferTypes = new ArrayList<>();
  private final Map<Var, Integer> places = new IdentityHashMap<>();
  private final Map<TensorType, Deque<Integer>> free = new HashMap<>();
  private final Set<Integer> givenUp = new java.util.HashSet<>();
  private final Map<TensorType, Deque<Integer>> spare = new HashMap<>();
  private int[] inputs = {};
  private int[] outputs = {};
  private boolean[] copied = {};
  private int[] fresh = {};

  private static final Object NOTHING = new Object();

  private Layout() {}

  List<Step> steps() {
    return steps;
  }

  static Layout of(Program program, Set<Integer> donated) {
    var layout = new Layout();
    var scheduler = Scheduler.of(program);
    var units = Units.of(program, scheduler);
    layout.placeInputs(program, scheduler, donated);
    layout.spareUnread(program, scheduler, units);
    layout.placeSteps(program, scheduler, units);
    layout.placeOutputs(program, scheduler);
    return layout;
  }

  private int newPlace(Object initial) {
    template.add(initial);
    return template.size() - 1;
  }

  private void placeInputs(Program program, Scheduler scheduler, Set<Integer> donated) {
    inputs = new int[program.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = newPlace(NOTHING);
      places.put(program.inputs().get(i), inputs[i]);
      if (donated.contains(i)) {
        givenUp.add(inputs[i]);
      }
    }
    scheduler.constants().forEach((v, c) -> places.put(v, newPlace(c.value().host().array())));
  }

  /// A donated input that nothing reads is spare from the start.
  private void spareUnread(Program program, Scheduler scheduler, List<Units.Ready> units) {
    Set<Var> read = Collections.newSetFromMap(new IdentityHashMap<>());
    units.forEach(unit -> read.addAll(unit.in()));
    program.outputs().forEach(v -> read.add(scheduler.stored(v)));
    for (Var v : program.inputs()) {
      if (givenUp.contains(place(v)) && !read.contains(v)) {
        offer(spare, v);
      }
    }
  }

  private void offer(Map<TensorType, Deque<Integer>> places, Var v) {
    places.computeIfAbsent(linear(v.type()), _ -> new ArrayDeque<>()).push(place(v));
  }

  private static @Nullable Integer take(Map<TensorType, Deque<Integer>> places, Var v) {
    var fitting = places.get(linear(v.type()));
    return fitting == null ? null : fitting.poll();
  }

  private void placeSteps(Program program, Scheduler scheduler, List<Units.Ready> units) {
    Set<Var> results = Collections.newSetFromMap(new IdentityHashMap<>());
    program.outputs().forEach(v -> results.add(scheduler.stored(v)));
    var dying = Units.dying(units, results);
    var freshPlaces = new ArrayList<Integer>();
    for (int i = 0; i < units.size(); i++) {
      var unit = units.get(i);
      int[] in = unit.in().stream().mapToInt(this::place).toArray();
      Set<Var> dies = dying.get(i);
      Set<Integer> taken = new java.util.HashSet<>();
      int[] out = new int[unit.out().size()];
      for (int k = 0; k < out.length; k++) {
        Var v = unit.out().get(k);
        out[k] = placeResult(unit, v, dies, taken, results.contains(v), freshPlaces);
        places.put(v, out[k]);
      }
      steps.add(new Step(unit.kernel(), in, out));
      for (Var v : dies) {
        int place = place(v);
        if (!taken.contains(place) && (isBuffer(place) || givenUp.contains(place))) {
          offer(isBuffer(place) ? free : spare, v);
        }
      }
    }
    fresh = freshPlaces.stream().mapToInt(Integer::intValue).toArray();
  }

  private int place(Var v) {
    Integer place = places.get(v);
    if (place == null) {
      throw new IllegalStateException("The value " + v + " is used before it is computed.");
    }
    return place;
  }

  private boolean isBuffer(int place) {
    return template.get(place) instanceof TensorType;
  }

  /// Equally long arrays of one dtype are interchangeable.
  private static TensorType linear(TensorType type) {
    return type.withShape(Shape.of((int) type.size()));
  }

  private int placeResult(
      Units.Ready unit,
      Var v,
      Set<Var> dies,
      Set<Integer> taken,
      boolean isOutput,
      List<Integer> freshPlaces) {
    for (Var operand : dies) {
      int place = places.getOrDefault(operand, -1);
      boolean usable =
          place >= 0
              && !taken.contains(place)
              && (givenUp.contains(place) || (!isOutput && isBuffer(place)));
      if (usable
          && linear(operand.type()).equals(linear(v.type()))
          && unit.mayOverwrite(v, operand)) {
        taken.add(place);
        return place;
      }
    }
    Integer reusable = take(isOutput ? spare : free, v);
    if (reusable != null) {
      return reusable;
    }
    if (!isOutput) {
      return newPlace(linear(v.type()));
    }
    int place = newPlace(NOTHING);
    freshPlaces.add(place);
    bufferTypes.add(v.type());
    return place;
  }

  /// An output that is an input not given up, a constant, or the same as another output, is copied.
  private void placeOutputs(Program program, Scheduler scheduler) {
    outputs = program.outputs().stream().mapToInt(v -> place(scheduler.stored(v))).toArray();
    copied = new boolean[outputs.length];
    Set<Integer> own = new java.util.HashSet<>(givenUp);
    for (int place : fresh) {
      own.add(place);
    }
    for (int i = 0; i < outputs.length; i++) {
      copied[i] = !own.remove(outputs[i]);
    }
  }

  /// Working memory for one run at a time.
  Object[] newPlaces() {
    return template.stream()
        .map(t -> t instanceof TensorType type ? HostBuffer.zeros(type).array() : t)
        .toArray();
  }

  void begin(Object[] at, Object[] in) {
    for (int i = 0; i < inputs.length; i++) {
      at[inputs[i]] = in[i];
    }
    for (int i = 0; i < fresh.length; i++) {
      at[fresh[i]] = HostBuffer.zeros(bufferTypes.get(i)).array();
    }
  }

  Object[] finish(Object[] at) {
    Object[] out = new Object[outputs.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = copied[i] ? copy(at[outputs[i]]) : at[outputs[i]];
    }
    for (int place : inputs) {
      at[place] = NOTHING;
    }
    for (int place : fresh) {
      at[place] = NOTHING;
    }
    return out;
  }

  private static Object copy(Object array) {
    int n = Array.getLength(array);
    return switch (array) {
      case float[] x -> x.clone();
      case Object[] x -> Arrays.copyOf(x, n);
      default -> {
        Object out = Array.newInstance(array.getClass().getComponentType(), n);
        System.arraycopy(array, 0, out, 0, n);
        yield out;
      }
    };
  }
}
