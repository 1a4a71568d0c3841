package neuralart.model.file;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.MissingNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import org.nd4j.shade.yaml.snakeyaml.error.MarkedYAMLException;
import org.nd4j.shade.yaml.snakeyaml.error.YAMLException;
import org.nd4j.shade.yaml.snakeyaml.events.AliasEvent;
import org.nd4j.shade.yaml.snakeyaml.events.CollectionEndEvent;
import org.nd4j.shade.yaml.snakeyaml.events.Event;
import org.nd4j.shade.yaml.snakeyaml.events.MappingStartEvent;
import org.nd4j.shade.yaml.snakeyaml.events.NodeEvent;
import org.nd4j.shade.yaml.snakeyaml.events.ScalarEvent;
import org.nd4j.shade.yaml.snakeyaml.events.SequenceStartEvent;

/**
 * Parses YAML of anybody's making. Nothing is made but maps, lists and texts: numbers stay the
 * texts that they are, tags are not looked at, and an alias is the very node that it stands for, so
 * that a few lines can't become a million.
 */
public final class Yaml {
  /** Far more than a description has. */
  public static final int LARGEST = 1 << 20;

  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 100_000;
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String what;
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private final Deque<Level> open = new ArrayDeque<>();
  private JsonNode root = MissingNode.getInstance();
  private int count;

  /** A collection that isn't complete, and the key of a map whose value comes next. */
  private static final class Level {
    private final JsonNode node;
    private String key = "";
    private boolean hasKey;

    Level(JsonNode node) {
      this.node = node;
    }
  }

  private Yaml(String what) {
    this.what = what;
  }

  /**
   * Parses a text.
   *
   * @param text its beginning that isn't longer than {@link #LARGEST}, and one more where it is
   * @param what it is, as in "description"
   * @throws IllegalArgumentException if it isn't YAML, is too long, has too many parts, or is
   *     nested too deeply
   */
  public static JsonNode parse(String text, String what) {
    if (text.length() > LARGEST) {
      throw new IllegalArgumentException(
          "can't be used: its " + what + " is longer than " + LARGEST + " bytes");
    }
    Yaml yaml = new Yaml(what);
    try {
      for (Event event : new org.nd4j.shade.yaml.snakeyaml.Yaml().parse(new StringReader(text))) {
        yaml.take(event);
      }
    } catch (YAMLException e) {
      String line =
          e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
              ? " in line " + (marked.getProblemMark().getLine() + 1)
              : "";
      throw new IllegalArgumentException("is damaged: its " + what + " isn't YAML" + line, e);
    }
    return yaml.root;
  }

  private void take(Event event) {
    if (event instanceof CollectionEndEvent) {
      open.pop();
    } else if (event instanceof NodeEvent node) {
      requireRoom();
      add(node);
    }
  }

  private void requireRoom() {
    count++;
    if (count > MOST_NODES) {
      throw new IllegalArgumentException(
          "can't be used: its " + what + " has more than " + MOST_NODES + " parts");
    }
    if (open.size() > DEEPEST) {
      throw new IllegalArgumentException(
          "can't be used: its " + what + " is nested more than " + DEEPEST + " deep");
    }
  }

  private void add(NodeEvent event) {
    Level level = open.peek();
    boolean isKey = level != null && level.node instanceof ObjectNode && !level.hasKey;
    JsonNode node = node(event);
    if (event.getAnchor() != null && !(event instanceof AliasEvent)) {
      anchors.put(event.getAnchor(), node);
    }
    if (isKey) {
      level.key = node.isContainerNode() ? "" : node.asText();
      level.hasKey = true;
    } else if (level == null) {
      root = node;
    } else {
      put(level, node);
    }
    if (event instanceof MappingStartEvent || event instanceof SequenceStartEvent) {
      open.push(new Level(node));
    }
  }

  private static void put(Level level, JsonNode node) {
    if (level.node instanceof ObjectNode map) {
      map.set(level.key, node);
      level.hasKey = false;
    } else {
      ((ArrayNode) level.node).add(node);
    }
  }

  private JsonNode node(NodeEvent event) {
    if (event instanceof AliasEvent) {
      return anchors.getOrDefault(event.getAnchor(), NODES.nullNode());
    } else if (event instanceof ScalarEvent scalar) {
      boolean nothing = scalar.getImplicit().canOmitTagInPlainScalar();
      return nothing && NOTHING.contains(scalar.getValue())
          ? NODES.nullNode()
          : NODES.textNode(scalar.getValue());
    }
    return event instanceof MappingStartEvent ? NODES.objectNode() : NODES.arrayNode();
  }
}
