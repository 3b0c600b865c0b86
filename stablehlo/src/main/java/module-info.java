/// Programs as StableHLO.
@org.jspecify.annotations.NullMarked
module org.keras4j.stablehlo {
  requires static org.jspecify;
  requires transitive org.keras4j.core;

  exports org.keras4j.stablehlo;
}
