/** Where networks come from: DeepLearning4J graphs, known architectures, files of weights. */
package neuralart.model;
