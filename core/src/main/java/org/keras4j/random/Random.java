package org.keras4j.random;

import java.util.ArrayList;
import java.util.List;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Promotion;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Random tensors: `keras.random`. For a given seed the numbers are those of Keras on JAX, on every
/// engine, computed at once or within a compiled program.
///
/// {@snippet :
/// Tensor x = Random.normal(Shape.of(2, 3));                                     // the global generator
/// Tensor y = Random.uniform(Shape.of(2, 3), -1, 1, DType.FLOAT32, Seed.of(42)); // the same at every call
/// Tensor z = Random.dropout(x, 0.5, new SeedGenerator(42));
/// }
///
/// @see <a href="https://keras.io/api/random/">keras.random</a>
public final class Random {
  private static final double LARGEST_WORD = 4294967295.0;
  private static final int BITS_OF_INT = 32;
  private static final int BITS_OF_LONG = 64;

  private Random() {}

  /// Uniform numbers from 0 (inclusive) to 1 (exclusive), of float32, seeded by the global
  /// generator.
  ///
  /// @param shape the result's shape
  /// @return the numbers
  public static Tensor uniform(Shape shape) {
    return uniform(shape, 0, 1, Promotion.floatx(), Seed.global());
  }

  /// Uniform numbers.
  ///
  /// @param shape the result's shape
  /// @param minval the smallest number
  /// @param maxval the bound that no number reaches
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return the numbers
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor uniform(Shape shape, double minval, double maxval, DType dtype, Seed seed) {
    Continuous.requireFloat("uniform", dtype);
    return Continuous.uniform(Bits.stream(seed.next(), shape), dtype, minval, maxval);
  }

  /// Standard normal numbers of float32, seeded by the global generator.
  ///
  /// @param shape the result's shape
  /// @return the numbers
  public static Tensor normal(Shape shape) {
    return normal(shape, 0, 1, Promotion.floatx(), Seed.global());
  }

  /// Normal numbers.
  ///
  /// @param shape the result's shape
  /// @param mean the mean
  /// @param stddev the standard deviation
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return the numbers
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor normal(Shape shape, double mean, double stddev, DType dtype, Seed seed) {
    Continuous.requireFloat("normal", dtype);
    Tensor standard = Continuous.normal(Bits.stream(seed.next(), shape), dtype);
    return Continuous.affine(standard, stddev, mean);
  }

  /// Standard normal numbers no farther than two from 0, of float32, seeded by the global
  /// generator.
  ///
  /// @param shape the result's shape
  /// @return the numbers
  public static Tensor truncatedNormal(Shape shape) {
    return truncatedNormal(shape, 0, 1, Promotion.floatx(), Seed.global());
  }

  /// Normal numbers no farther than two standard deviations from the mean.
  ///
  /// @param shape the result's shape
  /// @param mean the mean
  /// @param stddev the standard deviation before the tails are cut off
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return the numbers
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor truncatedNormal(
      Shape shape, double mean, double stddev, DType dtype, Seed seed) {
    Continuous.requireFloat("truncated_normal", dtype);
    Tensor standard = Continuous.truncatedNormal(Bits.stream(seed.next(), shape), dtype);
    return Continuous.affine(standard, stddev, mean);
  }

  /// Integers of int32, seeded by the global generator.
  ///
  /// @param shape the result's shape
  /// @param minval the smallest integer
  /// @param maxval the bound that no integer reaches
  /// @return the integers
  public static Tensor randint(Shape shape, long minval, long maxval) {
    return randint(shape, minval, maxval, DType.INT32, Seed.global());
  }

  /// Integers, all equally likely.
  ///
  /// @param shape the result's shape
  /// @param minval the smallest integer
  /// @param maxval the bound that no integer reaches; where it is not above `minval`, all are
  ///   `minval`
  /// @param dtype an integer type
  /// @param seed where the integers come from
  /// @return the integers
  /// @throws IllegalArgumentException if the dtype is not an integer type
  public static Tensor randint(Shape shape, long minval, long maxval, DType dtype, Seed seed) {
    if (!dtype.isInteger()) {
      throw new IllegalArgumentException(
          "`keras.random.randint` requires an integer `dtype`. Received: dtype=" + dtype);
    }
    // Narrow integers are drawn as int32, so that the remainder favours none of them.
    DType drawn = dtype.bytes() < Integer.BYTES ? DType.INT32 : dtype;
    long smallest = smallest(dtype);
    long largest = largest(dtype);
    long low = Math.clamp(minval, smallest, largest);
    long bound = Math.clamp(maxval, smallest, largest);
    long beyond = maxval > largest ? 1 : 0;
    long span = bound <= low ? 1 : bound - low + beyond;
    List<Tensor> keys = Bits.split(seed.next(), 2);
    DType word = drawn.bytes() == Long.BYTES ? DType.UINT64 : DType.UINT32;
    Tensor offset =
        offset(
            Bits.stream(keys.get(0), shape).as(word),
            Bits.stream(keys.get(1), shape).as(word),
            span);
    Tensor shifted = Lax.add(Bits.full(drawn, shape, low), Lax.convert(offset, drawn));
    return Lax.convert(shifted, dtype);
  }

  private static long smallest(DType dtype) {
    return dtype.kind() == DType.Kind.UNSIGNED
        ? 0
        : Long.MIN_VALUE >> (BITS_OF_LONG - 8 * dtype.bytes());
  }

  private static long largest(DType dtype) {
    long signed = Long.MAX_VALUE >>> (BITS_OF_LONG - 8 * dtype.bytes());
    boolean doubled = dtype.kind() == DType.Kind.UNSIGNED && dtype.bytes() < Long.BYTES;
    return doubled ? 2 * signed + 1 : signed;
  }

  /// `(upper * 2^w + lower) mod span`, for words of w bits, without wider ones.
  private static Tensor offset(Tensor upper, Tensor lower, long span) {
    DType word = upper.dtype();
    boolean wide = word == DType.UINT64;
    long limited = wide ? span : span & 0xFFFF_FFFFL;
    long half = remainder(1L << (wide ? BITS_OF_INT : BITS_OF_INT / 2), limited);
    long squared = wide ? half * half : (half * half) & 0xFFFF_FFFFL;
    Tensor divisor = Bits.full(word, upper.shape(), limited);
    Tensor multiplier = Bits.full(word, upper.shape(), remainder(squared, limited));
    Tensor sum = Lax.add(Lax.mul(Lax.rem(upper, divisor), multiplier), Lax.rem(lower, divisor));
    return Lax.rem(sum, divisor);
  }

  /// A span that has wrapped to 0 stands for all words: nothing is taken away.
  private static long remainder(long x, long span) {
    return span == 0 ? x : Long.remainderUnsigned(x, span);
  }

  /// Gamma numbers.
  ///
  /// @param shape the result's shape
  /// @param alpha the shape parameter
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return the numbers
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor gamma(Shape shape, double alpha, DType dtype, Seed seed) {
    return gamma(shape, Lax.scalar(dtype, alpha), dtype, seed);
  }

  /// Gamma numbers.
  ///
  /// @param shape the result's shape
  /// @param alpha the shape parameters, which broadcast to the shape
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return the numbers
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor gamma(Shape shape, Tensor alpha, DType dtype, Seed seed) {
    Continuous.requireFloat("gamma", dtype);
    return GammaSampler.gamma(seed.next(), broadcast(Lax.convert(alpha, dtype), shape));
  }

  /// Beta numbers.
  ///
  /// @param shape the result's shape
  /// @param alpha the first parameter
  /// @param beta the second parameter
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return numbers from 0 to 1
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor beta(Shape shape, double alpha, double beta, DType dtype, Seed seed) {
    return beta(shape, Lax.scalar(dtype, alpha), Lax.scalar(dtype, beta), dtype, seed);
  }

  /// Beta numbers.
  ///
  /// @param shape the result's shape
  /// @param alpha the first parameters, which broadcast to the shape
  /// @param beta the second parameters, which broadcast to the shape
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return numbers from 0 to 1
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor beta(Shape shape, Tensor alpha, Tensor beta, DType dtype, Seed seed) {
    Continuous.requireFloat("beta", dtype);
    List<Tensor> keys = Bits.split(seed.next(), 2);
    Tensor a = GammaSampler.logGamma(keys.get(0), broadcast(Lax.convert(alpha, dtype), shape));
    Tensor b = GammaSampler.logGamma(keys.get(1), broadcast(Lax.convert(beta, dtype), shape));
    Tensor largest = Lax.max(a, b);
    Tensor numerator = Lax.exp(Lax.sub(a, largest));
    return Lax.div(numerator, Lax.add(numerator, Lax.exp(Lax.sub(b, largest))));
  }

  /// Binomial numbers: successes among independent trials.
  ///
  /// @param shape the result's shape
  /// @param counts the number of trials
  /// @param probabilities the probability of a success
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return the numbers
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor binomial(
      Shape shape, double counts, double probabilities, DType dtype, Seed seed) {
    return binomial(
        shape,
        Lax.scalar(Promotion.floatx(), counts),
        Lax.scalar(Promotion.floatx(), probabilities),
        dtype,
        seed);
  }

  /// Binomial numbers: successes among independent trials.
  ///
  /// @param shape the result's shape
  /// @param counts the numbers of trials, which broadcast to the shape
  /// @param probabilities the probabilities of a success, which broadcast to the shape
  /// @param dtype a floating point type
  /// @param seed where the numbers come from
  /// @return the numbers
  /// @throws IllegalArgumentException if the dtype is not a floating point type
  public static Tensor binomial(
      Shape shape, Tensor counts, Tensor probabilities, DType dtype, Seed seed) {
    Continuous.requireFloat("binomial", dtype);
    DType inner = probabilities.dtype().isFloat() ? probabilities.dtype() : Promotion.floatx();
    Tensor n = broadcast(Lax.convert(counts, inner), shape);
    Tensor p = broadcast(Lax.convert(probabilities, inner), shape);
    return Lax.convert(BinomialSampler.binomial(seed.next(), n, p), dtype);
  }

  /// Classes drawn by their unnormalized log-probabilities, of int32, seeded by the global
  /// generator.
  ///
  /// @param logits log-probabilities of shape `(batch, classes)`
  /// @param numSamples how many to draw for each row
  /// @return classes of shape `(batch, numSamples)`
  public static Tensor categorical(Tensor logits, int numSamples) {
    return categorical(logits, numSamples, DType.INT32, Seed.global());
  }

  /// Classes drawn by their unnormalized log-probabilities.
  ///
  /// @param logits log-probabilities of shape `(batch, classes)`
  /// @param numSamples how many to draw for each row
  /// @param dtype the result's type
  /// @param seed where the classes come from
  /// @return classes of shape `(batch, numSamples)`
  /// @throws IllegalArgumentException if the logits are not a matrix of a floating point type
  public static Tensor categorical(Tensor logits, int numSamples, DType dtype, Seed seed) {
    if (logits.rank() != 2) {
      throw new IllegalArgumentException(
          "`logits` should be a 2-D tensor with shape [batch_size, num_classes]. Received: logits="
              + logits.type());
    }
    Continuous.requireFloat("categorical", logits.dtype());
    Shape shape = logits.shape().insert(2, numSamples);
    Bits.Words words = Bits.stream(seed.next(), shape);
    Tensor u = Continuous.uniform(words, logits.dtype(), smallestNormal(logits.dtype()), 1);
    Tensor noise = Lax.neg(Lax.log(Lax.neg(Lax.log(u))));
    Tensor scores = Lax.add(noise, Lax.broadcast(logits, shape, List.of(0, 1)));
    return Lax.convert(Lax.argReduce(scores, true, 1, DType.INT32), dtype);
  }

  private static double smallestNormal(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> 0x1p-14;
      case FLOAT64 -> Double.MIN_NORMAL;
      default -> Float.MIN_NORMAL;
    };
  }

  /// Sets a part of the elements to 0 and scales up the others, so that the expected sum stays.
  ///
  /// @param inputs a tensor of a floating point type
  /// @param rate the share of elements to set to 0, from 0 to 1
  /// @param seed where the choice comes from; not asked for the rates 0 and 1
  /// @return a tensor of the inputs' type
  public static Tensor dropout(Tensor inputs, double rate, Seed seed) {
    return dropout(inputs, rate, inputs.shape(), seed);
  }

  /// Sets a part of the elements to 0 and scales up the others, where the choice is shared along
  /// some axes.
  ///
  /// @param inputs a tensor of a floating point type
  /// @param rate the share of elements to set to 0, from 0 to 1
  /// @param noiseShape the shape of the choice, which broadcasts to that of the inputs; an unknown
  ///   size is that of the inputs
  /// @param seed where the choice comes from; not asked for the rates 0 and 1
  /// @return a tensor of the inputs' type
  public static Tensor dropout(Tensor inputs, double rate, Shape noiseShape, Seed seed) {
    DType dtype = inputs.dtype();
    if (rate == 1) {
      return Lax.zeros(inputs.type());
    }
    if (rate == 0) {
      return inputs;
    }
    Continuous.requireFloat("dropout", dtype);
    double kept = 1 - rate;
    Shape shape = concrete(noiseShape, inputs.shape());
    Tensor u = Continuous.unit(Bits.stream(seed.next(), shape), DType.FLOAT32);
    Tensor mask = Lax.lt(u, Continuous.constant(DType.FLOAT32, shape, kept));
    Tensor scaled = Lax.div(inputs, Continuous.constant(dtype, inputs.shape(), kept));
    return Lax.select(broadcast(mask, inputs.shape()), scaled, Lax.zeros(inputs.type()));
  }

  private static Shape concrete(Shape noiseShape, Shape inputs) {
    int[] dims = noiseShape.dims();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] == Shape.UNKNOWN ? inputs.dim(i) : dims[i];
    }
    return Shape.of(dims);
  }

  /// Shuffles along the first axis, seeded by the global generator.
  ///
  /// @param x any tensor but a scalar
  /// @return the elements in another order
  public static Tensor shuffle(Tensor x) {
    return shuffle(x, 0, Seed.global());
  }

  /// Shuffles along an axis; each line of elements along it is shuffled by itself.
  ///
  /// @param x any tensor but a scalar
  /// @param axis the axis; negative ones count from the end
  /// @param seed where the order comes from
  /// @return the elements in another order
  /// @throws IllegalArgumentException if there is no such axis
  public static Tensor shuffle(Tensor x, int axis, Seed seed) {
    int along = x.shape().axis(axis);
    double size = Math.max(1, x.shape().size());
    int rounds = (int) Math.ceil(3 * Math.log(size) / Math.log(LARGEST_WORD));
    Tensor key = seed.next();
    Tensor shuffled = x;
    for (int round = 0; round < rounds; round++) {
      List<Tensor> keys = Bits.split(key, 2);
      key = keys.get(0);
      Tensor words = Bits.stream(keys.get(1), x.shape()).as(DType.UINT32);
      shuffled = Lax.sort(List.of(words, shuffled), along).get(1);
    }
    return shuffled;
  }

  /// NumPy's broadcasting to a shape.
  private static Tensor broadcast(Tensor x, Shape shape) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      axes.add(shape.rank() - x.rank() + i);
    }
    return Lax.broadcast(x, shape, axes);
  }
}
