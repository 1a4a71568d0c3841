package neuralart.art.fill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import neuralart.image.Picture;
import neuralart.model.KnownModel;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FillSelectionTest {
  private static final int HEIGHT = 64;
  private static final int WIDTH = 72;
  private static final int PERIOD = 12;
  private static final float DUST = 255;

  private static Network network;

  @BeforeAll
  static void load() {
    network = KnownModel.BUILTIN.load();
  }

  @AfterAll
  static void close() {
    network.close();
  }

  @Test
  void stripesGoOnAndNothingElseChanges() {
    Picture mask = mask(new int[] {24, 28, 16, 16});
    for (int iterations : new int[] {0, 5}) {
      Picture filled = fill(iterations, damaged(mask), mask).rgb();
      Picture stripes = damaged(new Picture(HEIGHT, WIDTH, 1));
      for (int y = 0; y < HEIGHT; y++) {
        assertArrayEquals(stripes.row(y), filled.row(y), "row " + y);
      }
    }
  }

  @Test
  void otherChannelsAreCopiedFromTheSamePlaces() {
    Picture mask = mask(new int[] {20, 20, 12, 20}, new int[] {50, 4, 6, 6});
    FillSelection.Result result = fill(0, damaged(mask), mask);
    Picture values = new Picture(HEIGHT, WIDTH, 1);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        values.row(y)[x] = mask.get(y, x, 0) > 0 ? -1e6f : 30_000 + 100 * (x % PERIOD) + y;
      }
    }
    Picture copied = result.copies().apply(values);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        float value = copied.get(y, x, 0);
        if (mask.get(y, x, 0) > 0) {
          assertTrue(value >= 30_000 && value <= 30_000 + 1100 + HEIGHT, value + " at " + y);
        } else {
          assertEquals(values.get(y, x, 0), value);
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSamePicture() {
    Picture mask = mask(new int[] {24, 28, 16, 16});
    Picture image = damaged(mask);
    for (int y = 0; y < HEIGHT; y++) {
      for (int i = 0; i < image.row(y).length; i++) {
        image.row(y)[i] += (31 * y + 17 * i) % 23;
      }
    }
    Picture first = fill(5, image, mask).rgb();
    Picture second = fill(5, image, mask).rgb();
    assertArrayEquals(first.values(), second.values());
  }

  @Test
  void aMonitorStopsIt() {
    Picture mask = mask(new int[] {24, 28, 16, 16}, new int[] {4, 60, 4, 4});
    AtomicInteger updates = new AtomicInteger();
    FillSelection.Result result =
        new FillSelection(network, options(5))
            .run(damaged(mask), mask, progress -> updates.incrementAndGet() < 2);
    assertFalse(result.finished());
    assertTrue(result.rgb().get(5, 61, 0) < DUST, "the hole that it was at");
    assertEquals(DUST, result.rgb().get(30, 34, 0), "the other one");
  }

  @Test
  void tooLittleAroundAHoleIsSaid() {
    Picture all = mask(new int[] {0, 0, HEIGHT, WIDTH});
    assertRefused("too little around it: 0 places", all);
    assertRefused("too little around it", mask(new int[] {4, 4, HEIGHT - 8, WIDTH - 8}));
    assertRefused("no pixel to fill", new Picture(HEIGHT, WIDTH, 1));
  }

  private static void assertRefused(String words, Picture mask) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> fill(0, damaged(mask), mask));
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }

  private static FillSelection.Result fill(int iterations, Picture image, Picture mask) {
    FillSelection.Result result =
        new FillSelection(network, options(iterations)).run(image, mask, Monitor.NONE);
    assertTrue(result.finished());
    return result;
  }

  private static FillSelectionOptions options(int iterations) {
    List<String> layers = KnownModel.BUILTIN.styleLayers().style().subList(0, 3);
    return new FillSelectionOptions(layers, iterations, 32, 1);
  }

  /** A mask of rectangles: top, left, height, width. */
  private static Picture mask(int[]... rectangles) {
    Picture mask = new Picture(HEIGHT, WIDTH, 1);
    for (int[] rectangle : rectangles) {
      for (int y = rectangle[0]; y < rectangle[0] + rectangle[2]; y++) {
        for (int x = rectangle[1]; x < rectangle[1] + rectangle[3]; x++) {
          mask.row(y)[x] = 1;
        }
      }
    }
    return mask;
  }

  /** Upright stripes, with dust where the mask is. */
  private static Picture damaged(Picture mask) {
    Picture image = new Picture(HEIGHT, WIDTH, 3);
    for (int y = 0; y < HEIGHT; y++) {
      for (int i = 0; i < image.row(y).length; i++) {
        int x = i / 3;
        image.row(y)[i] = mask.get(y, x, 0) > 0 ? DUST : x % PERIOD < PERIOD / 2 ? 40 : 180;
      }
    }
    return image;
  }
}
