/**
 * ImageJ's images as arrays and back: what is displayed, selected and kept in slices, channels and
 * files; and how results, their titles and info, and the progress of a job are shown.
 */
package neuralart.imagej;
