package neuralart.host.dialog;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.math.BigDecimal;
import java.math.MathContext;
import javax.swing.JLabel;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import neuralart.host.input.InputText;
import org.scijava.module.ModuleItem;
import org.scijava.util.Types;

/** A line of text: words, or a number, which can have a slider. */
public final class TextInputField extends DialogField {
  private static final int TEXT_COLUMNS = 13;
  private static final int NUMBER_COLUMNS = 6;
  private static final int UNIT_WIDTH = 40;
  private static final int SLIDER_WIDTH = 90;

  private final PromptedField text;

  /** Whether the slider follows the text just now, or the text the slider. */
  private boolean following;

  TextInputField(ModuleItem<?> item, Runnable changed) {
    this(item, changed, new PromptedField(InputLayout.prompt(item).orElse("")));
  }

  private TextInputField(ModuleItem<?> item, Runnable changed, PromptedField text) {
    super(item, text);
    this.text = text;
    if (Number.class.isAssignableFrom(Types.box(item.getType()))) {
      text.setColumns(NUMBER_COLUMNS);
      keepNarrow();
      addUnit();
    } else {
      text.setColumns(TEXT_COLUMNS);
    }
    InputLayout.slider(item).ifPresent(this::addSlider);
    text.getDocument().addDocumentListener(listener(changed));
  }

  @Override
  String text() {
    return text.getText();
  }

  @Override
  void prompt(String prompt) {
    text.prompt = prompt;
    text.repaint();
  }

  @Override
  void show(String value) {
    text.setText(value);
    text.setCaretPosition(0); // the beginning of a long line says more than its end
  }

  /**
   * The unit, or what 0 means while it is 0; where there is neither, as much room, so that the
   * sliders begin side by side.
   */
  private void addUnit() {
    String unit = InputLayout.unit(item()).orElse("");
    String zero = InputLayout.zero(item()).orElse(unit);
    JLabel label = new JLabel(zero);
    int width = Math.max(label.getPreferredSize().width, UNIT_WIDTH);
    label.setText(unit);
    Dimension size = label.getPreferredSize();
    label.setPreferredSize(new Dimension(Math.max(size.width, width), size.height));
    text.getDocument().addDocumentListener(listener(() -> label.setText(isZero() ? zero : unit)));
    addBeside(label);
  }

  private boolean isZero() {
    try {
      return Double.parseDouble(text()) == 0;
    } catch (NumberFormatException e) {
      return false; // the text is being typed, and is marked
    }
  }

  private void addSlider(InputLayout.Range range) {
    Scale scale = new Scale(range);
    JSlider slider = new JSlider(0, Scale.STEPS);
    slider.getAccessibleContext().setAccessibleName("Slider of " + InputLayout.label(item()));
    slider.setPreferredSize(new Dimension(SLIDER_WIDTH, slider.getPreferredSize().height));
    slider.addChangeListener(
        event -> {
          if (!following) {
            following = true;
            show(scale.text(slider.getValue()));
            following = false;
          }
        });
    text.getDocument().addDocumentListener(listener(() -> follow(slider, scale)));
    addBeside(slider);
  }

  private void follow(JSlider slider, Scale scale) {
    if (!following) {
      following = true;
      try {
        slider.setValue(scale.step(Double.parseDouble(text())));
      } catch (NumberFormatException e) {
        // the text is being typed, and is marked
      }
      following = false;
    }
  }

  static DocumentListener listener(Runnable changed) {
    return new DocumentListener() {
      @Override
      public void insertUpdate(DocumentEvent event) {
        changed.run();
      }

      @Override
      public void removeUpdate(DocumentEvent event) {
        changed.run();
      }

      @Override
      public void changedUpdate(DocumentEvent event) {}
    };
  }

  /** A text field that says while it is empty what then happens. */
  private static final class PromptedField extends JTextField {
    private static final long serialVersionUID = 1;
    private String prompt;

    PromptedField(String prompt) {
      this.prompt = prompt;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
      super.paintComponent(graphics);
      if (getText().isEmpty()) {
        graphics.setFont(getFont().deriveFont(Font.ITALIC));
        graphics.setColor(getDisabledTextColor());
        graphics.drawString(prompt, getInsets().left, getBaseline(getWidth(), getHeight()));
      }
    }
  }

  /**
   * The numbers of a slider; by their logarithms where the last is more than a hundred times the
   * first.
   */
  record Scale(InputLayout.Range range) {
    static final int STEPS = 200;
    private static final double DECADES = 100;
    private static final MathContext DIGITS = new MathContext(3);

    private boolean isLogarithmic() {
      return range.first() > 0 && range.last() > DECADES * range.first();
    }

    /** The number of a step, with as many digits as a person would type. */
    String text(int step) {
      double share = (double) step / STEPS;
      double value =
          isLogarithmic()
              ? range.first() * Math.pow(range.last() / range.first(), share)
              : range.first() + share * (range.last() - range.first());
      return range.whole()
          ? String.valueOf(Math.round(value))
          : InputText.format(new BigDecimal(value).round(DIGITS).doubleValue());
    }

    /** The step nearest to a number. */
    int step(double value) {
      double inside = Math.min(Math.max(value, range.first()), range.last());
      double share =
          isLogarithmic()
              ? Math.log(inside / range.first()) / Math.log(range.last() / range.first())
              : (inside - range.first()) / (range.last() - range.first());
      return (int) Math.round(STEPS * share);
    }
  }
}
