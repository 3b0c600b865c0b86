package org.keras4j.backend.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.IValue;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.TensorType;

/// Collects what a plan does, and decides when everything is known which call may write over one of
/// its operands: one of the same type whose memory nobody reads afterwards, and nobody outside has.
final class Assembly {
  /// Calls on constants are made at once if the result is at most so large.
  private static final long FOLDED = 1 << 16;

  /// How a step that is no call is made once it is known where its operands lie.
  interface Making {
    Step make(List<Call.Source> in, int[] out);
  }

  private sealed interface Draft {
    List<Ref> reads();

    List<Ref> out();
  }

  private record Calling(Aten op, List<Object> arguments, List<Ref> reads, List<Ref> out)
      implements Draft {
    boolean isSmall() {
      return op.isSmall(
          Stream.concat(reads.stream(), out.stream())
              .mapToLong(ref -> ref.shape().size())
              .max()
              .orElse(0));
    }
  }

  private record Other(Making making, List<Ref> reads, List<Ref> out) implements Draft {}

  private final List<Draft> drafts = new ArrayList<>();
  private final List<IValue> constants = new ArrayList<>();
  private final List<Ref> inputs = new ArrayList<>();

  /// For constants, by number, all whose elements are the same: which.
  private final Map<Integer, Double> numbers = new HashMap<>();

  private final Map<Ref, Calling> makers = new HashMap<>();

  /// Calls made, so that none is made twice. Tensors that are written to are none of these.
  private final Map<List<Object>, List<Ref>> known = new HashMap<>();

  /// For each place the one whose memory it may share.
  private final List<Integer> roots = new ArrayList<>();

  /// Roots whose memory may be overwritten.
  private final BitSet owned = new BitSet();

  /// Places where several elements lie in one.
  private final BitSet spread = new BitSet();

  /// Places that stay as they are.
  private final BitSet lasting = new BitSet();

  private Ref place(Shape shape, Kind kind) {
    int number = roots.size();
    roots.add(number);
    return new Ref(number, shape, kind);
  }

  /// The next input; `given` if its memory is the plan's to overwrite. One that is not stays in its
  /// place when the plan has run.
  Ref input(TensorType type, boolean given) {
    var ref = place(type.shape(), Kind.of(type.dtype()));
    owned.set(ref.place(), given);
    lasting.set(ref.place(), !given);
    inputs.add(ref);
    return ref;
  }

  /// A value known now.
  Ref constant(Array value) {
    var type = value.type();
    var kind = Kind.of(type.dtype());
    var tensor = Tensors.empty(type.shape(), kind);
    Tensors.write(value.host(), Tensors.address(tensor));
    return constant(tensor, type.shape(), kind);
  }

  private Ref constant(IValue value, Shape shape, Kind kind) {
    if (shape.size() == 1) {
      Tensors.number(value, kind).ifPresent(n -> numbers.put(constants.size(), n));
    }
    constants.add(value);
    return new Ref(-constants.size(), shape, kind);
  }

  /// The number that every element of a constant is known to be, if a double tells it.
  Optional<Double> number(Ref ref) {
    return ref.isConstant() ? Optional.ofNullable(numbers.get(ref.constant())) : Optional.empty();
  }

  /// Calls an operator with one result. Arguments are values, lists of values, or what {@link
  /// Tensors#value} takes; those left out at the end mean what the library says.
  Ref call(Aten op, Shape shape, Kind kind, Object... arguments) {
    return calls(op, List.of(new Ref(0, shape, kind)), arguments).getFirst();
  }

  /// Calls an operator with several results, of the types given.
  List<Ref> calls(Aten op, List<Ref> types, Object... arguments) {
    var reads = new ArrayList<Ref>();
    for (Object argument : arguments) {
      collect(argument, reads);
    }
    if (isFolded(op, reads, types)) {
      return folded(op, types, List.of(arguments));
    }
    return op.sharing() == Aten.Sharing.SAME
        ? drafted(op, reads, types, List.of(arguments))
        : known.computeIfAbsent(
            key(op, arguments), _ -> drafted(op, reads, types, List.of(arguments)));
  }

  /// What two calls have in common that give the same.
  private static List<Object> key(Aten op, Object[] arguments) {
    var key = new ArrayList<>();
    key.add(op);
    for (Object argument : arguments) {
      key.add(
          switch (argument) {
            case long[] numbers -> Arrays.stream(numbers).boxed().toList();
            case boolean[] flags -> Arrays.toString(flags);
            default -> argument;
          });
    }
    return key;
  }

  /// Calls an operator for a tensor that is going to be written to.
  Ref fresh(Aten op, Shape shape, Kind kind, Object... arguments) {
    var reads = new ArrayList<Ref>();
    for (Object argument : arguments) {
      collect(argument, reads);
    }
    return drafted(op, reads, List.of(new Ref(0, shape, kind)), List.of(arguments)).getFirst();
  }

  private List<Ref> drafted(Aten op, List<Ref> reads, List<Ref> types, List<Object> arguments) {
    var out = placed(types, reads, op.sharing());
    var calling = new Calling(op, arguments, List.copyOf(reads), out);
    drafts.add(calling);
    out.forEach(ref -> makers.put(ref, calling));
    return out;
  }

  private List<Ref> placed(List<Ref> types, List<Ref> reads, Aten.Sharing sharing) {
    var out = new ArrayList<Ref>();
    for (Ref type : types) {
      Ref ref = place(type.shape(), type.kind());
      out.add(ref);
      switch (sharing) {
        case NONE -> owned.set(ref.place());
        case VIEW, SPREAD, SAME -> share(ref, reads.getFirst(), sharing);
      }
    }
    return out;
  }

  private void share(Ref ref, Ref with, Aten.Sharing sharing) {
    if (!with.isConstant()) {
      roots.set(ref.place(), roots.get(with.place()));
    }
    spread.set(
        ref.place(),
        sharing == Aten.Sharing.SPREAD || (!with.isConstant() && spread.get(with.place())));
  }

  private static boolean isFolded(Aten op, List<Ref> reads, List<Ref> types) {
    return op.sharing() != Aten.Sharing.SAME
        && reads.stream().allMatch(Ref::isConstant)
        && (op.sharing() != Aten.Sharing.NONE
            || types.stream().allMatch(t -> t.shape().size() <= FOLDED));
  }

  private List<Ref> folded(Aten op, List<Ref> types, List<Object> arguments) {
    int[] out = java.util.stream.IntStream.range(0, types.size()).toArray();
    var call = new Call(op.operator(), sources(op.operator(), arguments, Set.of()), true, out);
    try (var frame = new Frame(out.length)) {
      call.run(frame);
      var refs = new ArrayList<Ref>();
      for (int i = 0; i < out.length; i++) {
        Ref type = types.get(i);
        var made = constant(Tensors.taken(frame.at(i)), type.shape(), type.kind());
        refs.add(made);
        boolean moved = op.sharing() != Aten.Sharing.NONE && arguments.getFirst() instanceof Ref;
        if (moved && ((Ref) arguments.getFirst()).kind() == type.kind()) {
          number((Ref) arguments.getFirst()).ifPresent(n -> numbers.put(made.constant(), n));
        }
      }
      return refs;
    }
  }

  /// The arguments of the call that made a value, if it was one of this operator.
  Optional<List<Object>> madeBy(Aten op, Ref ref) {
    return Optional.ofNullable(makers.get(ref))
        .filter(calling -> calling.op() == op)
        .map(Calling::arguments);
  }

  /// Adds a step that is no call.
  List<Ref> step(List<Ref> in, List<Ref> types, Aten.Sharing sharing, Making making) {
    var out = placed(types, in, sharing);
    drafts.add(new Other(making, List.copyOf(in), out));
    return out;
  }

  /// The plan. Results that are inputs, constants, or lie in the memory of another result are
  /// copied.
  Plan finish(List<Ref> results) {
    Set<Integer> taken = new HashSet<>();
    var outputs = new ArrayList<Ref>();
    for (Ref result : results) {
      boolean own =
          !result.isConstant()
              && owned.get(roots.get(result.place()))
              && !spread.get(result.place())
              && taken.add(roots.get(result.place()));
      outputs.add(own ? result : fresh(Aten.CLONE, result.shape(), result.kind(), result));
    }
    return new Placing(outputs).plan();
  }

  private List<Call.Source> sources(Operator operator, List<Object> arguments, Set<Ref> last) {
    var out = new ArrayList<Call.Source>();
    var remaining = new ArrayList<Ref>();
    arguments.forEach(a -> collect(a, remaining));
    Collections.reverse(remaining);
    for (int i = 0; i < operator.numParameters(); i++) {
      if (i >= arguments.size()) {
        out.add(new Call.Source.Fixed(kept(operator.otherwise(i))));
        continue;
      }
      out.add(
          switch (arguments.get(i)) {
            case Ref ref -> source(ref, remaining, last);
            case IValue value -> new Call.Source.Fixed(value);
            case List<?> list ->
                new Call.Source.Several(
                    list.stream().map(e -> source((Ref) e, remaining, last)).toList());
            default -> new Call.Source.Fixed(kept(operator.constant(i, arguments.get(i))));
          });
    }
    return out;
  }

  private static void collect(Object argument, List<Ref> into) {
    if (argument instanceof Ref ref) {
      into.add(ref);
    } else if (argument instanceof List<?> list) {
      list.forEach(e -> into.add((Ref) e));
    }
  }

  /// Where the next of the remaining operands lies; it is read for the last time if none of those
  /// after it is the same.
  private Call.Source source(Ref ref, List<Ref> remaining, Set<Ref> last) {
    remaining.removeLast();
    return ref.isConstant()
        ? new Call.Source.Fixed(constants.get(ref.constant()))
        : new Call.Source.Place(ref.place(), last.contains(ref) && !remaining.contains(ref));
  }

  private IValue kept(IValue value) {
    constants.add(value);
    return value;
  }

  /// Gives every draft its places, from the last to the first and back.
  private final class Placing {
    private final List<Ref> outputs;
    private final List<Set<Ref>> lastReads = new ArrayList<>();
    private final List<Set<Integer>> dyingRoots = new ArrayList<>();
    private final BitSet needed = new BitSet();

    Placing(List<Ref> outputs) {
      this.outputs = outputs;
      needed.or(lasting);
      var neededRoots = new BitSet();
      for (Ref ref : outputs) {
        needed.set(ref.place());
        neededRoots.set(roots.get(ref.place()));
      }
      for (Draft draft : drafts.reversed()) {
        if (!isWanted(draft)) {
          lastReads.addFirst(Set.of());
          dyingRoots.addFirst(Set.of());
          continue;
        }
        var last = new HashSet<Ref>();
        var dying = new HashSet<Integer>();
        for (Ref ref : draft.reads()) {
          if (!ref.isConstant()) {
            if (!needed.get(ref.place())) {
              last.add(ref);
            }
            if (!neededRoots.get(roots.get(ref.place()))) {
              dying.add(roots.get(ref.place()));
            }
          }
        }
        last.forEach(ref -> needed.set(ref.place()));
        dying.forEach(neededRoots::set);
        lastReads.addFirst(last);
        dyingRoots.addFirst(dying);
      }
    }

    /// Whether somebody reads what it gives, or it writes to a tensor of others.
    private boolean isWanted(Draft draft) {
      return draft.out().stream().anyMatch(ref -> needed.get(ref.place()))
          || (draft instanceof Calling calling && calling.op().sharing() == Aten.Sharing.SAME);
    }

    Plan plan() {
      var steps = new ArrayList<Step>();
      for (int i = 0; i < drafts.size(); i++) {
        Draft draft = drafts.get(i);
        if (!isWanted(draft)) {
          continue;
        }
        int[] out =
            draft.out().stream()
                .mapToInt(ref -> needed.get(ref.place()) ? ref.place() : -1)
                .toArray();
        var last = lastReads.get(i);
        steps.add(
            switch (draft) {
              case Calling calling -> call(calling, out, last, dyingRoots.get(i));
              case Other other -> {
                var remaining = new ArrayList<>(other.reads());
                Collections.reverse(remaining);
                yield other
                    .making()
                    .make(
                        other.reads().stream().map(r -> source(r, remaining, last)).toList(), out);
              }
            });
      }
      return new Plan(
          roots.size(),
          steps,
          inputs.stream().mapToInt(Ref::place).toArray(),
          outputs.stream().mapToInt(Ref::place).toArray(),
          constants);
    }

    private Step call(Calling calling, int[] out, Set<Ref> last, Set<Integer> dying) {
      if (calling.op() == Aten.CLONE && target(calling, dying).isPresent()) {
        return moved(calling, out, last);
      }
      var overwriting = calling.op().overwriting();
      var target = overwriting.flatMap(_ -> target(calling, dying));
      if (target.isEmpty()) {
        var operator = calling.op().operator();
        return new Call(
            operator, sources(operator, calling.arguments(), last), calling.isSmall(), out);
      }
      var operator = overwriting.orElseThrow();
      Object[] all = new Object[operator.numParameters()];
      for (int i = 0; i < all.length; i++) {
        all[i] =
            i < calling.arguments().size()
                ? calling.arguments().get(i)
                : i == all.length - 1 ? target.get() : kept(operator.otherwise(i));
      }
      return new Call(
          operator, sources(operator, Arrays.asList(all), last), calling.isSmall(), out);
    }

    /// What is copied and not needed afterwards is moved, unless the copy is to be row-major and it
    /// is not.
    private Step moved(Calling calling, int[] out, Set<Ref> last) {
      int from = calling.reads().getFirst().place();
      var operator = calling.op().operator();
      var copying =
          new Call(operator, sources(operator, calling.arguments(), last), calling.isSmall(), out);
      boolean rowMajor = calling.arguments().size() > 1;
      return frame -> {
        if (rowMajor && !Tensors.isDense(frame.at(from))) {
          copying.run(frame);
        } else if (out[0] >= 0) {
          frame.at(out[0]).swap(frame.at(from));
        }
      };
    }

    /// An operand that the result may be written over.
    private Optional<Ref> target(Calling calling, Set<Integer> dying) {
      Ref result = calling.out().getFirst();
      for (Ref ref : calling.reads()) {
        if (!ref.isConstant()
            && ref.kind() == result.kind()
            && ref.shape().equals(result.shape())
            && !spread.get(ref.place())
            && owned.get(roots.get(ref.place()))
            && dying.contains(roots.get(ref.place()))
            && calling.reads().stream()
                .noneMatch(
                    other ->
                        !other.isConstant()
                            && other.place() != ref.place()
                            && roots.get(other.place()).equals(roots.get(ref.place())))) {
          return Optional.of(ref);
        }
      }
      return Optional.empty();
    }
  }
}
