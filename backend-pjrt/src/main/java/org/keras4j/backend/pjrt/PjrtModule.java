package org.keras4j.backend.pjrt;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keras4j.foreign.DeviceBuffer;
import org.keras4j.foreign.Operands;
import org.keras4j.foreign.Owned;
import org.keras4j.stablehlo.CompiledModule;
import org.keras4j.tensor.Array;
import org.keras4j.tensor.TensorType;

/// A module that a plugin compiled and loaded (`PJRT_LoadedExecutable`).
final class PjrtModule implements CompiledModule {
  private final Client client;
  private final List<TensorType> outputs;

  /// The operands whose memory the compiler may have given to results.
  private final Set<Integer> donated;

  private final Owned owned;

  PjrtModule(
      Client client, MemorySegment executable, List<TensorType> outputs, Set<Integer> donated) {
    this.client = client;
    this.outputs = outputs;
    this.donated = Set.copyOf(donated);
    this.owned =
        new Owned(
            "The module",
            executable,
            p -> {
              try (var arena = Arena.ofConfined()) {
                client
                    .api()
                    .call(
                        ApiFunction.EXECUTABLE_DESTROY,
                        Structs.EXECUTABLE_DESTROY.allocate(arena).set("executable", p));
              }
            });
  }

  @Override
  public List<Array> run(List<Array> in, Set<Integer> givenUp) {
    try (var operands =
        Operands.of(in, PjrtTensor.class, array -> PjrtTensor.copyOf(client, array))) {
      Set<Integer> overwritten = new HashSet<>();
      for (int i : donated) {
        if (mayOverwrite(operands, in, i, givenUp)) {
          overwritten.add(i);
        }
      }
      var results = execute(operands.tensors(), overwritten);
      operands.giveUp(overwritten);
      var out = new ArrayList<Array>(outputs.size());
      for (int i = 0; i < results.size(); i++) {
        // Small ones too: fetching one waits for the device, and it often goes back with the next
        // run.
        out.add(Array.of(outputs.get(i), DeviceBuffer.held(outputs.get(i), results.get(i))));
      }
      return out;
    }
  }

  private static boolean mayOverwrite(
      Operands<PjrtTensor> operands, List<Array> in, int position, Set<Integer> givenUp) {
    boolean elsewhere = !(in.get(position).buffer() instanceof DeviceBuffer);
    return operands.mayBeGivenUp(position)
        && (elsewhere || givenUp.contains(position))
        && operands.tensors().get(position).hasOneOwner();
  }

  private List<PjrtTensor> execute(List<PjrtTensor> operands, Set<Integer> overwritten) {
    try (var arena = Arena.ofConfined()) {
      MemorySegment results = pointers(arena, outputs.size());
      MemorySegment done = arena.allocate(ADDRESS);
      MemorySegment in = pointers(arena, operands.size());
      for (int i = 0; i < operands.size(); i++) {
        in.setAtIndex(ADDRESS, i, operands.get(i).pointer());
      }
      long[] kept =
          donated.stream().filter(i -> !overwritten.contains(i)).mapToLong(i -> i).toArray();
      var options =
          Structs.EXECUTE_OPTIONS
              .allocate(arena)
              .set("non_donatable_input_indices", Client.numbers(arena, kept))
              .set("num_non_donatable_input_indices", kept.length);
      var arguments =
          Structs.EXECUTE
              .allocate(arena)
              .set("options", options.memory())
              .set("argument_lists", arena.allocateFrom(ADDRESS, in))
              .set("num_devices", 1)
              .set("num_args", operands.size())
              .set("output_lists", arena.allocateFrom(ADDRESS, results))
              .set("device_complete_events", done);
      owned.perform(
          executable ->
              client.api().call(ApiFunction.EXECUTE, arguments.set("executable", executable)));
      var made = new ArrayList<PjrtTensor>(outputs.size());
      for (int i = 0; i < outputs.size(); i++) {
        made.add(new PjrtTensor(client, results.getAtIndex(ADDRESS, i)));
      }
      try {
        client.api().await(arena, done.get(ADDRESS, 0));
      } catch (PjrtException e) {
        made.forEach(PjrtTensor::close);
        throw e;
      }
      return made;
    }
  }

  private static MemorySegment pointers(Arena arena, int count) {
    return arena.allocate(ADDRESS, Math.max(1, count));
  }

  @Override
  public void close() {
    owned.close();
  }
}
