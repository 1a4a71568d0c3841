/** Networks and weights in Keras' HDF5 files. */
package neuralart.model.keras;
