/** Downloads of published files: addresses, retries, checksums, what went wrong in words. */
package neuralart.model.download;
