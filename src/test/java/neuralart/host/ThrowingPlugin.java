package neuralart.host;

import ij.plugin.PlugIn;

/** A plugin of ImageJ that throws. */
public final class ThrowingPlugin implements PlugIn {
  @Override
  public void run(String argument) {
    throw new UnsupportedOperationException("not today");
  }
}
