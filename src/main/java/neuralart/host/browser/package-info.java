/** The window in which layers and their filters are picked by their pictures. */
package neuralart.host.browser;
