/// What an engine or a layer must pass: samples, recorded cases and the tools that hold answers
/// against them.
@org.jspecify.annotations.NullMarked
module org.keras4j.tck {
  requires static org.jspecify;
  requires transitive org.keras4j;
  requires static org.junit.jupiter.api;
  requires static org.junit.jupiter.params;
  requires tools.jackson.core;

  exports org.keras4j.tck;
  exports org.keras4j.tck.answers;
  exports org.keras4j.tck.parity;
}
