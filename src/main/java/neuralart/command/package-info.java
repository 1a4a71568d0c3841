/** One thin SciJava command for each entry of the menu: inputs in, one call, outputs out. */
package neuralart.command;
