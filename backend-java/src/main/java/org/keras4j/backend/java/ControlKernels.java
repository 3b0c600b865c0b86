package org.keras4j.backend.java;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.keras4j.ir.Control;
import org.keras4j.ir.Control.Composite;
import org.keras4j.ir.Control.Cond;
import org.keras4j.ir.Control.Scan;
import org.keras4j.ir.Control.While;
import org.keras4j.tensor.HostBuffer;

/// Branches and loops over compiled programs.
final class ControlKernels {
  private ControlKernels() {}

  static Optional<Kernel> of(Control op) {
    return Optional.of(
        switch (op) {
          case Cond cond -> branch(cond);
          case While loop -> loop(loop);
          case Scan scan -> scan(scan);
          case Composite c -> composite(c);
        });
  }

  private static void give(Object[] from, Object[] to) {
    for (int i = 0; i < to.length; i++) {
      System.arraycopy(from[i], 0, to[i], 0, java.lang.reflect.Array.getLength(to[i]));
    }
  }

  private static Kernel composite(Composite c) {
    return CompositeKernels.of(c.name(), c.attributes(), c.body().inputTypes())
        .map(CompositeKernels.Made::kernel)
        .orElseGet(
            () -> {
              var body = JavaExecutable.compile(c.body(), Set.of());
              return (a, z) -> give(body.run(a), z);
            });
  }

  private static Kernel branch(Cond cond) {
    var branches = cond.branches().stream().map(b -> JavaExecutable.compile(b, Set.of())).toList();
    return (a, z) -> {
      int choice = Math.clamp(((int[]) a[0])[0], 0, branches.size() - 1);
      give(branches.get(choice).run(Arrays.copyOfRange(a, 1, a.length)), z);
    };
  }

  private static Kernel loop(While loop) {
    var test = JavaExecutable.compile(loop.condition(), Set.of());
    var step = JavaExecutable.compile(loop.body(), Set.of());
    int tested = loop.conditionConstants();
    int start = tested + loop.bodyConstants();
    return (a, z) -> {
      Object[] carry = Arrays.copyOfRange(a, start, a.length);
      while (((byte[]) test.run(join(a, 0, tested, carry))[0])[0] != 0) {
        carry = step.run(join(a, tested, start, carry));
      }
      give(carry, z);
    };
  }

  private static Object[] join(Object[] a, int from, int to, Object[] rest) {
    Object[] all = new Object[to - from + rest.length];
    System.arraycopy(a, from, all, 0, to - from);
    System.arraycopy(rest, 0, all, to - from, rest.length);
    return all;
  }

  private static Kernel scan(Scan scan) {
    var body = JavaExecutable.compile(scan.body(), Set.of());
    int constants = scan.constants();
    int carried = scan.carry();
    var inputs = scan.body().inputTypes();
    int sequences = inputs.size() - constants - carried;
    return (a, z) -> {
      Object[] in = a.clone();
      for (int i = 0; i < sequences; i++) {
        in[constants + carried + i] = HostBuffer.zeros(inputs.get(constants + carried + i)).array();
      }
      for (int n = 0; n < scan.length(); n++) {
        int at = scan.reverse() ? scan.length() - 1 - n : n;
        for (int i = constants + carried; i < a.length; i++) {
          int size = java.lang.reflect.Array.getLength(in[i]);
          System.arraycopy(a[i], at * size, in[i], 0, size);
        }
        Object[] out = body.run(in);
        System.arraycopy(out, 0, in, constants, carried);
        for (int i = carried; i < out.length; i++) {
          int size = java.lang.reflect.Array.getLength(out[i]);
          System.arraycopy(out[i], 0, z[i], at * size, size);
        }
      }
      for (int i = 0; i < carried; i++) {
        Object last = in[constants + i];
        System.arraycopy(last, 0, z[i], 0, java.lang.reflect.Array.getLength(last));
      }
    };
  }
}
