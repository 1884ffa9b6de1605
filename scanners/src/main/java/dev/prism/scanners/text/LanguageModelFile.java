package dev.prism.scanners.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// How a language model lies in a file, and how it comes from counts.
public final class LanguageModelFile {
  private static final int MAGIC = 0x5052_4C32;

  private LanguageModelFile() {}

  public static byte[] write(LanguageModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(MAGIC);
      out.writeFloat(model.flagMargin());
      out.writeFloat(model.blockMargin());
      out.writeFloat(model.fewLetters());
      out.writeInt(model.languages().size());
      for (String language : model.languages()) {
        out.writeUTF(language);
      }
      out.write(model.weights());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// @throws IllegalArgumentException when the bytes are no model
  public static LanguageModel read(byte[] file) {
    try (DataInputStream in = new DataInputStream(
        new GZIPInputStream(new ByteArrayInputStream(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a language model");
      }
      float flag = in.readFloat();
      float block = in.readFloat();
      float fewLetters = in.readFloat();
      int size = in.readInt();
      List<String> languages = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        languages.add(in.readUTF());
      }
      return new LanguageModel(languages, in.readNBytes(size << LanguageModel.BITS), flag, block,
          fewLetters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A model from how often each feature occurs in each language.
  ///
  /// @param counts by language, by feature
  public static LanguageModel of(List<String> languages, int[][] counts, double smoothing,
      float flagMargin, float blockMargin, float fewLetters) {
    int size = 1 << LanguageModel.BITS;
    byte[] weights = new byte[languages.size() << LanguageModel.BITS];
    double[] all = new double[size];
    double grand = 0;
    for (int[] count : counts) {
      for (int f = 0; f < size; f++) {
        all[f] += count[f];
        grand += count[f];
      }
    }
    for (int l = 0; l < languages.size(); l++) {
      double total = 0;
      for (int f = 0; f < size; f++) {
        total += counts[l][f];
      }
      for (int f = 0; f < size; f++) {
        double background = (all[f] + 0.2) / (grand + 0.2 * size);
        double p = (counts[l][f] + smoothing * background) / (total + smoothing);
        double step = Math.log(p / background) / LanguageModel.STEP;
        weights[f * languages.size() + l] = (byte) Math.max(-127, Math.min(127, Math.round(step)));
      }
    }
    return new LanguageModel(languages, weights, flagMargin, blockMargin, fewLetters);
  }

  public static int features() {
    return 1 << LanguageModel.BITS;
  }
}
