package org.keras4j.tck.answers;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.keras4j.ops.Ops;
import org.keras4j.ops.StftOptions;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tck.parity.PyNone;
import org.keras4j.tensor.Tensor;

/// Products, factorisations and Fourier transforms.
final class LinalgAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    Adding ops = Adding.ops(table);
    products(ops);
    factorisations(ops);
    solutions(ops);
    spectra(ops);
  }

  private static void products(Adding ops) {
    ops.binary("matmul", Ops::matmul)
        .binary("dot", Ops::dot)
        .binary("inner", Ops::inner)
        .binary("outer", Ops::outer)
        .binary("vdot", Ops::vdot)
        .binary("kron", Ops::kron)
        .binary("cdist", Ops::cdist)
        .add("tensordot", LinalgAnswers::tensordot)
        .add("cross", LinalgAnswers::cross)
        .add(
            "einsum",
            a -> Ops.einsum(a.text("subscripts"), a.tensors("operands").toArray(Tensor[]::new)));
  }

  private static Tensor tensordot(Arguments a) {
    if (!a.isList("axes")) {
      return Ops.tensordot(a.tensor("x1"), a.tensor("x2"), a.integer("axes"));
    }
    List<?> axes = a.list("axes");
    return Ops.tensordot(
        a.tensor("x1"), a.tensor("x2"), integers(axes.getFirst()), integers(axes.getLast()));
  }

  private static List<Integer> integers(Object value) {
    List<?> list = value instanceof List<?> several ? several : List.of(value);
    return list.stream().map(n -> ((Number) Objects.requireNonNull(n)).intValue()).toList();
  }

  private static Tensor cross(Arguments a) {
    if (a.given("axis")) {
      return Ops.cross(a.tensor("x1"), a.tensor("x2"), a.integer("axis"));
    }
    return Ops.cross(
        a.tensor("x1"), a.tensor("x2"), a.integer("axisa"), a.integer("axisb"), a.integer("axisc"));
  }

  private static void factorisations(Adding ops) {
    ops.add("cholesky", a -> Ops.cholesky(a.tensor("x"), a.flag("upper")))
        .add("cholesky_inverse", a -> Ops.choleskyInverse(a.tensor("x"), a.flag("upper")))
        .unary("det", Ops::det)
        .unary("logdet", Ops::logdet)
        .add("slogdet", a -> Ops.slogdet(a.tensor("x")))
        .add("eig", a -> Ops.eig(a.tensor("x")))
        .add("eigh", a -> Ops.eigh(a.tensor("x")))
        .add("lu_factor", a -> Ops.luFactor(a.tensor("x")))
        .add("qr", a -> Ops.qr(a.tensor("x"), a.text("mode")))
        .add(
            "svd",
            a ->
                a.flag("compute_uv")
                    ? (Object) Ops.svd(a.tensor("x"), a.flag("full_matrices"))
                    : Ops.singularValues(a.tensor("x")));
  }

  private static void solutions(Adding ops) {
    ops.unary("inv", Ops::inv)
        .add("matrix_power", a -> Ops.matrixPower(a.tensor("x"), a.integer("n")))
        .binary("solve", Ops::solve)
        .add(
            "solve_triangular",
            a -> Ops.solveTriangular(a.tensor("a"), a.tensor("b"), a.flag("lower")))
        .add(
            "lstsq",
            a -> Ops.lstsq(a.tensor("a"), a.tensor("b"), Adding.boxed(a.optionalNumber("rcond"))))
        .add(
            "matrix_rank",
            a -> Ops.matrixRank(a.tensor("x"), Adding.boxed(a.optionalNumber("tol"))))
        .add("pinv", a -> Ops.pinv(a.tensor("x"), Adding.boxed(a.optionalNumber("rcond"))));
  }

  private static Tensor part(Arguments a, int index) {
    List<Tensor> parts = a.tensors("x");
    if (parts.size() != 2) {
      throw new IllegalArgumentException(
          "Input `x` should be a tuple of two tensors - real and imaginary. Received: x="
              + a.raw("x"));
    }
    return parts.get(index);
  }

  private static void spectra(Adding ops) {
    ops.add("fft", a -> Ops.fft(part(a, 0), part(a, 1)))
        .add("fft2", a -> Ops.fft2(part(a, 0), part(a, 1)))
        .add("ifft2", a -> Ops.ifft2(part(a, 0), part(a, 1)))
        .add(
            "rfft",
            a ->
                a.given("fft_length")
                    ? Ops.rfft(a.tensor("x"), a.integer("fft_length"))
                    : Ops.rfft(a.tensor("x")))
        .add(
            "irfft",
            a ->
                a.given("fft_length")
                    ? Ops.irfft(part(a, 0), part(a, 1), a.integer("fft_length"))
                    : Ops.irfft(part(a, 0), part(a, 1)))
        .add(
            "extract_sequences",
            a ->
                Ops.extractSequences(
                    a.tensor("x"), a.integer("sequence_length"), a.integer("sequence_stride")))
        .add(
            "stft",
            a ->
                Ops.stft(
                    a.tensor("x"),
                    a.integer("sequence_length"),
                    a.integer("sequence_stride"),
                    a.integer("fft_length"),
                    windows(a)))
        .add(
            "istft",
            a ->
                Ops.istft(
                    part(a, 0),
                    part(a, 1),
                    a.integer("sequence_length"),
                    a.integer("sequence_stride"),
                    a.integer("fft_length"),
                    windows(a).andThen(o -> a.optionalInteger("length").ifPresent(o::length))))
        .unary("view_as_complex", Ops::viewAsComplex)
        .unary("view_as_real", Ops::viewAsReal);
  }

  private static Consumer<StftOptions> windows(Arguments a) {
    return o -> {
      switch (a.raw("window")) {
        case PyNone _ -> o.noWindow();
        case String name -> o.window(name);
        default -> o.window(a.tensor("window"));
      }
      o.center(a.flag("center"));
    };
  }
}
