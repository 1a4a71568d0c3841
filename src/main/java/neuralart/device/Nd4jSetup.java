package neuralart.device;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What ND4J must be told before its first use inside another application. */
public final class Nd4jSetup {
  private Nd4jSetup() {}

  /**
   * Lets ND4J find its backend with the class loader of this library, for the device that the user
   * has chosen, and lifts JavaCPP's limits on native memory, which go by the size of the Java heap:
   * every plan is held against the memory that the machine has. Limits that the user has set stay.
   * Without effect after the first use of ND4J. Of what the libraries log, only warnings go on.
   */
  public static void prepare() {
    Memory.liftLimits();
    LibraryLog.quieten();
    Device.prepare();
  }

  /**
   * Lets the calling thread compute alone, without helpers: for threads that work side by side on
   * plans of their own, which for small images is faster than all of them on one plan.
   */
  public static void useOneThread() {
    Nd4j.getNDArrayFactory(); // loads the native library
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
  }
}
