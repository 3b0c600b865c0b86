package org.keras4j.ops;

import java.util.List;
import java.util.function.IntConsumer;
import org.keras4j.random.Seed;
import org.keras4j.tensor.Tensor;

/// The classes of functions of images.
final class ImageClasses {
  private ImageClasses() {}

  static void addTo(OpClasses.Module image) {
    addColors(image);
    addShapes(image);
    addPlaces(image);
  }

  private static String format(OpArguments a) {
    return a.text("data_format", Defaults.imageDataFormat());
  }

  private static void addColors(OpClasses.Module image) {
    image
        .add("RGBToGrayscale", "images", a -> Ops.rgbToGrayscale(a.tensor("images"), format(a)))
        .add("RGBToHSV", "images", a -> Ops.rgbToHsv(a.tensor("images"), format(a)))
        .add("HSVToRGB", "images", a -> Ops.hsvToRgb(a.tensor("images"), format(a)))
        .add("SobelEdges", "images", a -> Ops.sobelEdges(a.tensor("images"), format(a)))
        .add("GaussianBlur", "images", ImageClasses::gaussianBlur)
        .add(
            "SSIM",
            "image1 image2",
            a ->
                Ops.ssim(
                    a.tensor("image1"),
                    a.tensor("image2"),
                    o -> {
                      a.optionalNumber("max_val").ifPresent(o::maxVal);
                      a.optionalInteger("filter_size").ifPresent(o::filterSize);
                      a.optionalNumber("filter_sigma").ifPresent(o::filterSigma);
                      a.optionalNumber("k1").ifPresent(o::k1);
                      a.optionalNumber("k2").ifPresent(o::k2);
                      o.dataFormat(format(a));
                    }));
  }

  private static Tensor gaussianBlur(OpArguments a) {
    var sigma = a.list("sigma").stream().map(s -> ((Number) s).doubleValue()).toList();
    return Ops.gaussianBlur(a.tensor("images"), a.integers("kernel_size"), sigma, format(a));
  }

  private static void addShapes(OpClasses.Module image) {
    image
        .add("Resize", "images", ImageClasses::resize)
        .add(
            "PadImages",
            "images",
            a -> Ops.padImages(a.tensor("images"), o -> box(a, o, "padding")))
        .add(
            "CropImages",
            "images",
            a -> Ops.cropImages(a.tensor("images"), o -> box(a, o, "cropping")))
        .add(
            "ExtractPatches",
            "images",
            a -> Ops.extractPatches(a.tensor("images"), a.integers("size"), o -> patches(a, o)))
        .add(
            "ReconstructPatches",
            "patches",
            a ->
                Ops.reconstructPatches(
                    a.tensor("patches"),
                    a.integers("size"),
                    a.integers("output_size"),
                    o -> patches(a, o)))
        .add(
            "ScaleAndTranslate",
            "images output_shape scale translation",
            a ->
                Ops.scaleAndTranslate(
                    a.tensor("images"),
                    a.shape("output_shape"),
                    a.tensor("scale"),
                    a.tensor("translation"),
                    a.integers("spatial_dims"),
                    a.text("method", "linear"),
                    a.flag("antialias")));
  }

  private static Tensor resize(OpArguments a) {
    List<Integer> size = a.integers("size");
    return Ops.resize(
        a.tensor("images"),
        size.get(0),
        size.get(1),
        o -> {
          a.optionalText("interpolation").ifPresent(o::interpolation);
          a.optionalText("fill_mode").ifPresent(o::fillMode);
          a.optionalNumber("fill_value").ifPresent(o::fillValue);
          o.antialias(a.flag("antialias"))
              .cropToAspectRatio(a.flag("crop_to_aspect_ratio"))
              .padToAspectRatio(a.flag("pad_to_aspect_ratio"))
              .dataFormat(format(a));
        });
  }

  private static void patches(OpArguments a, ConvOptions o) {
    a.optional("strides").ifPresent(_ -> o.strides(a.ints("strides")));
    a.optional("dilation_rate").ifPresent(_ -> o.dilationRate(a.ints("dilation_rate")));
    a.optionalText("padding").ifPresent(o::padding);
    o.dataFormat(format(a));
  }

  private static void box(OpArguments a, BoxOptions o, String suffix) {
    given(a, "top_" + suffix, o::top);
    given(a, "bottom_" + suffix, o::bottom);
    given(a, "left_" + suffix, o::left);
    given(a, "right_" + suffix, o::right);
    given(a, "target_height", o::targetHeight);
    given(a, "target_width", o::targetWidth);
    o.dataFormat(format(a));
  }

  private static void given(OpArguments a, String name, IntConsumer setter) {
    a.optionalInteger(name).ifPresent(setter::accept);
  }

  private static void addPlaces(OpClasses.Module image) {
    image
        .add(
            "MapCoordinates",
            "inputs coordinates",
            a ->
                Ops.mapCoordinates(
                    a.tensor("inputs"),
                    a.tensor("coordinates"),
                    a.integer("order"),
                    a.text("fill_mode", "constant"),
                    a.number("fill_value", 0)))
        .add(
            "AffineTransform",
            "images transform",
            a ->
                Ops.affineTransform(a.tensor("images"), a.tensor("transform"), o -> sampling(a, o)))
        .add(
            "PerspectiveTransform",
            "images start_points end_points",
            a ->
                Ops.perspectiveTransform(
                    a.tensor("images"),
                    a.tensor("start_points"),
                    a.tensor("end_points"),
                    o -> sampling(a, o)))
        .add(
            "ElasticTransform",
            "images",
            a ->
                Ops.elasticTransform(
                    a.tensor("images"),
                    a.number("alpha", 20),
                    a.number("sigma", 5),
                    Seed.global(),
                    o -> sampling(a, o)));
  }

  private static void sampling(OpArguments a, SamplingOptions o) {
    a.optionalText("interpolation").ifPresent(o::interpolation);
    a.optionalText("fill_mode").ifPresent(o::fillMode);
    a.optionalNumber("fill_value").ifPresent(o::fillValue);
    o.dataFormat(format(a));
  }
}
