package neuralart.model.keras;

import java.util.List;

/** Where the weights of a network's layers are, or of those of a network inside another. */
interface LayerWeights {
  /**
   * The arrays of a layer, in the order of Keras; none if there are none of it.
   *
   * @throws IllegalArgumentException if they can't be had as single-precision numbers
   */
  List<KerasArray> of(LayerConfig layer);

  /**
   * The weights of the layers of a network inside this one.
   *
   * @param layer the network as a layer of this one
   * @param inner the network
   */
  LayerWeights inside(LayerConfig layer, KerasArchitecture inner);
}
