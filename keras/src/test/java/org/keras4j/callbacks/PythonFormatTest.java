package org.keras4j.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Python answers to `format(value, spec)` and `str.format`.
class PythonFormatTest {
  @ParameterizedTest
  @CsvSource({
    "'02d', 3, '03'",
    "'d', 12, '12'",
    "'', 7, '7'",
    "'5d', -3, '   -3'",
    "'<5d', 3, '3    '",
    "'^5d', 3, '  3  '",
    "'+d', 3, '+3'",
    "'*>6d', 42, '****42'",
    "'=+5d', 42, '+  42'",
    "',d', 1234567, '1,234,567'",
    "'.2f', 3, '3.00'",
  })
  void integers_are_written_as_python_writes_them(String spec, long value, String written) {
    assertThat(PythonFormat.number(value, spec)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0.1, '0.1'",
    "'', 1e-07, '1e-07'",
    "'.2f', 0.125, '0.12'",
    "'.3f', 2.0005, '2.001'",
    "'.4e', 0.000123456, '1.2346e-04'",
    "'.3g', 1234.5, '1.23e+03'",
    "'g', 0.0001, '0.0001'",
    "'08.3f', -3.14159, '-003.142'",
    "'.1%', 0.256, '25.6%'",
    "'.3', 0.12345, '0.123'",
    "'.3', 12345.0, '1.23e+04'",
    "'', 1e+16, '1e+16'",
    "' .1f', 2.5, ' 2.5'",
    "'.2E', 12345.678, '1.23E+04'",
    "'f', NaN, 'nan'",
    "'F', Infinity, 'INF'",
    "',.2f', 1234567.891, '1,234,567.89'",
    "'.0f', 2.5, '2'",
    "'.0f', 0.4, '0'",
  })
  void numbers_are_written_as_python_writes_them(String spec, double value, String written) {
    assertThat(PythonFormat.number(value, spec)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "'{epoch:02d}-{loss:.2f}.keras', '03-0.25.keras'",
    "'{{{epoch}}}', '{3}'",
    "'plain', 'plain'",
  })
  void places_are_filled(String template, String filled) {
    assertThat(PythonFormat.format(template, Map.of("epoch", 3L, "loss", 0.25))).isEqualTo(filled);
  }

  @ParameterizedTest
  @CsvSource({
    "'{acc}', \"'acc' is not among\"",
    "'{epoch', \"expected '}'\"",
    "'epoch}', \"Single '}'\"",
    "'{loss:d}', \"Unknown format code 'd'\"",
    "'{epoch:99999d}', at most 1000 places",
    "'{epoch:?}', Invalid format specifier",
  })
  void what_python_does_not_understand_is_refused(String template, String message) {
    assertThatThrownBy(() -> PythonFormat.format(template, Map.of("epoch", 3L, "loss", 0.25)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message.replaceAll("^\"|\"$", ""));
  }
}
