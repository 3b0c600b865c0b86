package org.keras4j.saving.format;

/// A node of an HDF5 file: a group of named nodes, or a dataset.
public sealed interface Hdf5Object permits Hdf5Group, Hdf5Dataset {
  /// The names that lead here, such as `/layers/dense/vars/0`.
  String path();

  /// The attributes attached to this node.
  Hdf5Attributes attributes();
}
