package org.keras4j.tck;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.ir.Contraction.Conv;
import org.keras4j.ir.Contraction.Dot;
import org.keras4j.ir.Contraction.Layout;
import org.keras4j.ir.Primitive;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.DType;

/// Samples of sums of products.
final class ContractionSamples {
  private final Operands o;
  private final List<Sample> out = new ArrayList<>();

  private ContractionSamples(Operands o) {
    this.o = o;
  }

  static List<Sample> of(Operands o) {
    var s = new ContractionSamples(o);
    s.dots();
    s.convolutions();
    return s.out;
  }

  private void add(String name, Primitive op, Array... in) {
    out.add(new Sample(name, op, List.of(in), true));
  }

  private Dot dot(
      List<Integer> left, List<Integer> right, List<Integer> leftBatch, List<Integer> rightBatch) {
    return new Dot(left, right, leftBatch, rightBatch, o.real());
  }

  private void dots() {
    add("dot", dot(List.of(1), List.of(0), List.of(), List.of()), o.numbers(2, 3), o.numbers(3, 4));
    add("dot outer", dot(List.of(), List.of(), List.of(), List.of()), o.numbers(2), o.numbers(3));
    add("dot inner", dot(List.of(0), List.of(0), List.of(), List.of()), o.numbers(4), o.numbers(4));
    add(
        "dot batched",
        dot(List.of(2), List.of(1), List.of(0), List.of(0)),
        o.numbers(2, 3, 4),
        o.numbers(2, 4, 5));
    add(
        "dot mixed",
        dot(List.of(3, 1), List.of(0, 2), List.of(2), List.of(3)),
        o.numbers(2, 3, 4, 5),
        o.numbers(5, 2, 3, 4));
    add(
        "dot complex",
        new Dot(List.of(1), List.of(0), List.of(), List.of(), DType.COMPLEX64),
        o.complex(2, 3),
        o.complex(3, 2));
    add(
        "dot wider",
        new Dot(List.of(1), List.of(0), List.of(), List.of(), DType.FLOAT64),
        o.numbers(2, 3),
        o.numbers(3, 2));
    add(
        "dot int",
        new Dot(List.of(1), List.of(0), List.of(), List.of(), DType.INT32),
        o.integers(DType.INT8, -9, 9, 2, 3),
        o.integers(DType.INT8, -9, 9, 3, 2));
  }

  private void convolutions() {
    var last1 = Layout.channelsLast(1);
    var last2 = Layout.channelsLast(2);
    var first2 = Layout.channelsFirst(2);
    var kernel2 = Layout.kernel(2);
    var one = List.of(1, 1);
    add(
        "conv 1d",
        new Conv(
            List.of(2),
            List.of(1),
            List.of(0),
            List.of(1),
            List.of(1),
            1,
            1,
            last1,
            Layout.kernel(1),
            last1),
        o.numbers(2, 6, 3),
        o.numbers(3, 3, 2));
    add(
        "conv 2d",
        new Conv(one, one, List.of(1, 0), one, one, 1, 1, last2, kernel2, last2),
        o.numbers(2, 5, 4, 3),
        o.numbers(3, 2, 3, 2));
    add(
        "conv strided",
        new Conv(
            List.of(2, 3), List.of(0, 1), List.of(1, 2), one, one, 1, 1, first2, kernel2, first2),
        o.numbers(2, 3, 6, 5),
        o.numbers(2, 3, 3, 2));
    add(
        "conv dilated",
        new Conv(
            one, List.of(2, 1), List.of(1, 2), one, List.of(2, 1), 1, 1, last2, kernel2, first2),
        o.numbers(1, 6, 5, 2),
        o.numbers(2, 3, 2, 3));
    add(
        "conv transposed",
        new Conv(
            one, List.of(1, 2), List.of(2, 1), List.of(2, 3), one, 1, 1, last2, kernel2, last2),
        o.numbers(2, 3, 2, 2),
        o.numbers(3, 2, 2, 3));
    add(
        "conv cut",
        new Conv(one, List.of(-1, 0), List.of(0, -1), one, one, 1, 1, last2, kernel2, last2),
        o.numbers(1, 5, 5, 2),
        o.numbers(2, 2, 2, 2));
    add(
        "conv groups",
        new Conv(List.of(2, 1), one, one, one, one, 2, 1, last2, kernel2, last2),
        o.numbers(2, 4, 3, 4),
        o.numbers(2, 3, 2, 6));
    add(
        "conv depthwise",
        new Conv(one, one, one, one, one, 3, 1, first2, kernel2, first2),
        o.numbers(1, 3, 4, 4),
        o.numbers(3, 3, 1, 6));
    add(
        "conv batch groups",
        new Conv(one, one, List.of(0, 0), one, one, 1, 2, last2, kernel2, last2),
        o.numbers(4, 4, 3, 2),
        o.numbers(2, 2, 2, 6));
    var first3 = Layout.channelsFirst(3);
    var three = List.of(1, 1, 1);
    add(
        "conv 3d",
        new Conv(
            List.of(1, 2, 1),
            three,
            three,
            three,
            List.of(1, 1, 2),
            1,
            1,
            first3,
            Layout.kernel(3),
            first3),
        o.numbers(1, 2, 3, 4, 3),
        o.numbers(2, 2, 2, 2, 2));
  }
}
