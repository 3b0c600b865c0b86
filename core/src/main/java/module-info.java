/// Tensors, programs and their transforms.
@org.jspecify.annotations.NullMarked
module org.keras4j.core {
  requires static transitive org.jspecify;

  exports org.keras4j.ir;
  exports org.keras4j.lax;
  exports org.keras4j.random;
  exports org.keras4j.reference;
  exports org.keras4j.runtime;
  exports org.keras4j.symbolic;
  exports org.keras4j.tensor;
  exports org.keras4j.transform;

  uses org.keras4j.runtime.BackendProvider;

  provides org.keras4j.runtime.BackendProvider with
      org.keras4j.reference.ReferenceProvider;
}
