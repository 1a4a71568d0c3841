package neuralart.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import neuralart.device.Memory;
import neuralart.device.MemoryShortageException;
import neuralart.network.Network;
import neuralart.objective.Objective;
import neuralart.step.DeviceException;
import neuralart.step.Executor;
import neuralart.step.Shape;

/**
 * A plan before it takes any memory: what it would compute, and whether there is room for it. Drawn
 * up once for a network, an image size, and what is wanted of them.
 */
public final class Draft {
  /** Largest number of values of a tensor that Java can see as one buffer of bytes. */
  private static final long LARGEST_TENSOR = Integer.MAX_VALUE / Float.BYTES;

  private static final int MILLION = 1_000_000;

  /** The most parts of the network of which a message says how each is cut. */
  private static final int NAMED = 3;

  private final Network network;
  private final int height;
  private final int width;
  private final List<Objective> objectives;
  private final Set<String> kept;
  private final Executor executor;
  private final Computation computation;
  private long reserved;
  private Optional<PlanLayout> chosen = Optional.empty();

  private Draft(
      Executor executor,
      Network network,
      int height,
      int width,
      List<Objective> objectives,
      Set<String> kept) {
    this.network = network;
    this.height = height;
    this.width = width;
    this.objectives = List.copyOf(objectives);
    this.kept = Set.copyOf(kept);
    List<String> names = new ArrayList<>(kept);
    objectives.forEach(objective -> names.add(objective.layer()));
    Shape[] shapes = network.shapes(height, width, names);
    this.executor = executor;
    computation = new Computation(network.vertices(), shapes, objectives, kept);
  }

  /** The same draft, cut by hand; nothing if it can't be. */
  Optional<PlanLayout> layout(List<Cut> cuts) {
    return layout(executor, cuts);
  }

  private Optional<PlanLayout> layout(Executor executor, List<Cut> cuts) {
    return Cut.apply(computation, executor, cuts)
        .map(stages -> new PlanLayout(computation, stages, executor));
  }

  Computation computation() {
    return computation;
  }

  /**
   * Draws up a plan for an image size, as far as the deepest layer asked for.
   *
   * @param height rows of the image
   * @param width columns of the image
   * @param objectives terms of the loss; with none, the plan computes activations alone
   * @param kept names of further layers whose activations are wanted
   * @throws IllegalArgumentException if a layer doesn't exist or the image is too small for it
   */
  public static Draft of(
      Network network, int height, int width, List<Objective> objectives, Set<String> kept) {
    return of(Engine.executor(), network, height, width, objectives, kept);
  }

  /** The same for an executor of choice. */
  public static Draft of(
      Executor executor,
      Network network,
      int height,
      int width,
      List<Objective> objectives,
      Set<String> kept) {
    return new Draft(executor, network, height, width, objectives, kept);
  }

  /**
   * Leaves room beside the plan.
   *
   * @param bytes of native memory that others will take while the plan is used
   * @return this
   */
  public Draft beside(long bytes) {
    reserved = bytes;
    chosen = Optional.empty();
    return this;
  }

  /**
   * Bytes of native memory that the plan will take: those of the whole image in one piece if there
   * is memory for it, else those of strips that there is memory for.
   */
  public long bytes() {
    return layout().bytes();
  }

  /** Whether there is memory for the plan. */
  public boolean fits() {
    return fits(layout());
  }

  private boolean fits(PlanLayout layout) {
    return layout.longest() <= LARGEST_TENSOR
        && executor.hasRoom(layout.bytes(), layout.longest())
        && Memory.suffices(layout.bytes() + reserved);
  }

  /** How many such plans there is memory for at the same time, 1 at least. */
  public int copies() {
    return Memory.times(bytes() + reserved);
  }

  /** Into how many strips the image is cut, up to which layer; empty where it isn't. */
  public Optional<String> strips() {
    List<Stage> cut = layout().stages().stream().filter(stage -> !stage.isWhole()).toList();
    if (cut.isEmpty()) {
      return Optional.empty();
    }
    if (cut.size() > NAMED) {
      int most = cut.stream().mapToInt(stage -> stage.strips().size()).max().orElseThrow();
      return Optional.of("up to " + most + " strips for each of " + cut.size() + " parts");
    }
    return Optional.of(cut.stream().map(this::strips).collect(Collectors.joining(", ")));
  }

  private String strips(Stage stage) {
    List<Integer> vertices = stage.segment().vertices();
    String layer = network.nameAt(vertices.get(vertices.size() - 1));
    return stage.strips().size() + " strips up to layer '" + layer + "'";
  }

  private PlanLayout layout() {
    chosen = chosen.or(() -> Optional.of(choose(executor)));
    return chosen.get();
  }

  /** The whole image if it fits, else strips, else the same for an executor that takes less. */
  private PlanLayout choose(Executor executor) {
    PlanLayout whole = layout(executor, Cut.none(computation)).orElseThrow();
    boolean isHopeless = computation.shape(0).length() > LARGEST_TENSOR;
    if (isHopeless || fits(whole)) {
      return whole;
    }
    PlanLayout strips = new StripSearch(computation, executor, this::fits).run().orElse(whole);
    return fits(strips) ? strips : executor.frugal().map(this::choose).orElse(strips);
  }

  /**
   * Checks that the plan can be had, so that a long job doesn't fail half-way.
   *
   * @return this
   * @throws MemoryShortageException if the plan needs more memory than there is
   * @throws IllegalStateException if a layer has more values than an array can have
   */
  public Draft check() {
    PlanLayout layout = layout();
    String image = String.format(Locale.ROOT, "an image of %d x %d pixels", width, height);
    if (layout.longest() > LARGEST_TENSOR) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s is too large for layer '%s' of network '%s': %d million values of a layer are"
                  + " the most",
              image.replaceFirst("a", "A"),
              largest(),
              network.name(),
              LARGEST_TENSOR / MILLION));
    }
    Memory.require(
        layout.bytes() + reserved,
        "network '"
            + network.name()
            + "' on "
            + image
            + (layout.isCut() ? " in strips" : "")
            + obstacle());
    return this;
  }

  /** The first layer that strips can't go through, in brackets, if there is one. */
  private String obstacle() {
    Segment all = new Segment(computation, 1, computation.size());
    return new Strips(all, new Rows(computation, executor))
        .obstacle()
        .map(layer -> " (layer '" + network.nameAt(layer) + "' sees all of it at once)")
        .orElse("");
  }

  /** The layer with the most values. */
  private String largest() {
    return IntStream.range(0, computation.size())
        .filter(computation.usage()::isActive)
        .boxed()
        .max(Comparator.comparing(i -> computation.shape(i).length()))
        .map(network::nameAt)
        .orElseThrow();
  }

  /**
   * Takes the memory.
   *
   * @throws MemoryShortageException if the plan needs more memory than there is
   * @throws IllegalStateException if a layer has more values than an array can have
   */
  public Plan allocate() {
    if (!fits()) {
      chosen = Optional.empty(); // there may have been more memory before
    }
    check();
    strips()
        .ifPresent(
            strips ->
                Memory.tell(
                    String.format(
                        Locale.ROOT,
                        "An image of %d x %d pixels is computed in %s of network '%s', as memory has"
                            + " it; the result is the same up to rounding",
                        width,
                        height,
                        strips,
                        network.name())));
    return allocate(layout());
  }

  Plan allocate(PlanLayout layout) {
    return new Plan(prepare(layout), this::prepareInstead);
  }

  /** Takes the memory; where a device fails, the processor's. */
  private Prepared prepare(PlanLayout layout) {
    try {
      return new Prepared(layout, executor.allocate(layout.slots()));
    } catch (DeviceException e) {
      return prepareInstead(e);
    }
  }

  /**
   * The same on the processor, in the place of a device that failed.
   *
   * @throws DeviceException that failure, if nothing can go on in its place
   */
  private Prepared prepareInstead(DeviceException failure) {
    Executor processor = Engine.insteadOf(executor, failure);
    Draft draft = new Draft(processor, network, height, width, objectives, kept);
    return draft.beside(reserved).check().prepare(draft.layout());
  }
}
