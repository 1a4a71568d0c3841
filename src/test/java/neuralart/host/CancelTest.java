package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import java.awt.event.KeyEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import neuralart.host.input.SciJava;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.task.event.TaskEvent;

/** Presses Escape at random moments: what is there stays, and nothing else does. */
@Tag("slow")
class CancelTest {
  private static final int SIDE = 128;
  private static final int MOMENTS = Integer.getInteger("neuralart.cancel.moments", 4);
  private static final boolean VERBOSE = Boolean.getBoolean("neuralart.cancel.verbose");
  private static final long LATEST_MILLISECONDS = 1500;
  private static final int SECONDS_TO_STOP = 20;

  /** How often, and how long each time, to wait for what a collection of garbage frees. */
  private static final int COLLECTION_POLLS = 20;

  private static final int POLL_MILLISECONDS = 25;

  /** Bytes in use in {@code malloc}'s heaps, and in blocks that are mapped one by one. */
  private static final int HEAP = 7;

  private static final int MAPPED = 4;

  /** How much memory may fluctuate; plans that stay take twice as much. */
  private static final long TOLERATED_BYTES = 40_000_000;

  private final Random random = new Random(1);

  /** When the command told of its progress, in nanoseconds. */
  private final List<Long> updates = new CopyOnWriteArrayList<>();

  @BeforeEach
  void openNoWindows() {
    SciJava.own().service(EventService.class).subscribe(this);
    Interpreter.batchMode = true;
    IJ.resetEscape();
  }

  @AfterEach
  void openWindows() {
    close();
    Interpreter.batchMode = false;
    IJ.resetEscape();
  }

  @ParameterizedTest(name = "{0}, {1} slices")
  @CsvSource(
      delimiterString = " => ",
      value = {
        "DeepDreamCommand => 1 => iterations=100000 octaves=1",
        "StyleTransferCommand => 1 => iterations=100000 optimizer=Adam style=style",
        "FilterVisualizationCommand => 1 => iterations=100000 filters=0-3 imagesize=64",
        "FeatureMapsCommand => 1000 => layer=block3_conv1 channels=0 slices=all",
        "ApplyNetworkCommand => 1000 => layer=block3_conv1 channels=0 slices=all",
        "SaliencyCommand => 1000 => layer=block3_conv1 method=SmoothGrad slices=all",
        "SaliencyCommand => 1 => layer=block4_conv1 method=Occlusion patch=4",
        "TopPatchesCommand => 1000 => layer=block3_conv1 filters=[top 2]",
        "TopPatchesCommand => 1 => layer=block3_conv1 filters=[top 48] patches=1 synthetic",
      })
  void keepsWhatIsThere(String command, int slices, String options) throws Exception {
    ImagePlus style = IJ.createImage("style", "RGB ramp", SIDE, SIDE, 1);
    ImagePlus image = IJ.createImage("image", "16-bit ramp", SIDE, SIDE, slices);
    Object[] before = copy(image.getStack());
    long settled = 0;
    for (int moment = 0; moment <= MOMENTS; moment++) {
      style.show();
      image.show();
      Optional<String> problem = cancel(command, options);
      problem.ifPresent(line -> assertFalse(line.matches("(?s).*(Exception|Error)\\b.*"), line));
      assertArrayEquals(before, copy(image.getStack()));
      int[] ids = WindowManager.getIDList();
      assertTrue(ids.length <= 4, Arrays.toString(ids));
      for (int id : ids) {
        String title = WindowManager.getImage(id).getTitle();
        boolean given = title.equals("style") || title.equals("image");
        assertTrue(given || title.endsWith("(unfinished)"), title);
      }
      close();
      long most = moment == 0 ? 0 : settled + TOLERATED_BYTES;
      long bytes = nativeBytes(most);
      settled = moment == 0 ? bytes : settled;
      assertTrue(bytes - settled < TOLERATED_BYTES, (bytes - settled) + " bytes more");
    }
  }

  private static Object[] copy(ImageStack stack) {
    Object[] slices = new Object[stack.size()];
    for (int i = 0; i < slices.length; i++) {
      slices[i] = stack.getProcessor(i + 1).duplicate().getPixels();
    }
    return slices;
  }

  /** Runs a command and presses Escape once, at a random moment; returns what the command says. */
  private Optional<String> cancel(String command, String options) throws InterruptedException {
    AtomicReference<Optional<String>> problem = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              Macro.setOptions(options);
              problem.set(CommandRunner.perform("neuralart.command." + command));
            },
            "Run$_to be canceled");
    updates.clear();
    thread.start();
    while (!isIn(thread, "execute")) {
      assertTrue(thread.isAlive(), () -> "ended at once: " + problem.get());
      Thread.onSpinWait();
    }
    Thread.sleep(random.nextLong(LATEST_MILLISECONDS));
    long pressed = System.nanoTime();
    IJ.setKeyDown(KeyEvent.VK_ESCAPE);
    thread.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_STOP));
    long stopped = System.nanoTime();
    assertFalse(thread.isAlive(), () -> Arrays.toString(thread.getStackTrace()));
    if (VERBOSE) {
      printTimes(command, pressed, stopped);
    }
    return problem.get();
  }

  private static boolean isIn(Thread thread, String method) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().startsWith("neuralart.command.")
                    && frame.getMethodName().equals(method));
  }

  /** The time to stop, beside the longest one between two updates, which is an iteration. */
  private void printTimes(String command, long pressed, long stopped) {
    long longest = 0;
    int before = 0;
    for (int i = 0; i < updates.size(); i++) {
      before += updates.get(i) < pressed ? 1 : 0;
      longest = i == 0 ? 0 : Math.max(longest, updates.get(i) - updates.get(i - 1));
    }
    System.out.printf(
        "%s: Escape after %d updates, stopped in %d ms, %d ms after the last update;"
            + " up to %d ms between updates%n",
        command,
        before,
        TimeUnit.NANOSECONDS.toMillis(stopped - pressed),
        updates.isEmpty()
            ? 0
            : TimeUnit.NANOSECONDS.toMillis(stopped - updates.get(updates.size() - 1)),
        TimeUnit.NANOSECONDS.toMillis(longest));
  }

  @EventHandler
  public void onEvent(TaskEvent event) {
    if (!event.getTask().isDone()) {
      updates.add(System.nanoTime());
    }
  }

  /**
   * What glibc's malloc has given away when Java has collected its garbage; on other systems 0.
   *
   * @param enough below this, there is nothing to wait for
   */
  private static long nativeBytes(long enough) throws InterruptedException {
    if (!Platform.isLinux()) {
      return 0;
    }
    System.gc();
    long bytes = allocated();
    for (int i = 0; i < COLLECTION_POLLS && bytes >= enough; i++) {
      Thread.sleep(POLL_MILLISECONDS);
      bytes = allocated();
    }
    return bytes;
  }

  private static long allocated() {
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
