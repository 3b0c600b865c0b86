/// What engines on native libraries share.
@org.jspecify.annotations.NullMarked
module org.keras4j.foreign {
  requires static transitive org.jspecify;
  requires transitive org.keras4j.core;

  exports org.keras4j.foreign;
}
