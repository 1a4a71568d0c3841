package neuralart.network.node;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/** Loops over pieces of arrays, done by several threads. */
final class Workers {
  /** How many there are: each has a number below that, and may have memory of its own. */
  static final int COUNT = ForkJoinPool.getCommonPoolParallelism() + 1;

  private Workers() {}

  /** What is done with a piece, by its number. */
  interface Work {
    void on(int piece, int worker);
  }

  /** Does all pieces, each once, and returns when they are done. */
  static void share(int pieces, Work work) {
    int workers = Math.min(COUNT, pieces);
    if (workers <= 1) {
      doEvery(1, 0, pieces, work);
      return;
    }
    IntStream.range(0, workers)
        .parallel()
        .forEach(worker -> doEvery(workers, worker, pieces, work));
  }

  private static void doEvery(int step, int worker, int pieces, Work work) {
    for (int piece = worker; piece < pieces; piece += step) {
      work.on(piece, worker);
    }
  }
}
