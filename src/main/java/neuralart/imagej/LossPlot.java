package neuralart.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import neuralart.optimize.Losses;

/** The parts of a loss as curves over the iterations. */
public final class LossPlot {
  private static final List<Color> COLORS =
      List.of(Color.BLACK, Color.RED, Color.BLUE, new Color(0, 140, 0));

  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  private LossPlot() {}

  /** A plot of the parts and their sum, with a logarithmic axis where no part is negative. */
  public static ImagePlus of(String title, Losses losses) {
    Plot plot = new Plot(title, "Evaluation", "Loss");
    plot.setSize(WIDTH, HEIGHT);
    double[] evaluations = IntStream.rangeClosed(1, losses.count()).asDoubleStream().toArray();
    plot.setColor(COLORS.get(0));
    plot.add(
        "line", evaluations, IntStream.range(0, losses.count()).mapToDouble(losses::sum).toArray());
    StringBuilder legend = new StringBuilder("sum");
    int color = 1;
    for (Map.Entry<String, double[]> curve : losses.parts().entrySet()) {
      plot.setColor(COLORS.get(color++ % COLORS.size()));
      plot.add("line", evaluations, curve.getValue());
      legend.append('\n').append(curve.getKey());
    }
    plot.setAxisYLog(
        losses.parts().values().stream()
            .flatMapToDouble(Arrays::stream)
            .allMatch(value -> value >= 0));
    plot.setColor(Color.BLACK);
    plot.addLegend(legend.toString());
    plot.setLimitsToFit(true);
    return plot.getImagePlus();
  }
}
