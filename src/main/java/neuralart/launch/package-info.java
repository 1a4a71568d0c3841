/**
 * The entry points: what starts Neural Art from a command line or from a menu of ImageJ.
 *
 * <p>They are compiled for Java 8, so that an older Java can load them and be told what is missing,
 * and reach everything else by reflection.
 */
package neuralart.launch;
