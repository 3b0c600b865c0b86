package org.keras4j.backend.pjrt;

/// The structs of the calls made here, as `pjrt_c_api.h` has them at version 0.97, where they last
/// grew. A plugin that is older reads the beginning of one; a newer one, whose structs are longer,
/// says so in an error.
final class Structs {
  private Structs() {}

  static final Struct API_VERSION =
      Struct.of("PJRT_Api_Version").ints("major_version", "minor_version").build();

  static final Struct ERROR_DESTROY =
      Struct.of("PJRT_Error_Destroy_Args").pointers("error").build();
  static final Struct ERROR_MESSAGE =
      Struct.of("PJRT_Error_Message_Args")
          .pointers("error", "message")
          .sizes("message_size")
          .build();
  static final Struct ERROR_CODE =
      Struct.of("PJRT_Error_GetCode_Args").pointers("error").ints("code").build();

  static final Struct PLUGIN_INITIALIZE = Struct.of("PJRT_Plugin_Initialize_Args").build();

  static final Struct EVENT_DESTROY =
      Struct.of("PJRT_Event_Destroy_Args").pointers("event").build();
  static final Struct EVENT_AWAIT = Struct.of("PJRT_Event_Await_Args").pointers("event").build();

  static final Struct CLIENT_CREATE =
      Struct.of("PJRT_Client_Create_Args")
          .pointers("create_options")
          .sizes("num_options")
          .pointers("kv_get_callback", "kv_get_user_arg", "kv_put_callback", "kv_put_user_arg")
          .pointers("client", "kv_try_get_callback", "kv_try_get_user_arg")
          .build();
  static final Struct CLIENT_DESTROY =
      Struct.of("PJRT_Client_Destroy_Args").pointers("client").build();
  static final Struct PLATFORM_NAME =
      Struct.of("PJRT_Client_PlatformName_Args")
          .pointers("client", "platform_name")
          .sizes("platform_name_size")
          .build();
  static final Struct PLATFORM_VERSION =
      Struct.of("PJRT_Client_PlatformVersion_Args")
          .pointers("client", "platform_version")
          .sizes("platform_version_size")
          .build();
  static final Struct ADDRESSABLE_DEVICES =
      Struct.of("PJRT_Client_AddressableDevices_Args")
          .pointers("client", "addressable_devices")
          .sizes("num_addressable_devices")
          .build();
  static final Struct DEVICE_DESCRIPTION =
      Struct.of("PJRT_Device_GetDescription_Args").pointers("device", "device_description").build();
  static final Struct DEVICE_KIND =
      Struct.of("PJRT_DeviceDescription_Kind_Args")
          .pointers("device_description", "device_kind")
          .sizes("device_kind_size")
          .build();

  static final Struct PROGRAM =
      Struct.of("PJRT_Program")
          .pointers("code")
          .sizes("code_size")
          .pointers("format")
          .sizes("format_size")
          .build();
  static final Struct COMPILE =
      Struct.of("PJRT_Client_Compile_Args")
          .pointers("client", "program", "compile_options")
          .sizes("compile_options_size")
          .pointers("executable")
          .build();
  static final Struct EXECUTABLE_DESTROY =
      Struct.of("PJRT_LoadedExecutable_Destroy_Args").pointers("executable").build();

  static final Struct BUFFER_FROM_HOST =
      Struct.of("PJRT_Client_BufferFromHostBuffer_Args")
          .pointers("client", "data")
          .ints("type")
          .pointers("dims")
          .sizes("num_dims")
          .pointers("byte_strides")
          .sizes("num_byte_strides")
          .ints("host_buffer_semantics")
          .pointers("device", "memory", "device_layout", "done_with_host_buffer", "buffer")
          .build();
  static final Struct BUFFER_DESTROY =
      Struct.of("PJRT_Buffer_Destroy_Args").pointers("buffer").build();
  static final Struct TILED_LAYOUT =
      Struct.of("PJRT_Buffer_MemoryLayout_Tiled")
          .pointers("minor_to_major")
          .sizes("minor_to_major_size")
          .pointers("tile_dims", "tile_dim_sizes")
          .sizes("num_tiles")
          .build();
  static final Struct MEMORY_LAYOUT =
      Struct.of("PJRT_Buffer_MemoryLayout").struct("tiled", TILED_LAYOUT).ints("type").build();
  static final Struct BUFFER_TO_HOST =
      Struct.of("PJRT_Buffer_ToHostBuffer_Args")
          .pointers("src", "host_layout", "dst")
          .sizes("dst_size")
          .pointers("event")
          .build();

  static final Struct EXECUTE_OPTIONS =
      Struct.of("PJRT_ExecuteOptions")
          .pointers("send_callbacks", "recv_callbacks")
          .sizes("num_send_ops", "num_recv_ops")
          .ints("launch_id")
          .pointers("non_donatable_input_indices")
          .sizes("num_non_donatable_input_indices")
          .pointers("context", "call_location")
          .sizes("num_tasks")
          .pointers("task_ids", "incarnation_ids", "multi_slice_config")
          .build();
  static final Struct EXECUTE =
      Struct.of("PJRT_LoadedExecutable_Execute_Args")
          .pointers("executable", "options", "argument_lists")
          .sizes("num_devices", "num_args")
          .pointers("output_lists", "device_complete_events", "execute_device")
          .build();
}
