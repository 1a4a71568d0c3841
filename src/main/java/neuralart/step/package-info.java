/** The vocabulary of plans: arrays, their extents, and the steps on them. */
package neuralart.step;
