package io.adit.cli.thing;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A label of a thing; AWS calls it an attribute. */
record Label(String name, String value) {

  static final class Converter implements ITypeConverter<Label> {
    Converter() {}

    @Override
    public Label convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1 || equals == text.length() - 1) {
        throw new TypeConversionException(
            "'" + text + "' is no label: write NAME=VALUE, such as site=tokyo");
      }
      return new Label(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
