package io.adit.cli.answer;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How an answer is printed. */
public enum OutputFormat {
  TEXT,
  JSON;

  public static final class Converter implements ITypeConverter<OutputFormat> {
    /** A public constructor, because picocli makes it. */
    public Converter() {}

    @Override
    public OutputFormat convert(String text) {
      return switch (text) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default -> throw new TypeConversionException("'" + text + "' is neither text nor json");
      };
    }
  }
}
