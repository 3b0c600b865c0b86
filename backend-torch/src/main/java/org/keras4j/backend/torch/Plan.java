package org.keras4j.backend.torch;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bytedeco.pytorch.IValue;

/// A program as a list of steps over numbered places. Every place is emptied at its last use;
/// results lie in places of their own.
final class Plan implements AutoCloseable {
  private final int numPlaces;
  private final List<Step> steps;
  private final int[] inputs;
  private final int[] outputs;
  private final List<IValue> constants;
  private final ConcurrentLinkedDeque<Frame> idle = new ConcurrentLinkedDeque<>();

  /// @param constants what the steps read besides places, for the plan to give back
  Plan(int numPlaces, List<Step> steps, int[] inputs, int[] outputs, List<IValue> constants) {
    this.numPlaces = numPlaces;
    this.steps = List.copyOf(steps);
    this.inputs = inputs;
    this.outputs = outputs;
    this.constants = List.copyOf(constants);
  }

  int numInputs() {
    return inputs.length;
  }

  int numOutputs() {
    return outputs.length;
  }

  /// Working memory for one run, to be given back by {@link #release} or closed after a failure.
  Frame acquire() {
    var frame = idle.poll();
    return frame == null ? new Frame(numPlaces) : frame;
  }

  void release(Frame frame) {
    idle.push(frame);
  }

  /// Where a run finds input `i`.
  IValue input(Frame frame, int i) {
    return frame.at(inputs[i]);
  }

  /// Where a run leaves output `i`.
  IValue output(Frame frame, int i) {
    return frame.at(outputs[i]);
  }

  void clearInput(Frame frame, int i) {
    frame.clear(inputs[i]);
  }

  void clearOutput(Frame frame, int i) {
    frame.clear(outputs[i]);
  }

  /// Runs the steps on a frame whose inputs are filled.
  void run(Frame frame) {
    for (Step step : steps) {
      step.run(frame);
    }
  }

  @Override
  public void close() {
    constants.forEach(IValue::close);
    for (Frame frame = idle.poll(); frame != null; frame = idle.poll()) {
      frame.close();
    }
  }
}
