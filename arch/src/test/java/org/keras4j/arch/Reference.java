package org.keras4j.arch;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.keras4j.tck.parity.JavaNames;
import org.keras4j.tck.parity.OpTable;

/// The pages under `docs/reference`, made of the documentation comments of the code.
final class Reference {
  /// The pages of functions: package, class (of which the superclasses' methods count), title.
  private static final Map<String, String> FUNCTIONS =
      Map.of("ops", "Ops", "random", "Random", "losses", "Losses", "metrics", "Metrics");

  /// The pages of classes, in the order of the index.
  private static final List<String> PACKAGES =
      List.of(
          "ops",
          "random",
          "activations",
          "initializers",
          "regularizers",
          "constraints",
          "losses",
          "metrics",
          "optimizers",
          "layers",
          "models",
          "callbacks",
          "data",
          "saving",
          "tensor");

  private final Parsed parsed = Parsed.MAIN;

  /// One documented class or method.
  private record Entry(String name, String signature, DocComment comment) {}

  /// All pages by their file name.
  Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    var index = new StringBuilder("# Reference\n\n");
    index.append(
        "Written by `./keras4j docs` from the documentation comments; not edited by hand.\n\n");
    index.append("- [Python name → Java name](names.md)\n");
    for (String name : PACKAGES) {
      pages.put(name + ".md", page(name));
      index.append("- [org.keras4j.%s](%s.md): %s\n".formatted(name, name, summary(name)));
    }
    pages.put("README.md", index.toString());
    pages.put("names.md", names());
    return pages;
  }

  private String summary(String packageName) {
    return units(packageName).stream()
        .filter(u -> Parsed.file(u).endsWith("package-info.java"))
        .findFirst()
        .flatMap(u -> comment(u, u.getPackage()))
        .map(c -> c.text().replaceAll("\\s+", " ").replaceFirst("(\\.) .*", "$1"))
        .orElse("");
  }

  private List<CompilationUnitTree> units(String packageName) {
    return parsed.units().stream()
        .filter(u -> ("org.keras4j." + packageName).equals(String.valueOf(u.getPackageName())))
        .toList();
  }

  private Optional<DocComment> comment(CompilationUnitTree unit, Tree tree) {
    return Optional.ofNullable(parsed.trees().getDocComment(TreePath.getPath(unit, tree)))
        .map(DocComment::of);
  }

  private String page(String packageName) {
    var page = new StringBuilder("# org.keras4j.%s\n\n".formatted(packageName));
    page.append(summary(packageName)).append("\n\n");
    Optional<String> holder = Optional.ofNullable(FUNCTIONS.get(packageName));
    if (holder.isPresent()) {
      functions(packageName, holder.get())
          .forEach((name, overloads) -> page.append(section(holder.get() + "." + name, overloads)));
    }
    classes(packageName).forEach(c -> page.append(section(c.name(), List.of(c))));
    return page.toString().strip() + "\n";
  }

  /// The public static methods of a class and the package-private classes it extends, by name.
  private Map<String, List<Entry>> functions(String packageName, String holder) {
    Map<String, List<Entry>> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, ClassTree> types = new LinkedHashMap<>();
    Map<String, CompilationUnitTree> homes = new LinkedHashMap<>();
    for (CompilationUnitTree unit : units(packageName)) {
      for (Tree tree : unit.getTypeDecls()) {
        if (tree instanceof ClassTree type) {
          types.put(type.getSimpleName().toString(), type);
          homes.put(type.getSimpleName().toString(), unit);
        }
      }
    }
    for (Optional<ClassTree> type = Optional.ofNullable(types.get(holder)); type.isPresent(); ) {
      CompilationUnitTree home = homes.get(type.get().getSimpleName().toString());
      for (Tree member : type.get().getMembers()) {
        if (member instanceof MethodTree method && isPublicStatic(method) && home != null) {
          comment(home, method)
              .ifPresent(
                  c ->
                      found
                          .computeIfAbsent(method.getName().toString(), _ -> new ArrayList<>())
                          .add(new Entry(method.getName().toString(), signature(method), c)));
        }
      }
      Tree parent = type.get().getExtendsClause();
      type = Optional.ofNullable(parent).map(p -> types.get(p.toString()));
    }
    return found;
  }

  private static boolean isPublicStatic(MethodTree method) {
    var flags = method.getModifiers().getFlags();
    return flags.contains(Modifier.PUBLIC) && flags.contains(Modifier.STATIC);
  }

  private static String signature(MethodTree method) {
    String parameters =
        method.getParameters().stream()
            .map(p -> p.getType() + " " + p.getName())
            .collect(Collectors.joining(", "));
    return "%s %s(%s)".formatted(method.getReturnType(), method.getName(), parameters);
  }

  private List<Entry> classes(String packageName) {
    List<Entry> found = new ArrayList<>();
    for (CompilationUnitTree unit : units(packageName)) {
      for (Tree tree : unit.getTypeDecls()) {
        if (tree instanceof ClassTree type
            && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
          String name = type.getSimpleName().toString();
          comment(unit, type).ifPresent(c -> found.add(new Entry(name, constructors(type), c)));
        }
      }
    }
    found.sort(Comparator.comparing(Entry::name, String.CASE_INSENSITIVE_ORDER));
    return found;
  }

  /// How an object of a class is made and set up: public constructors, and setters that give it
  /// back.
  private static String constructors(ClassTree type) {
    String name = type.getSimpleName().toString();
    List<String> lines = new ArrayList<>();
    List<String> setters = new ArrayList<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method
          && method.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        String call = signature(method).replaceFirst("^\\S+ ", "");
        if (method.getReturnType() == null) {
          lines.add("new " + call.replace("<init>", name));
        } else if (method.getReturnType().toString().equals(name) && !isPublicStatic(method)) {
          setters.add("." + call);
        }
      }
    }
    lines.addAll(setters);
    return String.join("\n", lines);
  }

  private static String section(String title, List<Entry> overloads) {
    Entry main =
        overloads.stream()
            .filter(e -> !e.comment().isPointer())
            .findFirst()
            .orElse(overloads.getFirst());
    String page =
        overloads.stream()
            .flatMap(e -> e.comment().page().stream())
            .findFirst()
            .map(" ([Keras](%s))"::formatted)
            .orElse("");
    var out = new StringBuilder("## %s%s\n\n".formatted(title, page));
    out.append(main.comment().text()).append("\n\n");
    String code =
        overloads.stream()
            .map(Entry::signature)
            .filter(s -> !s.isBlank())
            .collect(Collectors.joining("\n"));
    String examples =
        overloads.stream()
            .flatMap(e -> e.comment().examples().stream())
            .collect(Collectors.joining("\n"));
    if (!code.isEmpty() || !examples.isEmpty()) {
      String space = code.isEmpty() || examples.isEmpty() ? "" : "\n\n";
      out.append("```java fragment\n%s%s%s\n```\n\n".formatted(code, space, examples));
    }
    return out.toString();
  }

  /// The table of all names.
  private static String names() {
    var out = new StringBuilder("# Python name → Java name\n\n");
    out.append("Functions of `keras.ops` are methods of `Ops` whatever their submodule.\n");
    for (String module : JavaNames.MODULES) {
      out.append("\n## %s\n\n| Python | Java |\n|---|---|\n".formatted(module));
      var seen = new TreeMap<String, String>();
      for (String name : OpTable.names(module + ".")) {
        String own = name.substring(module.length() + 1);
        String shown =
            module.equals("keras.ops")
                ? own.replaceFirst("^(core|image|linalg|math|nn|numpy)\\.", "")
                : own;
        seen.put(shown, JavaNames.of(name));
      }
      seen.forEach((python, java) -> out.append("| `%s` | `%s` |\n".formatted(python, java)));
    }
    return out.toString();
  }
}
