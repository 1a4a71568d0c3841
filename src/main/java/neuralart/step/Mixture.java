package neuralart.step;

import java.util.Arrays;

/**
 * A sparse matrix: output k is the sum of {@code weights[i] input[indices[i]]} over i from {@code
 * starts[k]} to below {@code starts[k + 1]}.
 */
public record Mixture(int[] starts, int[] indices, float[] weights) {
  /** Number of outputs. */
  public int outputs() {
    return starts.length - 1;
  }

  /**
   * The transpose: what turns the gradient of the outputs into that of the inputs.
   *
   * @param inputs how many inputs there are
   */
  public Mixture transposed(int inputs) {
    int[] next = new int[inputs + 1];
    for (int index : indices) {
      next[index + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] newStarts = next.clone();
    int[] newIndices = new int[indices.length];
    float[] newWeights = new float[weights.length];
    for (int k = 0; k < outputs(); k++) {
      for (int i = starts[k]; i < starts[k + 1]; i++) {
        int place = next[indices[i]]++;
        newIndices[place] = k;
        newWeights[place] = weights[i];
      }
    }
    return new Mixture(newStarts, newIndices, newWeights);
  }
}
