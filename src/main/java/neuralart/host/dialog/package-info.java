/** The dialog of a command: its two pages of fields, its thumbnail, its help. */
package neuralart.host.dialog;
