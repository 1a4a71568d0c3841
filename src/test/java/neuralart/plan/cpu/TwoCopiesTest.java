package neuralart.plan.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.FloatBuffer;
import neuralart.device.Nd4jSetup;
import neuralart.step.HostCopy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Memory in two copies: what isn't moved is not there. */
class TwoCopiesTest {
  @BeforeEach
  void requireTwoCopies() {
    assumeTrue(
        System.getProperty("opexec", "").equals(TwoCopies.Operations.class.getName()),
        "skipped: ND4J runs as always here");
    Nd4jSetup.prepare();
  }

  @Test
  void whatJavaWritesIsThereOnceItIsTold() {
    try (INDArray array = Nd4j.zeros(DataType.FLOAT, 2, 3)) {
      FloatBuffer values = HostCopy.values(array);
      values.put(4, 5);
      assertEquals(0, array.sumNumber().floatValue());
      HostCopy.write(array);
      assertEquals(5, array.sumNumber().floatValue());
    }
  }

  @Test
  void whatOperationsWriteIsSeenOnceItIsRead() {
    try (INDArray array = Nd4j.createUninitialized(DataType.FLOAT, 6);
        INDArray other = Nd4j.createUninitialized(DataType.FLOAT, 6)) {
      FloatBuffer values = HostCopy.values(array);
      assertTrue(Float.isNaN(values.get(3)));
      array.assign(2);
      assertTrue(Float.isNaN(values.get(3)));
      HostCopy.read(array);
      assertEquals(2, values.get(3));
      Ops.relu(array, array).run();
      assertTrue(Float.isNaN(values.get(3)));
      Ops.prefix(array, 4).muli(2);
      assertEquals(4, HostCopy.values(Ops.prefix(array, 4)).get(3));
      other.assign(array).addi(array);
      assertEquals(8, HostCopy.values(other).get(3));
      assertEquals(4, HostCopy.values(other).get(5));
    }
  }
}
