package org.keras4j.saving.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keras4j.saving.RefusedFileException;

/// A group of an HDF5 file: named groups and datasets. Nothing below it is read before it is asked
/// for by name.
public final class Hdf5Group implements Hdf5Object {
  private final Hdf5Tree tree;
  private final String path;
  private final Map<String, Long> links;
  private final Hdf5Attributes attributes;

  Hdf5Group(Hdf5Tree tree, Hdf5Header header, String path) {
    this.tree = tree;
    this.path = path;
    this.links = Hdf5Links.read(tree.file(), header, path);
    this.attributes = new Hdf5Attributes(tree.file(), tree.heap(), header, path);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Hdf5Attributes attributes() {
    return attributes;
  }

  /// The names of the children, sorted as h5py lists them.
  public Set<String> names() {
    return java.util.Collections.unmodifiableSet(links.keySet());
  }

  /// The node that names separated by `/` lead to, if there is one.
  ///
  /// @throws RefusedFileException if the path is not made of plain names, or the file is damaged on
  ///   the way
  public Optional<Hdf5Object> find(String names) {
    Hdf5Object at = this;
    for (String name : names.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw refused("Expected names separated by '/'. Received: path=" + Json.write(names));
      }
      if (!(at instanceof Hdf5Group group)) {
        return Optional.empty();
      }
      Optional<Hdf5Object> child = group.child(name);
      if (child.isEmpty()) {
        return Optional.empty();
      }
      at = child.get();
    }
    return Optional.of(at);
  }

  /// The group that names separated by `/` lead to.
  ///
  /// @throws RefusedFileException if there is none
  public Hdf5Group group(String names) {
    return switch (found(names)) {
      case Hdf5Group group -> group;
      case Hdf5Dataset dataset ->
          throw refused(
              "Expected a group %s. Received: the dataset %s".formatted(names, dataset.describe()));
    };
  }

  /// The dataset that names separated by `/` lead to.
  ///
  /// @throws RefusedFileException if there is none
  public Hdf5Dataset dataset(String names) {
    return switch (found(names)) {
      case Hdf5Dataset dataset -> dataset;
      case Hdf5Group _ ->
          throw refused("Expected a dataset %s. Received: a group".formatted(names));
    };
  }

  /// Every dataset below, depth first in the order of names.
  ///
  /// @throws RefusedFileException with everything wrong that was found, if anything was
  public List<Hdf5Dataset> datasets() {
    var datasets = new ArrayList<Hdf5Dataset>();
    var problems = new ArrayList<String>();
    collect(datasets, problems);
    if (!problems.isEmpty()) {
      throw new RefusedFileException(tree.file().where(), problems);
    }
    return List.copyOf(datasets);
  }

  private void collect(List<Hdf5Dataset> datasets, List<String> problems) {
    for (String name : links.keySet()) {
      try {
        switch (child(name).orElseThrow()) {
          case Hdf5Dataset dataset -> datasets.add(dataset);
          case Hdf5Group group -> group.collect(datasets, problems);
        }
      } catch (RefusedFileException e) {
        for (String problem : e.problems()) {
          if (problems.size() < Hdf5Tree.MAX_PROBLEMS) {
            problems.add(child(path, name) + ": " + problem);
          }
        }
      }
    }
  }

  private Hdf5Object found(String names) {
    return find(names)
        .orElseThrow(
            () ->
                refused(
                    "Expected %s among its children. Received: %s".formatted(names, preview())));
  }

  private String preview() {
    List<String> first = links.keySet().stream().limit(20).toList();
    return first.size() < links.size()
        ? first + " and " + (links.size() - first.size()) + " more"
        : first.toString();
  }

  private Optional<Hdf5Object> child(String name) {
    Long address = links.get(name);
    return address == null ? Optional.empty() : Optional.of(tree.open(address, child(path, name)));
  }

  private static String child(String path, String name) {
    return path.equals("/") ? "/" + name : path + "/" + name;
  }

  private RefusedFileException refused(String problem) {
    return new RefusedFileException(tree.file().where() + ":" + path, problem);
  }
}
