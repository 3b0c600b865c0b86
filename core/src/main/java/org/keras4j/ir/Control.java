package org.keras4j.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.TensorType;

/// Operations that carry closed programs: branches, loops, and named compositions.
public sealed interface Control extends Primitive {

  /// The programs this operation carries.
  default List<Program> programs() {
    return switch (this) {
      case Cond(var branches) -> branches;
      case While w -> List.of(w.condition(), w.body());
      case Scan s -> List.of(s.body());
      case Composite c -> List.of(c.body());
    };
  }

  private static List<TensorType> types(List<Var> vars) {
    return vars.stream().map(Var::type).toList();
  }

  /// Operands: an int32 scalar, then those of every branch. Runs the branch of that number (clamped
  /// to the branches there are).
  record Cond(List<Program> branches) implements Control {
    /// Keeps a copy.
    public Cond {
      branches = List.copyOf(branches);
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.require(
          !branches.isEmpty() && !in.isEmpty() && in.getFirst().equals(TensorType.of(DType.INT32)),
          "Cond takes an int32 scalar first. Received: %s",
          in);
      var rest = in.subList(1, in.size());
      var out = types(branches.getFirst().outputs());
      for (Program branch : branches) {
        Types.require(
            types(branch.inputs()).equals(rest),
            "Cond's branches take %s. Received: %s",
            types(branch.inputs()),
            rest);
        Types.require(
            types(branch.outputs()).equals(out),
            "Cond's branches must give the same types. Received: %s and %s",
            out,
            types(branch.outputs()));
      }
      return out;
    }

    @Override
    public String print() {
      return "cond";
    }
  }

  /// Operands: the constants of the condition, the constants of the body, then the carried values.
  /// While `condition(constants, carry)` (a boolean scalar) holds, `carry = body(constants,
  /// carry)`.
  record While(Program condition, int conditionConstants, Program body, int bodyConstants)
      implements Control {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      int start = conditionConstants + bodyConstants;
      Types.require(
          in.size() >= start, "While takes at least %d operands. Received: %s", start, in);
      var carry = in.subList(start, in.size());
      var test = new ArrayList<>(in.subList(0, conditionConstants));
      test.addAll(carry);
      var step = new ArrayList<>(in.subList(conditionConstants, in.size()));
      Types.require(
          types(condition.inputs()).equals(test),
          "While's condition takes %s. Received: %s",
          types(condition.inputs()),
          test);
      Types.require(
          types(condition.outputs()).equals(List.of(TensorType.of(DType.BOOL))),
          "While's condition gives a boolean scalar. Received: %s",
          types(condition.outputs()));
      Types.require(
          types(body.inputs()).equals(step),
          "While's body takes %s. Received: %s",
          types(body.inputs()),
          step);
      Types.require(
          types(body.outputs()).equals(carry),
          "While's body keeps the types of the carried values. Received: %s and %s",
          carry,
          types(body.outputs()));
      return List.copyOf(carry);
    }

    @Override
    public String print() {
      return "while[" + conditionConstants + ", " + bodyConstants + "]";
    }
  }

  /// Operands: constants, carried values, then sequences (first axis of size `length`). Runs
  /// `(carry, slices) = body(constants, carry, slices of step i)` for each step, from the last if
  /// `reverse`; the results are the final carry and the stacked slices (slice `i` at place `i`
  /// either way).
  record Scan(Program body, int length, int constants, int carry, boolean reverse)
      implements Control {
    @Override
    public List<TensorType> infer(List<TensorType> in) {
      int fixed = constants + carry;
      Types.require(
          in.size() >= fixed && in.size() == body.inputs().size(),
          "Scan takes %d operands. Received: %s",
          body.inputs().size(),
          in);
      var expected = new ArrayList<>(in.subList(0, fixed));
      for (TensorType sequence : in.subList(fixed, in.size())) {
        Types.require(
            sequence.rank() > 0 && sequence.shape().dim(0) == length,
            "Scan takes sequences of length %d. Received: %s",
            length,
            sequence);
        expected.add(sequence.withShape(sequence.shape().slice(1, sequence.rank())));
      }
      Types.require(
          types(body.inputs()).equals(expected),
          "Scan's body takes %s. Received: %s",
          types(body.inputs()),
          expected);
      var results = types(body.outputs());
      Types.require(
          results.size() >= carry && results.subList(0, carry).equals(in.subList(constants, fixed)),
          "Scan's body keeps the types of the carried values. Received: %s and %s",
          in.subList(constants, fixed),
          results);
      var out = new ArrayList<>(results.subList(0, carry));
      for (TensorType slice : results.subList(carry, results.size())) {
        out.add(slice.withShape(Shape.of(length).concat(slice.shape())));
      }
      return List.copyOf(out);
    }

    @Override
    public String print() {
      return "scan[length=%d, constants=%d, carry=%d%s]"
          .formatted(length, constants, carry, reverse ? ", reverse" : "");
    }
  }

  /// A derivative that replaces the one through a composite's body: given operands, results and the
  /// results' cotangents (absent where zero), the operands' cotangents (absent where zero).
  interface Derivative {
    /// Runs under the interpreter in force, like any function over tensors.
    List<Optional<Tensor>> apply(
        List<Tensor> in, List<Tensor> out, List<Optional<Tensor>> cotangents);
  }

  /// A named operation with a default body. An engine may know the name (and the attributes) and
  /// use a kernel of its own; none must. `derivative` replaces the derivative through the body.
  ///
  /// Attributes are strings, booleans, longs, doubles and lists of them.
  record Composite(
      String name, Map<String, Object> attributes, Program body, Optional<Derivative> derivative)
      implements Control {
    /// Keeps copies.
    public Composite {
      attributes = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(attributes));
    }

    @Override
    public List<TensorType> infer(List<TensorType> in) {
      Types.require(
          types(body.inputs()).equals(in),
          "%s takes %s. Received: %s",
          name,
          types(body.inputs()),
          in);
      return types(body.outputs());
    }

    @Override
    public String print() {
      return "@" + name + (attributes.isEmpty() ? "" : attributes.toString());
    }
  }
}
