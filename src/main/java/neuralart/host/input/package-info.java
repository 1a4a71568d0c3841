/**
 * The inputs of a command as values, as texts and as macro options; what they may be, and how they
 * differ from the defaults.
 */
package neuralart.host.input;
