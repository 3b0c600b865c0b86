package org.keras4j.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Codec;
import org.keras4j.config.Registry;

/// Runs a cell, Keras's or one of your own, over the steps of a sequence.
///
/// - Input: `(batch, steps, ...)`, and perhaps `initial_state`
/// - Output: the cell's last output, or all of them `(batch, steps, ...)` with `returnSequences`;
///   then its states with `returnState`
///
/// {@snippet :
/// Tensor y = new RNN(new LSTMCell(64)).returnSequences(true).apply(x);
/// Tensor z = new RNN(List.of(new GRUCell(64), new GRUCell(32))).apply(x);
/// }
///
/// @see <a href="https://keras.io/api/layers/recurrent_layers/rnn/">RNN</a>
public final class RNN extends RecurrentLayer<RNN> {
  /// How configs hold a cell, or a list of cells on top of each other.
  static final Codec<RecurrentCell<?>> CELL =
      Codec.of(
          Registry::serialize,
          value ->
              switch (value instanceof RecurrentCell<?> ? value : Registry.deserialize(value)) {
                case RecurrentCell<?> cell -> cell;
                case List<?> list when !list.isEmpty() ->
                    new StackedRNNCells(list.stream().map(RNN::required).toList());
                case null, default -> throw notACell(value);
              });

  private final Arg<RecurrentCell<?>> cell = required("cell", CELL);

  RNN() {
    inputSpec(InputSpec.any().minRank(3));
    whenSettled(() -> track("cell", cell.get()));
  }

  /// A layer of a cell.
  public RNN(RecurrentCell<?> cell) {
    this();
    set(this.cell, cell);
    cell.settle();
  }

  /// A layer of cells on top of each other.
  public RNN(List<? extends RecurrentCell<?>> cells) {
    this(new StackedRNNCells(cells));
  }

  private static RecurrentCell<?> required(@Nullable Object value) {
    if (value instanceof RecurrentCell<?> cell) {
      return cell;
    }
    throw notACell(value);
  }

  private static IllegalArgumentException notACell(@Nullable Object value) {
    return new IllegalArgumentException(
        "Expected a recurrent cell, which has states and a step. Received: cell=" + value);
  }

  @Override
  public RecurrentCell<?> cell() {
    return cell.get();
  }
}
