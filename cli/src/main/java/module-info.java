/// The command line `keras4j`.
@org.jspecify.annotations.NullMarked
module org.keras4j.cli {
  requires static org.jspecify;
  requires org.keras4j.tck;
}
