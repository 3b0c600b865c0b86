package org.keras4j.backend.pjrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sizes and offsets as a C compiler gives them for `pjrt_c_api.h` of version 0.97, on a system
/// with pointers of 64 bits.
class LayoutTest {
  private static final Map<String, Struct> STRUCTS = structs();

  private static Map<String, Struct> structs() {
    var out = new TreeMap<String, Struct>();
    for (ApiFunction function : ApiFunction.values()) {
      var struct = FakePlugin.arguments(function);
      out.put(struct.name(), struct);
    }
    for (Struct inner :
        new Struct[] {
          Structs.PROGRAM,
          Structs.EXECUTE_OPTIONS,
          Structs.MEMORY_LAYOUT,
          Structs.TILED_LAYOUT,
          Structs.API_VERSION
        }) {
      out.put(inner.name(), inner);
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PJRT_Api_Version                      |  24 | major_version 16, minor_version 20
          PJRT_Error_Destroy_Args               |  24 | error 16
          PJRT_Error_Message_Args               |  40 | error 16, message 24, message_size 32
          PJRT_Error_GetCode_Args               |  28 | error 16, code 24
          PJRT_Plugin_Initialize_Args           |  16 | extension_start 8
          PJRT_Event_Destroy_Args               |  24 | event 16
          PJRT_Event_Await_Args                 |  24 | event 16
          PJRT_Client_Create_Args               |  88 | create_options 16, num_options 24, kv_get_callback 32, kv_get_user_arg 40, kv_put_callback 48, kv_put_user_arg 56, client 64, kv_try_get_callback 72, kv_try_get_user_arg 80
          PJRT_Client_Destroy_Args              |  24 | client 16
          PJRT_Client_PlatformName_Args         |  40 | client 16, platform_name 24, platform_name_size 32
          PJRT_Client_PlatformVersion_Args      |  40 | client 16, platform_version 24, platform_version_size 32
          PJRT_Client_AddressableDevices_Args   |  40 | client 16, addressable_devices 24, num_addressable_devices 32
          PJRT_Device_GetDescription_Args       |  32 | device 16, device_description 24
          PJRT_DeviceDescription_Kind_Args      |  40 | device_description 16, device_kind 24, device_kind_size 32
          PJRT_Program                          |  48 | code 16, code_size 24, format 32, format_size 40
          PJRT_Client_Compile_Args              |  56 | client 16, program 24, compile_options 32, compile_options_size 40, executable 48
          PJRT_LoadedExecutable_Destroy_Args    |  24 | executable 16
          PJRT_Client_BufferFromHostBuffer_Args | 120 | client 16, data 24, type 32, dims 40, num_dims 48, byte_strides 56, num_byte_strides 64, host_buffer_semantics 72, device 80, memory 88, device_layout 96, done_with_host_buffer 104, buffer 112
          PJRT_Buffer_Destroy_Args              |  24 | buffer 16
          PJRT_Buffer_MemoryLayout_Tiled        |  56 | minor_to_major 16, minor_to_major_size 24, tile_dims 32, tile_dim_sizes 40, num_tiles 48
          PJRT_Buffer_MemoryLayout              |  76 | tiled.struct_size 16, tiled.extension_start 24, tiled.minor_to_major 32, tiled.minor_to_major_size 40, tiled.tile_dims 48, tiled.tile_dim_sizes 56, tiled.num_tiles 64, type 72
          PJRT_Buffer_ToHostBuffer_Args         |  56 | src 16, host_layout 24, dst 32, dst_size 40, event 48
          PJRT_ExecuteOptions                   | 120 | send_callbacks 16, recv_callbacks 24, num_send_ops 32, num_recv_ops 40, launch_id 48, non_donatable_input_indices 56, num_non_donatable_input_indices 64, context 72, call_location 80, num_tasks 88, task_ids 96, incarnation_ids 104, multi_slice_config 112
          PJRT_LoadedExecutable_Execute_Args    |  80 | executable 16, options 24, argument_lists 32, num_devices 40, num_args 48, output_lists 56, device_complete_events 64, execute_device 72
          """)
  void a_struct_lies_in_memory_as_the_header_says(String name, long size, String offsets) {
    var struct = Objects.requireNonNull(STRUCTS.get(name), name);
    assertThat(struct.size()).isEqualTo(size);
    for (String field : offsets.split(", ")) {
      int space = field.indexOf(' ');
      assertThat(struct.field(field.substring(0, space)).offset())
          .as(field)
          .isEqualTo(Long.parseLong(field.substring(space + 1)));
    }
    int extras = offsets.contains("extension_start 8") ? 1 : 2;
    assertThat(struct.fields()).hasSize(offsets.split(", ").length + extras);
    assertThat(struct.field("struct_size").offset()).isZero();
    assertThat(struct.field("extension_start").offset()).isEqualTo(8);
  }

  @Test
  void every_struct_was_compared() throws Exception {
    var rows =
        LayoutTest.class
            .getDeclaredMethod(
                "a_struct_lies_in_memory_as_the_header_says",
                String.class,
                long.class,
                String.class)
            .getAnnotation(CsvSource.class)
            .textBlock();
    assertThat(STRUCTS.keySet()).allSatisfy(name -> assertThat(rows).contains(name + " "));
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR_DESTROY, PJRT_Error_Destroy, 40",
    "ERROR_MESSAGE, PJRT_Error_Message, 48",
    "ERROR_CODE, PJRT_Error_GetCode, 56",
    "PLUGIN_INITIALIZE, PJRT_Plugin_Initialize, 64",
    "EVENT_DESTROY, PJRT_Event_Destroy, 80",
    "EVENT_AWAIT, PJRT_Event_Await, 104",
    "CLIENT_CREATE, PJRT_Client_Create, 120",
    "CLIENT_DESTROY, PJRT_Client_Destroy, 128",
    "PLATFORM_NAME, PJRT_Client_PlatformName, 136",
    "PLATFORM_VERSION, PJRT_Client_PlatformVersion, 152",
    "ADDRESSABLE_DEVICES, PJRT_Client_AddressableDevices, 168",
    "COMPILE, PJRT_Client_Compile, 200",
    "BUFFER_FROM_HOST, PJRT_Client_BufferFromHostBuffer, 216",
    "DEVICE_KIND, PJRT_DeviceDescription_Kind, 248",
    "DEVICE_DESCRIPTION, PJRT_Device_GetDescription, 272",
    "EXECUTABLE_DESTROY, PJRT_LoadedExecutable_Destroy, 440",
    "EXECUTE, PJRT_LoadedExecutable_Execute, 480",
    "BUFFER_DESTROY, PJRT_Buffer_Destroy, 504",
    "BUFFER_TO_HOST, PJRT_Buffer_ToHostBuffer, 600",
  })
  void a_function_has_its_place_in_the_table(ApiFunction function, String title, long offset) {
    assertThat(function).hasToString(title);
    assertThat(function.offset()).isEqualTo(offset);
  }
}
