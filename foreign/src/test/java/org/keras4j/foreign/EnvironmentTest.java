package org.keras4j.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

@SuppressWarnings("restricted") // asks the C library what native code sees
class EnvironmentTest {
  private static String seenByNativeCode(String name) throws Throwable {
    var linker = Linker.nativeLinker();
    var type = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    var getenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("getenv"), type);
    try (var arena = Arena.ofConfined()) {
      var value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
      return value.reinterpret(1 << 16).getString(0);
    }
  }

  @Test
  void native_code_sees_what_was_set_unless_the_user_set_it() throws Throwable {
    Environment.setUnlessSet("KERAS4J_ENVIRONMENT_TEST", "one");
    assertThat(seenByNativeCode("KERAS4J_ENVIRONMENT_TEST")).isEqualTo("one");
    String path = System.getenv("PATH");
    Environment.setUnlessSet("PATH", "nowhere");
    assertThat(seenByNativeCode("PATH")).isEqualTo(path);
  }

  @Test
  void a_setting_is_a_property_or_else_a_variable_and_blank_is_none() {
    assertThat(Environment.setting("PATH")).contains(System.getenv("PATH"));
    System.setProperty("KERAS4J_SETTING_TEST", "here");
    assertThat(Environment.setting("KERAS4J_SETTING_TEST")).contains("here");
    System.setProperty("KERAS4J_SETTING_TEST", " ");
    assertThat(Environment.setting("KERAS4J_SETTING_TEST")).isEmpty();
    System.clearProperty("KERAS4J_SETTING_TEST");
  }
}
