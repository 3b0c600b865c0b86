/// What Keras objects are made of besides tensors: keyword arguments, their configs, and the
/// registry that gives an object back from its config. Knows no layer, no model and no file.
package org.keras4j.config;
