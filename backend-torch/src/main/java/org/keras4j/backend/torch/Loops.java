package org.keras4j.backend.torch;

import java.util.List;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Control.While;
import org.keras4j.tensor.TensorType;

/// Steps that run other plans. What a loop carries is its own: bodies may write over it.
final class Loops {
  private Loops() {}

  /// Runs a plan on inputs that stay with their owners.
  private static Frame run(Plan plan, List<IValue> in) {
    var frame = plan.acquire();
    for (int i = 0; i < in.size(); i++) {
      frame.share(in.get(i), plan.input(frame, i));
    }
    plan.run(frame);
    return frame;
  }

  private static List<IValue> look(List<Call.Source> sources, Frame frame) {
    return sources.stream().map(s -> Call.look(s, frame)).toList();
  }

  private static void letGo(List<Call.Source> sources, Frame frame) {
    sources.forEach(s -> Call.letGo(s, frame));
  }

  private static void give(IValue value, int[] out, int i, Frame frame) {
    if (out[i] >= 0) {
      frame.at(out[i]).swap(value);
    }
  }

  private static IValue[] copies(List<IValue> values) {
    return values.stream().map(v -> Tensors.applied("clone", v)).toArray(IValue[]::new);
  }

  /// One of several plans, by number.
  record Branch(List<Plan> plans, List<Call.Source> in, int[] out) implements Step {
    @Override
    public void run(Frame frame) {
      var values = look(in, frame);
      int choice = Math.clamp(Tensors.integer(values.getFirst()), 0, plans.size() - 1);
      var plan = plans.get(choice);
      var inner = Loops.run(plan, values.subList(1, values.size()));
      letGo(in, frame);
      for (int i = 0; i < out.length; i++) {
        give(plan.output(inner, i), out, i, frame);
      }
      inner.clear();
      plan.release(inner);
    }
  }

  /// A body while a condition holds.
  record Repeat(While loop, Plan test, Plan body, List<Call.Source> in, int[] out) implements Step {
    @Override
    public void run(Frame frame) {
      var values = look(in, frame);
      int tested = loop.conditionConstants();
      int start = tested + loop.bodyConstants();
      IValue[] carry = copies(values.subList(start, values.size()));
      var testFrame = filled(test, values.subList(0, tested));
      var bodyFrame = filled(body, values.subList(tested, start));
      while (holds(testFrame, tested, carry)) {
        advance(body, bodyFrame, start - tested, carry);
      }
      letGo(in, frame);
      finish(test, testFrame);
      finish(body, bodyFrame);
      for (int i = 0; i < carry.length; i++) {
        give(carry[i], out, i, frame);
        carry[i].close();
      }
    }

    private boolean holds(Frame frame, int constants, IValue[] carry) {
      for (int i = 0; i < carry.length; i++) {
        frame.share(carry[i], test.input(frame, constants + i));
      }
      test.run(frame);
      boolean answer = Tensors.bool(test.output(frame, 0));
      test.clearOutput(frame, 0);
      return answer;
    }
  }

  private static Frame filled(Plan plan, List<IValue> constants) {
    var frame = plan.acquire();
    for (int i = 0; i < constants.size(); i++) {
      frame.share(constants.get(i), plan.input(frame, i));
    }
    return frame;
  }

  private static void finish(Plan plan, Frame frame) {
    frame.clear();
    plan.release(frame);
  }

  /// One step: the carried values go in, and come out anew.
  private static void advance(Plan body, Frame frame, int constants, IValue[] carry) {
    for (int i = 0; i < carry.length; i++) {
      body.input(frame, constants + i).swap(carry[i]);
    }
    body.run(frame);
    for (int i = 0; i < carry.length; i++) {
      carry[i].swap(body.output(frame, i));
    }
  }

  /// A body for every element of sequences.
  record Sweep(Scan scan, Plan body, List<TensorType> results, List<Call.Source> in, int[] out)
      implements Step {
    @Override
    public void run(Frame frame) {
      var values = look(in, frame);
      int fixed = scan.constants() + scan.carry();
      IValue[] carry = copies(values.subList(scan.constants(), fixed));
      var sequences =
          values.subList(fixed, values.size()).stream()
              .map(s -> elements(s))
              .toArray(GenericList[]::new);
      var inner = filled(body, values.subList(0, scan.constants()));
      letGo(in, frame);
      run(frame, inner, carry, sequences);
    }

    private void run(Frame frame, Frame inner, IValue[] carry, GenericList[] sequences) {
      int fixed = scan.constants() + scan.carry();
      int numSlices = body.numOutputs() - scan.carry();
      IValue[][] slices = new IValue[numSlices][scan.length()];
      for (int n = 0; n < scan.length(); n++) {
        int i = scan.reverse() ? scan.length() - 1 - n : n;
        for (int k = 0; k < sequences.length; k++) {
          try (var element = sequences[k].get(i)) {
            body.input(inner, fixed + k).swap(element);
          }
        }
        advance(body, inner, scan.constants(), carry);
        for (int k = 0; k < numSlices; k++) {
          slices[k][i] = Tensors.taken(body.output(inner, scan.carry() + k));
        }
      }
      finish(body, inner);
      for (GenericList sequence : sequences) {
        sequence.close();
      }
      for (int i = 0; i < carry.length; i++) {
        give(carry[i], out, i, frame);
        carry[i].close();
      }
      for (int k = 0; k < numSlices; k++) {
        if (out[carry.length + k] >= 0) {
          var type = results.get(carry.length + k);
          try (var all =
              scan.length() == 0
                  ? Tensors.empty(type.shape(), Kind.of(type.dtype()))
                  : Tensors.stacked(slices[k])) {
            frame.at(out[carry.length + k]).swap(all);
          }
        }
        for (IValue slice : slices[k]) {
          slice.close();
        }
      }
    }

    private static GenericList elements(IValue sequence) {
      try (var list = Tensors.applied("unbind.int", sequence)) {
        return list.toList();
      }
    }
  }
}
