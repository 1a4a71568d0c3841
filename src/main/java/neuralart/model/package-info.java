/** The networks there are: known ones, files of users, and the folders where they are. */
package neuralart.model;
