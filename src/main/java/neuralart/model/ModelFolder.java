package neuralart.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
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
  /** The file beside a network that tells of its pixels, and the one that names its classes. */
  private static final List<UnaryOperator<Path>> BESIDE =
      List.of(ModelProperties::file, ClassNames::file);

  private ModelFolder() {}

  /**
   * A model as a user finds it.
   *
   * @param model what the user calls it
   * @param license of its weights
   * @param bytes size of its file; that of the published one if it is missing
   * @param status {@code ready}, {@code missing}, or {@code damaged} and how
   * @param where its file, or where it can be had
   */
  public record Entry(String model, String license, long bytes, String status, String where) {}

  /** All models; reads every file to see whether it is whole. */
  public static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (KnownModel known : KnownModel.values()) {
      entries.add(known.isBuiltin() ? builtin() : readableEntry(known));
    }
    Models.ownFiles().forEach(file -> entries.add(own(file)));
    return entries;
  }

  private static Entry builtin() {
    KnownModel model = KnownModel.BUILTIN;
    long bytes = model.builtinWeights().length;
    return new Entry(model.title(), model.license(), bytes, "ready", "in the plugin");
  }

  private static Entry readableEntry(KnownModel model) {
    try {
      return entry(model);
    } catch (IllegalStateException e) {
      String where = model.locate().map(Path::toString).orElse(model.file().url());
      return new Entry(model.title(), model.license(), 0, "damaged: " + e.getMessage(), where);
    }
  }

  private static Entry entry(KnownModel model) {
    WeightsFile published = model.file();
    Optional<Path> file = model.locate();
    if (file.isEmpty()) {
      return new Entry(
          model.title(), model.license(), published.bytes(), "missing", published.url());
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
    return new Entry(model.title(), model.license(), bytes, status, file.get().toString());
  }

  /** Whatever is wrong with one file is said of it, and not in the way of the others. */
  private static Entry own(Path file) {
    String license = "not stated";
    String status = "ready";
    long bytes = 0;
    try (Network network = UserModel.of(file).load()) {
      bytes = size(file);
      license = UserModel.of(file).license();
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      status = "damaged: " + e.getMessage();
      bytes = file.toFile().length();
    }
    String name = file.getFileName().toString();
    return new Entry(name, license, bytes, status, file.toString());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
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
   * Copies a network of the user's own, and what is said of it in a file beside it, to where models
   * are looked for.
   *
   * @throws IllegalArgumentException if it is no network that can be used
   * @throws IllegalStateException if there is another of that name or with that file beside it, or
   *     it can't be copied
   */
  public static Path add(Path network) {
    Model model = Models.of(network.toString());
    Path folder = Folders.target();
    Path copy = folder.resolve(network.getFileName());
    if (KnownModel.titles().contains(model.title()) || Files.exists(copy)) {
      throw new IllegalStateException(
          "There is already a " + copy.getFileName() + " in " + folder + ": remove it first");
    }
    try {
      PartFile.createFolder(folder);
      for (UnaryOperator<Path> beside : BESIDE) {
        checkBeside(network, copy, beside);
      }
      return copyAll(network, copy);
    } catch (IOException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s can't be copied to %s: %s. Change that, or %s",
              network,
              folder,
              Reasons.of(e),
              Folders.OTHER_FOLDER),
          e);
    }
  }

  /** Two networks that differ in their ending only would read the same file beside them. */
  private static void checkBeside(Path network, Path copy, UnaryOperator<Path> beside)
      throws IOException {
    Path given = beside.apply(network);
    Path there = beside.apply(copy);
    Optional<Path> other =
        Models.ownFiles().stream().filter(file -> beside.apply(file).equals(there)).findFirst();
    if (other.isPresent() && (Files.exists(there) || Files.exists(given))) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s and %s in %s would share %s: rename %s",
              copy.getFileName(),
              other.get().getFileName(),
              copy.getParent(),
              there.getFileName(),
              network));
    }
    if (Files.exists(there)
        && Files.exists(given)
        && !Arrays.equals(Files.readAllBytes(given), Files.readAllBytes(there))) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "There is already another %s in %s: remove it first, or rename %s and the file beside"
                  + " it",
              there.getFileName(),
              copy.getParent(),
              network));
    }
  }

  private static Path copyAll(Path network, Path copy) throws IOException {
    List<Path> made = new ArrayList<>();
    try {
      for (UnaryOperator<Path> beside : BESIDE) {
        Path given = beside.apply(network);
        if (Files.exists(given) && !Files.exists(beside.apply(copy))) {
          made.add(copy(given, beside.apply(copy)));
        }
      }
      return copy(network, copy);
    } catch (IOException e) {
      for (Path file : made) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  private static Path copy(Path source, Path target) throws IOException {
    Path part = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".copy");
    try (InputStream in = Files.newInputStream(source)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      return PartFile.move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
