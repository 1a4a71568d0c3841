package neuralart.art.saliency;

import neuralart.art.Titled;

/** How the share of each pixel in what a network says is found out. */
public enum SaliencyMethod implements Titled {
  /** The gradient (K. Simonyan, A. Vedaldi and A. Zisserman, 2014). */
  GRADIENT("Gradient"),

  /** The mean gradient of noisy copies (D. Smilkov et al., 2017). */
  SMOOTHGRAD("SmoothGrad"),

  /** The gradients on the way from a baseline (M. Sundararajan, A. Taly and Q. Yan, 2017). */
  INTEGRATED_GRADIENTS("Integrated gradients"),

  /** The channels of a layer, by their mean gradients (R. R. Selvaraju et al., 2017). */
  GRAD_CAM("Grad-CAM"),

  /** What is lost where a patch is covered (M. D. Zeiler and R. Fergus, 2014). */
  OCCLUSION("Occlusion");

  private final String title;

  SaliencyMethod(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  /**
   * The method of a title.
   *
   * @throws IllegalArgumentException listing the methods there are
   */
  public static SaliencyMethod of(String title) {
    return Titled.of(SaliencyMethod.class, "method", title);
  }
}
