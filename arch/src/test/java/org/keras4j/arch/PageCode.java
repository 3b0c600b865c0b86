package org.keras4j.arch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The Java a page shows, as programs that can be compiled and run.
///
/// A block that begins with three backticks and `java` is code of the page:
///
/// - with a `main` method it is a program of its own;
/// - without one it is a piece of the page's program, in the order of the page: its imports and
///   types go to the top, its statements into one `main`.
///
/// A block of `java fragment` is only read: an excerpt that cannot stand alone.
///
/// @param name a class name, from the name of the page
/// @param source a compact source file, or an ordinary one
record PageCode(String name, String source) {
  private static final Pattern BLOCK =
      Pattern.compile("^```java[ \\t]*\\n(.*?)^```[ \\t]*$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern MAIN = Pattern.compile("\\bvoid main\\(");
  private static final Pattern CLASS_WITH_MAIN =
      Pattern.compile("^(?:public )?(?:final )?class (\\w+)", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:(?:public|static|final|sealed|abstract) )*(?:class|record|interface|enum) .*");

  static List<PageCode> of(String page, String text) {
    List<PageCode> programs = new ArrayList<>();
    Pieces pieces = new Pieces();
    String name = className(page);
    for (String block : BLOCK.matcher(text).results().map(found -> found.group(1)).toList()) {
      if (MAIN.matcher(block).find()) {
        var declared = CLASS_WITH_MAIN.matcher(block);
        boolean ordinary =
            declared.find() && !block.contains("\nvoid main(") && !block.startsWith("void main(");
        programs.add(
            new PageCode(ordinary ? declared.group(1) : name + "Program" + programs.size(), block));
      } else {
        pieces.add(block);
      }
    }
    if (!pieces.isEmpty()) {
      programs.add(new PageCode(name, pieces.program()));
    }
    return programs;
  }

  private static String className(String page) {
    StringBuilder name = new StringBuilder();
    for (String word : page.replaceFirst("\\.md$", "").split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT))
            .append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    return name.toString();
  }

  /// Imports, types and statements of the blocks so far.
  private static final class Pieces {
    private final Set<String> imports = new LinkedHashSet<>();
    private final StringBuilder types = new StringBuilder();
    private final StringBuilder statements = new StringBuilder();

    boolean isEmpty() {
      return imports.isEmpty() && types.isEmpty() && statements.isEmpty();
    }

    void add(String block) {
      boolean inType = false;
      for (String line : block.lines().toList()) {
        if (line.startsWith("import ")) {
          imports.add(line.strip());
          continue;
        }
        boolean begins = TYPE.matcher(line).matches();
        inType |= begins;
        (inType ? types : statements).append(line).append('\n');
        // A type at the margin ends with the bracket at the margin, or on its own line.
        if (inType && (line.startsWith("}") || (begins && line.endsWith("}")))) {
          inType = false;
        }
      }
    }

    String program() {
      return String.join("\n", imports)
          + "\n\n"
          + types
          + "\nvoid main() throws Exception {\n"
          + statements
          + "}\n";
    }
  }
}
