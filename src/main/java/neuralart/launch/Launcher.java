package neuralart.launch;

public final class Launcher {
  private Launcher() {}

  public static void main(String[] args) {
    System.out.println("hello " + System.getProperty("java.version"));
  }
}
