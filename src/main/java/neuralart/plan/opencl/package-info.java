/** What runs plans on graphics cards: kernels of OpenCL, which any vendor's driver can run. */
package neuralart.plan.opencl;
