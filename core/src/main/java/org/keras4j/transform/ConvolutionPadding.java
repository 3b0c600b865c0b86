package org.keras4j.transform;

/// Padding before and after that makes a convolution the transpose of another.
record ConvolutionPadding(int low, int high) {

  private static int dilated(int size, int dilation) {
    return size == 0 ? 0 : (size - 1) * dilation + 1;
  }

  /// For the cotangent of the operand: the result's cotangent is dilated by the strides and slides
  /// under the window.
  static ConvolutionPadding ofOperand(
      int operand, int window, int stride, int result, int low, int baseDilation, int dilation) {
    int reach = dilated(window, dilation);
    int before = reach - low - 1;
    int after = dilated(operand, baseDilation) + reach - 1 - dilated(result, stride) - before;
    return new ConvolutionPadding(before, after);
  }

  /// For the cotangent of the kernel: the result's cotangent is the window that slides over the
  /// operand.
  static ConvolutionPadding ofKernel(
      int operand, int window, int stride, int result, int low, int baseDilation, int dilation) {
    int fromOperand = dilated(result, stride) - dilated(operand, baseDilation);
    int fromKernel = dilated(window, dilation) - low - 1;
    return new ConvolutionPadding(low, fromOperand + fromKernel);
  }
}
