package neuralart.host;

import java.awt.BorderLayout;
import java.awt.Dialog.ModalityType;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.KeyboardFocusManager;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.WindowConstants;
import javax.swing.table.DefaultTableModel;
import javax.swing.table.TableColumn;

/** A dialog with a table whose rows can be picked; they are read while it is open already. */
public final class TablePicker {
  private static final Dimension SIZE = new Dimension(560, 400);
  private static final int MESSAGE_WIDTH = 400;
  private static final int MARGIN = 8;

  private final DefaultTableModel rows;
  private final JTable table;
  private final JLabel message = new JLabel("Reading...");
  private final JButton ok = new JButton("OK");
  private final JDialog dialog;
  private boolean confirmed;

  private TablePicker(String title, List<String> columns, boolean several) {
    rows = new DefaultTableModel(columns.toArray(), 0);
    table = new JTable(rows);
    table.setDefaultEditor(Object.class, null);
    table.setSelectionMode(
        several
            ? ListSelectionModel.MULTIPLE_INTERVAL_SELECTION
            : ListSelectionModel.SINGLE_SELECTION);
    table.addMouseListener(
        new MouseAdapter() {
          @Override
          public void mouseClicked(MouseEvent event) {
            if (event.getClickCount() == 2) {
              ok.doClick();
            }
          }
        });
    dialog =
        new JDialog(
            KeyboardFocusManager.getCurrentKeyboardFocusManager().getActiveWindow(),
            title,
            ModalityType.APPLICATION_MODAL);
    dialog.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    dialog.add(new JScrollPane(table));
    dialog.add(buttons(), BorderLayout.SOUTH);
    dialog.getRootPane().setDefaultButton(ok);
    dialog.setSize(SIZE);
    dialog.setLocationRelativeTo(dialog.getOwner());
  }

  private JPanel buttons() {
    ok.setEnabled(false);
    ok.addActionListener(
        event -> {
          confirmed = true;
          dialog.dispose();
        });
    JButton cancel = new JButton("Cancel");
    cancel.addActionListener(event -> dialog.dispose());
    JPanel right = new JPanel();
    right.add(ok);
    right.add(cancel);
    JPanel bottom = new JPanel(new BorderLayout());
    bottom.setBorder(BorderFactory.createEmptyBorder(0, MARGIN, 0, MARGIN));
    bottom.add(message);
    bottom.add(right, BorderLayout.EAST);
    return bottom;
  }

  /**
   * Lets the user pick rows. Called in the event thread.
   *
   * @param title of the dialog
   * @param columns their headings; the first one's values name the rows
   * @param source reads the rows, in a thread of its own
   * @param picked names of the rows that are picked at first
   * @param several whether more than one row can be picked
   * @return the names of the picked rows, in the order of the table; nothing if the user gave up
   */
  public static Optional<List<String>> pick(
      String title,
      List<String> columns,
      Callable<List<List<Object>>> source,
      Set<String> picked,
      boolean several) {
    TablePicker picker = new TablePicker(title, columns, several);
    Thread reader = new Thread(() -> picker.read(source, picked), "Neural Art table");
    reader.setContextClassLoader(TablePicker.class.getClassLoader());
    reader.start();
    picker.dialog.setVisible(true); // until the user closes it
    return picker.confirmed ? Optional.of(picker.names()) : Optional.empty();
  }

  private void read(Callable<List<List<Object>>> source, Set<String> picked) {
    try {
      List<List<Object>> values = source.call();
      EventQueue.invokeLater(() -> fill(values, picked));
    } catch (Exception e) {
      EventQueue.invokeLater(() -> fail(String.valueOf(e.getMessage())));
    }
  }

  private void fill(List<List<Object>> values, Set<String> picked) {
    values.forEach(row -> rows.addRow(row.toArray()));
    for (int row = 0; row < values.size(); row++) {
      if (picked.contains(name(row))) {
        table.addRowSelectionInterval(row, row);
      }
    }
    fitColumns();
    int first = table.getSelectedRow();
    if (first >= 0) {
      table.scrollRectToVisible(table.getCellRect(first, 0, true));
    }
    boolean several =
        table.getSelectionModel().getSelectionMode() != ListSelectionModel.SINGLE_SELECTION;
    message.setText(several ? "Ctrl or Command adds to what is picked" : "");
    ok.setEnabled(true);
  }

  /** Shares the width among the columns by the length of what is in them. */
  private void fitColumns() {
    for (int column = 0; column < table.getColumnCount(); column++) {
      int index = column;
      TableColumn shown = table.getColumnModel().getColumn(column);
      int longest =
          IntStream.range(0, rows.getRowCount())
              .map(row -> String.valueOf(rows.getValueAt(row, index)).length())
              .reduce(String.valueOf(shown.getHeaderValue()).length(), Math::max);
      shown.setPreferredWidth(longest * table.getFontMetrics(table.getFont()).charWidth('n'));
    }
  }

  private void fail(String problem) {
    String text = problem.replace("&", "&amp;").replace("<", "&lt;");
    message.setText("<html><body width=" + MESSAGE_WIDTH + ">" + text + "</body></html>");
    dialog.validate();
  }

  private List<String> names() {
    return Arrays.stream(table.getSelectedRows()).mapToObj(this::name).toList();
  }

  private String name(int row) {
    return String.valueOf(rows.getValueAt(row, 0));
  }
}
