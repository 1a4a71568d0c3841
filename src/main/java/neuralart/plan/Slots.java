package neuralart.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

  /** Ends the life of a tensor. */
  void release(Tensor tensor) {
    free.add(taken.remove(tensor));
  }

  /** Bytes of all slots. */
  long bytes() {
    return all.stream().mapToLong(slot -> slot.length * Float.BYTES).sum();
  }

  /** Allocates the slots and places the tensors in them. The arrays are the caller's to close. */
  List<INDArray> allocate() {
    List<INDArray> arrays = new ArrayList<>();
    for (Slot slot : all) {
      INDArray flat = Nd4j.createUninitialized(DataType.FLOAT, slot.length);
      arrays.add(flat);
      slot.tensors.forEach(tensor -> tensor.place(flat));
    }
    return arrays;
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
