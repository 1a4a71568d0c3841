package neuralart.model.onnx;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of layers: those of the file's nodes, else of what they make. */
final class Names {
  /** What the image is called among the layers. */
  static final String IMAGE = "image";

  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST = 200;

  private final Set<String> taken = new HashSet<>();

  Names() {
    taken.add(IMAGE);
  }

  /**
   * A name for a layer.
   *
   * @param node what the node is called; may be empty
   * @param output what the node's output is called
   */
  String of(String node, String output) {
    String name = printable(node.isBlank() ? output : node);
    if (name.isEmpty() || taken.contains(name)) {
      name = printable(output);
    }
    String free = name;
    for (int i = 2; free.isEmpty() || !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /** A name of the file on one line, and not too long. */
  static String printable(String name) {
    String clean = UNPRINTABLE.matcher(name).replaceAll("_").strip();
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
  }
}
