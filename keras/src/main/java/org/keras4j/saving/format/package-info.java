/// Reading and writing the file formats Keras uses, as bytes and arrays: JSON, zip archives, HDF5,
/// NumPy, safetensors, shards.
///
/// Nothing here knows layers or models, and nothing here trusts a file: every offset, length and
/// count is checked against the bytes that are there, nothing is allocated because a file claims a
/// size, and a file that is not well formed ends in a {@link
/// org.keras4j.saving.RefusedFileException}. An {@link java.io.UncheckedIOException} means the disk
/// failed, not the file.
package org.keras4j.saving.format;
