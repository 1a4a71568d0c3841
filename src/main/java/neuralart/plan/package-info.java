/** Networks laid out for one image size: which operations run, in which order, in which memory. */
package neuralart.plan;
