package neuralart.host.dialog;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.Timer;
import neuralart.host.input.Thumbnails;
import org.scijava.module.Module;

/**
 * A small picture of what a command would make, which follows the values in its dialog. It is
 * painted in a thread of its own; values that change meanwhile end that painting.
 */
public final class ThumbnailView extends JPanel implements AutoCloseable {
  private static final long serialVersionUID = 1;

  /** Side of the picture on the screen. */
  private static final int SIDE = 280;

  private static final int GAP = 6;

  /** Room for a sentence below the picture. */
  private static final int WORDS_HEIGHT = 80;

  /** From the last change to the painting: whoever types isn't done with every letter. */
  private static final int DELAY_MILLISECONDS = 150;

  private final transient Thumbnails thumbnails;
  private final transient Function<Map<String, Object>, Module> commands;
  private final transient ExecutorService painter = Executors.newSingleThreadExecutor(this::thread);

  /** The number of the painting that is wanted. */
  private final AtomicInteger wanted = new AtomicInteger();

  private final transient Timer delay = new Timer(DELAY_MILLISECONDS, event -> submit());
  private final Canvas canvas = new Canvas();
  private final JLabel words = new JLabel(" ");
  private transient Map<String, Object> values = Map.of();

  /**
   * @param thumbnails what paints; is closed with this
   * @param commands makes a command that has given values, in the painting thread
   */
  ThumbnailView(Thumbnails thumbnails, Function<Map<String, Object>, Module> commands) {
    this.thumbnails = thumbnails;
    this.commands = commands;
    delay.setRepeats(false);
    setLayout(new BorderLayout(0, GAP));
    add(canvas, BorderLayout.NORTH);
    add(words);
    words.setVerticalAlignment(JLabel.TOP);
    setPreferredSize(new Dimension(SIDE, SIDE + WORDS_HEIGHT));
  }

  private Thread thread(Runnable job) {
    Thread thread = new Thread(job, "Neural Art thumbnail");
    thread.setDaemon(true);
    thread.setContextClassLoader(ThumbnailView.class.getClassLoader());
    return thread;
  }

  /** Paints by other values, soon. Called in the event thread, as all but {@link #close}. */
  void follow(Map<String, Object> changed) {
    if (!changed.equals(values)) {
      values = changed;
      wanted.incrementAndGet();
      delay.restart();
    }
  }

  private void submit() {
    Map<String, Object> shown = values;
    int number = wanted.get();
    say("Painting...");
    painter.execute(() -> paint(shown, number));
  }

  private void paint(Map<String, Object> shown, int number) {
    Thumbnails.Canvas target =
        new Thumbnails.Canvas() {
          @Override
          public boolean isWanted() {
            return wanted.get() == number;
          }

          @Override
          public void show(Image picture) {
            EventQueue.invokeLater(() -> ifWanted(number, () -> canvas.show(picture)));
          }
        };
    try (QuitGuard guard = new QuitGuard(wanted::incrementAndGet)) {
      paint(shown, number, target);
    }
  }

  private void paint(Map<String, Object> shown, int number, Thumbnails.Canvas target) {
    if (!target.isWanted()) {
      return;
    }
    String end;
    try {
      end = thumbnails.paint(commands.apply(shown), target);
    } catch (CancellationException e) {
      return;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      EventQueue.invokeLater(() -> ifWanted(number, canvas::clear));
      end = Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
    }
    String said = end;
    EventQueue.invokeLater(() -> ifWanted(number, () -> say(said)));
  }

  private void ifWanted(int number, Runnable action) {
    if (wanted.get() == number) {
      action.run();
    }
  }

  private void say(String text) {
    words.setText(DialogField.html(text, SIDE));
  }

  /** Ends the painting, and waits for its end. */
  @Override
  public void close() {
    wanted.incrementAndGet();
    delay.stop();
    painter.execute(thumbnails::close);
    painter.shutdown();
    try {
      painter.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shows a picture as wide as there is room. */
  private static final class Canvas extends JComponent {
    private static final long serialVersionUID = 1;

    private transient Optional<Image> picture = Optional.empty();

    void show(Image shown) {
      picture = Optional.of(shown);
      revalidate();
      repaint();
    }

    void clear() {
      picture = Optional.empty();
      revalidate();
      repaint();
    }

    @Override
    public Dimension getPreferredSize() {
      return picture.map(Canvas::fit).orElseGet(Dimension::new);
    }

    /** The size of a picture whose longer side is that of the view. */
    private static Dimension fit(Image picture) {
      double width = picture.getWidth(null);
      double height = picture.getHeight(null);
      double scale = SIDE / Math.max(width, height);
      return new Dimension((int) Math.round(scale * width), (int) Math.round(scale * height));
    }

    @Override
    protected void paintComponent(Graphics graphics) {
      Graphics2D smooth = (Graphics2D) graphics;
      smooth.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      picture.ifPresent(
          image -> {
            Dimension size = fit(image);
            int left = (getWidth() - size.width) / 2;
            smooth.drawImage(image, left, 0, size.width, size.height, null);
          });
    }
  }
}
