package neuralart.art.style;

import neuralart.art.Titled;
import neuralart.image.Colors;
import neuralart.image.Picture;

/** What becomes of the colours in a style transfer (Gatys et al. 2017). */
public enum ColorMode implements Titled {
  /** The result has the colours of the style. */
  STYLE("style") {
    @Override
    Picture style(Picture style, Picture content) {
      return style;
    }
  },

  /**
   * The result has the colours of the content: the transfer is one of luminances, with the style's
   * mean and variance made those of the content.
   */
  CONTENT("content") {
    @Override
    Picture content(Picture content) {
      return Colors.luminance(content);
    }

    @Override
    Picture style(Picture style, Picture content) {
      Picture matched = Colors.matchMoments(Colors.luminance(style), Colors.luminance(content));
      return Colors.luminance(matched);
    }

    @Override
    Picture result(Picture rgb, Picture content) {
      return Colors.withLuminance(content, rgb);
    }
  },

  /** The style is given the mean and the covariance of the content's colours before. */
  MATCH("match") {
    @Override
    Picture style(Picture style, Picture content) {
      return Colors.matchMoments(style, content);
    }
  },

  /** The style is given the histograms of the content's colours before. */
  HISTOGRAM("histogram") {
    @Override
    Picture style(Picture style, Picture content) {
      return Colors.matchHistogram(style, content);
    }
  };

  private final String title;

  ColorMode(String title) {
    this.title = title;
  }

  @Override
  public String title() {
    return title;
  }

  /**
   * The mode of a title.
   *
   * @throws IllegalArgumentException listing those there are
   */
  public static ColorMode of(String title) {
    return Titled.of(ColorMode.class, "colors", title);
  }

  /** The content as the transfer sees it; no picture is modified. */
  Picture content(Picture content) {
    return content;
  }

  /** A style as the transfer sees it. */
  abstract Picture style(Picture style, Picture content);

  /** The picture that the transfer makes of the content. */
  Picture result(Picture rgb, Picture content) {
    return rgb;
  }
}
