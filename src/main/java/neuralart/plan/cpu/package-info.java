/** Steps run by ND4J. */
package neuralart.plan.cpu;
