package neuralart.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import neuralart.step.Tensor;

/**
 * Memory for tensors whose lifetimes are known before any of it exists: tensors that never live at
 * the same time share a slot, which is as large as the largest of them.
 */
final class Slots {
  private static final class Slot {
    private long length;
    private final List<Tensor> tensors = new ArrayList<>();
  }

  private final List<Slot> all = new ArrayList<>();
  private final List<Slot> free = new ArrayList<>();
  private final Map<Tensor, Slot> taken = new IdentityHashMap<>();

  /** Begins the life of a new tensor. */
  Tensor take(long... dimensions) {
    Tensor tensor = new Tensor(dimensions);
    Slot slot = bestFor(tensor.length());
    slot.length = Math.max(slot.length, tensor.length());
    slot.tensors.add(tensor);
    taken.put(tensor, slot);
    return tensor;
  }

  /** A tensor with memory of its own. */
  Tensor keep(long... dimensions) {
    Tensor tensor = new Tensor(dimensions);
    Slot slot = new Slot();
    slot.length = tensor.length();
    slot.tensors.add(tensor);
    all.add(slot);
    return tensor;
  }

  /** Ends the life of a tensor. */
  void release(Tensor tensor) {
    free.add(taken.remove(tensor));
  }

  /** Bytes of all slots. */
  long bytes() {
    return all.stream().mapToLong(slot -> slot.length * Float.BYTES).sum();
  }

  /** Values of the largest slot. */
  long longest() {
    return all.stream().mapToLong(slot -> slot.length).max().orElse(0);
  }

  /** The tensors that share each slot. */
  List<List<Tensor>> tensors() {
    return all.stream().map(slot -> List.copyOf(slot.tensors)).toList();
  }

  /** The smallest free slot that is large enough, else the largest free one, else a new one. */
  private Slot bestFor(long length) {
    Slot best = null;
    for (Slot slot : free) {
      if (best == null || isBetter(slot.length, best.length, length)) {
        best = slot;
      }
    }
    if (best == null) {
      best = new Slot();
      all.add(best);
    } else {
      free.remove(best);
    }
    return best;
  }

  private static boolean isBetter(long candidate, long best, long needed) {
    if (candidate >= needed) {
      return best < needed || candidate < best;
    }
    return best < needed && candidate > best;
  }
}
