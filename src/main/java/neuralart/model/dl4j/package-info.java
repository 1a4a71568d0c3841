/** Networks in DeepLearning4J's zips, the only place that loads DeepLearning4J. */
package neuralart.model.dl4j;
