package org.keras4j.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The working tree these tests look at: its modules, its sources and its pages.
final class Project {
  static final Path ROOT =
      Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  private Project() {}

  /// The folders of the modules that hold code.
  static List<String> modules() {
    return MODULE
        .matcher(read(ROOT.resolve("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .filter(module -> Files.isDirectory(ROOT.resolve(module).resolve("src")))
        .toList();
  }

  static List<Path> mainSources() {
    return modules().stream().flatMap(module -> mainSources(module).stream()).toList();
  }

  static List<Path> mainSources(String module) {
    return files(ROOT.resolve(module).resolve("src/main/java"), ".java");
  }

  static List<Path> allSources() {
    return modules().stream()
        .flatMap(module -> files(ROOT.resolve(module).resolve("src"), ".java").stream())
        .toList();
  }

  /// The pages a reader sees: those at the root and those under docs.
  static List<Path> pages() {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT)) {
      top.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pages.addAll(files(ROOT.resolve("docs"), ".md"));
    return pages;
  }

  /// A path as the lists and messages of these tests write it: from the root, with slashes.
  static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder, String suffix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
