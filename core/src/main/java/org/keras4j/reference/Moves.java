package org.keras4j.reference;

import java.util.List;
import org.keras4j.ir.Movement;
import org.keras4j.ir.Movement.Broadcast;
import org.keras4j.ir.Movement.Concatenate;
import org.keras4j.ir.Movement.DynamicSlice;
import org.keras4j.ir.Movement.DynamicUpdateSlice;
import org.keras4j.ir.Movement.Iota;
import org.keras4j.ir.Movement.Pad;
import org.keras4j.ir.Movement.Reshape;
import org.keras4j.ir.Movement.Reverse;
import org.keras4j.ir.Movement.Slice;
import org.keras4j.ir.Movement.Transpose;
import org.keras4j.tensor.Elements;
import org.keras4j.tensor.Shape;

/// Where each element of the result comes from.
final class Moves {
  private Moves() {}

  static Elements compute(Movement op, List<Elements> in, Elements out) {
    switch (op) {
      case Reshape _ -> Copy.all(in.getFirst(), out);
      case Transpose(var permutation) ->
          pull(
              in.getFirst(),
              out,
              (place, from) -> {
                for (int i = 0; i < place.length; i++) {
                  from[permutation.get(i)] = place[i];
                }
              });
      case Broadcast(_, var axes) ->
          pull(
              in.getFirst(),
              out,
              (place, from) -> {
                for (int i = 0; i < from.length; i++) {
                  from[i] = in.getFirst().type().shape().dim(i) == 1 ? 0 : place[axes.get(i)];
                }
              });
      case Slice s ->
          pull(
              in.getFirst(),
              out,
              (place, from) -> {
                for (int i = 0; i < place.length; i++) {
                  from[i] = s.starts().get(i) + place[i] * s.strides().get(i);
                }
              });
      case Reverse(var axes) ->
          pull(
              in.getFirst(),
              out,
              (place, from) -> {
                for (int i = 0; i < place.length; i++) {
                  from[i] = axes.contains(i) ? out.type().shape().dim(i) - 1 - place[i] : place[i];
                }
              });
      case DynamicSlice(var sizes) -> {
        int[] start = starts(in.get(1), in.getFirst().type().shape(), sizes);
        pull(
            in.getFirst(),
            out,
            (place, from) -> {
              for (int i = 0; i < place.length; i++) {
                from[i] = start[i] + place[i];
              }
            });
      }
      case DynamicUpdateSlice() -> dynamicUpdate(in, out);
      case Pad p -> pad(p, in, out);
      case Concatenate(int axis) -> concatenate(axis, in, out);
      case Iota(_, int axis) ->
          Index.forEach(out.type().shape(), (place, i) -> out.setLong(i, place[axis]));
    }
    return out;
  }

  private interface Source {
    void of(int[] place, int[] from);
  }

  private static void pull(Elements x, Elements out, Source source) {
    int[] from = new int[x.type().rank()];
    Index.forEach(
        out.type().shape(),
        (place, i) -> {
          source.of(place, from);
          Copy.element(x, Index.flat(x.type().shape(), from), out, i);
        });
  }

  private static int[] starts(Elements starts, Shape shape, Shape window) {
    int[] out = new int[shape.rank()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.clamp(starts.getLong(i), 0, shape.dim(i) - window.dim(i));
    }
    return out;
  }

  private static void dynamicUpdate(List<Elements> in, Elements out) {
    Copy.all(in.getFirst(), out);
    Shape window = in.get(1).type().shape();
    int[] start = starts(in.get(2), out.type().shape(), window);
    int[] to = new int[start.length];
    Index.forEach(
        window,
        (place, i) -> {
          for (int k = 0; k < to.length; k++) {
            to[k] = start[k] + place[k];
          }
          Copy.element(in.get(1), i, out, Index.flat(out.type().shape(), to));
        });
  }

  private static void pad(Pad pad, List<Elements> in, Elements out) {
    for (int i = 0; i < out.size(); i++) {
      Copy.element(in.get(1), 0, out, i);
    }
    Elements x = in.getFirst();
    int[] to = new int[x.type().rank()];
    Index.forEach(
        x.type().shape(),
        (place, i) -> {
          for (int k = 0; k < to.length; k++) {
            to[k] = pad.low().get(k) + place[k] * (pad.interior().get(k) + 1);
          }
          int flat = Index.flat(out.type().shape(), to);
          if (flat >= 0) {
            Copy.element(x, i, out, flat);
          }
        });
  }

  private static void concatenate(int axis, List<Elements> in, Elements out) {
    int offset = 0;
    for (Elements x : in) {
      int start = offset;
      int[] to = new int[out.type().rank()];
      Index.forEach(
          x.type().shape(),
          (place, i) -> {
            System.arraycopy(place, 0, to, 0, place.length);
            to[axis] += start;
            Copy.element(x, i, out, Index.flat(out.type().shape(), to));
          });
      offset += x.type().shape().dim(axis);
    }
  }
}
