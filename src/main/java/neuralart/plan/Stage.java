package neuralart.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import neuralart.step.Shape;

/**
 * A segment and the strips that it runs in, from the first rows to the last.
 *
 * @param segment the vertices
 * @param strips at least one
 */
record Stage(Segment segment, List<Strip> strips) {
  Stage {
    strips = List.copyOf(strips);
  }

  boolean isWhole() {
    return strips.size() == 1;
  }

  /** The strips that the same steps run, by their numbers. */
  List<List<Integer>> groups() {
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < strips.size(); i++) {
      Strip strip = strips.get(i);
      int like =
          IntStream.range(0, groups.size())
              .filter(g -> strips.get(groups.get(g).get(0)).isLike(strip))
              .findFirst()
              .orElse(groups.size());
      if (like == groups.size()) {
        groups.add(new ArrayList<>());
      }
      groups.get(like).add(i);
    }
    return groups;
  }

  /** A stage that takes about as much memory, with few of the strips: the largest is among them. */
  Stage sketch() {
    if (isWhole()) {
      return this;
    }
    int input = segment.inputs().get(0);
    Strip largest =
        Collections.max(strips, Comparator.comparing(strip -> strip.shape(input).height()));
    Strip last = strips.get(strips.size() - 1);
    return new Stage(segment, Stream.of(strips.get(0), largest, last).distinct().toList());
  }

  Shape[] shapes(List<Integer> group) {
    return strips.get(group.get(0)).shapes();
  }
}
