package org.keras4j.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keras4j.tensor.Shape;

/// The shapes that follow from the equation of an [EinsumDense].
///
/// @param inputAxes the axes of the kernel that are summed over
/// @param outputAxes the axes of the kernel that remain
record EinsumShapes(
    Shape kernel,
    Optional<Shape> bias,
    Shape output,
    List<Integer> inputAxes,
    List<Integer> outputAxes) {
  private static final Pattern PLAIN = Pattern.compile("([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)");
  private static final Pattern LEFT =
      Pattern.compile("\\.\\.\\.([a-zA-Z]+),([a-zA-Z]+)->\\.\\.\\.([a-zA-Z]+)");
  private static final Pattern RIGHT =
      Pattern.compile("([a-zA-Z]{2,})\\.\\.\\.,([a-zA-Z]+)->([a-zA-Z]+)\\.\\.\\.");

  static EinsumShapes of(
      String equation, Optional<String> biasAxes, Shape input, Shape partialOutput) {
    for (Pattern pattern : List.of(PLAIN, LEFT, RIGHT)) {
      Matcher parts = pattern.matcher(equation);
      if (parts.matches()) {
        return new Reading(parts, pattern == LEFT, input, partialOutput).shapes(biasAxes);
      }
    }
    throw new IllegalArgumentException(
        "Invalid einsum equation '%s'. Equations must be in the form [X],[Y]->[Z], ...[X],[Y]->...[Z], or [X]...,[Y]->[Z]...."
            .formatted(equation));
  }

  /// An equation read beside an input's shape.
  private static final class Reading {
    private final String in;
    private final String weight;
    private final String out;
    private final boolean left;
    private final int elided;
    private final List<Integer> output;
    private final Map<Character, Integer> inputSizes = new HashMap<>();
    private final Map<Character, Integer> outputSizes = new HashMap<>();

    Reading(Matcher parts, boolean left, Shape input, Shape partialOutput) {
      this.in = parts.group(1);
      this.weight = parts.group(2);
      this.out = parts.group(3);
      this.left = left;
      this.elided = input.rank() - in.length();
      this.output = new ArrayList<>(partialOutput.toList());
      if (elided < 0) {
        throw new IllegalArgumentException(
            "Expected an input with an axis for each letter of '%s'. Received: input shape %s"
                .formatted(in, input));
      }
      output.addFirst(input.dim(0));
      if (left) {
        for (int i = 1; i < elided; i++) {
          output.add(1, input.dim(i));
        }
      } else {
        for (int i = input.rank() - elided; i < input.rank(); i++) {
          output.add(input.dim(i));
        }
      }
      int shift = left ? elided : 0;
      for (int i = 0; i < in.length(); i++) {
        inputSizes.put(in.charAt(i), input.dim(i + shift));
      }
      for (int i = 0; i < out.length(); i++) {
        if (i + shift >= output.size()) {
          throw new IllegalArgumentException(
              "Expected an output shape with a size for each letter of '%s'. Received: output_shape=%s"
                  .formatted(out, partialOutput));
        }
        outputSizes.put(out.charAt(i), output.get(i + shift));
      }
    }

    EinsumShapes shapes(Optional<String> biasAxes) {
      checkLetters();
      var kernel = new ArrayList<Integer>();
      var inputAxes = new ArrayList<Integer>();
      var outputAxes = new ArrayList<Integer>();
      for (int i = 0; i < weight.length(); i++) {
        char letter = weight.charAt(i);
        Integer remains = outputSizes.get(letter);
        Integer summed = inputSizes.get(letter);
        if (remains == null && summed == null) {
          throw new IllegalArgumentException(
              "Weight dimension '%s' did not have a match in either the input spec '%s' or the output spec '%s'. For this layer, the weight must be fully specified."
                  .formatted(letter, in, out));
        }
        kernel.add(remains != null ? remains : summed);
        (remains != null ? outputAxes : inputAxes).add(i);
      }
      return new EinsumShapes(
          Shape.of(kernel), biasAxes.map(this::bias), Shape.of(output), inputAxes, outputAxes);
    }

    private void checkLetters() {
      inputSizes.forEach(
          (letter, size) -> {
            int kept = outputSizes.getOrDefault(letter, Shape.UNKNOWN);
            if (kept != Shape.UNKNOWN && kept != size) {
              throw new IllegalArgumentException(
                  "Input shape and output shape do not match at shared dimension '%s'. Input shape is %d, and output shape is %d."
                      .formatted(letter, size, kept));
            }
          });
      for (int i = 0; i < out.length(); i++) {
        char letter = out.charAt(i);
        if (in.indexOf(letter) < 0 && weight.indexOf(letter) < 0) {
          throw new IllegalArgumentException(
              "Dimension '%s' was specified in the output '%s' but has no corresponding dim in the input spec '%s' or weight spec '%s'"
                  .formatted(letter, out, in, weight));
        }
      }
    }

    private Shape bias(String letters) {
      int first = out.length();
      for (int i = 0; i < letters.length(); i++) {
        char letter = letters.charAt(i);
        int place = out.indexOf(letter);
        if (place < 0) {
          throw new IllegalArgumentException(
              "Bias dimension '%s' was requested, but is not part of the output spec '%s'"
                  .formatted(letter, out));
        }
        first = Math.min(first, place);
      }
      var sizes = new ArrayList<Integer>();
      for (int i = first; i < out.length(); i++) {
        char letter = out.charAt(i);
        sizes.add(letters.indexOf(letter) < 0 ? 1 : outputSizes.getOrDefault(letter, 1));
      }
      for (int i = 0; !left && i < elided; i++) {
        sizes.add(1);
      }
      return Shape.of(sizes);
    }
  }
}
