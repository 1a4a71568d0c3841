package neuralart.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import neuralart.network.node.Node;
import neuralart.step.Executor;
import neuralart.step.Shape;

/**
 * Finds the fastest way to cut a computation that fits into memory: after which vertices, and into
 * how many strips. The estimate counts the multiplications of each vertex, the values it moves, the
 * rows that strips have in common, and what is computed again on the way back.
 */
final class StripSearch {
  /** Numbers of strips that are tried, for each segment. */
  private static final int[] STRIPS = {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256};

  /** Places are candidates where this part of what crosses them crosses none before. */
  private static final double LESS = 0.75;

  /** Narrow places are no candidates where more than this crosses, by the least so far. */
  private static final double MORE_AGAIN = 2;

  /** Places that are tried, those where least crosses first. */
  private static final int PLACES = 6;

  /** Numbers of strips that are tried from the smallest one that fits on. */
  private static final int MORE = 4;

  /** Multiplications for which a value can be written and read. */
  private static final double VALUE = 100;

  /** By how much backward passes take longer than forward ones. */
  private static final double BACKWARD = 1.1;

  private final Computation computation;
  private final Executor executor;
  private final Predicate<PlanLayout> fits;
  private final Rows rows;
  private final Map<List<Integer>, Optional<Stage>> known = new HashMap<>();
  private boolean found;
  private double fastest = Double.POSITIVE_INFINITY;
  private long least = Long.MAX_VALUE;
  private List<Stage> best = List.of();

  /**
   * @param fits whether there is memory for a plan
   */
  StripSearch(Computation computation, Executor executor, Predicate<PlanLayout> fits) {
    this.computation = computation;
    this.executor = executor;
    this.fits = fits;
    rows = new Rows(computation, executor);
  }

  /** Searches; gives the smallest of what was tried if nothing fits, or nothing if none can be. */
  Optional<PlanLayout> run() {
    int end = computation.size();
    List<Integer> places = places();
    search(List.of(end));
    places.forEach(place -> search(List.of(place, end)));
    for (int i = 0; i < places.size(); i++) {
      for (int j = i + 1; j < places.size(); j++) {
        search(List.of(places.get(i), places.get(j), end));
      }
    }
    if (!found) {
      searchManySegments();
    }
    return best.isEmpty()
        ? Optional.empty()
        : Optional.of(new PlanLayout(computation, best, executor));
  }

  /** Ends of segments at which less crosses than at any before, from the image on. */
  private List<Integer> places() {
    List<Integer> places = new ArrayList<>();
    double fewest = Double.POSITIVE_INFINITY;
    for (int end = 2; end < computation.size(); end++) {
      long crossing = crossing(end);
      boolean grows = crossing(end + 1) > crossing || end == computation.size() - 1;
      if (grows && crossing > 0 && crossing <= LESS * fewest) {
        fewest = crossing;
        places.add(behindLast(end));
      }
    }
    return places.subList(Math.max(0, places.size() - PLACES), places.size());
  }

  /**
   * Tries short segments, whose strips need few rows beside their own: all of them cut alike, at
   * every narrow place, at every second one, and so on.
   */
  private void searchManySegments() {
    List<Integer> narrow = narrowPlaces();
    for (int step = 1; step <= narrow.size(); step *= 2) {
      List<Integer> ends = new ArrayList<>();
      for (int i = step - 1; i < narrow.size(); i += step) {
        ends.add(narrow.get(i));
      }
      ends.add(computation.size());
      boolean fits = false;
      for (int i = 0; i < STRIPS.length && !fits; i++) {
        fits = fits(ends, alike(ends, STRIPS[i]));
      }
    }
  }

  /** So many strips of each segment that can be cut, for segments with some ends. */
  private int[] alike(List<Integer> ends, int count) {
    int[] strips = new int[ends.size()];
    for (int i = 0; i < strips.length; i++) {
      int first = i == 0 ? 1 : ends.get(i - 1);
      strips[i] = stage(new Cut(ends.get(i), count), first).isPresent() ? count : 1;
    }
    return strips;
  }

  /** Ends of segments where less crosses than shortly before, and than behind. */
  private List<Integer> narrowPlaces() {
    List<Integer> places = new ArrayList<>();
    double fewest = Double.POSITIVE_INFINITY;
    boolean hasFallen = false;
    for (int end = 2; end < computation.size(); end++) {
      long crossing = crossing(end);
      hasFallen |= crossing < crossing(end - 1);
      if (hasFallen && crossing(end + 1) > crossing) {
        fewest = Math.min(fewest, crossing);
        if (crossing <= MORE_AGAIN * fewest) {
          places.add(behindLast(end));
        }
        hasFallen = false;
      }
    }
    return places;
  }

  /** The place behind the last vertex before another place that runs. */
  private int behindLast(int end) {
    int place = end;
    while (place > 1 && !computation.usage().isActive(place - 1)) {
      place--;
    }
    return place;
  }

  /** Values that segments before a place leave to those behind it. */
  private long crossing(int end) {
    Set<Integer> crossing = new HashSet<>();
    for (int i = end; i < computation.size(); i++) {
      if (computation.usage().isActive(i)) {
        computation.inputs(i).stream().filter(in -> in < end && in > 0).forEach(crossing::add);
      }
    }
    return crossing.stream().mapToLong(vertex -> computation.shape(vertex).length()).sum();
  }

  /** Tries segments that end at some places: the earlier ones cut finely, then all. */
  private void search(List<Integer> ends) {
    int cut = ends.size() == 1 ? 1 : ends.size() - 1;
    int[] strips = new int[ends.size()];
    Arrays.fill(strips, 1);
    search(ends, strips, cut - 1);
    if (!found && ends.size() > 1) {
      search(ends, strips, ends.size() - 1);
    }
  }

  /**
   * Finds the fewest strips that fit, of the segment at an index, with as many as there are of
   * those before it; then the fewest of those.
   */
  private void search(List<Integer> ends, int[] strips, int index) {
    int[] tried = strips.clone();
    for (int before = 0; before < index; before++) {
      tried[before] = STRIPS[STRIPS.length - 1];
    }
    int low = 0;
    int high = STRIPS.length;
    while (low < high) {
      int middle = (low + high) / 2;
      tried[index] = STRIPS[middle];
      if (fits(ends, tried)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    // More strips here leave room for fewer before.
    int more = Math.min(STRIPS.length, low + MORE);
    for (int choice = low; choice < more && index > 0; choice++) {
      tried[index] = STRIPS[choice];
      search(ends, tried, index - 1);
    }
  }

  /** Lays out a way to cut; remembers it if it is the fastest that fits. */
  private boolean fits(List<Integer> ends, int[] strips) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < strips.length; i++) {
      int first = i == 0 ? 1 : ends.get(i - 1);
      Optional<Stage> stage = stage(new Cut(ends.get(i), strips[i]), first);
      if (stage.isEmpty()) {
        return false;
      }
      stages.add(stage.get());
    }
    List<Stage> sketch = stages.stream().map(Stage::sketch).toList();
    PlanLayout layout = new PlanLayout(computation, sketch, executor);
    double time = time(stages);
    boolean fits = this.fits.test(layout);
    if (fits && (!found || time < fastest)) {
      layout = new PlanLayout(computation, stages, executor); // a sketch takes a little less
      fits = this.fits.test(layout);
    }
    boolean better = fits == found ? isBetter(fits, time, layout.bytes()) : fits;
    if (better) {
      found = fits;
      fastest = time;
      least = layout.bytes();
      best = stages;
    }
    return fits;
  }

  private boolean isBetter(boolean fits, double time, long bytes) {
    return fits ? time < fastest : bytes < least;
  }

  private Optional<Stage> stage(Cut cut, int first) {
    return known.computeIfAbsent(
        List.of(first, cut.end(), cut.strips()), key -> cut.stage(computation, rows, first));
  }

  /** An estimate of the time that an evaluation takes, in multiplications. */
  private double time(List<Stage> stages) {
    double time = 0;
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      boolean again = i < stages.size() - 1 || !stage.isWhole();
      double passes = 1 + (computation.hasGradient() ? BACKWARD + (again ? 1 : 0) : 0);
      for (Strip strip : stage.strips()) {
        for (int vertex : stage.segment().vertices()) {
          time += passes * time(vertex, strip.shape(vertex));
        }
      }
    }
    return time;
  }

  private double time(int vertex, Shape output) {
    Node node = computation.vertex(vertex).node();
    double pixels = (double) output.height() * output.width();
    return pixels * ((node.hasKernels() ? node.parameters() : 0) + VALUE * output.channels());
  }
}
