package neuralart.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  @TempDir Path folder;

  @Test
  void imagesOfAFolderAndThoseInIt() throws IOException {
    for (String name :
        List.of("b.TIF", "a.png", "x/a.png", "x/notes.txt", ".hidden/c.png", "out/d.png")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "");
    }
    List<Input> found = Inputs.of(folder, Optional.empty(), folder.resolve("out"));
    assertEquals(List.of("a.png", "b.TIF", "x/a.png"), names(found));
  }

  @Test
  void aListNamesFilesByTheirPlaceInTheRoot() throws IOException {
    Path list = Files.writeString(folder.resolve("list"), "x/a.png\n\n/elsewhere/b c.tif\n");
    assertEquals(List.of("x/a.png", "elsewhere/b c.tif"), names(of(list)));
    List<Input> rooted = Inputs.of(list, Optional.of(folder.resolve("x")), folder.resolve("out"));
    assertEquals("a.png", rooted.get(0).name());
    assertEquals(folder.resolve("x/a.png"), rooted.get(0).path());
  }

  @Test
  void columnsOfATableStandInOptions() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("t.csv"), "layer,input\r\n\"a,\"\"b\"\"\",1.tif\r\nc,2.tif\r\n");
    List<Input> found = of(table);
    assertEquals("layers=[a,\"b\"]", only(found.get(0), "layers=[{layer}]").options());
    assertEquals("c of 2.tif {x}", only(found.get(1), "{layer} of {input} {x}").options());
    Path tabs = Files.writeString(folder.resolve("t.tsv"), "input\tn\n1,1.tif\t5\n");
    assertEquals(List.of("1,1.tif"), names(of(tabs)));
  }

  private static Variant only(Input input, String options) {
    List<Variant> variants = input.variants(options);
    assertEquals(1, variants.size());
    return variants.get(0);
  }

  @Test
  void rowsOfAnImageAreItsVariants() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("t.csv"),
            "input,layer,n\n1.tif,fire2/concat,7\n2.tif,b,8\nx/../1.tif,a b,7\n");
    List<Input> found = of(table);
    assertEquals(List.of("1.tif", "2.tif"), names(found));
    List<Variant> variants = found.get(0).variants("layer=[{layer}]");
    assertEquals(
        List.of("layer=[fire2/concat]", "layer=[a b]"),
        variants.stream().map(Variant::options).toList());
    assertEquals(List.of("fire2_concat", "a_b"), variants.stream().map(Variant::label).toList());
    assertEquals(
        "The input 1.tif is given twice with the same options: its rows must differ in a column that"
            + " the options name",
        assertThrows(IllegalArgumentException.class, () -> found.get(0).variants("n={n}"))
            .getMessage());
  }

  @Test
  void wrongSourcesAreToldInOneLine() throws IOException {
    Path twice = Files.writeString(folder.resolve("twice"), "a.tif\nx/../a.tif\n");
    assertProblem("The input a.tif is given twice", twice);
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    assertProblem("There are no images in " + empty, empty);
    assertProblem("There is no folder or file " + folder.resolve("x"), folder.resolve("x"));
    Path table = Files.writeString(folder.resolve("t.csv"), "image,n\na,b\n");
    assertProblem(
        "The table " + table + " has no column input; its columns are: [image, n]", table);
    Files.writeString(table, "input,n\na\n");
    assertProblem("Row 1 of " + table + " has 1 cells, not 2", table);
    Path image = Files.writeString(folder.resolve("a.tif"), "");
    assertProblem(image + " is an image: give its folder, or a text file with its path", image);
    for (String name : List.of("latin.txt", "latin.csv")) {
      Path latin = Files.write(folder.resolve(name), "Zürich.tif".getBytes(ISO_8859_1));
      assertProblem(latin + " is no text in UTF-8: save it as such", latin);
    }
    Path out = Files.createDirectory(folder.resolve("out"));
    assertProblem("The output folder " + out + " has the inputs in it: choose another one", out);
  }

  @Test
  void namesInBracesAreColumns() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), "input,layer\n1.tif,a\n");
    Input row = of(table).get(0);
    row.requireColumns("layers=[{layer}=1] x={input}");
    assertEquals(
        "There is no column {lair}. Columns are: [input, layer]",
        assertThrows(IllegalArgumentException.class, () -> row.requireColumns("x={lair}"))
            .getMessage());
  }

  @Test
  void partsAreTheWholeTogether() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      lines.append(i).append(".tif\n");
    }
    List<Input> all = of(Files.writeString(folder.resolve("list"), lines));
    TreeSet<String> together = new TreeSet<>();
    int count = 0;
    for (int part = 1; part <= 4; part++) {
      List<Input> some = Inputs.part(all, part, 4);
      count += some.size();
      together.addAll(names(some));
    }
    assertEquals(10, count);
    assertEquals(new TreeSet<>(names(all)), together);
  }

  private List<Input> of(Path source) throws IOException {
    return Inputs.of(source, Optional.empty(), folder.resolve("out"));
  }

  private void assertProblem(String message, Path source) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> of(source)).getMessage());
  }

  private static List<String> names(List<Input> inputs) {
    return inputs.stream().map(Input::name).toList();
  }
}
