package neuralart.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The parts of a loss as curves over the iterations. */
public final class LossPlot {
  private static final List<Color> COLORS =
      List.of(Color.BLACK, Color.RED, Color.BLUE, new Color(0, 140, 0));

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  private LossPlot() {}

  /**
   * A plot with a logarithmic axis.
   *
   * @param curves values by the name of the part, one for each evaluation; with their sum
   */
  public static ImagePlus of(String title, Map<String, double[]> curves) {
    Plot plot = new Plot(title, "Evaluation", "Loss");
    plot.setSize(WIDTH, HEIGHT);
    int length = curves.values().stream().mapToInt(curve -> curve.length).max().orElse(0);
    double[] evaluations = IntStream.rangeClosed(1, length).asDoubleStream().toArray();
    double[] sum = new double[length];
    for (double[] curve : curves.values()) {
      for (int i = 0; i < length; i++) {
        sum[i] += curve[i];
      }
    }
    plot.setColor(COLORS.get(0));
    plot.add("line", evaluations, sum);
    StringBuilder legend = new StringBuilder("sum");
    int color = 1;
    for (Map.Entry<String, double[]> curve : curves.entrySet()) {
      plot.setColor(COLORS.get(color++ % COLORS.size()));
      plot.add("line", evaluations, curve.getValue());
      legend.append('\n').append(curve.getKey());
    }
    plot.setAxisYLog(true);
    plot.setColor(Color.BLACK);
    plot.addLegend(legend.toString());
    plot.setLimitsToFit(true);
    return plot.getImagePlus();
  }
}
