/// Layers: functions of tensors with weights. Written over `Ops`, and knowing nothing of models,
/// training or files.
package org.keras4j.layers;
