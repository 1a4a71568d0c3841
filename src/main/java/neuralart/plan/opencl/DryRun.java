package neuralart.plan.opencl;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import neuralart.device.OpenClDevice;
import neuralart.step.Weights;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencl._cl_mem;

/** Takes no memory and runs nothing, and counts the memory that a device would give. */
final class DryRun implements Driver {
  private static final Launch NOTHING =
      new Launch() {
        @Override
        public void run() {}

        @Override
        public void close() {}
      };

  private final DeviceContext context;
  private final Set<Form> forms = new HashSet<>();
  private long length;

  private record Form(Weights weights, String name) {}

  DryRun(DeviceContext context) {
    this.context = context;
  }

  /** Bytes that were asked for. */
  long bytes() {
    return length * Float.BYTES;
  }

  @Override
  public OpenClDevice device() {
    return context.device();
  }

  @Override
  public Choice choice() {
    return context.choice().untimed();
  }

  @Override
  public DeviceBuffer buffer(long values) {
    length += values;
    return new DeviceBuffer(new _cl_mem(), values, () -> length -= values);
  }

  @Override
  public DeviceBuffer form(
      Weights weights, String name, long values, Consumer<DeviceBuffer> filling) {
    DeviceBuffer form = new DeviceBuffer(new _cl_mem(), values, () -> {});
    if (!hasForm(weights, name)) {
      forms.add(new Form(weights, name));
      length += values;
      filling.accept(form);
    }
    return form;
  }

  @Override
  public boolean hasForm(Weights weights, String name) {
    return context.hasForm(weights, name) || forms.contains(new Form(weights, name));
  }

  @Override
  public Launch launch(
      Program program, String kernel, long[] global, long[] local, Object... arguments) {
    return NOTHING;
  }

  @Override
  public void write(FloatPointer values, DeviceBuffer target, long count) {}

  @Override
  public void write(float[] values, DeviceBuffer target) {}

  @Override
  public void read(DeviceBuffer source, FloatPointer values, long count) {}

  @Override
  public void beginReading(DeviceBuffer source, FloatPointer values, long count) {}

  @Override
  public void finish() {}

  @Override
  public void drain() {}

  @Override
  public boolean hasRoom(long bytes, long longest) {
    return true;
  }
}
