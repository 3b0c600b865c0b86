package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of convolutions and of layers that change spatial sizes.
public final class WindowLayerCatalogue implements Catalogue {
  /// For the service loader.
  public WindowLayerCatalogue() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        entry("Conv1D", Conv1D.class, Conv1D::new, "Convolution1D"),
        entry(
            "Conv1DTranspose",
            Conv1DTranspose.class,
            Conv1DTranspose::new,
            "Convolution1DTranspose"),
        entry("DepthwiseConv1D", DepthwiseConv1D.class, DepthwiseConv1D::new),
        entry(
            "SeparableConv1D",
            SeparableConv1D.class,
            SeparableConv1D::new,
            "SeparableConvolution1D"),
        entry("Conv2D", Conv2D.class, Conv2D::new, "Convolution2D"),
        entry(
            "Conv2DTranspose",
            Conv2DTranspose.class,
            Conv2DTranspose::new,
            "Convolution2DTranspose"),
        entry("DepthwiseConv2D", DepthwiseConv2D.class, DepthwiseConv2D::new),
        entry(
            "SeparableConv2D",
            SeparableConv2D.class,
            SeparableConv2D::new,
            "SeparableConvolution2D"),
        entry("Conv3D", Conv3D.class, Conv3D::new, "Convolution3D"),
        entry(
            "Conv3DTranspose",
            Conv3DTranspose.class,
            Conv3DTranspose::new,
            "Convolution3DTranspose"),
        entry("Cropping1D", Cropping1D.class, Cropping1D::new),
        entry("ZeroPadding1D", ZeroPadding1D.class, ZeroPadding1D::new),
        entry("UpSampling1D", UpSampling1D.class, UpSampling1D::new),
        entry("Cropping2D", Cropping2D.class, Cropping2D::new),
        entry("ZeroPadding2D", ZeroPadding2D.class, ZeroPadding2D::new),
        entry("UpSampling2D", UpSampling2D.class, UpSampling2D::new),
        entry("Cropping3D", Cropping3D.class, Cropping3D::new),
        entry("ZeroPadding3D", ZeroPadding3D.class, ZeroPadding3D::new),
        entry("UpSampling3D", UpSampling3D.class, UpSampling3D::new));
  }
}
