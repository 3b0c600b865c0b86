package org.keras4j.backend.java;

/// One elementwise operation on stretches of arrays: what fused kernels are made of. The result may
/// be one of the operands at the same place.
interface Micro {
  /// `z[zo + i] = f(a[0][o[0] + i], a[1][o[1] + i], …)` for i below `n`.
  void run(Object[] a, int[] o, Object z, int zo, int n);
}
