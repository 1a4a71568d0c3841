package neuralart.network;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The layers, or other things, that a message lists when there is none of a name. */
public final class LikelyNames {
  /** How many a message names. */
  private static final int MOST = 20;

  private LikelyNames() {}

  /**
   * A sentence with all names; of very many, with those that begin and end most like the wrong one.
   *
   * @param what they are names of, in the plural
   */
  public static String of(String what, List<String> names, String wrong) {
    Comparator<String> alike = Comparator.comparingInt(name -> -likeness(name, wrong));
    Set<String> likely = names.stream().sorted(alike).limit(MOST).collect(Collectors.toSet());
    String listed = names.stream().filter(likely::contains).collect(Collectors.joining(", "));
    return names.size() <= MOST
        ? "Its " + what + " are: " + listed
        : "Among its " + names.size() + " " + what + " are: " + listed;
  }

  /** How many letters two names share at their beginnings and at their ends. */
  private static int likeness(String one, String other) {
    String backwards = new StringBuilder(one).reverse().toString();
    return sameStart(one, other)
        + sameStart(backwards, new StringBuilder(other).reverse().toString());
  }

  private static int sameStart(String one, String other) {
    int mismatch = Arrays.mismatch(one.toCharArray(), other.toCharArray());
    return mismatch < 0 ? one.length() : mismatch;
  }
}
