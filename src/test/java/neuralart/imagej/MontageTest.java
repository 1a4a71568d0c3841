package neuralart.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MontageTest {
  @Test
  void morePixelsThanAnImageCanHaveAreRefused() {
    Montage montage = new Montage(Montage.columns(512), 4096, 4096);
    assertEquals(
        "A montage of 512 pictures of 4096 x 4096 pixels is too large: choose fewer or smaller ones,"
            + " or display=Stack",
        assertThrows(IllegalArgumentException.class, () -> montage.require(512, 1)).getMessage());
  }
}
