package org.keras4j.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.keras4j.lax.Lax;
import org.keras4j.symbolic.Arguments;
import org.keras4j.symbolic.OpCall;
import org.keras4j.tensor.Shape;
import org.keras4j.tensor.Tensor;
import org.keras4j.tensor.Tree;

/// The functions of {@link Ops} that change the sizes of images.
abstract class ImageShapeOps extends ImageColorOps {
  ImageShapeOps() {}

  private static int rowAxis(Tensor images, boolean channelsFirst) {
    return images.rank() - (channelsFirst ? 2 : 3);
  }

  /// {@link #resize(Tensor, int, int, Consumer)} by bilinear interpolation.
  public static Tensor resize(Tensor images, int height, int width) {
    return resize(images, height, width, _ -> {});
  }

  /// Images of another size.
  ///
  /// - Input: `(height, width, channels)` or `(batch, height, width, channels)`, or channels first
  /// - Output: the new height and width; the dtype of the images, integers rounded
  ///
  /// {@snippet :
  /// var small = Ops.resize(images, 64, 64, o -> o.antialias(true));
  /// }
  ///
  /// @param options `interpolation`, `antialias`, `cropToAspectRatio`, `padToAspectRatio`,
  ///   `fillValue`, `dataFormat`
  /// @throws IllegalArgumentException if the rank does not fit or a size is not positive
  /// @see <a href="https://keras.io/api/ops/image/#resize-function">keras.ops.image.resize</a>
  public static Tensor resize(
      Tensor images, int height, int width, Consumer<ResizeOptions> options) {
    var o = new ResizeOptions();
    options.accept(o);
    o.check();
    requireImages(images);
    if (height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          "Expected a positive height and width. Received: size=(%d, %d)".formatted(height, width));
    }
    return OpCall.of(
        "Resize",
        images,
        () -> o.parameters(height, width),
        t -> {
          Tensor x = strong(t);
          int rows = rowAxis(x, o.channelsFirst());
          Tensor fitted = fitted(x, rows, height, width, o);
          if (o.interpolation().equals("nearest")) {
            Tensor wide = Resampling.nearest(fitted, rows, height);
            return Resampling.nearest(wide, rows + 1, width);
          }
          Tensor wide = inexact(fitted);
          for (int i = 0; i < 2; i++) {
            int size = i == 0 ? height : width;
            wide = Resampling.resize(wide, rows + i, size, o.interpolation(), o.antialias());
          }
          if (wide.dtype() == x.dtype()) {
            return wide;
          }
          return saturateCast(x.dtype().isInteger() ? Lax.round(wide) : wide, x.dtype());
        });
  }

  /// The image cut or filled up to the new aspect ratio, if that is asked for.
  private static Tensor fitted(Tensor x, int rows, int height, int width, ResizeOptions o) {
    int h = x.shape().dim(rows);
    int w = x.shape().dim(rows + 1);
    int wantedHeight = (int) ((double) (w * (long) height) / width);
    int wantedWidth = (int) ((double) (h * (long) width) / height);
    if (o.crop()) {
      int cropHeight = Math.max(Math.min(h, wantedHeight), 1);
      int cropWidth = Math.max(Math.min(w, wantedWidth), 1);
      int top = (h - cropHeight) / 2;
      int left = (w - cropWidth) / 2;
      Tensor cut = Lax.sliceAxis(x, rows, top, top + cropHeight);
      return Lax.sliceAxis(cut, rows + 1, left, left + cropWidth);
    }
    if (o.pad()) {
      int top = (Math.max(h, wantedHeight) - h) / 2;
      int left = (Math.max(w, wantedWidth) - w) / 2;
      return top > 0
          ? Picks.padAxis(x, rows, top, top, o.fillValue())
          : Picks.padAxis(x, rows + 1, left, left, o.fillValue());
    }
    return x;
  }

  /// Images scaled and moved: new place = old place times scale plus translation, axis by axis.
  ///
  /// - Input: any rank; `scale` and `translation` one number for each of `spatialDims`
  /// - Output: `outputShape`
  ///
  /// {@snippet :
  /// var moved = Ops.scaleAndTranslate(x, shape, scale, shift, List.of(1, 2), "linear", true);
  /// }
  ///
  /// @param method `linear`, `cubic`, `lanczos3` or `lanczos5`
  /// @param antialias whether to smooth before an axis is made smaller
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a href="https://keras.io/api/ops/image/">keras.ops.image.scale_and_translate</a>
  public static Tensor scaleAndTranslate(
      Tensor images,
      Shape outputShape,
      Tensor scale,
      Tensor translation,
      List<Integer> spatialDims,
      String method,
      boolean antialias) {
    return OpCall.of(
            "ScaleAndTranslate",
            Arguments.of(images, longs(outputShape.toList()), scale, translation),
            () ->
                Map.of(
                    "spatial_dims", longs(spatialDims), "method", method, "antialias", antialias),
            a -> {
              var in = a.tensors();
              Tensor x = inexact(in.get(0));
              var p = promoted(List.of(inexact(in.get(1)), inexact(in.get(2))));
              return Tree.leaf(moved(x, outputShape, p, spatialDims, method, antialias));
            })
        .single();
  }

  private static Tensor moved(
      Tensor x,
      Shape outputShape,
      List<Tensor> p,
      List<Integer> spatialDims,
      String method,
      boolean antialias) {
    int n = spatialDims.size();
    if (outputShape.rank() != x.rank()
        || !p.get(0).shape().equals(Shape.of(n))
        || !p.get(1).shape().equals(Shape.of(n))) {
      throw new IllegalArgumentException(
          "Expected a shape of the images' rank, and one scale and translation per axis. Received: images.shape=%s, output_shape=%s, spatial_dims=%s"
              .formatted(x.shape(), outputShape, spatialDims));
    }
    Tensor out = x;
    for (int i = 0; i < n; i++) {
      int axis = x.shape().axis(spatialDims.get(i));
      Tensor weights =
          Resampling.weights(
              x.shape().dim(axis),
              outputShape.dim(axis),
              Picks.at(p.get(0), i, 0),
              Picks.at(p.get(1), i, 0),
              method,
              antialias);
      out = Resampling.apply(out, axis, weights);
    }
    if (!out.shape().equals(outputShape)) {
      throw new IllegalArgumentException(
          "Expected the sizes of axes that are not scaled in output_shape. Received: output_shape=%s, images.shape=%s"
              .formatted(outputShape, x.shape()));
    }
    return out;
  }

  /// Images with zeros around them.
  ///
  /// - Input: `(height, width, channels)` or `(batch, height, width, channels)`, or channels first
  ///
  /// {@snippet :
  /// var padded = Ops.padImages(x, o -> o.top(2).left(2).targetHeight(32).targetWidth(32));
  /// }
  ///
  /// @param options two of `top`, `bottom`, `targetHeight`; two of `left`, `right`, `targetWidth`;
  ///   `dataFormat`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#padimages-function">keras.ops.image.pad_images</a>
  public static Tensor padImages(Tensor images, Consumer<BoxOptions> options) {
    var o = new BoxOptions();
    options.accept(o);
    return OpCall.of(
        "PadImages",
        images,
        () -> o.parameters("padding"),
        t -> {
          requireImages(t);
          Tensor x = strong(t);
          int axis = rowAxis(x, o.channelsFirst());
          var rows = o.rows(x.shape().dim(axis), 1);
          var columns = o.columns(x.shape().dim(axis + 1), 1);
          Tensor tall = Picks.padAxis(x, axis, rows.low(), rows.high());
          return Picks.padAxis(tall, axis + 1, columns.low(), columns.high());
        });
  }

  /// Images with their margins cut off.
  ///
  /// - Input: `(height, width, channels)` or `(batch, height, width, channels)`, or channels first
  ///
  /// {@snippet :
  /// var cropped = Ops.cropImages(x, o -> o.top(2).left(2).targetHeight(28).targetWidth(28));
  /// }
  ///
  /// @param options two of `top`, `bottom`, `targetHeight`; two of `left`, `right`, `targetWidth`;
  ///   `dataFormat`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#cropimages-function">keras.ops.image.crop_images</a>
  public static Tensor cropImages(Tensor images, Consumer<BoxOptions> options) {
    var o = new BoxOptions();
    options.accept(o);
    return OpCall.of(
        "CropImages",
        images,
        () -> o.parameters("cropping"),
        t -> {
          requireImages(t);
          Tensor x = strong(t);
          int axis = rowAxis(x, o.channelsFirst());
          int h = x.shape().dim(axis);
          int w = x.shape().dim(axis + 1);
          var rows = o.rows(h, -1);
          var columns = o.columns(w, -1);
          Tensor flat = Lax.sliceAxis(x, axis, rows.low(), h - rows.high());
          return Lax.sliceAxis(flat, axis + 1, columns.low(), w - columns.high());
        });
  }

  /// {@link #extractPatches(Tensor, List, Consumer)} side by side.
  public static Tensor extractPatches(Tensor images, List<Integer> size) {
    return extractPatches(images, size, _ -> {});
  }

  /// Patches of images or volumes, each laid out as channels.
  ///
  /// - Input: `(height, width, channels)`, or `(depth, height, width, channels)` for a size of
  ///   three numbers, with or without a batch axis, or channels first
  /// - Output: `(rows, columns, size * channels)`
  ///
  /// {@snippet :
  /// var tokens = Ops.extractPatches(images, List.of(16, 16));
  /// }
  ///
  /// @param size of a patch: two numbers, three for volumes
  /// @param options `strides` (the size), `padding`, `dilationRate`, `dataFormat`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a
  ///   href="https://keras.io/api/ops/image/#extractpatches-function">keras.ops.image.extract_patches</a>
  public static Tensor extractPatches(
      Tensor images, List<Integer> size, Consumer<ConvOptions> options) {
    int n = size.size();
    if (n < 2 || n > 3 || (images.rank() != n + 1 && images.rank() != n + 2)) {
      throw new IllegalArgumentException(
          "Expected a size of 2 numbers for images, 3 for volumes. Received: size=%s, images.shape=%s"
              .formatted(size, images.shape()));
    }
    var o = new ConvOptions().strides(ints(size));
    options.accept(o);
    o.check(n);
    return OpCall.of(
        "ExtractPatches",
        images,
        () -> {
          var all = o.parameters(false);
          all.put("size", longs(size));
          return all;
        },
        t -> {
          Tensor x = strong(t);
          boolean single = x.rank() == n + 1;
          Tensor batch = single ? Lax.reshape(x, x.shape().insert(0, 1)) : x;
          Tensor out = patches(batch, size, o);
          return single ? Lax.reshape(out, out.shape().slice(1, out.rank())) : out;
        });
  }

  /// {@link #extractPatches(Tensor, List, Consumer)} of volumes, by Keras's name.
  public static Tensor extractPatches3d(
      Tensor volumes, List<Integer> size, Consumer<ConvOptions> options) {
    return extractPatches(volumes, size, options);
  }

  /// Images or volumes put together from patches that lie side by side: the inverse of {@link
  /// #extractPatches(Tensor, List, Consumer)} with strides of its size.
  ///
  /// - Input: `(rows, columns, size * channels)`, three grid axes for a size of three numbers, with
  ///   or without a batch axis, or channels first
  /// - Output: `outputSize` and the channels
  ///
  /// {@snippet :
  /// var images = Ops.reconstructPatches(tokens, List.of(16, 16), List.of(224, 224), _ -> {});
  /// }
  ///
  /// @param size of a patch: two numbers, three for volumes
  /// @param outputSize of the images; what `same` padding added is cut off
  /// @param options `padding`, `dataFormat`
  /// @throws IllegalArgumentException if the arguments do not fit
  /// @see <a href="https://keras.io/api/ops/image/">keras.ops.image.reconstruct_patches</a>
  public static Tensor reconstructPatches(
      Tensor patches, List<Integer> size, List<Integer> outputSize, Consumer<ConvOptions> options) {
    int n = size.size();
    var o = new ConvOptions().strides(ints(size));
    options.accept(o);
    o.check(n);
    return OpCall.of(
        "ReconstructPatches",
        patches,
        () -> {
          var all = o.parameters(false);
          all.remove("dilation_rate");
          all.put("size", longs(size));
          all.put("output_size", longs(outputSize));
          return all;
        },
        t -> PatchAssembly.of(strong(t), size, outputSize, o));
  }

  /// One strided slice of the padded images per element of the patch.
  private static Tensor patches(Tensor x, List<Integer> size, ConvOptions o) {
    int n = size.size();
    int first = o.channelsFirst() ? 2 : 1;
    int channelAxis = o.channelsFirst() ? 1 : n + 1;
    Tensor padded = x;
    int[] counts = new int[n];
    int elements = 1;
    for (int i = 0; i < n; i++) {
      int axis = first + i;
      if (o.padding().equals("same")) {
        var p = Spatial.Padding.same(x.shape().dim(axis), size.get(i), o.stride(i), o.dilation(i));
        padded = Picks.padAxis(padded, axis, p.low(), p.high());
      }
      int reach = (size.get(i) - 1) * o.dilation(i) + 1;
      counts[i] = (padded.shape().dim(axis) - reach) / o.stride(i) + 1;
      if (padded.shape().dim(axis) < reach) {
        throw new IllegalArgumentException(
            "The images are smaller than a patch. Received: images.shape=%s, size=%s"
                .formatted(x.shape(), size));
      }
      elements *= size.get(i);
    }
    var pieces = new ArrayList<Tensor>();
    for (int e = 0; e < elements; e++) {
      int rest = e;
      int[] starts = new int[n + 2];
      int[] limits = padded.shape().dims();
      var strides = new ArrayList<>(OpsBase.repeated(1, n + 2));
      for (int i = n - 1; i >= 0; i--) {
        int start = rest % size.get(i) * o.dilation(i);
        rest /= size.get(i);
        starts[first + i] = start;
        limits[first + i] = start + (counts[i] - 1) * o.stride(i) + 1;
        strides.set(first + i, o.stride(i));
      }
      pieces.add(Lax.slice(padded, boxed(starts), boxed(limits), strides));
    }
    return Lax.concatenate(pieces, channelAxis);
  }
}
