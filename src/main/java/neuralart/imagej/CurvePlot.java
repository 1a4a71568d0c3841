package neuralart.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.util.List;
import java.util.Map;

/** Curves over the same values of x, with a legend. */
public final class CurvePlot {
  private static final List<Color> COLORS =
      List.of(Color.RED, Color.PINK, Color.BLUE, new Color(150, 190, 255));

  private static final int WIDTH = 560;
  private static final int HEIGHT = 360;

  private CurvePlot() {}

  /**
   * A plot of curves.
   *
   * @param curves by what the user calls them, in the order of the legend
   */
  public static ImagePlus of(
      String title, String xTitle, String yTitle, double[] x, Map<String, double[]> curves) {
    Plot plot = new Plot(title, xTitle, yTitle);
    plot.setSize(WIDTH, HEIGHT);
    plot.setLineWidth(2);
    int color = 0;
    for (double[] curve : curves.values()) {
      plot.setColor(COLORS.get(color++ % COLORS.size()));
      plot.add("line", x, curve);
    }
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    if (curves.size() > 1) {
      plot.addLegend(String.join("\n", curves.keySet()));
    }
    plot.setLimitsToFit(true);
    return plot.getImagePlus();
  }
}
