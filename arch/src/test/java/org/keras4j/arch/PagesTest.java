package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The links of the pages lead somewhere.
class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*\\]\\(([^)\\s]+)[^)\\n]*\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```\\s*$|`[^`\\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  static Stream<String> pages() {
    return Project.pages().stream().map(Project::name);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_link_leads_somewhere(String name) {
    Path page = Project.ROOT.resolve(name);
    List<String> broken = new ArrayList<>();
    LINK.matcher(withoutCode(page))
        .results()
        .map(found -> found.group(1))
        .filter(link -> !link.matches("[a-z]+:.*"))
        .filter(link -> !exists(page, link))
        .forEach(broken::add);
    assertThat(broken).isEmpty();
  }

  private static boolean exists(Path page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0
        || !target.toString().endsWith(".md")
        || headings(target).contains(link.substring(hash + 1));
  }

  /// The headings of a page, as GitHub names them in links.
  private static List<String> headings(Path page) {
    return HEADING
        .matcher(Project.read(page))
        .results()
        .map((MatchResult found) -> found.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static String withoutCode(Path page) {
    return CODE.matcher(Project.read(page)).replaceAll("");
  }
}
