package dev.prism.admin;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Reads query parameters; a value of the wrong form is the caller's fault.
final class Query {
  private Query() {}

  static long integer(Context call, String name, long otherwise, long least, long most) {
    String text = call.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Answered below, like a number out of range.
    }
    throw Problem.badRequest(name + " must be a whole number from " + least + " to " + most + ".");
  }

  static @Nullable Instant instant(Context call, String name) {
    String text = call.queryParam(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw Problem.badRequest(name + " must be a time such as 2026-11-24T15:00:00Z.");
    }
  }

  static @Nullable Boolean bool(Context call, String name) {
    String text = call.queryParam(name);
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.badRequest(name + " must be true or false.");
    };
  }
}
