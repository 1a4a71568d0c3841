package neuralart.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  @TempDir Path folder;

  @Test
  void goesOnBehindTheLastWholeLine() throws IOException {
    Path file = folder.resolve("new/summary.csv");
    Row done = new Row("/in, \"a\".tif", "a.tif.png", "DeepDream...", "12", "34", "0.5", "1.5", "");
    Row failed = new Row("/b.tif", "", "DeepDream...", "12", "56", "0.1", "", "It is\nbroken");
    try (Summary summary = new Summary(file)) {
      summary.add(done);
      summary.add(failed);
    }
    String whole = Files.readString(file);
    Files.writeString(file, whole + "/c.tif,c.ti");
    assertEquals(2, Row.read(file).size());
    Row again =
        new Row("/in, \"a\".tif", "a.tif.png", "DeepDream...", "12", "34", "0.7", "1.5", "");
    Row other = new Row("/b.tif", "b.tif.png", "DeepDream...", "12", "56", "0.1", "", "");
    try (Summary summary = new Summary(file)) {
      assertEquals(whole, Files.readString(file));
      summary.add(again);
      summary.add(other);
    }
    assertEquals(whole + other.line(), Files.readString(file));
    assertEquals(
        List.of(
            done,
            new Row("/b.tif", "", "DeepDream...", "12", "56", "0.1", "", "It is broken"),
            other),
        Row.read(file));
  }
}
