package org.keras4j.backend.torch;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The operators of the library that plans call, by name and overload. Many have a form that writes
/// over a given tensor; a plan uses it where an operand of the result's type dies.
enum Aten {
  ABS("abs", "abs.out"),
  ACOS("acos", "acos.out"),
  ACOSH("acosh", "acosh.out"),
  ADD("add.Tensor", "add.out"),
  ADDCDIV("addcdiv", "addcdiv.out"),
  ADDCMUL("addcmul", "addcmul.out"),
  ALL("all.dims"),
  AMAX("amax"),
  AMIN("amin"),
  ANY("any.dims"),
  ARANGE("arange"),
  ARANGE_STEP("arange.start_step"),
  ARGMAX("argmax"),
  ARGMIN("argmin"),
  ASIN("asin", "asin.out"),
  ASINH("asinh", "asinh.out"),
  ATAN("atan", "atan.out"),
  ATAN2("atan2", "atan2.out"),
  ATANH("atanh", "atanh.out"),
  ATTENTION("scaled_dot_product_attention"),
  AVG_POOL("avg_pool2d"),
  BITWISE_AND("bitwise_and.Tensor", "bitwise_and.Tensor_out"),
  BITWISE_AND_SCALAR("bitwise_and.Scalar"),
  BITWISE_NOT("bitwise_not", "bitwise_not.out"),
  BITWISE_OR("bitwise_or.Tensor", "bitwise_or.Tensor_out"),
  BITWISE_XOR("bitwise_xor.Tensor", "bitwise_xor.Tensor_out"),
  BITWISE_XOR_SCALAR("bitwise_xor.Scalar"),
  BMM("bmm"),
  CAT("cat"),
  CEIL("ceil", "ceil.out"),
  CHOLESKY("linalg_cholesky_ex"),
  CLAMP("clamp", "clamp.out"),
  CLONE("clone"),
  COMPLEX("complex"),
  CONSTANT_PAD("constant_pad_nd"),
  CONTIGUOUS("contiguous", Sharing.VIEW),
  CONVOLUTION("convolution"),
  CONVOLUTION_BACKWARD("convolution_backward"),
  COPY("copy_", Sharing.SAME),
  COS("cos", "cos.out"),
  COSH("cosh", "cosh.out"),
  CUMMAX("cummax"),
  CUMMIN("cummin"),
  CUMPROD("cumprod"),
  CUMSUM("cumsum"),
  DIGAMMA("digamma", "digamma.out"),
  DIV("div.Tensor", "div.out"),
  DIV_MODE("div.Tensor_mode", "div.out_mode"),
  EMBEDDING_BACKWARD("embedding_dense_backward"),
  EQ("eq.Tensor"),
  EQ_SCALAR("eq.Scalar"),
  ERF("erf", "erf.out"),
  ERFC("erfc", "erfc.out"),
  ERFINV("erfinv", "erfinv.out"),
  EXP("exp", "exp.out"),
  EXPAND("expand", Sharing.SPREAD),
  EXPM1("expm1", "expm1.out"),
  FFTN("fft_fftn"),
  FLIP("flip"),
  FLOOR("floor", "floor.out"),
  FMOD("fmod.Tensor", "fmod.Tensor_out"),
  FULL("full"),
  FUSED_ADAM("_fused_adam_.tensor_lr", Sharing.SAME),
  GATHER("gather"),
  GE("ge.Tensor"),
  GE_SCALAR("ge.Scalar"),
  GELU("gelu", "gelu.out"),
  GT("gt.Tensor"),
  IFFTN("fft_ifftn"),
  IMAG("imag", Sharing.VIEW),
  INDEX_ADD("index_add_", Sharing.SAME),
  INDEX_SELECT("index_select"),
  IRFFTN("fft_irfftn"),
  LAYER_NORM("native_layer_norm"),
  LAYER_NORM_BACKWARD("native_layer_norm_backward"),
  LE("le.Tensor"),
  LERP("lerp.Scalar", "lerp.Scalar_out"),
  LGAMMA("lgamma", "lgamma.out"),
  LOG("log", "log.out"),
  LOG1P("log1p", "log1p.out"),
  LOG_SOFTMAX("_log_softmax"),
  LOG_SOFTMAX_BACKWARD("_log_softmax_backward_data"),
  LT("lt.Tensor"),
  LT_SCALAR("lt.Scalar"),
  MAXIMUM("maximum", "maximum.out"),
  MAX_POOL("max_pool2d_with_indices"),
  MAX_POOL_BACKWARD("max_pool2d_with_indices_backward"),
  MINIMUM("minimum", "minimum.out"),
  MKLDNN_RNN_LAYER("mkldnn_rnn_layer"),
  MM("mm"),
  MUL("mul.Tensor", "mul.out"),
  NAN_TO_NUM("nan_to_num", "nan_to_num.out"),
  NE("ne.Tensor"),
  NE_SCALAR("ne.Scalar"),
  NEG("neg", "neg.out"),
  NEXTAFTER("nextafter", "nextafter.out"),
  PERMUTE("permute", Sharing.VIEW),
  POW("pow.Tensor_Tensor", "pow.Tensor_Tensor_out"),
  PROD("prod.dim_int"),
  QR("linalg_qr"),
  REAL("real", Sharing.VIEW),
  RELU("relu", "relu.out"),
  RESHAPE("reshape", Sharing.VIEW),
  RFFTN("fft_rfftn"),
  ROUND("round", "round.out"),
  RSQRT("rsqrt", "rsqrt.out"),
  SCATTER("scatter.src"),
  SCATTER_ADD("scatter_add"),
  SCATTER_REDUCE("scatter_reduce.two"),
  SELECT("select.int", Sharing.VIEW),
  SGN("sgn", "sgn.out"),
  SHIFT_LEFT("bitwise_left_shift.Tensor", "bitwise_left_shift.Tensor_out"),
  SHIFT_RIGHT("bitwise_right_shift.Tensor", "bitwise_right_shift.Tensor_out"),
  SIGMOID("sigmoid", "sigmoid.out"),
  SIGN("sign", "sign.out"),
  SIN("sin", "sin.out"),
  SINH("sinh", "sinh.out"),
  SLICE("slice.Tensor", Sharing.VIEW),
  SOFTMAX("_softmax"),
  SOFTMAX_BACKWARD("_softmax_backward_data"),
  SOLVE_TRIANGULAR("linalg_solve_triangular"),
  SORT("sort.stable"),
  SQRT("sqrt", "sqrt.out"),
  SUB("sub.Tensor", "sub.out"),
  SUM("sum.dim_IntList"),
  TAKE("take"),
  TAN("tan", "tan.out"),
  TANH("tanh", "tanh.out"),
  THRESHOLD_BACKWARD("threshold_backward", "threshold_backward.grad_input"),
  TO("to.dtype"),
  TRUNC("trunc", "trunc.out"),
  VIEW_DTYPE("view.dtype", Sharing.VIEW),
  WHERE("where.self", "where.self_out"),
  I0E("special_i0e", "special_i0e.out"),
  I1E("special_i1e", "special_i1e.out");

  /// Whose memory the result lies in.
  enum Sharing {
    /// Its own.
    NONE,
    /// The first operand's, or that of a copy.
    VIEW,
    /// The first operand's, several elements in one place.
    SPREAD,
    /// It is the first operand, overwritten.
    SAME
  }

  /// Take tens of instructions for an element, where others that do one thing to each take a few.
  private static final Set<Aten> LABORIOUS =
      EnumSet.of(
          COS,
          ERF,
          ERFC,
          EXP,
          EXPM1,
          FUSED_ADAM,
          GELU,
          LAYER_NORM,
          LAYER_NORM_BACKWARD,
          LOG,
          LOG1P,
          LOG_SOFTMAX,
          LOG_SOFTMAX_BACKWARD,
          POW,
          SIGMOID,
          SIN,
          SOFTMAX,
          SOFTMAX_BACKWARD,
          TANH);

  /// Take a few for each element, as those do that write over an operand.
  private static final Set<Aten> PLAIN = EnumSet.of(CLONE, COPY, EQ, SUM, TO);

  private final String name;
  private final Optional<String> overwriting;
  private final Sharing sharing;

  Aten(String name, Optional<String> overwriting, Sharing sharing) {
    this.name = name;
    this.overwriting = overwriting;
    this.sharing = sharing;
  }

  Aten(String name) {
    this(name, Optional.empty(), Sharing.NONE);
  }

  Aten(String name, String overwriting) {
    this(name, Optional.of(overwriting), Sharing.NONE);
  }

  Aten(String name, Sharing sharing) {
    this(name, Optional.empty(), sharing);
  }

  Operator operator() {
    return Operator.of(name);
  }

  /// The form that takes a tensor to write to as a last argument, which may be an operand.
  Optional<Operator> overwriting() {
    return overwriting.map(Operator::of);
  }

  Sharing sharing() {
    return sharing;
  }

  /// Whether one thread does it as fast as two.
  ///
  /// @param elements of the largest operand or result
  boolean isSmall(long elements) {
    if (LABORIOUS.contains(this)) {
      return elements < 1 << 15;
    }
    return (overwriting.isPresent() || PLAIN.contains(this)) && elements < 1 << 18;
  }
}
