package org.keras4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keras4j.config.Arg;
import org.keras4j.config.Args;
import org.keras4j.config.Codec;
import org.keras4j.config.Config;
import org.keras4j.config.Registry;
import org.keras4j.config.Saveable;
import org.keras4j.dtypepolicies.DTypePolicy;
import org.keras4j.initializers.Initializer;
import org.keras4j.regularizers.Regularizer;
import org.keras4j.symbolic.Names;
import org.keras4j.symbolic.Operation;
import org.keras4j.tensor.DType;

/// The keywords of a layer: name, dtype policy and what subclasses declare.
abstract class LayerKeywords extends Operation implements Saveable {
  private final Args args = new Args(this::className);
  private final Arg<Optional<Regularizer>> activityRegularizer =
      new Args(this::className)
          .add("activity_regularizer", Codec.optional(Regularizer.FAMILY), Optional::empty);
  private final List<Runnable> toSettle = new ArrayList<>();
  private @Nullable String name;
  private boolean namedAutomatically;
  private DTypePolicy policy = DTypePolicy.global();
  private boolean trainable = true;
  private boolean autocast = true;
  private boolean settled;

  LayerKeywords() {}

  /// Declares a keyword that is a whole number.
  protected final Arg<Integer> arg(String keyword, int byDefault) {
    return arg(keyword, Codec.INT, () -> byDefault);
  }

  /// Declares a keyword that is a real number.
  protected final Arg<Double> arg(String keyword, double byDefault) {
    return arg(keyword, Codec.DOUBLE, () -> byDefault);
  }

  /// Declares a keyword that is true or false.
  protected final Arg<Boolean> arg(String keyword, boolean byDefault) {
    return arg(keyword, Codec.BOOL, () -> byDefault);
  }

  /// Declares a keyword that is text.
  protected final Arg<String> arg(String keyword, String byDefault) {
    return arg(keyword, Codec.STRING, () -> byDefault);
  }

  /// Declares a keyword with a default that is made when it is first needed.
  protected final <T> Arg<T> arg(String keyword, Codec<T> codec, Supplier<? extends T> byDefault) {
    return args.add(keyword, codec, byDefault);
  }

  /// Declares a keyword that must be given.
  protected final <T> Arg<T> required(String keyword, Codec<T> codec) {
    return args.required(keyword, codec);
  }

  /// Declares a keyword that is `None` by default.
  protected final <T> Arg<Optional<T>> optional(String keyword, Codec<T> codec) {
    return args.add(keyword, Codec.optional(codec), Optional::empty);
  }

  /// Sets a keyword; refused once the layer is built.
  protected final <T> void set(Arg<T> arg, T value) {
    arg.set(value);
  }

  void setName(String value) {
    String before = name;
    name = NameScope.requireName(value);
    if (before != null && namedAutomatically) {
      Names.release(Names.snakeCase(className()), before);
      renamed(before);
    }
    namedAutomatically = false;
  }

  /// Told when a layer that had named itself is given a name.
  abstract void renamed(String before);

  void setTrainable(boolean value) {
    trainable = value;
  }

  void setPolicy(DTypePolicy value) {
    policy = value;
  }

  void setActivityRegularizer(Regularizer value) {
    activityRegularizer.set(Optional.of(value));
  }

  void setAutocast(boolean value) {
    autocast = value;
  }

  /// Sets the keywords a config gives: for the factories of the registry.
  ///
  /// @throws IllegalArgumentException if it gives others than those declared, or leaves one out
  ///   that must be given
  protected final void configure(Config config) {
    if (config.get("name") instanceof String given) {
      setName(given);
    }
    config.find("trainable").map(Codec.BOOL::decode).ifPresent(this::setTrainable);
    config.find("dtype").map(DTypePolicy.CODEC::decode).ifPresent(this::setPolicy);
    config.find("autocast").map(Codec.BOOL::decode).ifPresent(this::setAutocast);
    config
        .find("activity_regularizer")
        .map(Regularizer.FAMILY::decode)
        .ifPresent(this::setActivityRegularizer);
    var own = config.without("name", "trainable", "dtype", "autocast", "activity_regularizer");
    args.fill(migrate(own));
    settle(); // seeds are drawn in the order in which a file lists its layers
  }

  /// Sets the declared keywords alone from a config.
  final void fill(Config config) {
    args.fill(config);
  }

  /// Brings settings that older versions wrote into today's form. Does nothing by default.
  protected Config migrate(Config config) {
    return config;
  }

  /// Refuses keywords that do not fit together: called once all are given, before anything is made
  /// of them. Does nothing by default.
  ///
  /// @throws IllegalArgumentException if they do not
  protected void checkKeywords() {}

  /// Whether the config lists `activity_regularizer` even where there is none.
  protected boolean listsActivityRegularizer() {
    return false;
  }

  @Override
  public Config getConfig() {
    var config =
        Config.of("name", name())
            .with("trainable", trainable)
            .with("dtype", DTypePolicy.CODEC.encode(policy));
    if (activityRegularizer.get().isPresent() || listsActivityRegularizer()) {
      config =
          config.with(
              "activity_regularizer",
              activityRegularizer.get().map(Regularizer.FAMILY::encode).orElse(null));
    }
    return config.with(args.toConfig());
  }

  /// The declared keywords, in order.
  public final List<Arg<?>> args() {
    return args.all();
  }

  /// Keras's name of the layer's class.
  @Override
  public String className() {
    String known = Registry.className(this);
    return known.isEmpty() ? "Layer" : known;
  }

  /// The name: the one given, or one made from the class when it is first asked for.
  @Override
  public final String name() {
    String known = name;
    if (known == null) {
      known = Names.auto(Names.snakeCase(className()));
      namedAutomatically = true;
      name = known;
    }
    return known;
  }

  /// Whether optimizers may change the weights.
  public final boolean trainable() {
    return trainable;
  }

  /// The dtypes of computation and weights.
  public final DTypePolicy dtypePolicy() {
    return policy;
  }

  /// The dtype the layer computes in.
  public final DType computeDType() {
    return policy.computeDType();
  }

  /// The dtype of the layer's weights.
  public final DType variableDType() {
    return policy.variableDType();
  }

  /// The penalty on what the layer gives, if any.
  public Optional<Regularizer> activityRegularizer() {
    return activityRegularizer.get();
  }

  /// Whether inputs and weights are converted to the dtype the layer computes in.
  public final boolean autocasts() {
    return autocast;
  }

  final void freezeKeywords() {
    args.freeze();
  }

  final void whenSettled(Runnable action) {
    toSettle.add(action);
  }

  /// Fixes name and seeds, which Python would have drawn when the object was made: called when the
  /// layer is first called, named, or made part of another.
  protected final void settle() {
    if (settled) {
      return;
    }
    checkKeywords();
    settled = true;
    name();
    for (Arg<?> arg : args.all()) {
      if (arg.isSet()) {
        drawSeed(arg.get());
      }
    }
    toSettle.forEach(Runnable::run);
  }

  private static void drawSeed(Object value) {
    switch (value) {
      case Initializer initializer -> initializer.drawSeed();
      case Optional<?> optional -> optional.ifPresent(LayerKeywords::drawSeed);
      default -> {}
    }
  }
}
