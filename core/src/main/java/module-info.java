/// Tensors, programs and their transforms, and the NumPy-like operations written once over them.
@org.jspecify.annotations.NullMarked
module org.keras4j.core {
  requires static transitive org.jspecify;

  exports org.keras4j.random;
}
