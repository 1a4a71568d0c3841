package neuralart.host.dialog;

import java.io.File;
import javax.swing.JFileChooser;
import javax.swing.JTextField;
import org.scijava.module.ModuleItem;

/** The path of a file or of a folder, typed or chosen. */
public final class FileField extends DialogField {
  private static final int COLUMNS = 13;

  private final JTextField path;

  FileField(ModuleItem<?> item, Runnable changed) {
    this(item, changed, new JTextField(COLUMNS));
  }

  private FileField(ModuleItem<?> item, Runnable changed, JTextField path) {
    super(item, path);
    this.path = path;
    path.getDocument().addDocumentListener(TextInputField.listener(changed));
    addButton("Browse...", this::browse);
  }

  private void browse() {
    JFileChooser chooser = new JFileChooser(new File(path.getText()).getAbsoluteFile());
    chooser.setDialogTitle(InputLayout.label(item()));
    chooser.setFileSelectionMode(
        InputLayout.hasStyle(item(), "directory")
            ? JFileChooser.DIRECTORIES_ONLY
            : JFileChooser.FILES_ONLY);
    if (chooser.showOpenDialog(path) == JFileChooser.APPROVE_OPTION) {
      path.setText(chooser.getSelectedFile().getPath());
    }
  }

  @Override
  String text() {
    return path.getText();
  }

  @Override
  void show(String text) {
    path.setText(text);
  }
}
