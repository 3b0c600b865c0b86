package org.keras4j.tck.answers;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.keras4j.ops.BoxOptions;
import org.keras4j.ops.ConvOptions;
import org.keras4j.ops.Defaults;
import org.keras4j.ops.Ops;
import org.keras4j.ops.SamplingOptions;
import org.keras4j.random.Seed;
import org.keras4j.tck.parity.Arguments;
import org.keras4j.tck.parity.OpTable;
import org.keras4j.tensor.Tensor;

/// The functions of `keras.ops.image`.
final class ImageAnswers implements OpTable.Group {

  @Override
  public void addTo(OpTable table) {
    colors(table.section("keras.ops.image."));
    shapes(table.section("keras.ops.image."));
    places(table.section("keras.ops.image."));
  }

  private static String format(Arguments a) {
    return a.optionalText("data_format").orElse(Defaults.imageDataFormat());
  }

  private static List<Integer> integers(Arguments a, String name) {
    return IntStream.of(a.integers(name)).boxed().toList();
  }

  private static void colors(OpTable.Section ops) {
    ops.add("rgb_to_grayscale", a -> Ops.rgbToGrayscale(a.tensor("images"), format(a)))
        .add("rgb_to_hsv", a -> Ops.rgbToHsv(a.tensor("images"), format(a)))
        .add("hsv_to_rgb", a -> Ops.hsvToRgb(a.tensor("images"), format(a)))
        .add("sobel_edges", a -> Ops.sobelEdges(a.tensor("images"), format(a)))
        .add("gaussian_blur", ImageAnswers::gaussianBlur)
        .add(
            "ssim",
            a ->
                Ops.ssim(
                    a.tensor("image1"),
                    a.tensor("image2"),
                    o ->
                        o.maxVal(a.number("max_val"))
                            .filterSize(a.integer("filter_size"))
                            .filterSigma(a.number("filter_sigma"))
                            .k1(a.number("k1"))
                            .k2(a.number("k2"))
                            .dataFormat(format(a))));
  }

  private static Tensor gaussianBlur(Arguments a) {
    var sigma = a.list("sigma").stream().map(s -> ((Number) s).doubleValue()).toList();
    var size = integers(a, "kernel_size");
    return a.optionalText("data_format")
        .map(f -> Ops.gaussianBlur(a.tensor("images"), size, sigma, f))
        .orElseGet(() -> Ops.gaussianBlur(a.tensor("images"), size, sigma));
  }

  private static void shapes(OpTable.Section ops) {
    ops.add("resize", ImageAnswers::resize)
        .add("pad_images", a -> Ops.padImages(a.tensor("images"), o -> box(a, o, "padding")))
        .add("crop_images", a -> Ops.cropImages(a.tensor("images"), o -> box(a, o, "cropping")))
        .add(
            "extract_patches",
            a -> Ops.extractPatches(a.tensor("images"), size(a, 2), o -> patches(a, o)))
        .add(
            "reconstruct_patches",
            a ->
                Ops.reconstructPatches(
                    a.tensor("patches"),
                    size(a, a.shape("output_size").rank()),
                    a.shape("output_size").toList(),
                    o -> assembly(a, o)))
        .add(
            "extract_patches_3d",
            a -> Ops.extractPatches3d(a.tensor("volumes"), size(a, 3), o -> patches(a, o)))
        .add(
            "scale_and_translate",
            a ->
                Ops.scaleAndTranslate(
                    a.tensor("images"),
                    a.shape("output_shape"),
                    a.tensor("scale"),
                    a.tensor("translation"),
                    integers(a, "spatial_dims"),
                    a.text("method"),
                    a.flag("antialias")));
  }

  private static Tensor resize(Arguments a) {
    int[] size = a.integers("size");
    if (size.length != 2) {
      throw new IllegalArgumentException(
          "Expected a height and a width. Received: size=" + a.raw("size"));
    }
    return Ops.resize(
        a.tensor("images"),
        size[0],
        size[1],
        o ->
            o.interpolation(a.text("interpolation"))
                .antialias(a.flag("antialias"))
                .cropToAspectRatio(a.flag("crop_to_aspect_ratio"))
                .padToAspectRatio(a.flag("pad_to_aspect_ratio"))
                .fillMode(a.text("fill_mode"))
                .fillValue(a.number("fill_value"))
                .dataFormat(format(a)));
  }

  private static List<Integer> size(Arguments a, int axes) {
    var given = integers(a, "size");
    return given.size() == 1 && !a.isList("size")
        ? IntStream.range(0, axes).mapToObj(_ -> given.getFirst()).toList()
        : given;
  }

  private static void patches(Arguments a, ConvOptions o) {
    a.optionalIntegers("strides").ifPresent(o::strides);
    o.dilationRate(a.integers("dilation_rate")).padding(a.text("padding")).dataFormat(format(a));
  }

  private static void assembly(Arguments a, ConvOptions o) {
    a.optionalIntegers("strides").ifPresent(o::strides);
    o.padding(a.text("padding")).dataFormat(format(a));
  }

  private static void box(Arguments a, BoxOptions o, String suffix) {
    given(a, "top_" + suffix, o::top);
    given(a, "bottom_" + suffix, o::bottom);
    given(a, "left_" + suffix, o::left);
    given(a, "right_" + suffix, o::right);
    given(a, "target_height", o::targetHeight);
    given(a, "target_width", o::targetWidth);
    o.dataFormat(format(a));
  }

  private static void given(Arguments a, String name, IntConsumer setter) {
    a.optionalInteger(name).ifPresent(setter);
  }

  private static void places(OpTable.Section ops) {
    ops.add(
            "map_coordinates",
            a ->
                Ops.mapCoordinates(
                    a.tensor("inputs"),
                    a.tensor("coordinates"),
                    a.integer("order"),
                    a.text("fill_mode"),
                    a.number("fill_value")))
        .add(
            "affine_transform",
            a ->
                Ops.affineTransform(
                    a.tensor("images"),
                    a.tensor("transform"),
                    o -> sampling(a, o).fillMode(a.text("fill_mode"))))
        .add(
            "perspective_transform",
            a ->
                Ops.perspectiveTransform(
                    a.tensor("images"),
                    a.tensor("start_points"),
                    a.tensor("end_points"),
                    o -> sampling(a, o)))
        .add(
            "elastic_transform",
            a ->
                Ops.elasticTransform(
                    a.tensor("images"),
                    a.number("alpha"),
                    a.number("sigma"),
                    a.given("seed") ? Seed.of(a.integer("seed")) : Seed.global(),
                    o -> sampling(a, o).fillMode(a.text("fill_mode"))));
  }

  private static SamplingOptions sampling(Arguments a, SamplingOptions o) {
    return o.interpolation(a.text("interpolation"))
        .fillValue(a.number("fill_value"))
        .dataFormat(format(a));
  }
}
