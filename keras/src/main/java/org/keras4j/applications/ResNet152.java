package org.keras4j.applications;

import java.util.function.Consumer;
import org.keras4j.models.Model;

/// The residual network of 152 layers.
///
/// - Input: images `(batch, 224, 224, 3)`, or channels first as configured
/// - Output: probabilities `(batch, 1000)`
///
/// Follows [He et al., 2015](https://arxiv.org/abs/1512.03385). Layers are named as in Keras, so
/// that files of its weights fit.
///
/// {@snippet :
/// Model model = ResNet152.model(o -> o.inputShape(64, 64, 3).classes(10));
/// }
///
/// @see <a href="https://keras.io/api/applications/resnet/">ResNet and ResNetV2</a>
public final class ResNet152 {
  private ResNet152() {}

  /// The network for 1000 classes, with random weights.
  public static Model model() {
    return model(_ -> {});
  }

  /// The network as chosen.
  ///
  /// @throws IllegalArgumentException if an image would be smaller than 32 by 32
  public static Model model(Consumer<ApplicationOptions> options) {
    var chosen = new ApplicationOptions("resnet152");
    options.accept(chosen);
    return ResNet.v1(chosen, 3, 8, 36, 3);
  }
}
