package neuralart.step;

import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** Finds the tensors that records hold, and the records in them. */
final class NamedTensors {
  private final Set<Tensor> found = Collections.newSetFromMap(new IdentityHashMap<>());

  private NamedTensors() {}

  static Set<Tensor> in(Record record) {
    NamedTensors tensors = new NamedTensors();
    tensors.find(record);
    return tensors.found;
  }

  private void find(Object value) {
    if (value instanceof Tensor tensor) {
      found.add(tensor);
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        find(valueOf(component, record));
      }
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(this::find);
    } else if (value instanceof Iterable<?> values) {
      values.forEach(this::find);
    }
  }

  private static Object valueOf(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // steps, and what they are made of, are public
    }
  }
}
