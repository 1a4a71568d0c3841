/** The terms of losses, each with its value and its gradient side by side. */
package neuralart.objective;
