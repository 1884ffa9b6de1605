package dev.prism.scanners.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// How a model lies in a file: a magic number, scale, bias, both thresholds, then a byte for each
/// feature; all of it gzipped.
public final class NgramModelFile {
  private static final int MAGIC = 0x5052_4D31;

  private NgramModelFile() {}

  public static byte[] write(NgramModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(MAGIC);
      out.writeFloat(model.scale());
      out.writeFloat(model.bias());
      out.writeFloat(model.flagMargin());
      out.writeFloat(model.blockMargin());
      for (int feature = 0; feature < model.size(); feature++) {
        out.writeByte(model.weight(feature));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// @throws IllegalArgumentException when the bytes are no model
  public static NgramModel read(byte[] file) {
    try (DataInputStream in = new DataInputStream(
        new GZIPInputStream(new ByteArrayInputStream(file)))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a model file");
      }
      float scale = in.readFloat();
      float bias = in.readFloat();
      float flag = in.readFloat();
      float block = in.readFloat();
      return new NgramModel(in.readNBytes(1 << NgramModel.BITS), scale, bias, flag, block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A model of trained weights (the bias behind them), rounded to bytes.
  public static NgramModel quantise(float[] trained, float flagMargin, float blockMargin) {
    int size = trained.length - 1;
    float largest = 1e-6f;
    for (int i = 0; i < size; i++) {
      largest = Math.max(largest, Math.abs(trained[i]));
    }
    float scale = largest / 127;
    byte[] weights = new byte[size];
    for (int i = 0; i < size; i++) {
      weights[i] = (byte) Math.round(trained[i] / scale);
    }
    return new NgramModel(weights, scale, trained[size], flagMargin, blockMargin);
  }
}
