package neuralart.art.saliency;

import neuralart.art.Options;

/**
 * Everything that decides what a saliency map looks like.
 *
 * @param method how it is made
 * @param signed whether the map tells what speaks for and what against: sums over the channels of a
 *     pixel. Otherwise it holds sizes: of gradients the largest absolute value of the channels, of
 *     Grad-CAM what speaks for, of the others the absolute sum
 * @param samples noisy copies of SmoothGrad
 * @param noise their standard deviation, as a share of the range of the image's values
 * @param steps of integrated gradients
 * @param baseline that integrated gradients start from, and that patches are covered with
 * @param camLayer the layer of Grad-CAM; chosen if empty
 * @param patch side of the covered patches, in pixels as the network sees the image; 0 for an
 *     eighth of the image's longer side
 * @param stride pixels between them; 0 for half a patch
 * @param seed of the noise
 */
public record SaliencyOptions(
    SaliencyMethod method,
    boolean signed,
    int samples,
    double noise,
    int steps,
    Baseline baseline,
    String camLayer,
    int patch,
    int stride,
    long seed) {
  public SaliencyOptions {
    Options.require(samples >= 1 && samples <= 10_000, "samples", samples, "1 to 10000");
    Options.require(noise >= 0 && noise <= 1, "noise", noise, "0 to 1");
    Options.require(steps >= 1 && steps <= 10_000, "steps", steps, "1 to 10000");
    Options.require(patch >= 0, "patch", patch, "0 or more");
    Options.require(stride >= 0, "stride", stride, "0 or more");
  }

  /** The values that published examples take. */
  public static SaliencyOptions defaults(SaliencyMethod method) {
    return new SaliencyOptions(method, false, 25, 0.15, 50, Baseline.BLACK, "", 0, 0, 1);
  }
}
