package dev.prism.incident.cluster;

import dev.prism.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What users ask, sorted by what they want: stands for the texts of traces.
///
/// @param intents texts of each, at least 60
record IntentTexts(String name, Map<String, List<String>> intents) {
  private static final String[] OPENINGS = {"can you", "please", "i want to", "how do i", "help me",
      "i need to", "could somebody", "is it possible to", "hey,", "quick question, how to"};
  private static final String[] CLOSINGS = {"today", "as soon as possible", "thanks",
      "before friday", "for my account", "on the phone app", "again", "", "", "if you can"};
  /// Verbs, then things, of each of our own intents.
  private static final String[][] OWN = {
      {"refund,return,send back", "order,parcel,broken blender,shoes"},
      {"reset,change,recover", "password,login,passcode"},
      {"book,reserve,schedule", "table,dinner for two,restaurant seat"},
      {"track,find,locate", "shipment,delivery van,courier"},
      {"cancel,stop,end", "subscription,membership,monthly plan"},
      {"translate,say,write", "sentence in french,spanish phrase,german letter"},
      {"increase,raise,lift", "credit limit,card limit,spending cap"},
      {"report,flag,dispute", "fraud charge,unknown transaction,stolen card"},
      {"renew,extend,apply for", "passport,visa,travel document"},
      {"compare,quote,insure", "car insurance,motor policy,vehicle cover"},
      {"play,queue,shuffle", "jazz album,playlist,song"},
      {"set,move,delete", "alarm,reminder,wake up call"},
      {"check,read,explain", "blood test,lab result,cholesterol value"},
      {"fix,debug,compile", "java program,stack trace,unit test"},
      {"convert,exchange,calculate", "euros to yen,currency,dollar rate"},
      {"water,grow,prune", "tomato plant,rose bush,house fern"}};

  /// Written for this test: sixteen intents.
  static IntentTexts own() {
    Random random = new Random(5);
    Map<String, List<String>> intents = new TreeMap<>();
    for (String[] parts : OWN) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        String[] verbs = parts[0].split(",", -1);
        String[] things = parts[1].split(",", -1);
        texts.add(pick(OPENINGS, random) + " " + pick(verbs, random)
            + (random.nextBoolean() ? " or " + pick(verbs, random) : "") + " my "
            + pick(things, random) + (random.nextBoolean() ? " and " + pick(things, random) : "")
            + " " + pick(CLOSINGS, random));
      }
      intents.put(parts[1], texts);
    }
    return new IntentTexts("own", intents);
  }

  private static String pick(String[] from, Random random) {
    return from[random.nextInt(from.length)];
  }

  /// CLINC150, when it is on this machine; its out-of-scope texts are left out.
  static Optional<IntentTexts> clinc() {
    return SharedData.find("data/incident/clinc150/data_full.json").map(file -> {
      Map<String, List<String>> intents = new TreeMap<>();
      JsonNode root = new ObjectMapper().readTree(file);
      for (String part : List.of("train", "val", "test")) {
        for (JsonNode pair : root.path(part)) {
          intents.computeIfAbsent(pair.get(1).asString(), _ -> new ArrayList<>())
              .add(pair.get(0).asString());
        }
      }
      return new IntentTexts("CLINC150", intents);
    });
  }

  /// Banking77, when it is on this machine.
  static Optional<IntentTexts> banking() {
    return SharedData.find("data/incident/banking77/train.csv").map(file -> {
      Map<String, List<String>> intents = new TreeMap<>();
      for (String row : rows(file)) {
        int comma = row.lastIndexOf(',');
        if (comma > 0) {
          intents.computeIfAbsent(row.substring(comma + 1), _ -> new ArrayList<>())
              .add(row.substring(0, comma).replace("\"", ""));
        }
      }
      intents.values().removeIf(texts -> texts.size() < 60);
      return new IntentTexts("Banking77", intents);
    });
  }

  /// A row may span lines: it ends with a line break outside of quotes.
  private static List<String> rows(Path file) {
    try {
      List<String> rows = new ArrayList<>();
      StringBuilder row = new StringBuilder();
      boolean quoted = false;
      for (char c : Files.readString(file, StandardCharsets.UTF_8).toCharArray()) {
        quoted ^= c == '"';
        if (c == '\n' && !quoted) {
          rows.add(row.toString().strip());
          row.setLength(0);
        } else {
          row.append(c == '\n' ? ' ' : c);
        }
      }
      return rows.subList(1, rows.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> names() {
    return List.copyOf(intents.keySet());
  }

  List<String> all() {
    return intents.values().stream().flatMap(List::stream).toList();
  }
}
