/** Networks in SavedModels of TensorFlow, whose graphs are read as ONNX. */
package neuralart.model.tensorflow;
