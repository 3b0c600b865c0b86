package org.keras4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keras4j.layers.Dense;
import org.keras4j.layers.Flatten;
import org.keras4j.layers.Input;
import org.keras4j.ops.Ops;
import org.keras4j.tensor.Tensor;

/// The tables are those that Keras 3.15.1 prints, 80 columns wide.
class SummaryTest {
  private static String summary(Model model) {
    var text = new StringBuilder();
    model.summary(s -> s.lineLength(76).printTo(text::append));
    return text.toString();
  }

  @Test
  void a_chain_of_layers() {
    var model =
        new Sequential(
                new Input(28, 28, 1),
                new Flatten().name("flatten"),
                new Dense(12).name("dense"),
                new Dense(3).name("head"))
            .name("sequential");
    assertThat(summary(model))
        .isEqualTo(
            """
            Model: "sequential"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
            │ flatten (Flatten)               │ (None, 784)            │             0 │
            ├─────────────────────────────────┼────────────────────────┼───────────────┤
            │ dense (Dense)                   │ (None, 12)             │         9,420 │
            ├─────────────────────────────────┼────────────────────────┼───────────────┤
            │ head (Dense)                    │ (None, 3)              │            39 │
            └─────────────────────────────────┴────────────────────────┴───────────────┘
             Total params: 9,459 (36.95 KB)
             Trainable params: 9,459 (36.95 KB)
             Non-trainable params: 0 (0.00 B)
            """);
  }

  @Test
  void a_graph_says_what_is_connected_to_what() {
    Tensor a = new Input(4).name("a").tensor();
    Tensor b = new Input(4).name("b").tensor();
    var shared = new Dense(4).name("dense_1");
    Tensor h = Ops.add(shared.apply(a), shared.apply(b));
    var model = new Model(List.of(a, b), new Dense(2).name("dense_2").apply(h)).name("graph");
    assertThat(summary(model))
        .contains(
            """
            ┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
            """)
        .contains(
            """
            │ dense_1 (Dense)     │ (None, 4)         │         20 │ a[0][0], b[0][0]  │
            """)
        .contains("│ dense_1[0][0],    │")
        .contains("│ dense_1[1][0]     │")
        .contains(" Total params: 30 (120.00 B)\n");
  }

  @Test
  void lines_of_ascii_where_asked_for() {
    var text = new StringBuilder();
    new Sequential(new Input(2), new Dense(1).name("d"))
        .summary(s -> s.plain(true).showTrainable(true).printTo(text::append));
    assertThat(text.toString()).contains("| Trai").doesNotContain("┃");
  }
}
