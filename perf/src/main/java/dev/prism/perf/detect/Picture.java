package dev.prism.perf.detect;

import dev.prism.incident.Signal;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;

/// A stream's hours as a picture: its 15-minute mean against the usual above, and below it how many answers
/// were scored in each minute.
final class Picture {
  private static final int WIDTH = 1_200;
  private static final int HEIGHT = 600;
  private static final int LEFT = 80;
  private static final int RIGHT = 30;
  private static final int TOP = 70;
  private static final int MIDDLE = 410;
  private static final int BELOW = 450;
  private static final int BOTTOM = 540;
  private static final double LOW = 45;
  private static final double HIGH = 75;
  private static final double MOST_SCORED = 80;
  private static final Color USUAL = new Color(0x1B6E53);
  private static final Color BAND = new Color(0xD5EBE2);
  private static final Color MEAN = new Color(0x2B4C8C);
  private static final Color PAGE = new Color(0xB3261E);
  private static final Color GRID = new Color(0xDDDDDD);

  private final Night night;
  private final String title;
  private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D pen = image.createGraphics();

  Picture(Night night, String title) {
    this.night = night;
    this.title = title;
  }

  void write(Path file) throws IOException {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING,
        RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    frame();
    band();
    line(night::mean, MEAN, 2);
    line(i -> night.minutes.get(i).usual(), USUAL, 2);
    scored();
    marks();
    pen.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private double x(double index) {
    return LEFT + index * (WIDTH - LEFT - RIGHT) / (night.minutes.size() - 1.0);
  }

  private static double y(double points) {
    return MIDDLE - (Math.clamp(points, LOW, HIGH) - LOW) / (HIGH - LOW) * (MIDDLE - TOP);
  }

  private void frame() {
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    pen.setColor(Color.BLACK);
    pen.drawString(title, LEFT, 30);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    for (int points = (int) LOW; points <= HIGH; points += 5) {
      pen.setColor(GRID);
      pen.drawLine(LEFT, (int) y(points), WIDTH - RIGHT, (int) y(points));
      pen.setColor(Color.DARK_GRAY);
      pen.drawString(Integer.toString(points), LEFT - 28, (int) y(points) + 5);
    }
    for (int i = 0; i < night.minutes.size(); i += 60) {
      int hours = (night.minutes.get(i).minute() - night.onset) / 60;
      pen.drawString((hours > 0 ? "+" : "") + hours + " h", (int) x(i) - 12, BOTTOM + 18);
    }
    pen.drawString("scored", 15, BELOW + 20);
    pen.drawString("per min", 15, BELOW + 36);
    pen.drawString("score", 15, TOP + 20);
    legend(MEAN, "mean of 15 minutes", LEFT);
    legend(USUAL, "usual, and what is tolerated below it", LEFT + 180);
    pen.setColor(Color.DARK_GRAY);
    pen.drawString("WildBench's GPT-4o scores of gpt-3.5-turbo answers, 100 requests a minute",
        LEFT, BOTTOM + 44);
  }

  private void legend(Color color, String what, int x) {
    pen.setColor(color);
    pen.fillRect(x, 42, 22, 4);
    pen.setColor(Color.DARK_GRAY);
    pen.drawString(what, x + 28, 49);
  }

  private void band() {
    Path2D shape = new Path2D.Double();
    int count = night.minutes.size();
    for (int i = 0; i < count; i++) {
      double at = y(night.minutes.get(i).usual());
      if (i == 0) {
        shape.moveTo(x(i), at);
      } else {
        shape.lineTo(x(i), at);
      }
    }
    for (int i = count - 1; i >= 0; i--) {
      Night.Minute minute = night.minutes.get(i);
      shape.lineTo(x(i), y(minute.usual() - minute.tolerance()));
    }
    shape.closePath();
    pen.setColor(BAND);
    pen.fill(shape);
  }

  private void line(IntToDoubleFunction value, Color color, float width) {
    Path2D path = new Path2D.Double();
    boolean begun = false;
    for (int i = 0; i < night.minutes.size(); i++) {
      double points = value.applyAsDouble(i);
      if (Double.isNaN(points)) {
        continue;
      }
      if (begun) {
        path.lineTo(x(i), y(points));
      } else {
        path.moveTo(x(i), y(points));
        begun = true;
      }
    }
    pen.setColor(color);
    pen.setStroke(new BasicStroke(width));
    pen.draw(path);
  }

  private void scored() {
    pen.setColor(new Color(0x8A8FA3));
    for (int i = 0; i < night.minutes.size(); i++) {
      int height = (int) Math.round(
          Math.min(night.minutes.get(i).scores().size() / MOST_SCORED, 1) * (BOTTOM - BELOW));
      pen.fillRect((int) x(i), BOTTOM - height, 2, height);
    }
  }

  private void marks() {
    int first = night.minutes.getFirst().minute();
    if (night.changed) {
      mark(night.onset - first, Color.BLACK, "onset", TOP + 14);
    }
    Signal.ScoreDrop page = night.page();
    if (page != null) {
      double at = page.atMillis() / 60_000.0 - first;
      mark(at, PAGE,
          "page after " + Math.round(at + first - night.onset) + " min: " + Math.round(page.drop())
              + " points down (" + Math.round(page.dropLow()) + " to " + Math.round(page.dropHigh())
              + ")",
          TOP + 32);
      mark(page.onsetMillis() / 60_000.0 - first, USUAL, "onset as estimated", TOP + 50);
    }
  }

  private void mark(double index, Color color, String what, int y) {
    pen.setColor(color);
    pen.setStroke(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1,
        new float[]{5, 4}, 0));
    pen.drawLine((int) x(index), TOP, (int) x(index), BOTTOM);
    pen.drawString(what, (int) x(index) + 6, y);
  }
}
