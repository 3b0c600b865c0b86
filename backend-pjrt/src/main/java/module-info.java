/// The engine on a PJRT plugin.
@org.jspecify.annotations.NullMarked
module org.keras4j.backend.pjrt {
  requires static org.jspecify;
  requires org.keras4j.core;
  requires org.keras4j.foreign;
  requires org.keras4j.stablehlo;

  provides org.keras4j.runtime.BackendProvider with
      org.keras4j.backend.pjrt.PjrtProvider;
}
