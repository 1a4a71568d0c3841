package neuralart.art;

import java.util.Arrays;
import neuralart.image.Colors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What becomes of the colours in a style transfer (Gatys et al. 2017). */
public enum ColorMode {
  /** The result has the colours of the style. */
  STYLE("style") {
    @Override
    INDArray style(INDArray style, INDArray content) {
      return style.dup();
    }
  },

  /**
   * The result has the colours of the content: the transfer is one of luminances, with the style's
   * mean and variance made those of the content.
   */
  CONTENT("content") {
    @Override
    INDArray content(INDArray content) {
      return Colors.luminance(content);
    }

    @Override
    INDArray style(INDArray style, INDArray content) {
      try (INDArray grey = Colors.luminance(style);
          INDArray like = Colors.luminance(content);
          INDArray matched = Colors.matchMoments(grey, like)) {
        return Colors.luminance(matched);
      }
    }

    @Override
    INDArray result(INDArray rgb, INDArray content) {
      return Colors.withLuminance(content, rgb);
    }
  },

  /** The style is given the mean and the covariance of the content's colours before. */
  MATCH("match") {
    @Override
    INDArray style(INDArray style, INDArray content) {
      return Colors.matchMoments(style, content);
    }
  },

  /** The style is given the histograms of the content's colours before. */
  HISTOGRAM("histogram") {
    @Override
    INDArray style(INDArray style, INDArray content) {
      return Colors.matchHistogram(style, content);
    }
  };

  private final String title;

  ColorMode(String title) {
    this.title = title;
  }

  /** What the user calls it. */
  public String title() {
    return title;
  }

  /**
   * The mode of a title.
   *
   * @throws IllegalArgumentException listing those there are
   */
  public static ColorMode of(String title) {
    return Arrays.stream(values())
        .filter(mode -> mode.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "colors is '" + title + "', but must be style, content, match or histogram"));
  }

  /** The content as the transfer sees it: a new array, as of all methods here. */
  INDArray content(INDArray content) {
    return content.dup();
  }

  /** A style as the transfer sees it. */
  abstract INDArray style(INDArray style, INDArray content);

  /** The picture that the transfer makes of the content. */
  INDArray result(INDArray rgb, INDArray content) {
    return rgb.dup();
  }
}
