/** Networks in ONNX files. */
package neuralart.model.onnx;
