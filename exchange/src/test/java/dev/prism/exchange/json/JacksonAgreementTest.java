package dev.prism.exchange.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two readers, one opinion: whatever the strict reader accepts, Jackson in its strictest setting
/// accepts and reads as the same values, and the other way round. Jackson has two readers of its own, for
/// bytes and for text, and they differ on a few spellings of surrogates; there it is no judge.
class JacksonAgreementTest {
  private static final int DOCUMENTS = 20_000;
  private static final JsonMapper JACKSON = JsonMapper
      .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  @Test
  void bothAcceptTheSameDocuments() {
    int accepted = 0;
    int unsettled = 0;
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      byte[] bytes = new RandomJson(seed).mutated();
      JsonProblem problem = Vectors.problem(JsonLimits.REQUEST, bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      boolean fromBytes = isUtf8(bytes) && jackson(() -> JACKSON.readTree(bytes)).isPresent();
      boolean fromText = isUtf8(bytes) && jackson(() -> JACKSON.readTree(text)).isPresent();
      if (fromBytes != fromText || (fromBytes && isALimitOfOurs(problem))) {
        unsettled++;
      } else {
        assertThat(problem == null).as("seed %d: %s", seed, problem).isEqualTo(fromBytes);
      }
      accepted += problem == null ? 1 : 0;
    }
    assertThat(accepted).isBetween(DOCUMENTS / 10, DOCUMENTS - DOCUMENTS / 10);
    assertThat(unsettled).isLessThan(DOCUMENTS / 10);
  }

  @Test
  void theCursorReadsWhatJacksonReads() {
    int read = 0;
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      String document = new RandomJson(seed).document();
      byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
      if (Vectors.accepts(bytes)) {
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
        Object expected = plain(JACKSON.readTree(document));
        assertThat(walk(cursor)).as("seed %d: %s", seed, document).isEqualTo(expected);
        read++;
      }
    }
    assertThat(read).isGreaterThan(DOCUMENTS / 2);
  }

  private static boolean isALimitOfOurs(@Nullable JsonProblem problem) {
    String text = problem == null ? "" : problem.describe();
    return text.contains("out of range") || text.contains("too long");
  }

  /// Jackson guesses UTF-16 and UTF-32 from zero bytes, drops a byte-order mark, and reads overlong
  /// forms; none of these is JSON by RFC 8259.
  private static boolean isUtf8(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 && !text.startsWith("\uFEFF");
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static Optional<JsonNode> jackson(Supplier<JsonNode> reading) {
    try {
      return Optional.of(reading.get()).filter(tree -> !tree.isMissingNode());
    } catch (JacksonException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static @Nullable Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      node.properties().forEach(entry -> members.put(entry.getKey(), plain(entry.getValue())));
      return members;
    }
    if (node.isArray()) {
      List<@Nullable Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    if (node.isNumber()) {
      return node.decimalValue().stripTrailingZeros();
    }
    return node.isString() ? node.asString() : node.isNull() ? null : node.asBoolean();
  }

  private static @Nullable Object walk(JsonCursor cursor) {
    return switch (cursor.kind()) {
      case '{' -> members(cursor);
      case '[' -> elements(cursor);
      case '"' -> cursor.string();
      case 'n' -> {
        cursor.skip();
        yield null;
      }
      case '0' -> new BigDecimal(cursor.raw()).stripTrailingZeros();
      default -> cursor.isTrue();
    };
  }

  private static Object members(JsonCursor cursor) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    cursor.enter();
    while (cursor.nextMember()) {
      String name = cursor.name();
      members.put(name, walk(cursor));
    }
    return members;
  }

  private static Object elements(JsonCursor cursor) {
    List<@Nullable Object> elements = new ArrayList<>();
    cursor.enter();
    while (cursor.nextElement()) {
      elements.add(walk(cursor));
    }
    return elements;
  }
}
