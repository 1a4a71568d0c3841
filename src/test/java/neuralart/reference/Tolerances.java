package neuralart.reference;

/** All tolerances of the tests, with the reason for each. */
public final class Tolerances {
  /** Relative L2 of activations and image gradients to double precision: float32 rounding. */
  public static final double GRADIENT = 1e-5;

  /**
   * Relative L2 of outputs and image gradients of whole networks to double precision, and largest
   * difference of probabilities: float32 rounding through up to 120 layers, and now and then
   * another side of a ReLU or another largest value.
   */
  public static final double EXPORTED = 1e-4;

  /** Difference of network inputs within -3..3 to double precision: float32 rounding. */
  public static final double PREPROCESSING = 2e-6;

  /** Relative difference of a single operation to double precision. */
  public static final double OPERATION = 2e-6;

  /**
   * Relative difference of a loss on a device to that on the processor, which adds up in double
   * precision: rounding of what is added up, and of matrix products.
   */
  public static final double DEVICE_LOSS = 2e-7;

  /** Relative L2 of where a descent of some sixty steps ends: float32 rounding, step by step. */
  public static final double DESCENT = 1e-5;

  /**
   * Relative L2 of how far L-BFGS has moved in some ten steps on a device: rounding, step by step.
   */
  public static final double DEVICE_DESCENT = 1e-4;

  /** Largest difference of outputs in tiles to those in one piece, by their maximum: summation. */
  public static final double TILES = 1e-6;

  /** Relative L2 of a gradient in strips to that in one piece: summation in another order. */
  public static final double STRIPS = 1e-6;

  /** The same on a GPU, where Winograd's transforms of gradients round a little more. */
  public static final double STRIPS_OF_DEVICES = 2e-6;

  /** Largest difference of feature maps to double precision, by their maximum: float32 rounding. */
  public static final double FEATURE_MAP = 1e-5;

  /** Difference of sums of 27 values of up to 1 times weights below 1 that have 11 bits. */
  public static final double HALF_PRECISION = 5e-3;

  /** RMS difference of two dreams after 2 iterations an octave, by the RMS change they made. */
  public static final double DREAM = 0.05;

  /** Relative difference of the objectives, averaged over images, that long dreams reach. */
  public static final double LONG_DREAM = 0.1;

  /** RMS difference of two filter images after 2 steps, by the RMS change they made. */
  public static final double FILTER = 1e-4;

  /**
   * Relative difference of the objectives of filter images: in the first step of Adam, the rounding
   * of a tiny slope may change its sign.
   */
  public static final double FILTER_LOSS = 1e-3;

  /**
   * Relative L2 of a gradient to central differences of a function whose values have single
   * precision.
   */
  public static final double CENTRAL_DIFFERENCE = 2e-5;

  /** Gradient energy across the edges of tiles by that elsewhere: chance alone leaves 1%. */
  public static final double SEAM = 0.02;

  /** Largest difference of a level, 0..255, to what ImageJ shows: it may lie between two levels. */
  public static final double DISPLAYED_LEVEL = 1;

  private Tolerances() {}

  /** The L2 norm of the difference over that of the expected values. */
  public static double relativeL2(double[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(expected.length + " values against " + actual.length);
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += (expected[i] - actual[i]) * (expected[i] - actual[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }
}
