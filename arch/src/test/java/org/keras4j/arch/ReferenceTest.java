package org.keras4j.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The reference says what the code says. `./keras4j docs` writes it anew.
class ReferenceTest {
  @Test
  @Tag("slow")
  void the_pages_are_those_the_code_gives() throws IOException {
    List<String> outdated = new ArrayList<>();
    for (Map.Entry<String, String> page : new Reference().pages().entrySet()) {
      Path file = Project.ROOT.resolve("docs/reference").resolve(page.getKey());
      if (Boolean.getBoolean("docs.write")) {
        Files.createDirectories(Project.ROOT.resolve("docs/reference"));
        Files.writeString(file, page.getValue());
      }
      if (!Files.exists(file) || !Project.read(file).equals(page.getValue())) {
        outdated.add(Project.name(file));
      }
    }
    assertThat(outdated).as("run `./keras4j docs`").isEmpty();
  }

  @Test
  void comments_become_markdown() {
    var comment =
        DocComment.of(
            """
             The sum of {@link #all(Tensor) everything} and [Ops#mean].

             {@snippet :
             var y = f(x -> { return x; });
             }

             @param x left out
             @see <a
               href="https://keras.io/x">x</a>
            """);
    assertThat(comment.text()).isEqualTo("The sum of `all(Tensor)` and `Ops.mean`.");
    assertThat(comment.examples()).containsExactly("var y = f(x -> { return x; });");
    assertThat(comment.page()).contains("https://keras.io/x");
  }
}
