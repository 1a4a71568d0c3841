/** What computes, and how much memory it has. */
package neuralart.device;
