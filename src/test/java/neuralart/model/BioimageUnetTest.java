package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import neuralart.art.maps.ReferenceRun;
import neuralart.model.bioimage.BioimagePackage;
import neuralart.network.Network;
import neuralart.network.NetworkDescription.Output;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;

/** A package as bioimage.io publishes it. */
class BioimageUnetTest {
  private static final String NUCLEI = "usermodels/bioimageio_unet2d_nuclei_broad";

  @Test
  void theUnetGivesWhatItsAuthorGot() {
    Path folder = TestData.file(NUCLEI);
    Model model = Models.of(folder.toString());
    BioimagePackage.Test test = model.test().orElseThrow();
    try (Network network = model.load()) {
      Output output = network.description().orElseThrow().outputs().get(0);
      assertEquals(List.of("probability"), output.channels());
      List<ReferenceRun.Difference> differences =
          ReferenceRun.compare(network, test.input(), test.outputs());
      assertEquals(1, differences.size());
      assertEquals("Constantin Pape, Fynn Beuttenmueller", model.credits().authors());
      assertTrue(differences.get(0).largest() < Tolerances.EXPORTED, differences.toString());
    }
  }
}
