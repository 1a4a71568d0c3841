/** Networks from images to images, applied to images of any size. */
package neuralart.art.apply;
