/// The embedded engine: pure Java kernels, nothing to install.
@org.jspecify.annotations.NullMarked
module org.keras4j.backend.java {
  requires static org.jspecify;
  requires static jdk.incubator.vector;
  requires org.keras4j.core;

  provides org.keras4j.runtime.BackendProvider with
      org.keras4j.backend.java.JavaProvider;
}
