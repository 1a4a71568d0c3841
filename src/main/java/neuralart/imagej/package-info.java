/**
 * The doors between ImageJ 1.x and the commands of Neural Art: the application that opens ImageJ or
 * runs a macro without a display, and what runs a SciJava command in an ImageJ that is not a Fiji:
 * its dialog, its macro options, its results.
 */
package neuralart.imagej;
