package org.keras4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A documentation comment as the reference shows it: its text in Markdown, its examples, and the
/// page of Keras.
record DocComment(String text, List<String> examples, Optional<String> page) {
  private static final Pattern BLOCK_TAG =
      Pattern.compile("(?m)^\\s*@(param|return|throws|see)\\b");
  private static final Pattern PAGE = Pattern.compile("@see\\s+<a\\s+href=\"([^\"]+)\"");
  private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+([^}]+)\\}");
  private static final Pattern CODE = Pattern.compile("\\{@(?:code|value)\\s+#?([^}]*)\\}");
  private static final Pattern REFERENCE = Pattern.compile("\\[([\\w#.()]+)\\](?!\\()");

  static DocComment of(String comment) {
    var tag = BLOCK_TAG.matcher(comment);
    String body = tag.find() ? comment.substring(0, tag.start()) : comment;
    var page = PAGE.matcher(comment.replaceAll("\\s*\\n\\s*", " "));
    List<String> examples = new ArrayList<>();
    String text = inline(withoutSnippets(body, examples));
    return new DocComment(
        text.strip(), examples, page.find() ? Optional.of(page.group(1)) : Optional.empty());
  }

  /// Takes the snippets out: their braces balance.
  private static String withoutSnippets(String body, List<String> examples) {
    var rest = new StringBuilder();
    int at = 0;
    for (int start = body.indexOf("{@snippet"); start >= 0; start = body.indexOf("{@snippet", at)) {
      rest.append(body, at, start);
      int depth = 0;
      int end = start;
      do {
        char c = body.charAt(end++);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      } while (depth > 0 && end < body.length());
      String code = body.substring(body.indexOf(':', start) + 1, end - 1);
      examples.add(code.strip().replaceAll("(?m)^ (?=\\S)", ""));
      at = end;
    }
    return rest.append(body.substring(at)).toString();
  }

  /// Links within the code as code; lines joined where a paragraph goes on.
  private static String inline(String text) {
    String linked = LINK.matcher(text.replaceAll("(?m)^ ", "")).replaceAll(m -> named(m.group(1)));
    String coded = CODE.matcher(linked).replaceAll(m -> "`" + m.group(1).strip() + "`");
    return REFERENCE
        .matcher(coded)
        .replaceAll(m -> named(m.group(1)))
        .replaceAll("\\n{3,}", "\n\n");
  }

  /// `Ops#softmax(Tensor, Axes) the function` is `Ops.softmax(Tensor, Axes)`.
  private static String named(String link) {
    String plain = link.replaceAll("\\s+", " ").strip();
    int close = plain.indexOf(')');
    String target = close >= 0 ? plain.substring(0, close + 1) : plain.split(" ")[0];
    String shown = target.replaceFirst("^#", "").replace('#', '.');
    return "`" + shown.replaceFirst("^([a-z]\\w*\\.)+(?=[A-Z])", "") + "`";
  }

  /// Whether it only points to another overload.
  boolean isPointer() {
    return text.startsWith("`") && text.indexOf('\n') < 0 && examples.isEmpty();
  }
}
