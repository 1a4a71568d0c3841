// What a convolution does with its sums before it stores them: any of these.

// Adds a value for each channel.
#define BIASED 1
// Adds what is there.
#define ADDED 2
// Stores 0 where a mask isn't positive, as the gradient of a ReLU by its output.
#define MASKED 4
// Stores 0 instead of what is negative.
#define RECTIFIED 8

float finished(float value, int epilogue, __global const float *bias, int channel, __global const float *mask,
    __global const float *output, int at) {
  value += epilogue & BIASED ? bias[channel] : 0;
  value += epilogue & ADDED ? output[at] : 0;
  value = epilogue & MASKED && !(mask[at] > 0) ? 0 : value;
  return epilogue & RECTIFIED ? fmax(value, 0.0f) : value;
}

