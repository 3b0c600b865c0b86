package org.keras4j.tck.parity;

/// The agreement asked for: `abs(got - want) <= atol + rtol * abs(want)`.
///
/// @param rtol the relative part
/// @param atol the absolute part
public record Tolerance(double rtol, double atol) {

  /// Equality to the last bit.
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /// What a case asks for.
  ///
  /// @param c the case
  /// @return its tolerance
  public static Tolerance of(Case c) {
    return new Tolerance(c.rtol(), c.atol());
  }

  /// A wider tolerance.
  ///
  /// @param factor by how much both parts grow
  /// @return the tolerance
  public Tolerance times(double factor) {
    return new Tolerance(rtol * factor, atol * factor);
  }

  /// How far a number is off, in units of what is allowed: up to 1 agrees. Not-a-numbers agree with
  /// each other, infinities with themselves.
  ///
  /// @param got the number
  /// @param want the wanted one
  /// @return the excess
  public double excess(double got, double want) {
    if (got == want || (Double.isNaN(got) && Double.isNaN(want))) {
      return 0;
    }
    if (!Double.isFinite(got) || !Double.isFinite(want)) {
      return Double.POSITIVE_INFINITY;
    }
    double allowed = atol + rtol * Math.abs(want);
    return allowed == 0 ? Double.POSITIVE_INFINITY : Math.abs(got - want) / allowed;
  }
}
