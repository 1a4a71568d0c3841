/**
 * Many images through one command or macro, without a display: a job for one computer or for each
 * worker of a cluster. What is done is skipped, what fails is recorded, and how the list is cut
 * among workers and threads has no effect on the results.
 */
package neuralart.batch;
