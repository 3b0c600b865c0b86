package org.keras4j.layers;

import org.keras4j.config.KerasConfig;

/// LSTM layers whose products are convolutions: over sequences of signals, images or volumes.
///
/// @param <SELF> the class itself
public abstract class BaseConvLSTM<SELF extends BaseConvLSTM<SELF>>
    extends LongShortTermLayer<SELF, ConvLSTMCell> {
  private final WindowKeywords window;

  @SuppressWarnings("this-escape") // keywords are declared while constructing
  BaseConvLSTM(int rank) {
    super("filters");
    window = new WindowKeywords(this, rank, false);
    inputSpec(InputSpec.rank(rank + 3));
  }

  @SuppressWarnings("this-escape") // keywords are set while constructing
  BaseConvLSTM(int rank, int filters, int... size) {
    this(rank);
    set(keywords.units, filters);
    set(window.kernelSize, Sizes.of(rank, size));
  }

  /// Sets the steps between windows, one for all axes or one for each (1 at first).
  public SELF strides(int... values) {
    return with(window.strides, Sizes.of(window.rank, values));
  }

  /// Sets the padding of the inputs.
  public SELF padding(Padding value) {
    return with(window.padding, value.kerasName());
  }

  /// Sets the padding of the inputs by Keras's name: `valid` or `same`.
  public SELF padding(String value) {
    return with(window.padding, value.toLowerCase(java.util.Locale.ROOT));
  }

  /// Sets where the channels are: `channels_last` or `channels_first`.
  public SELF dataFormat(String value) {
    return with(window.dataFormat, KerasConfig.standardizeDataFormat(value));
  }

  /// Sets the distances between a window's elements, one for all axes or one for each (1 at first).
  public SELF dilationRate(int... values) {
    return with(window.dilationRate, Sizes.of(window.rank, values));
  }

  @Override
  ConvLSTMCell emptyCell() {
    var cell = new ConvLSTMCell(window.rank).name("conv_lstm_cell");
    window.copyTo(cell.window);
    return cell;
  }
}
