package org.keras4j.layers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// A product by an einsum equation.
///
/// @param input the letters of the input's axes, also of those that `...` stands for
/// @param kernel the letters of the kernel's axes
/// @param output the letters of the product's axes
record EinsumContraction(String equation, String input, String kernel, String output)
    implements Contraction {
  /// The product by an equation for inputs of so many axes.
  static EinsumContraction of(String equation, int inputRank) {
    int comma = equation.indexOf(',');
    int arrow = equation.indexOf("->");
    String in = equation.substring(0, comma);
    String kernel = equation.substring(comma + 1, arrow);
    String out = equation.substring(arrow + 2);
    int elided = Math.max(0, inputRank - in.replace("...", "").length());
    String free =
        IntStream.rangeClosed('A', 'z')
            .filter(Character::isLetter)
            .filter(c -> equation.indexOf(c) < 0)
            .limit(elided)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return new EinsumContraction(
        equation, in.replace("...", free), kernel, out.replace("...", free));
  }

  @Override
  public Tensor product(Tensor x, Tensor weights) {
    return Ops.einsum(equation, x, weights);
  }

  @Override
  public Tensor backward(Tensor g, Tensor weights) {
    return Ops.einsum(output + "," + kernel + "->" + input, g, weights);
  }

  @Override
  public List<Integer> inputAxes() {
    return summed(input);
  }

  @Override
  public List<Integer> kernelAxes() {
    return summed(kernel);
  }

  private List<Integer> summed(String letters) {
    return axes(letters, false).boxed().toList();
  }

  /// The axes whose letters the output has, or those whose letters it has not.
  private IntStream axes(String letters, boolean kept) {
    return IntStream.range(0, letters.length())
        .filter(i -> output.indexOf(letters.charAt(i)) >= 0 == kept);
  }

  @Override
  public Tensor inputScale(Tensor scale) {
    return besideOutput(scale, input);
  }

  @Override
  public Tensor kernelScale(Tensor scale) {
    return besideOutput(scale, kernel);
  }

  private Tensor besideOutput(Tensor scale, String letters) {
    int[] summed = axes(letters, false).toArray();
    int[] order = order(letters);
    Tensor last = Ops.transpose(scale, concatenated(summed, order));
    return Ops.reshape(last, shape(scale.shape(), letters));
  }

  /// The axes that remain, in the order in which the output has them.
  private int[] order(String letters) {
    return axes(letters, true)
        .boxed()
        .sorted(Comparator.comparingInt(i -> output.indexOf(letters.charAt(i))))
        .mapToInt(i -> i)
        .toArray();
  }

  private static int[] concatenated(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  /// The sizes of axes where the output has them, 1 elsewhere.
  private Shape shape(Shape sizes, String letters) {
    return Shape.of(
        output
            .chars()
            .map(letters::indexOf)
            .map(place -> place < 0 ? 1 : sizes.dim(place))
            .toArray());
  }

  @Override
  public Shape kernelScaleShape(Shape sizes) {
    return shape(sizes, kernel);
  }

  @Override
  public Tensor scaleOfKernel(Tensor scale) {
    int[] order = order(kernel);
    int[] sizes = IntStream.range(0, kernel.length()).map(_ -> 1).toArray();
    int[] compact = new int[order.length];
    int[] inverse = new int[order.length];
    int[] remaining = axes(kernel, true).toArray();
    for (int i = 0; i < order.length; i++) {
      int size = scale.shape().dim(output.indexOf(kernel.charAt(order[i])));
      compact[i] = size;
      sizes[order[i]] = size;
      inverse[Arrays.binarySearch(remaining, order[i])] = i;
    }
    return Ops.reshape(Ops.transpose(Ops.reshape(scale, compact), inverse), sizes);
  }
}
