package org.keras4j.backend.pjrt;

/// The functions of the interface that are called here, by their places in the table of pointers
/// that a plugin gives (`PJRT_Api`). The order is that of versions from 0.57 on, which only append.
enum ApiFunction {
  ERROR_DESTROY(0, "PJRT_Error_Destroy"),
  ERROR_MESSAGE(1, "PJRT_Error_Message"),
  ERROR_CODE(2, "PJRT_Error_GetCode"),
  PLUGIN_INITIALIZE(3, "PJRT_Plugin_Initialize"),
  EVENT_DESTROY(5, "PJRT_Event_Destroy"),
  EVENT_AWAIT(8, "PJRT_Event_Await"),
  CLIENT_CREATE(10, "PJRT_Client_Create"),
  CLIENT_DESTROY(11, "PJRT_Client_Destroy"),
  PLATFORM_NAME(12, "PJRT_Client_PlatformName"),
  PLATFORM_VERSION(14, "PJRT_Client_PlatformVersion"),
  ADDRESSABLE_DEVICES(16, "PJRT_Client_AddressableDevices"),
  COMPILE(20, "PJRT_Client_Compile"),
  BUFFER_FROM_HOST(22, "PJRT_Client_BufferFromHostBuffer"),
  DEVICE_KIND(26, "PJRT_DeviceDescription_Kind"),
  DEVICE_DESCRIPTION(29, "PJRT_Device_GetDescription"),
  EXECUTABLE_DESTROY(50, "PJRT_LoadedExecutable_Destroy"),
  EXECUTE(55, "PJRT_LoadedExecutable_Execute"),
  BUFFER_DESTROY(58, "PJRT_Buffer_Destroy"),
  BUFFER_TO_HOST(70, "PJRT_Buffer_ToHostBuffer");

  /// What comes before the pointers: the table's size, extensions, and the version.
  private static final long FIRST = 40;

  private static final long POINTER = 8;

  private final int place;
  private final String title;

  ApiFunction(int place, String title) {
    this.place = place;
    this.title = title;
  }

  /// Where its pointer is, in bytes from the beginning of the table.
  long offset() {
    return FIRST + place * POINTER;
  }

  /// How long a table must be to have it.
  long end() {
    return offset() + POINTER;
  }

  /// As the header calls it.
  @Override
  public String toString() {
    return title;
  }
}
