package neuralart.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import neuralart.model.download.Checksum;
import neuralart.model.download.Download;
import neuralart.model.download.DownloadOptions;
import neuralart.model.download.PartFile;
import neuralart.model.download.WeightsFile;
import neuralart.model.file.Folders;
import neuralart.model.file.Reasons;
import neuralart.network.Network;

/** The models there are: in the plugin, in the folders where they are looked for, to be had. */
public final class ModelFolder {
  private ModelFolder() {}

  /**
   * A model as a user finds it.
   *
   * @param model what the user calls it
   * @param license of its weights
   * @param bytes size of its file; that of the published one if it is missing
   * @param status {@code ready}, {@code missing}, or {@code damaged} and how
   * @param where its file, or where it can be had
   * @param credits who made it, and for what
   * @param pixels how it gets its pixels
   */
  public record Entry(
      String model,
      String license,
      long bytes,
      String status,
      String where,
      Credits credits,
      String pixels) {
    Entry(KnownModel model, long bytes, String status, String where) {
      this(model.title(), model.license(), bytes, status, where, Credits.NONE, model.pixels());
    }

    /** The same with another status. */
    public Entry withStatus(String other) {
      return new Entry(model, license, bytes, other, where, credits, pixels);
    }
  }

  /** All models; reads every file to see whether it is whole. */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (KnownModel known : KnownModel.values()) {
      entries.add(known.isBuiltin() ? builtin() : readableEntry(known));
    }
    Models.ownFiles().forEach(file -> entries.add(own(file)));
    return entries;
  }

  /** What is to be said of a network of the user's own, by its name or path. */
  public static Entry entry(String own) {
    return own(Models.requireOwn(own));
  }

  private static Entry builtin() {
    KnownModel model = KnownModel.BUILTIN;
    long bytes = model.builtinWeights().length;
    return new Entry(model, bytes, "ready", "in the plugin");
  }

  private static Entry readableEntry(KnownModel model) {
    try {
      return entry(model);
    } catch (IllegalStateException e) {
      String where = model.locate().map(Path::toString).orElse(model.file().url());
      return new Entry(model, 0, "damaged: " + e.getMessage(), where);
    }
  }

  private static Entry entry(KnownModel model) {
    WeightsFile published = model.file();
    Optional<Path> file = model.locate();
    if (file.isEmpty()) {
      return new Entry(model, published.bytes(), "missing", published.url());
    }
    long bytes = size(file.get());
    String status = "ready";
    if (published.isChecked() && bytes != published.bytes()) {
      status = String.format(Locale.ROOT, "damaged: %d of %d bytes", bytes, published.bytes());
    } else if (published.isChecked() && !fits(file.get(), published.checksum())) {
      Checksum checksum = published.checksum();
      status =
          String.format(
              Locale.ROOT,
              "damaged: its %s isn't the published %s",
              checksum.algorithm(),
              checksum.digits());
    }
    return new Entry(model, bytes, status, file.get().toString());
  }

  /** Whatever is wrong with one file is said of it, and not in the way of the others. */
  private static Entry own(Path file) {
    String license = "not stated";
    String status = "ready";
    long bytes = 0;
    Credits credits = Credits.NONE;
    String pixels = "";
    try (Network network = UserModel.of(file).load()) {
      bytes = size(file);
      license = UserModel.of(file).license();
      credits = UserModel.of(file).credits();
      pixels = UserModel.of(file).pixels();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      status = "damaged: " + e.getMessage();
      bytes = file.toFile().length();
    }
    String name = file.getFileName().toString();
    return new Entry(name, license, bytes, status, file.toString(), credits, pixels);
  }

  private static long size(Path file) {
    try (Stream<Path> files = Files.walk(file)) {
      return files.filter(Files::isRegularFile).mapToLong(inside -> inside.toFile().length()).sum();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static boolean fits(Path file, Checksum checksum) {
    try {
      return checksum.fits(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static IllegalStateException unreadable(Path file, IOException e) {
    return new IllegalStateException(file + " can't be read: " + Reasons.of(e), e);
  }

  /** Where the files of new models go. */
  public static Path target() {
    return Folders.target();
  }

  /**
   * Downloads a known model, unless it is there. What an earlier download has left is gone on with.
   *
   * @param model its title
   * @param watcher is told how many bytes are there, many times a second, and says whether to go on
   * @return its file; nothing if the watcher has stopped the download, which leaves nothing behind
   * @throws IllegalArgumentException if there is no such model, or nothing to download
   * @throws IllegalStateException if it can't be had, saying why and what to do
   */
  public static Optional<Path> download(String model, LongPredicate watcher) {
    KnownModel known = KnownModel.of(model);
    if (known.isBuiltin()) {
      throw new IllegalArgumentException("Model '" + model + "' is in the plugin");
    }
    if (!known.isDownloadable()) {
      throw new IllegalArgumentException(
          "No checksum of the weights of model '"
              + model
              + "' is published: get them by hand from "
              + known.file().url());
    }
    Optional<Path> there = known.locate();
    Path folder = there.map(Path::getParent).orElseGet(Folders::target);
    if (entry(known).status().equals("ready")) {
      PartFile.discard(folder, known.file().name());
      return there;
    }
    return new Download(known.file(), folder, DownloadOptions.defaults()).run(watcher);
  }

  /**
   * Copies a network of the user's own, a file or a package, and what is said of it in a file
   * beside it, to where models are looked for.
   *
   * @param file the network, or the description in a package
   * @return the copy
   * @throws IllegalArgumentException if it is no network that can be used
   * @throws IllegalStateException if there is another of that name or with that file beside it, or
   *     it can't be copied
   */
  public static Path add(Path file) {
    return ModelCopy.add(file, false);
  }

  /**
   * The same of a network whose pixels are then kept as in {@link #setPixels}; nothing is copied if
   * a setting isn't one.
   *
   * @param replace whether it takes the place of another of that name; what was said of that holds
   *     where nothing is given
   */
  public static Path add(Path file, PixelSettings settings, boolean replace) {
    if (settings.isEmpty()) {
      return ModelCopy.add(file, replace);
    }
    checkPixels(Models.network(file), settings);
    Path copy = ModelCopy.add(file, replace);
    setPixels(copy.toString(), settings);
    return copy;
  }

  /** Whether there is one of the name of a network where new ones go. */
  public static boolean isThere(Path file) {
    return Files.exists(target().resolve(Models.network(file).getFileName()));
  }

  /**
   * What is said of the pixels of a network of the user's own.
   *
   * @param model its name or path
   * @throws IllegalArgumentException if there is no such network
   */
  public static PixelSettings pixels(String model) {
    return ModelProperties.beside(Models.requireOwn(model)).pixels();
  }

  /**
   * Checks settings before they are kept.
   *
   * @throws IllegalArgumentException if a setting isn't one for that network
   */
  static ModelProperties checkPixels(Path network, PixelSettings settings) {
    if (NetworkFile.isPackage(network)) {
      throw new IllegalArgumentException(network + " describes its pixels itself");
    }
    ModelProperties properties = ModelProperties.beside(network).with(settings);
    NetworkFile.read(network, properties::adjust).close();
    return properties;
  }

  /**
   * Keeps how a network of the user's own wants its pixels, in the file beside it.
   *
   * @param model its name or path
   * @throws IllegalArgumentException if there is no such network, or a setting isn't one
   * @throws IllegalStateException if the file can't be written
   */
  public static void setPixels(String model, PixelSettings settings) {
    Path network = Models.requireOwn(model);
    ModelProperties properties = checkPixels(network, settings);
    try {
      properties.write();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Can't write " + ModelProperties.file(network) + ": " + Reasons.of(e), e);
    }
  }
}
