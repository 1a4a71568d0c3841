/**
 * A small host for SciJava commands in ImageJ: it opens ImageJ or runs a macro without a display,
 * runs a command with the values of a dialog, of macro options or of a script, in ImageJ and in
 * Fiji alike, and shows what the command gave. It knows nothing of what the commands do.
 */
package neuralart.host;
