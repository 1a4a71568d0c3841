package neuralart.host.dialog;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.GridLayout;
import java.awt.Insets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.JCheckBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSeparator;
import javax.swing.JTabbedPane;

/**
 * The fields of a dialog on two pages: those that most people want, and under headings all others.
 * Where all are on the first page there is no second one.
 */
public final class DialogPages {
  private static final int MARGIN = 12;
  private static final int ROW_GAP = 2;

  /** Between the rows of the first page, which are few. */
  private static final int WIDE_GAP = 5;

  private static final int LABEL_GAP = 10;

  /** The heading of what few people want. */
  private static final String LAST = "Computing";

  /** More rows than these stand in two columns. */
  private static final int ROWS = 9;

  private final List<DialogField> first = new ArrayList<>();
  private final Map<String, List<DialogField>> groups = new LinkedHashMap<>();
  private final JPanel component = new JPanel(new BorderLayout());
  private Runnable turned = () -> {};

  /**
   * @param fields in their order
   */
  DialogPages(List<DialogField> fields) {
    for (DialogField field : fields) {
      InputLayout.group(field.item())
          .map(group -> groups.computeIfAbsent(group, name -> new ArrayList<>()))
          .orElse(first)
          .add(field);
    }
    first.sort(Comparator.comparing(field -> InputLayout.place(field.item())));
    Optional.ofNullable(groups.remove(LAST)).ifPresent(last -> groups.put(LAST, last));
    Page page = new Page(WIDE_GAP);
    first.forEach(page::add);
    if (groups.isEmpty()) {
      component.add(page.panel);
      return;
    }
    JTabbedPane pages = new JTabbedPane();
    pages.addTab("Settings", page.finish());
    pages.addTab("More settings", new SecondPage(groups(), pages));
    pages.setMnemonicAt(1, 'M');
    pages.addChangeListener(event -> turned.run());
    component.add(pages);
  }

  /** Puts the cursor into the first field. */
  void focus() {
    first.stream().findFirst().ifPresent(field -> field.control().requestFocusInWindow());
  }

  JComponent component() {
    return component;
  }

  private JComponent groups() {
    int rows = groups.values().stream().mapToInt(fields -> fields.size() + 1).sum();
    if (rows <= ROWS) {
      Page page = new Page(ROW_GAP);
      groups.forEach(page::add);
      return page.finish();
    }
    Page left = new Page(ROW_GAP);
    Page right = new Page(ROW_GAP);
    int filled = 0;
    for (Map.Entry<String, List<DialogField>> group : groups.entrySet()) {
      int height = group.getValue().size() + 1;
      boolean isLeft = filled + height / 2 <= rows / 2;
      filled += height;
      (isLeft ? left : right).add(group.getKey(), group.getValue());
    }
    JPanel both = new JPanel(new GridLayout(1, 2, MARGIN, 0));
    both.add(left.finish());
    both.add(right.finish());
    return both;
  }

  /** Tells when the user has turned to another page, which may be higher. */
  void whenTurned(Runnable action) {
    turned = action;
  }

  /** The page of the groups, which asks for its height once it is shown. */
  private static final class SecondPage extends JScrollPane {
    private static final long serialVersionUID = 1;
    private final JTabbedPane pages;

    SecondPage(JComponent content, JTabbedPane pages) {
      super(content);
      this.pages = pages;
      setBorder(BorderFactory.createEmptyBorder());
      getVerticalScrollBar().setUnitIncrement(2 * MARGIN);
    }

    @Override
    public Dimension getPreferredSize() {
      Dimension size = super.getPreferredSize();
      return new Dimension(size.width, pages.getSelectedComponent() == this ? size.height : 0);
    }
  }

  /** Labels on the left, controls on the right. */
  private static final class Page {
    private final JPanel panel = new JPanel(new GridBagLayout());
    private final Set<Character> mnemonics = new HashSet<>(Set.of('H', 'R', 'M'));
    private final int gap;
    private int rows;

    Page(int gap) {
      this.gap = gap;
      panel.setBorder(BorderFactory.createEmptyBorder(MARGIN, MARGIN, MARGIN, MARGIN));
    }

    void add(String heading, List<DialogField> fields) {
      JPanel title = new JPanel(new BorderLayout(LABEL_GAP, 0));
      JLabel words = new JLabel(heading);
      words.setFont(words.getFont().deriveFont(Font.BOLD));
      JPanel line = new JPanel(new GridBagLayout());
      line.add(new JSeparator(), place(0, 1));
      title.add(words, BorderLayout.LINE_START);
      title.add(line);
      GridBagConstraints place = place(0, 1);
      place.gridwidth = 2;
      place.insets = new Insets(rows == 0 ? 0 : LABEL_GAP, 0, ROW_GAP, 0);
      panel.add(title, place);
      rows++;
      fields.forEach(this::add);
    }

    void add(DialogField field) {
      panel.add(field.label(), place(0, 0));
      panel.add(field.row(), place(1, 1));
      rows++;
      field.below().ifPresent(this::addBelow);
      setMnemonic(field);
    }

    private void addBelow(JComponent component) {
      GridBagConstraints place = place(1, 1);
      place.fill = GridBagConstraints.NONE;
      place.insets = new Insets(0, 0, gap, 0);
      panel.add(component, place);
      rows++;
    }

    /** A letter of the label that no field before has. */
    private void setMnemonic(DialogField field) {
      InputLayout.label(field.item())
          .chars()
          .mapToObj(letter -> Character.toUpperCase((char) letter))
          .filter(letter -> letter >= 'A' && letter <= 'Z' && mnemonics.add(letter))
          .findFirst()
          .ifPresent(
              letter -> {
                if (field.control() instanceof JCheckBox box) {
                  ((AbstractButton) box).setMnemonic(letter);
                } else {
                  field.label().setDisplayedMnemonic(letter);
                }
              });
    }

    private GridBagConstraints place(int column, double weight) {
      GridBagConstraints place = new GridBagConstraints();
      place.gridx = column;
      place.gridy = rows;
      place.weightx = weight;
      place.fill = GridBagConstraints.HORIZONTAL;
      place.anchor = GridBagConstraints.LINE_START;
      place.insets = new Insets(gap, 0, gap, column == 0 ? LABEL_GAP : 0);
      return place;
    }

    /** Leaves the room below the last row empty. */
    JComponent finish() {
      JPanel top = new JPanel(new BorderLayout());
      top.add(panel, BorderLayout.NORTH);
      return top;
    }
  }
}
