/**
 * What all formats of networks share: reading safely, what goes wrong in words, building networks.
 */
package neuralart.model.file;
