package neuralart.model.dl4j;

import java.util.Optional;
import neuralart.network.node.Activation;
import neuralart.network.node.Node;
import neuralart.network.node.PiecewiseRelu;
import neuralart.network.node.Relu;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** Turns DeepLearning4J's activation functions into nodes. */
final class Activations {
  private static final double SIX = 6;

  private Activations() {}

  /** Whether a function hands on what it is given. */
  static boolean isLinear(IActivation function) {
    return function instanceof ActivationIdentity;
  }

  /** The node of a function, if there is one. A softmax is over the channels of each pixel. */
  static Optional<Node> read(IActivation function) {
    return Optional.ofNullable(rectifier(function)).or(() -> Optional.ofNullable(smooth(function)));
  }

  private static Node rectifier(IActivation function) {
    if (function instanceof ActivationReLU relu) {
      return rectifier(relu);
    } else if (function instanceof ActivationReLU6) {
      return new PiecewiseRelu(0, SIX);
    } else if (function instanceof ActivationLReLU leaky && leaky.getAlpha() >= 0) {
      return PiecewiseRelu.leaky(leaky.getAlpha());
    } else if (function instanceof ActivationThresholdedReLU thresholded) {
      return Activation.thresholdedRelu(thresholded.getTheta());
    }
    return null;
  }

  private static Node rectifier(ActivationReLU relu) {
    double threshold = orElse(relu.getThreshold(), 0);
    double slope = orElse(relu.getNegativeSlope(), 0);
    double maximum = orElse(relu.getMax(), Double.POSITIVE_INFINITY);
    boolean plain = slope == 0 && Double.isInfinite(maximum);
    if (threshold == 0 && plain) {
      return new Relu();
    } else if (threshold == 0 && slope >= 0 && maximum > 0) {
      return new PiecewiseRelu(slope, maximum);
    }
    return null;
  }

  private static double orElse(Double value, double other) {
    return value == null ? other : value;
  }

  private static Node smooth(IActivation function) {
    if (function instanceof ActivationELU elu) {
      return Activation.elu(elu.getAlpha());
    } else if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
      return Activation.gelu();
    } else if (function instanceof ActivationSELU) {
      return Activation.selu();
    } else if (function instanceof ActivationSigmoid) {
      return Activation.sigmoid();
    } else if (function instanceof ActivationHardSigmoid) {
      return Activation.hardSigmoid();
    } else if (function instanceof ActivationTanH) {
      return Activation.tanh();
    } else if (function instanceof ActivationHardTanH) {
      return Activation.hardTanh();
    } else if (function instanceof ActivationSoftPlus) {
      return Activation.softplus();
    } else if (function instanceof ActivationSoftSign) {
      return Activation.softsign();
    } else if (function instanceof ActivationSoftmax) {
      return Activation.softmax();
    } else if (function instanceof ActivationSwish) {
      return Activation.swish();
    } else if (function instanceof ActivationMish) {
      return Activation.mish();
    } else if (function instanceof ActivationCube) {
      return Activation.cube();
    }
    return null;
  }
}
