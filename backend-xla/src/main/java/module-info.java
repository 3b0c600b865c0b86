/// The engine on XLA.
@org.jspecify.annotations.NullMarked
module org.keras4j.backend.xla {
  requires static org.jspecify;
  requires org.keras4j.core;
  requires org.keras4j.stablehlo;
  requires org.keras4j.tensorflow.c;

  provides org.keras4j.runtime.BackendProvider with
      org.keras4j.backend.xla.XlaProvider;
}
