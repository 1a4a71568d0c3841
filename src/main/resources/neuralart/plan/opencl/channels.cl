// Functions of all channels of a pixel, and their derivatives.

// A work item for each pixel: y = exp(x) / sum of exp(x).
__kernel void softmax(int pixels, int channels, __global const float *x, __global float *y) {
  int first = get_global_id(0) * channels;
  if (get_global_id(0) >= pixels) {
    return;
  }
  float largest = x[first];
  for (int c = 1; c < channels; c++) {
    largest = fmax(largest, x[first + c]);
  }
  float sum = 0;
  for (int c = 0; c < channels; c++) {
    sum += exp(x[first + c] - largest);
  }
  for (int c = 0; c < channels; c++) {
    y[first + c] = exp(x[first + c] - largest) / sum;
  }
}

__kernel void softmax_gradient(int pixels, int channels, __global const float *x, __global const float *gradient,
    __global float *target) {
  int first = get_global_id(0) * channels;
  if (get_global_id(0) >= pixels) {
    return;
  }
  float largest = x[first];
  for (int c = 1; c < channels; c++) {
    largest = fmax(largest, x[first + c]);
  }
  float sum = 0;
  float product = 0;
  for (int c = 0; c < channels; c++) {
    float e = exp(x[first + c] - largest);
    sum += e;
    product += e * gradient[first + c];
  }
  for (int c = 0; c < channels; c++) {
    target[first + c] = exp(x[first + c] - largest) / sum * (gradient[first + c] - product / sum);
  }
}

float squares(__global const float *x, int channel, int channels, int radius) {
  float sum = 0;
  for (int c = max(channel - radius, 0); c <= min(channel + radius, channels - 1); c++) {
    sum = fma(x[c], x[c], sum);
  }
  return sum;
}

// y = x / (bias + alpha sum of x^2)^beta over the channels at most radius away.
__kernel void response_normalization(int count, int channels, __global const float *x, __global float *y, int radius,
    float bias, float alpha, float beta) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  int channel = i % channels;
  y[i] = x[i] / pow(bias + alpha * squares(x + i - channel, channel, channels, radius), beta);
}

// Of the function above: g / s^beta - 2 alpha beta x sum of (g x / s^(beta + 1)), with s = bias + alpha sum of x^2.
__kernel void response_normalization_gradient(int count, int channels, __global const float *x,
    __global const float *gradient, __global float *target, int radius, float bias, float alpha, float beta) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  int channel = i % channels;
  x += i - channel;
  gradient += i - channel;
  float shared = 0;
  for (int c = max(channel - radius, 0); c <= min(channel + radius, channels - 1); c++) {
    float s = bias + alpha * squares(x, c, channels, radius);
    shared += gradient[c] * x[c] * pow(s, -beta - 1);
  }
  float own = bias + alpha * squares(x, channel, channels, radius);
  target[i] = gradient[channel] * pow(own, -beta) - 2 * alpha * beta * x[channel] * shared;
}
