package neuralart.network.model;

/**
 * A published file of weights.
 *
 * @param name its official name
 * @param folder the address of the folder that it is in
 * @param bytes its size
 * @param md5 its checksum, in lower-case hexadecimal digits
 */
public record WeightsFile(String name, String folder, long bytes, String md5) {
  /** Where it can be had. */
  public String url() {
    return folder + name;
  }
}
