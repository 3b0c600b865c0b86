package org.keras4j.layers;

import static org.keras4j.layers.CoreLayerCatalogue.entry;

import java.util.List;
import org.keras4j.config.Catalogue;

/// What the registry knows of convolutions and poolings.
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
        entry("MaxPooling1D", MaxPooling1D.class, MaxPooling1D::new, "MaxPool1D"),
        entry(
            "GlobalMaxPooling1D",
            GlobalMaxPooling1D.class,
            GlobalMaxPooling1D::new,
            "GlobalMaxPool1D"),
        entry("AveragePooling1D", AveragePooling1D.class, AveragePooling1D::new, "AvgPool1D"),
        entry(
            "GlobalAveragePooling1D",
            GlobalAveragePooling1D.class,
            GlobalAveragePooling1D::new,
            "GlobalAvgPool1D"),
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
        entry("MaxPooling2D", MaxPooling2D.class, MaxPooling2D::new, "MaxPool2D"),
        entry(
            "GlobalMaxPooling2D",
            GlobalMaxPooling2D.class,
            GlobalMaxPooling2D::new,
            "GlobalMaxPool2D"),
        entry("AveragePooling2D", AveragePooling2D.class, AveragePooling2D::new, "AvgPool2D"),
        entry(
            "GlobalAveragePooling2D",
            GlobalAveragePooling2D.class,
            GlobalAveragePooling2D::new,
            "GlobalAvgPool2D"),
        entry("Conv3D", Conv3D.class, Conv3D::new, "Convolution3D"),
        entry(
            "Conv3DTranspose",
            Conv3DTranspose.class,
            Conv3DTranspose::new,
            "Convolution3DTranspose"),
        entry("MaxPooling3D", MaxPooling3D.class, MaxPooling3D::new, "MaxPool3D"),
        entry(
            "GlobalMaxPooling3D",
            GlobalMaxPooling3D.class,
            GlobalMaxPooling3D::new,
            "GlobalMaxPool3D"),
        entry("AveragePooling3D", AveragePooling3D.class, AveragePooling3D::new, "AvgPool3D"),
        entry(
            "GlobalAveragePooling3D",
            GlobalAveragePooling3D.class,
            GlobalAveragePooling3D::new,
            "GlobalAvgPool3D"),
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
