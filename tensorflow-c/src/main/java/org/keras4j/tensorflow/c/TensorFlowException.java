package org.keras4j.tensorflow.c;

/// TensorFlow refused a call, or failed in it. The message is TensorFlow's own.
public final class TensorFlowException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  TensorFlowException(String call, int code, String message) {
    super(call + ": " + message);
    this.code = code;
  }

  /// TensorFlow's code (`TF_Code`): 3 is an invalid argument, 12 what is not implemented.
  public int code() {
    return code;
  }
}
