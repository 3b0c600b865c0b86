package org.keras4j.backend.pjrt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.keras4j.foreign.Owned;
import org.keras4j.foreign.ProtoWriter;
import org.keras4j.foreign.UnusableLibraryException;
import org.keras4j.ir.Program;
import org.keras4j.runtime.Device;
import org.keras4j.stablehlo.CompiledModule;
import org.keras4j.stablehlo.ModuleCompiler;
import org.keras4j.stablehlo.StableHlo;

/// A plugin's devices, and what compiles for them (`PJRT_Client`). Computes on the first device.
/// Safe for use from several threads.
@SuppressWarnings("restricted") // reads what native pointers point to
final class Client implements ModuleCompiler, AutoCloseable {
  /// The message `CompileOptionsProto`: one device, the first.
  private static final byte[] COMPILE_OPTIONS =
      new ProtoWriter()
          .message(
              3, // executable_build_options
              new ProtoWriter()
                  .integer(1, -1) // device_ordinal: the default one
                  .integer(4, 1) // num_replicas
                  .integer(5, 1)) // num_partitions
          .toBytes();

  private final Plugin plugin;
  private final Api api;
  private final Owned owned;
  private final MemorySegment device;
  private final List<Device> devices;

  private Client(Plugin plugin, MemorySegment pointer) {
    this.plugin = plugin;
    this.api = plugin.api();
    Api calls = api;
    this.owned =
        new Owned(
            "The client of the plugin",
            pointer,
            p -> {
              try (var arena = Arena.ofConfined()) {
                calls.call(
                    ApiFunction.CLIENT_DESTROY,
                    Structs.CLIENT_DESTROY.allocate(arena).set("client", p));
              }
            });
    try (var arena = Arena.ofConfined()) {
      var found = addressable(arena, pointer);
      this.device = found.getFirst();
      this.devices = describe(arena, pointer, found);
    }
  }

  /// The client of a plugin.
  ///
  /// @throws UnusableLibraryException if the plugin finds no device that it can use, with what it
  ///   says
  static Client of(Plugin plugin) {
    try (var arena = Arena.ofConfined()) {
      var arguments = Structs.CLIENT_CREATE.allocate(arena);
      plugin.api().call(ApiFunction.CLIENT_CREATE, arguments);
      return new Client(plugin, arguments.pointer("client"));
    } catch (PjrtException e) {
      throw new UnusableLibraryException(
          "%s (PJRT C API %s) finds no device that it can use. %s"
              .formatted(plugin.origin(), plugin.api().version(), e.getMessage()),
          e);
    }
  }

  private List<MemorySegment> addressable(Arena arena, MemorySegment client) {
    var arguments = Structs.ADDRESSABLE_DEVICES.allocate(arena).set("client", client);
    api.call(ApiFunction.ADDRESSABLE_DEVICES, arguments);
    long n = arguments.number("num_addressable_devices");
    if (n < 1) {
      throw new UnusableLibraryException(
          "%s finds no device that it can use.".formatted(plugin.origin()));
    }
    var list = arguments.pointer("addressable_devices").reinterpret(n * ADDRESS.byteSize());
    return list.elements(ADDRESS).map(e -> e.get(ADDRESS, 0)).toList();
  }

  private List<Device> describe(Arena arena, MemorySegment client, List<MemorySegment> found) {
    var name = Structs.PLATFORM_NAME.allocate(arena).set("client", client);
    api.call(ApiFunction.PLATFORM_NAME, name);
    var version = Structs.PLATFORM_VERSION.allocate(arena).set("client", client);
    api.call(ApiFunction.PLATFORM_VERSION, version);
    String platform = Api.text(name, "platform_name");
    String loaded =
        ", platform %s %s, PJRT C API %s, %s"
            .formatted(
                platform,
                Api.text(version, "platform_version").strip().replaceAll("\\s+", " "),
                api.version(),
                plugin.origin());
    var out = new ArrayList<Device>();
    for (MemorySegment each : found) {
      String said = out.isEmpty() ? loaded : ""; // once will do
      out.add(new Device(kind(platform), out.size(), deviceKind(arena, each) + said));
    }
    return List.copyOf(out);
  }

  private String deviceKind(Arena arena, MemorySegment each) {
    var description = Structs.DEVICE_DESCRIPTION.allocate(arena).set("device", each);
    api.call(ApiFunction.DEVICE_DESCRIPTION, description);
    var kind =
        Structs.DEVICE_KIND
            .allocate(arena)
            .set("device_description", description.pointer("device_description"));
    api.call(ApiFunction.DEVICE_KIND, kind);
    return Api.text(kind, "device_kind");
  }

  /// As Keras names it.
  private static String kind(String platform) {
    return switch (platform.toLowerCase(Locale.ROOT)) {
      case "host", "cpu" -> "cpu";
      case "cuda", "rocm", "sycl", "metal", "gpu" -> "gpu";
      default -> platform.toLowerCase(Locale.ROOT);
    };
  }

  Api api() {
    return api;
  }

  MemorySegment device() {
    return device;
  }

  /// Does something with the client, which is not destroyed meanwhile for want of a holder.
  ///
  /// @throws IllegalStateException if it was closed
  <T> T use(Owned.Use<T> use) {
    return owned.use(use);
  }

  @Override
  public CompiledModule compile(Program program, Set<Integer> donated) {
    byte[] code = StableHlo.module(program, donated).getBytes(StandardCharsets.UTF_8);
    try (var arena = Arena.ofConfined()) {
      byte[] format = "mlir".getBytes(StandardCharsets.UTF_8);
      var module =
          Structs.PROGRAM
              .allocate(arena)
              .set("code", arena.allocateFrom(JAVA_BYTE, code))
              .set("code_size", code.length)
              .set("format", arena.allocateFrom(JAVA_BYTE, format))
              .set("format_size", format.length);
      var arguments =
          Structs.COMPILE
              .allocate(arena)
              .set("program", module.memory())
              .set("compile_options", arena.allocateFrom(JAVA_BYTE, COMPILE_OPTIONS))
              .set("compile_options_size", COMPILE_OPTIONS.length);
      MemorySegment executable =
          use(
              client -> {
                api.call(ApiFunction.COMPILE, arguments.set("client", client));
                return arguments.pointer("executable");
              });
      return new PjrtModule(this, executable, program.outputTypes(), donated);
    }
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  /// A list of numbers for a call, or null for none.
  static MemorySegment numbers(Arena arena, long... numbers) {
    return numbers.length == 0 ? MemorySegment.NULL : arena.allocateFrom(JAVA_LONG, numbers);
  }

  /// Calls that come afterwards are refused.
  @Override
  public void close() {
    owned.close();
  }
}
