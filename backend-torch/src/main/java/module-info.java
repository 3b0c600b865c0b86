/// The engine on PyTorch's tensor library.
@org.jspecify.annotations.NullMarked
module org.keras4j.backend.torch {
  requires static org.jspecify;
  requires org.bytedeco.javacpp;
  requires org.bytedeco.openblas;
  requires org.bytedeco.pytorch;
  requires org.keras4j.core;
  requires org.keras4j.foreign;

  provides org.keras4j.runtime.BackendProvider with
      org.keras4j.backend.torch.TorchProvider;
}
