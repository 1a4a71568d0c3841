package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Presses Escape at random moments: what is there stays, and nothing else does. */
class CancelTest {
  private static final int SIDE = 128;
  private static final int MOMENTS = Integer.getInteger("neuralart.cancel.moments", 4);
  private static final long LATEST_MILLISECONDS = 1500;
  private static final int SECONDS_TO_STOP = 20;
  private static final int COLLECTION_MILLISECONDS = 500;

  /** Bytes in use in {@code malloc}'s heaps, and in blocks that are mapped one by one. */
  private static final int HEAP = 7;

  private static final int MAPPED = 4;

  /** How much memory may fluctuate; plans that stay take twice as much. */
  private static final long TOLERATED_BYTES = 40_000_000;

  private final Random random = new Random(1);

  @BeforeEach
  void openNoWindows() {
    Interpreter.batchMode = true;
    IJ.resetEscape();
  }

  @AfterEach
  void openWindows() {
    close();
    Interpreter.batchMode = false;
    IJ.resetEscape();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiterString = " => ",
      value = {
        "DeepDreamCommand => iterations=100000 octaves=1",
        "StyleTransferCommand => iterations=100000 optimizer=Adam style=style",
        "FilterVisualizationCommand => iterations=100000 filters=0-3 imagesize=64",
      })
  void keepsWhatIsThere(String command, String options) throws Exception {
    long settled = 0;
    for (int moment = 0; moment <= MOMENTS; moment++) {
      ImagePlus style = IJ.createImage("style", "RGB ramp", SIDE, SIDE, 1);
      ImagePlus image = IJ.createImage("image", "16-bit ramp", SIDE, SIDE, 1);
      short[] before = ((short[]) image.getProcessor().getPixels()).clone();
      style.show();
      image.show();
      Optional<String> problem = cancel(command, options);
      problem.ifPresent(line -> assertFalse(line.matches("(?s).*(Exception|Error)\\b.*"), line));
      assertArrayEquals(before, (short[]) image.getProcessor().getPixels());
      int[] ids = WindowManager.getIDList();
      assertTrue(ids.length <= 3, Arrays.toString(ids));
      for (int id : ids) {
        String title = WindowManager.getImage(id).getTitle();
        boolean given = title.equals("style") || title.equals("image");
        assertTrue(given || title.endsWith("(unfinished)"), title);
      }
      close();
      long bytes = nativeBytes();
      settled = moment == 0 ? bytes : settled;
      assertTrue(bytes - settled < TOLERATED_BYTES, (bytes - settled) + " bytes more");
    }
  }

  /** Runs a command and presses Escape at a random moment; returns what the command says. */
  private Optional<String> cancel(String command, String options) throws InterruptedException {
    AtomicReference<Optional<String>> problem = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              Macro.setOptions(options);
              problem.set(CommandRunner.perform("neuralart.command." + command));
            },
            "Run$_to be canceled");
    thread.start();
    Thread.sleep(random.nextLong(LATEST_MILLISECONDS));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
    while (thread.isAlive() && System.nanoTime() < deadline) {
      IJ.setKeyDown(KeyEvent.VK_ESCAPE); // again: a command forgets what was pressed before it
      thread.join(20);
    }
    assertFalse(thread.isAlive(), () -> Arrays.toString(thread.getStackTrace()));
    return problem.get();
  }

  /** What glibc's malloc has given away when Java has collected its garbage; on other systems 0. */
  private static long nativeBytes() throws InterruptedException {
    if (!Platform.isLinux()) {
      return 0;
    }
    System.gc();
    Thread.sleep(COLLECTION_MILLISECONDS);
    MallInfo info = (MallInfo) Function.getFunction("c", "mallinfo2").invoke(MallInfo.class, null);
    return info.fields[HEAP].longValue() + info.fields[MAPPED].longValue();
  }

  /** {@code struct mallinfo2} of glibc. */
  @Structure.FieldOrder("fields")
  public static final class MallInfo extends Structure implements Structure.ByValue {
    public NativeLong[] fields = new NativeLong[10];
  }

  private static void close() {
    int[] ids = WindowManager.getIDList();
    for (int id : ids == null ? new int[0] : ids) {
      ImagePlus image = WindowManager.getImage(id);
      image.changes = false;
      image.close();
    }
  }
}
