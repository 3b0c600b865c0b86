package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of recurrent layers.
public final class RecurrentLayerCatalogue implements Catalogue {
  /// For the service loader.
  public RecurrentLayerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        entry("SimpleRNNCell", SimpleRNNCell.class, SimpleRNNCell::new),
        entry("LSTMCell", LSTMCell.class, LSTMCell::new),
        entry("GRUCell", GRUCell.class, GRUCell::new),
        entry("StackedRNNCells", StackedRNNCells.class, StackedRNNCells::new),
        entry("RNN", RNN.class, RNN::new),
        entry("SimpleRNN", SimpleRNN.class, SimpleRNN::new),
        entry("LSTM", LSTM.class, LSTM::new),
        entry("GRU", GRU.class, GRU::new),
        entry("ConvLSTM1D", ConvLSTM1D.class, ConvLSTM1D::new),
        entry("ConvLSTM2D", ConvLSTM2D.class, ConvLSTM2D::new),
        entry("ConvLSTM3D", ConvLSTM3D.class, ConvLSTM3D::new),
        entry("Bidirectional", Bidirectional.class, Bidirectional::new),
        entry("TimeDistributed", TimeDistributed.class, TimeDistributed::new));
  }
}
