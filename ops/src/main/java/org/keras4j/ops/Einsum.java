package org.keras4j.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.keras4j.ir.Reduction.ReduceOp;
import org.keras4j.lax.Lax;
import org.keras4j.tensor.DType;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;

/// Einstein summation: an expression such as `bij,bjk->bik` applied to tensors of one dtype.
///
/// Axes that an ellipsis stands for get numbers as labels, counted from the last one (`-1`), so
/// that those of different operands line up as broadcasting wants.
final class Einsum {
  private final String expression;
  private final List<List<Integer>> labels = new ArrayList<>();
  private final Map<Integer, Integer> sizes = new LinkedHashMap<>();
  private final List<Integer> result;

  private Einsum(String subscripts, List<Tensor> operands) {
    expression = subscripts.replace(" ", "");
    int arrow = expression.indexOf("->");
    String[] inputs = (arrow < 0 ? expression : expression.substring(0, arrow)).split(",", -1);
    if (inputs.length != operands.size()) {
      throw new IllegalArgumentException(
          "einsum's subscripts name %d operands. Received: %d operands, subscripts=%s"
              .formatted(inputs.length, operands.size(), subscripts));
    }
    for (int i = 0; i < inputs.length; i++) {
      labels.add(parse(inputs[i], operands.get(i).rank(), operands.get(i).shape()));
    }
    result = arrow < 0 ? implicitResult() : explicitResult(expression.substring(arrow + 2));
  }

  /// The value of an expression.
  static Tensor compute(String subscripts, List<Tensor> operands, DType dtype) {
    return new Einsum(subscripts, operands).run(operands, dtype);
  }

  private List<Integer> parse(String term, int rank, Shape shape) {
    var out = new ArrayList<Integer>();
    int dots = term.indexOf("...");
    String letters = dots < 0 ? term : term.substring(0, dots) + term.substring(dots + 3);
    int hidden = rank - letters.length();
    if (!letters.chars().allMatch(Character::isLetter) || hidden < 0 || (dots < 0 && hidden != 0)) {
      throw new IllegalArgumentException(
          "einsum's subscripts %s do not fit an operand of shape %s. Received: subscripts=%s"
              .formatted(term, shape, expression));
    }
    for (int i = 0; i <= letters.length(); i++) {
      if (i == dots) {
        for (int k = 0; k < hidden; k++) {
          out.add(k - hidden);
        }
      }
      if (i < letters.length()) {
        out.add((int) letters.charAt(i));
      }
    }
    for (int axis = 0; axis < rank; axis++) {
      meet(out.get(axis), shape.dim(axis));
    }
    return out;
  }

  private void meet(int label, int size) {
    int known = sizes.merge(label, size, (a, b) -> a == 1 ? b : a);
    if (size != known && size != 1) {
      throw new IllegalArgumentException(
          "einsum needs one size per subscript. Received: sizes %d and %d for '%s' in subscripts=%s"
              .formatted(known, size, label > 0 ? Character.toString(label) : "...", expression));
    }
  }

  private List<Integer> implicitResult() {
    var counts = new TreeMap<Integer, Integer>();
    labels.forEach(l -> l.forEach(i -> counts.merge(i, 1, Integer::sum)));
    return counts.keySet().stream().filter(i -> i < 0 || counts.getOrDefault(i, 0) == 1).toList();
  }

  private List<Integer> explicitResult(String term) {
    var out = new ArrayList<Integer>();
    int dots = term.indexOf("...");
    String letters = dots < 0 ? term : term.substring(0, dots) + term.substring(dots + 3);
    for (int i = 0; i <= letters.length(); i++) {
      if (i == dots) {
        sizes.keySet().stream().filter(l -> l < 0).sorted().forEach(out::add);
      }
      if (i < letters.length()) {
        out.add((int) letters.charAt(i));
      }
    }
    if (!sizes.keySet().containsAll(out) || Set.copyOf(out).size() != out.size()) {
      throw new IllegalArgumentException(
          "einsum's result must name each of the operands' subscripts at most once. Received: subscripts="
              + expression);
    }
    return out;
  }

  private Tensor run(List<Tensor> operands, DType dtype) {
    var terms = new ArrayList<Term>();
    for (int i = 0; i < operands.size(); i++) {
      terms.add(diagonal(new Term(operands.get(i), labels.get(i))));
    }
    while (terms.size() > 1) {
      contractCheapestPair(terms, dtype);
    }
    Term last = sumUnused(terms.getFirst(), Set.copyOf(result));
    var permutation = result.stream().filter(last.labels::contains).map(last.labels::indexOf);
    return Lax.transpose(Lax.convert(last.value, dtype), permutation.toList());
  }

  /// A value and the label of each axis.
  private record Term(Tensor value, List<Integer> labels) {
    int size(int label) {
      return value.shape().dim(labels.indexOf(label));
    }
  }

  /// A label used twice in one operand means its diagonal.
  private static Term diagonal(Term term) {
    for (int i = 0; i < term.labels.size(); i++) {
      int first = term.labels.indexOf(term.labels.get(i));
      if (first != i) {
        return diagonal(withoutSecond(term, first, i));
      }
    }
    return term;
  }

  private static Term withoutSecond(Term term, int first, int second) {
    Tensor x = term.value;
    int n = x.shape().dim(first);
    if (n != x.shape().dim(second)) {
      throw new IllegalArgumentException(
          "einsum takes the diagonal of axes of one size. Received: shape=" + x.shape());
    }
    var type = x.type().withDType(DType.INT32);
    Tensor onDiagonal = Lax.eq(Lax.iota(type, first), Lax.iota(type, second));
    Tensor rest = Lax.select(onDiagonal, x, Lax.zeros(x.type()));
    var labels = new ArrayList<>(term.labels);
    labels.subList(second, second + 1).clear();
    boolean logical = x.dtype() == DType.BOOL;
    return new Term(
        logical
            ? Lax.reduce(ReduceOp.OR, rest, List.of(second))
            : Lax.reduceSum(rest, List.of(second)),
        labels);
  }

  private void contractCheapestPair(List<Term> terms, DType dtype) {
    int bestLeft = 0;
    int bestRight = 1;
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < terms.size(); i++) {
      for (int j = i + 1; j < terms.size(); j++) {
        double cost = growth(terms, i, j);
        if (cost < best) {
          best = cost;
          bestLeft = i;
          bestRight = j;
        }
      }
    }
    Term right = terms.remove(bestRight);
    Term left = terms.remove(bestLeft);
    var keep = keptLabels(terms);
    terms.add(contract(left, right, keep, dtype));
  }

  /// How much larger the product of two terms is than the terms themselves.
  private double growth(List<Term> terms, int i, int j) {
    var others = new ArrayList<>(terms);
    Term right = others.remove(j);
    Term left = others.remove(i);
    var keep = keptLabels(others);
    var all = new LinkedHashSet<>(left.labels);
    all.addAll(right.labels);
    double product = 1;
    for (int label : all) {
      product *= keep.contains(label) ? sizes.getOrDefault(label, 1) : 1;
    }
    return product - left.value.shape().size() - right.value.shape().size();
  }

  private Set<Integer> keptLabels(List<Term> others) {
    var keep = new LinkedHashSet<>(result);
    others.forEach(t -> keep.addAll(t.labels));
    return keep;
  }

  private Term contract(Term left, Term right, Set<Integer> keep, DType dtype) {
    Term x = squeezeBroadcast(left, right);
    Term y = squeezeBroadcast(right, x);
    x = sumUnused(x, union(keep, y.labels));
    y = sumUnused(y, union(keep, x.labels));
    var xContract = new ArrayList<Integer>();
    var yContract = new ArrayList<Integer>();
    var xBatch = new ArrayList<Integer>();
    var yBatch = new ArrayList<Integer>();
    var out = new ArrayList<Integer>();
    for (int label : x.labels) {
      if (y.labels.contains(label)) {
        (keep.contains(label) ? xBatch : xContract).add(x.labels.indexOf(label));
        (keep.contains(label) ? yBatch : yContract).add(y.labels.indexOf(label));
        if (keep.contains(label)) {
          out.add(label);
        }
      }
    }
    Set<Integer> shared = Set.copyOf(y.labels);
    x.labels.stream().filter(l -> !shared.contains(l)).forEach(out::add);
    Set<Integer> seen = Set.copyOf(x.labels);
    y.labels.stream().filter(l -> !seen.contains(l)).forEach(out::add);
    // A product accumulated in a wider type meets operands that still have the narrow one.
    boolean mixed = x.value.dtype() != y.value.dtype();
    Tensor a = mixed ? Lax.convert(x.value, dtype) : x.value;
    Tensor b = mixed ? Lax.convert(y.value, dtype) : y.value;
    return new Term(Contractions.contract(a, b, xContract, yContract, xBatch, yBatch, dtype), out);
  }

  /// Axes of size 1 that the other term has in full size are dropped: the product broadcasts.
  private static Term squeezeBroadcast(Term term, Term other) {
    var drop = new ArrayList<Integer>();
    for (int i = 0; i < term.labels.size(); i++) {
      int label = term.labels.get(i);
      if (other.labels.contains(label) && term.size(label) == 1 && other.size(label) != 1) {
        drop.add(i);
      }
    }
    return drop.isEmpty()
        ? term
        : new Term(
            Lax.reshape(term.value, term.value.shape().without(drop)), without(term.labels, drop));
  }

  private static Term sumUnused(Term term, Set<Integer> keep) {
    var drop = new ArrayList<Integer>();
    for (int i = 0; i < term.labels.size(); i++) {
      if (!keep.contains(term.labels.get(i))) {
        drop.add(i);
      }
    }
    if (drop.isEmpty()) {
      return term;
    }
    Tensor sum =
        term.value.dtype() == DType.BOOL
            ? Lax.reduce(ReduceOp.OR, term.value, drop)
            : Lax.reduceSum(term.value, drop);
    return new Term(sum, without(term.labels, drop));
  }

  private static List<Integer> without(List<Integer> labels, List<Integer> places) {
    var out = new ArrayList<Integer>();
    for (int i = 0; i < labels.size(); i++) {
      if (!places.contains(i)) {
        out.add(labels.get(i));
      }
    }
    return out;
  }

  private static Set<Integer> union(Set<Integer> a, List<Integer> b) {
    var out = new LinkedHashSet<>(a);
    out.addAll(b);
    return out;
  }
}
