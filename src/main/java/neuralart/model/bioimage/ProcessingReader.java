package neuralart.model.bioimage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import neuralart.network.processing.Fixed;
import neuralart.network.processing.Fixed.Binarize;
import neuralart.network.processing.Fixed.Clip;
import neuralart.network.processing.Fixed.Linear;
import neuralart.network.processing.Fixed.Sigmoid;
import neuralart.network.processing.Fixed.Softmax;
import neuralart.network.processing.Fixed.Truncate;
import neuralart.network.processing.Processing;
import neuralart.network.processing.Processing.ClipPercentiles;
import neuralart.network.processing.Processing.Constant;
import neuralart.network.processing.Processing.MatchMoments;
import neuralart.network.processing.Processing.ScaleRange;
import neuralart.network.processing.Processing.Standardize;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Reads operations on pixels from a description, in the forms of the specification 0.4 ({@code
 * name}, {@code mode}, axes as {@code "xy"}) and 0.5 ({@code id}, axes as a list).
 *
 * @param tensor what the description calls the input or output that they belong to
 * @param axes of it, a letter each
 * @param input what it calls the input of the network
 */
record ProcessingReader(String tensor, String axes, String input) {
  /** The types of ensure_dtype that change something, with their ends. */
  private static final Map<String, Truncate> WHOLE_NUMBERS =
      Map.of(
          "int8", new Truncate(Byte.MIN_VALUE, Byte.MAX_VALUE),
          "int16", new Truncate(Short.MIN_VALUE, Short.MAX_VALUE),
          "int32", new Truncate(Integer.MIN_VALUE, Integer.MAX_VALUE),
          "int64", new Truncate(Long.MIN_VALUE, Long.MAX_VALUE),
          "uint8", new Truncate(0, 255),
          "uint16", new Truncate(0, 65_535),
          "uint32", new Truncate(0, 4_294_967_295.0),
          "uint64", new Truncate(0, 1.8446744073709552e19));

  /**
   * Reads a list of operations.
   *
   * @throws IllegalArgumentException if one isn't known or has settings that can't be
   */
  List<Processing> read(JsonNode operations) {
    List<Processing> read = new ArrayList<>();
    for (JsonNode operation : Settings.list(operations)) {
      String name = Settings.text(operation.path(operation.has("id") ? "id" : "name"));
      try {
        one(name, operation.path("kwargs")).ifPresent(read::add);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "has the operation '" + name + "' on '" + tensor + "', which " + e.getMessage(), e);
      }
    }
    return read;
  }

  private Optional<Processing> one(String name, JsonNode kwargs) {
    return switch (name) {
      case "ensure_dtype" -> type(Settings.text(kwargs.path("dtype")));
      case "zero_mean_unit_variance" ->
          Settings.text(kwargs.path("mode")).equals("fixed")
              ? constant(standardized(kwargs))
              : Optional.of(new Standardize(byChannel(kwargs), epsilon(kwargs)));
      case "fixed_zero_mean_unit_variance" -> constant(standardized(kwargs));
      case "scale_range" -> Optional.of(scaled(kwargs));
      case "scale_mean_variance" -> {
        requireReference(kwargs);
        yield Optional.of(new MatchMoments(byChannel(kwargs), epsilon(kwargs)));
      }
      case "clip" -> Optional.of(clipped(kwargs));
      default -> constant(simple(name, kwargs));
    };
  }

  private static Optional<Processing> constant(Fixed operation) {
    return Optional.of(new Constant(operation));
  }

  private static Fixed simple(String name, JsonNode kwargs) {
    return switch (name) {
      case "scale_linear" ->
          new Linear(
              settings(kwargs, "gain").orElse(new double[] {1}),
              settings(kwargs, "offset").orElse(new double[] {0}));
      case "sigmoid" -> new Sigmoid();
      case "softmax" -> {
        requireChannelAxis(kwargs);
        yield new Softmax();
      }
      case "binarize" -> new Binarize(settings(kwargs, "threshold").orElse(new double[0]));
      default ->
          throw new IllegalArgumentException(
              "isn't supported. Supported are binarize, clip, ensure_dtype,"
                  + " fixed_zero_mean_unit_variance, scale_linear, scale_mean_variance,"
                  + " scale_range, sigmoid, softmax and zero_mean_unit_variance");
    };
  }

  private static Optional<Processing> type(String type) {
    if (type.startsWith("float")) {
      return Optional.empty();
    } else if (WHOLE_NUMBERS.containsKey(type)) {
      return constant(WHOLE_NUMBERS.get(type));
    }
    throw new IllegalArgumentException("has the dtype '" + type + "', which isn't supported");
  }

  private static Fixed standardized(JsonNode kwargs) {
    double[] means = settings(kwargs, "mean").orElse(new double[0]);
    double[] deviations = settings(kwargs, "std").orElse(new double[0]);
    int n = Math.max(means.length, deviations.length);
    if (means.length == 0 || deviations.length == 0 || means.length != deviations.length && n > 1) {
      throw new IllegalArgumentException(
          "has " + means.length + " values of mean and " + deviations.length + " of std");
    }
    double[] gains = new double[n];
    double[] offsets = new double[n];
    for (int c = 0; c < n; c++) {
      if (!(deviations[c] > 0)) {
        throw new IllegalArgumentException("has a std of " + deviations[c] + ", not above 0");
      }
      gains[c] = 1 / deviations[c];
      offsets[c] = -means[c] / deviations[c];
    }
    return new Linear(gains, offsets);
  }

  private Processing scaled(JsonNode kwargs) {
    String reference = Settings.text(kwargs.path("reference_tensor"));
    boolean ofReference = !reference.isEmpty() && !reference.equals(tensor);
    if (ofReference) {
      requireReference(kwargs);
    }
    return new ScaleRange(
        byChannel(kwargs),
        Settings.number(kwargs, "min_percentile", 0),
        Settings.number(kwargs, "max_percentile", 100),
        epsilon(kwargs),
        ofReference);
  }

  private Processing clipped(JsonNode kwargs) {
    if (kwargs.has("min_percentile") || kwargs.has("max_percentile")) {
      if (kwargs.has("min") || kwargs.has("max")) {
        throw new IllegalArgumentException("mixes limits and percentiles, which isn't supported");
      }
      return new ClipPercentiles(
          byChannel(kwargs),
          Settings.number(kwargs, "min_percentile", 0),
          Settings.number(kwargs, "max_percentile", 100));
    }
    return new Constant(
        new Clip(
            new double[] {Settings.number(kwargs, "min", Double.NEGATIVE_INFINITY)},
            new double[] {Settings.number(kwargs, "max", Double.POSITIVE_INFINITY)}));
  }

  private static double epsilon(JsonNode kwargs) {
    return Settings.number(kwargs, "eps", Processing.EPSILON);
  }

  /** One setting for all, or one for each channel. */
  private static Optional<double[]> settings(JsonNode kwargs, String key) {
    Optional<double[]> numbers = Settings.numbers(kwargs, key);
    if (numbers.isPresent() && numbers.get().length > 1) {
      requireChannelAxis(kwargs);
    }
    return numbers;
  }

  private static void requireChannelAxis(JsonNode kwargs) {
    String axis = Settings.text(kwargs.path("axis"));
    if (!axis.isEmpty() && !axis.startsWith("c")) {
      throw new IllegalArgumentException("is along the axis '" + axis + "'; only channel can be");
    }
  }

  private void requireReference(JsonNode kwargs) {
    String reference = Settings.text(kwargs.path("reference_tensor"));
    if (!reference.equals(input)) {
      throw new IllegalArgumentException(
          "refers to '" + reference + "'; only the input '" + input + "' can be");
    }
  }

  /** Whether the axes that count together leave the channels out. */
  private boolean byChannel(JsonNode kwargs) {
    JsonNode joint = kwargs.path("axes");
    String letters;
    if (joint.isArray()) {
      StringBuilder first = new StringBuilder();
      Settings.list(joint).forEach(axis -> first.append((Settings.text(axis) + "?").charAt(0)));
      letters = first.toString();
    } else {
      letters = Settings.text(joint);
    }
    boolean all = letters.isEmpty();
    for (char axis : new char[] {'y', 'x'}) {
      if (!all && axes.indexOf(axis) >= 0 && letters.indexOf(axis) < 0) {
        throw new IllegalArgumentException(
            "has the axes '" + letters + "'; expected are x and y, with or without channel");
      }
    }
    return !all && letters.indexOf('c') < 0;
  }
}
