// Values with mean 0 and deviation 1, by the statistics of the values themselves: of groups of channels over all pixels,
// or of the channels of each pixel.

// The work memory has the sums of each work item, those of squares or products, then for each channel the mean and the
// inverse deviation of its group, and the means of its group's slopes and of their products with standardised values.
#define SUMS(work, items) (work)
#define SQUARES(work, items) ((work) + (items))
#define STATISTICS(work, items) ((work) + 2 * (items))
#define MEANS(work, items, channels) ((work) + 2 * (items) + (channels))

// Work item t takes the values t, t + items and so on. Items are a multiple of the channels, so that all of them are of
// one channel.
__kernel void sum_values(int items, int length, __global const float *restrict x, __global float2 *work) {
  int t = get_global_id(0);
  if (t >= items) {
    return;
  }
  float2 sum = (float2)(0, 0);
  float2 square = (float2)(0, 0);
  for (int i = t; i < length; i += items) {
    sum = sum_of(sum, (float2)(x[i], 0));
    square = sum_of(square, product(x[i], x[i]));
  }
  SUMS(work, items)[t] = sum;
  SQUARES(work, items)[t] = square;
}

__kernel void sum_slopes(int items, int length, int channels, __global const float *restrict x,
    __global const float *restrict gradient, __global float2 *work) {
  int t = get_global_id(0);
  if (t >= items) {
    return;
  }
  float2 own = STATISTICS(work, items)[t % channels];
  float2 sum = (float2)(0, 0);
  float2 products = (float2)(0, 0);
  for (int i = t; i < length; i += items) {
    sum = sum_of(sum, (float2)(gradient[i], 0));
    products = sum_of(products, product(gradient[i], (x[i] - own.x) * own.y));
  }
  SUMS(work, items)[t] = sum;
  SQUARES(work, items)[t] = products;
}

// Leaves the sums of each channel with its first work item.
__kernel void add_items(int channels, int items, __global float2 *work) {
  int channel = get_global_id(0);
  if (channel >= channels) {
    return;
  }
  float2 sum = (float2)(0, 0);
  float2 square = (float2)(0, 0);
  for (int t = channel; t < items; t += channels) {
    sum = sum_of(sum, SUMS(work, items)[t]);
    square = sum_of(square, SQUARES(work, items)[t]);
  }
  SUMS(work, items)[channel] = sum;
  SQUARES(work, items)[channel] = square;
}

// The means over each group of channels; of the values, the mean and the inverse deviation.
__kernel void average(int groups, int channels, int items, float count, float epsilon, int is_gradient,
    __global float2 *work) {
  int group = get_global_id(0);
  if (group >= groups) {
    return;
  }
  int first = group * (channels / groups);
  int end = first + channels / groups;
  float2 sum = (float2)(0, 0);
  float2 square = (float2)(0, 0);
  for (int c = first; c < end; c++) {
    sum = sum_of(sum, SUMS(work, items)[c]);
    square = sum_of(square, SQUARES(work, items)[c]);
  }
  float2 mean = quotient_of(sum, (float2)(count, 0));
  float2 second = quotient_of(square, (float2)(count, 0));
  if (!is_gradient) {
    float2 variance = sum_of(second, product_of(mean, (float2)(-mean.x, -mean.y)));
    second.x = 1 / sqrt(fmax(variance.x, 0.0f) + epsilon);
  }
  for (int c = first; c < end; c++) {
    (is_gradient ? MEANS(work, items, channels) : STATISTICS(work, items))[c] = (float2)(mean.x, second.x);
  }
}

__kernel void standardize(int count, int channels, int items, __global const float *x, __global const float2 *work,
    __global float *y) {
  int i = get_global_id(0);
  if (i < count) {
    float2 own = STATISTICS(work, items)[i % channels];
    y[i] = (x[i] - own.x) * own.y;
  }
}

__kernel void differentiate(int count, int channels, int items, __global const float *x,
    __global const float *gradient, __global const float2 *work, __global float *target) {
  int i = get_global_id(0);
  if (i < count) {
    float2 own = STATISTICS(work, items)[i % channels];
    float2 mean = MEANS(work, items, channels)[i % channels];
    float y = (x[i] - own.x) * own.y;
    target[i] = (gradient[i] - mean.x - y * mean.y) * own.y;
  }
}

// The mean and the inverse deviation of a pixel's channels.
float2 measured(__global const float *x, int channels, float epsilon) {
  float2 sum = (float2)(0, 0);
  for (int c = 0; c < channels; c++) {
    sum = sum_of(sum, (float2)(x[c], 0));
  }
  float mean = quotient_of(sum, (float2)(channels, 0)).x;
  float2 squares = (float2)(0, 0);
  for (int c = 0; c < channels; c++) {
    float distance = x[c] - mean;
    squares = sum_of(squares, product(distance, distance));
  }
  return (float2)(mean, 1 / sqrt(squares.x / channels + epsilon));
}

// A work item for each pixel, as in the next one.
__kernel void standardize_pixels(int pixels, int channels, float epsilon, __global const float *x, __global float *y) {
  int pixel = get_global_id(0);
  if (pixel >= pixels) {
    return;
  }
  x += pixel * channels;
  y += pixel * channels;
  float2 own = measured(x, channels, epsilon);
  for (int c = 0; c < channels; c++) {
    y[c] = (x[c] - own.x) * own.y;
  }
}

__kernel void differentiate_pixels(int pixels, int channels, float epsilon, __global const float *x,
    __global const float *gradient, __global float *target) {
  int pixel = get_global_id(0);
  if (pixel >= pixels) {
    return;
  }
  x += pixel * channels;
  gradient += pixel * channels;
  target += pixel * channels;
  float2 own = measured(x, channels, epsilon);
  float2 slope = (float2)(0, 0);
  float2 products = (float2)(0, 0);
  for (int c = 0; c < channels; c++) {
    slope = sum_of(slope, (float2)(gradient[c], 0));
    products = sum_of(products, product(gradient[c], (x[c] - own.x) * own.y));
  }
  for (int c = 0; c < channels; c++) {
    float y = (x[c] - own.x) * own.y;
    target[c] = (gradient[c] - slope.x / channels - y * (products.x / channels)) * own.y;
  }
}
