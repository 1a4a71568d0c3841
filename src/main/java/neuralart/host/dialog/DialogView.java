package neuralart.host.dialog;

import ij.IJ;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GUI;
import ij.util.Java2;
import java.awt.BorderLayout;
import java.awt.Dialog.ModalityType;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import javax.swing.UIManager;
import javax.swing.WindowConstants;

/**
 * The window of a command's dialog: what the command does, its {@linkplain DialogPages pages}, a
 * picture beside them, what is wrong with the values, and buttons.
 */
public final class DialogView {
  private static final int MARGIN = 12;
  private static final int GAP = 8;

  private final DialogPages pages;
  private final JDialog dialog;
  private final Box header = Box.createVerticalBox();
  private final JPanel middle = new JPanel(new BorderLayout(2 * MARGIN, 0));
  private final JLabel problem = new JLabel(" ");
  private final Box left = Box.createHorizontalBox();
  private final JButton ok = new JButton("OK");
  private boolean confirmed;

  /**
   * @param pages the fields
   */
  DialogView(String title, DialogPages pages) {
    this.pages = pages;
    dialog = new JDialog(owner(), title, ModalityType.APPLICATION_MODAL);
    dialog.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    middle.add(pages.component());
    problem.setForeground(DialogField.errorColor());
    JPanel content = new JPanel(new BorderLayout(0, MARGIN));
    content.setBorder(BorderFactory.createEmptyBorder(MARGIN, MARGIN, MARGIN, MARGIN));
    content.add(header, BorderLayout.NORTH);
    content.add(middle);
    content.add(bottom(), BorderLayout.SOUTH);
    dialog.setContentPane(content);
    dialog.getRootPane().setDefaultButton(ok);
    dialog
        .getRootPane()
        .registerKeyboardAction(
            event -> dialog.dispose(),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
  }

  /** Where nothing else was chosen, ImageJ gives its Swing windows the look of the system. */
  static void useSystemLook() {
    String look = UIManager.getLookAndFeel().getClass().getName();
    if (look.equals(UIManager.getCrossPlatformLookAndFeelClassName())) {
      Java2.setSystemLookAndFeel();
    }
  }

  /** In front of this window the dialog stays, as ImageJ's own do. */
  private static Frame owner() {
    return WindowManager.getCurrentImage() != null
            && WindowManager.getCurrentImage().getWindow() != null
        ? WindowManager.getCurrentImage().getWindow()
        : IJ.getInstance();
  }

  private JComponent bottom() {
    JButton cancel = new JButton("Cancel");
    cancel.addActionListener(event -> dialog.dispose());
    Box right = Box.createHorizontalBox();
    right.add(Prefs.dialogCancelButtonOnRight ? ok : cancel);
    right.add(Box.createHorizontalStrut(GAP));
    right.add(Prefs.dialogCancelButtonOnRight ? cancel : ok);
    JPanel buttons = new JPanel(new BorderLayout(3 * MARGIN, 0));
    buttons.add(left, BorderLayout.LINE_START);
    buttons.add(right, BorderLayout.LINE_END);
    JPanel bottom = new JPanel();
    bottom.setLayout(new BoxLayout(bottom, BoxLayout.PAGE_AXIS));
    problem.setAlignmentX(0);
    buttons.setAlignmentX(0);
    bottom.add(problem);
    bottom.add(Box.createVerticalStrut(GAP));
    bottom.add(buttons);
    return bottom;
  }

  /**
   * Adds a line above the fields.
   *
   * @param html what it says
   */
  void addMessage(String html) {
    header.add(new JLabel(html));
  }

  /** Puts a component beside the fields. */
  void addPicture(JComponent picture) {
    middle.add(picture, BorderLayout.LINE_END);
  }

  /** Adds a button at the bottom. */
  void addButton(String text, String toolTip, Runnable action) {
    JButton button = new JButton(text);
    button.setToolTipText(toolTip);
    button.setMnemonic(text.charAt(0));
    button.addActionListener(event -> action.run());
    left.add(button);
    left.add(Box.createHorizontalStrut(GAP));
  }

  /** Shows what is wrong; only without a problem the user can press OK. */
  void showProblem(Optional<String> text) {
    problem.setText(text.orElse(" "));
    ok.setEnabled(text.isEmpty());
  }

  /** Shows a page of the documentation in front of this window, until the user closes it. */
  void showHelp(String title, String html) {
    new ij.gui.HTMLDialog(dialog, title, html);
  }

  /**
   * Shows the window until the user closes it.
   *
   * @param update looks once more at the fields, and {@linkplain #showProblem tells}
   * @return whether the user closed it by OK
   */
  boolean show(Runnable update) {
    ok.addActionListener(
        event -> {
          update.run();
          if (ok.isEnabled()) {
            confirmed = true;
            dialog.dispose();
          }
        });
    GUI.scale(dialog);
    dialog.pack();
    Dimension room = GUI.getMaxWindowBounds(dialog).getSize();
    Dimension size = dialog.getSize();
    dialog.setSize(Math.min(size.width, room.width), Math.min(size.height, room.height));
    dialog.setMinimumSize(dialog.getSize());
    GUI.centerOnImageJScreen(dialog);
    pages.whenTurned(this::grow);
    EventQueue.invokeLater(pages::focus);
    dialog.setVisible(true);
    return confirmed;
  }

  /** Takes the room that the shown page needs; it never shrinks under the user's eyes. */
  private void grow() {
    Dimension wanted = dialog.getPreferredSize();
    Rectangle room = GUI.getMaxWindowBounds(dialog);
    int width = Math.min(Math.max(dialog.getWidth(), wanted.width), room.width);
    int height = Math.min(Math.max(dialog.getHeight(), wanted.height), room.height);
    int left = Math.min(dialog.getX(), room.x + room.width - width);
    int top = Math.min(dialog.getY(), room.y + room.height - height);
    dialog.setBounds(Math.max(left, room.x), Math.max(top, room.y), width, height);
    dialog.validate();
  }

  /** Closes the window, as if the user had given up. */
  void close() {
    dialog.dispose();
  }
}
