package neuralart.plan.opencl;

/** A kernel with its arguments and work items, to be run any number of times. */
interface Launch extends Runnable, AutoCloseable {
  @Override
  void close();
}
