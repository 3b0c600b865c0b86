/// Number-crunching loops on plain Java arrays: matrix products, convolutions, pooling, row and
/// elementwise kernels, sorting. Nothing here knows tensors or programs: every method takes arrays,
/// offsets and sizes, checks nothing beyond what the JVM checks, and writes its result into an
/// array the caller owns. Large calls are split over [WorkPool#shared()].
///
/// Loops come in two forms, chosen once when [Simd] is initialised: explicit vectors where the
/// `jdk.incubator.vector` module is present, plain loops that the compiler vectorises otherwise.
@org.jspecify.annotations.NullMarked
package org.keras4j.backend.java.kernel;
