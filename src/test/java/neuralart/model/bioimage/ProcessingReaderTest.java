package neuralart.model.bioimage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.model.file.Yaml;
import neuralart.network.MeasuredInput;
import neuralart.network.Preprocessing;
import neuralart.network.processing.Processing;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Pre- and postprocessing against what {@code pixel_processing.py} computed with NumPy. */
class ProcessingReaderTest {
  private static final String STORED = "/neuralart/reference/processing.json";

  private static List<Processing> read(String operations) {
    return new ProcessingReader("mask", "bcyx", "raw").read(Yaml.parse(operations, "description"));
  }

  private static Picture picture(JsonNode stored, String key) {
    float[] values = new float[stored.path(key).size()];
    IntStream.range(0, values.length)
        .forEach(i -> values[i] = (float) stored.path(key).get(i).asDouble());
    JsonNode shape = stored.path("shape");
    int[] sizes = {1, shape.get(0).asInt(), shape.get(1).asInt(), shape.get(2).asInt()};
    return new NumpyArray(sizes, values).picture("bcyx");
  }

  private static JsonNode stored() throws Exception {
    try (InputStream stream = ProcessingReaderTest.class.getResourceAsStream(STORED)) {
      return new ObjectMapper().readTree(stream);
    }
  }

  @Test
  void everyOperationIsThatOfTheSpecification() throws Exception {
    JsonNode stored = stored();
    Picture values = picture(stored, "values");
    Picture reference = picture(stored, "reference");
    double worst = 0;
    for (JsonNode one : stored.path("cases")) {
      String operation = one.path("operation").asText();
      float[] made = Processing.apply(read("[" + operation + "]"), values, reference).values();
      ((ObjectNode) one).set("shape", stored.path("shape"));
      float[] expected = picture(one, "expected").values();
      float largest = 1;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < made.length; i++) {
        double difference = Math.abs(made[i] - expected[i]) / largest;
        worst = Math.max(worst, difference);
        assertTrue(difference < Tolerances.OPERATION, operation + " " + i + ": " + made[i]);
      }
    }
    System.out.printf(
        "%d operations on pixels: largest difference %.1e%n", stored.path("cases").size(), worst);
  }

  @Test
  void pixelsOfPicturesAreTakenAsThoseOfTheImage() throws Exception {
    Picture values = picture(stored(), "values");
    List<Processing> operations =
        read(
            "[{id: scale_linear, kwargs: {gain: 2, offset: 7}}, {id: clip, kwargs: {min: 0}},"
                + " {id: zero_mean_unit_variance, kwargs: {axes: [y, x]}}]");
    float[] taken = Processing.apply(operations, values, values).values();
    MeasuredInput input = new MeasuredInput(operations);
    Preprocessing usual = Preprocessing.range(2, -3, 3);
    assertArrayEquals(
        taken,
        usual.toInput(input.picture(values, usual)).values(),
        (float) Tolerances.PREPROCESSING);

    Preprocessing own =
        input.preprocessing(values, new double[] {0, -100}, new double[] {255, 155});
    float[] levels = values.values();
    for (int i = 1; i < levels.length; i += 2) {
      levels[i] += 100;
    }
    float[] again = own.toInput(Picture.of(5, 7, 2, levels)).values();
    for (int i = 0; i < taken.length; i++) {
      if (2 * values.values()[i] + 7 > 0) { // else it is clipped
        assertEquals(taken[i], again[i], 1e-5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{id: gamma} | has the operation 'gamma' on 'mask', which isn't supported",
        "{id: clip, kwargs: {min: 3, max: 1}} | clips to 3.0..1.0",
        "{id: clip, kwargs: {min: a}} | says that min is 'a', not a number",
        "{id: clip, kwargs: {min: .nan}} | says that min is '.nan', not a number",
        "{id: scale_linear, kwargs: {gain: []}} | has an empty list of gain",
        "{id: scale_linear, kwargs: {gain: {a: 1}}} | says that gain is a list or a map",
        "{id: scale_linear, kwargs: {axis: x, gain: [1, 2]}} | is along the axis 'x'",
        "{id: fixed_zero_mean_unit_variance, kwargs: {mean: 1}} | has 1 values of mean and 0 of std",
        "{id: fixed_zero_mean_unit_variance, kwargs: {mean: 1, std: 0}} | has a std of 0.0",
        "{id: scale_range, kwargs: {min_percentile: 60, max_percentile: 40}} | has the percentiles",
        "{id: scale_range, kwargs: {reference_tensor: x}} | refers to 'x'; only the input 'raw'",
        "{id: scale_mean_variance} | refers to ''",
        "{id: zero_mean_unit_variance, kwargs: {axes: [channel]}} | has the axes 'c'; expected",
        "{id: zero_mean_unit_variance, kwargs: {eps: -1}} | has an eps of -1.0",
        "{id: binarize} | has the threshold []",
        "{id: ensure_dtype, kwargs: {dtype: complex64}} | has the dtype 'complex64'"
      })
  void whatCannotBeIsNamed(String operation, String words) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> read("[" + operation + "]"))
            .getMessage();
    assertTrue(message.contains(words), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void whatCannotBeUndoneIsNoWayToPaint() {
    Picture values = Picture.of(1, 2, 1, 3, 5);
    for (String operation : List.of("{id: sigmoid}", "{id: scale_linear, kwargs: {gain: -1}}")) {
      MeasuredInput input = new MeasuredInput(read("[" + operation + "]"));
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> input.preprocessing(values, new double[] {0}, new double[] {255}))
              .getMessage();
      assertTrue(message.endsWith("look at its feature maps instead"), message);
    }
  }
}
