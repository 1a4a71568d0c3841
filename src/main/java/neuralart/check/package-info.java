/** Holds GPUs against the processor, and times them: a report for those who have one. */
package neuralart.check;
