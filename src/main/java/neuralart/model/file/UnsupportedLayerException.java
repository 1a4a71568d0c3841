package neuralart.model.file;

/** A layer is of a kind that has no node. The message says what it is. */
public final class UnsupportedLayerException extends Exception {
  private static final long serialVersionUID = 1;

  public UnsupportedLayerException(Object what) {
    super(
        what instanceof Enum<?> || what instanceof String
            ? what.toString()
            : what.getClass().getSimpleName());
  }
}
