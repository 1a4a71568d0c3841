package neuralart.network.node;

/** What an operation is for in a network. */
public enum Role {
  /** Weighs, selects or rearranges values: convolutions, poolings, padding, scaling. */
  LINEAR,

  /** Bends what linear operations have computed: an activation function. */
  NONLINEAR,

  /** Joins branches. */
  JOIN,

  /** Makes the probabilities of classes of it, which compete with each other. */
  PROBABILITIES
}
