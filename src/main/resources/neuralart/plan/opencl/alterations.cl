// What is done to an image, its gradient and an optimiser's steps between evaluations.

// extent: height, width, channels

// offset: how far down and to the right, at least 0 and below the extent
__kernel void roll(int count, __global const float *restrict from, __global float *restrict to, int4 extent,
    __global const float *restrict offset, int is_back) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  int x = i / extent.z % extent.y + (int)offset[1];
  int y = i / extent.z / extent.y + (int)offset[0];
  x -= x >= extent.y ? extent.y : 0;
  y -= y >= extent.x ? extent.x : 0;
  int moved = (y * extent.y + x) * extent.z + i % extent.z;
  to[is_back ? i : moved] = from[is_back ? moved : i];
}

// The position inside that lies opposite of one outside; the edge itself isn't repeated.
int mirror(int position, int size) {
  int period = max(2 * (size - 1), 1);
  int folded = abs(position) % period;
  return min(folded, period - folded) % size;
}

__kernel void blur(int count, __global const float *restrict from, __global float *restrict to, int4 extent,
    __global const float *restrict weights, int radius) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  int x = i / extent.z % extent.y;
  int y = i / extent.z / extent.y;
  float sum = 0;
  for (int down = -radius; down <= radius; down++) {
    int row = mirror(y + down, extent.x) * extent.y;
    for (int right = -radius; right <= radius; right++) {
      int pixel = row + mirror(x + right, extent.y);
      sum = fma(*weights++, from[pixel * extent.z + i % extent.z], sum);
    }
  }
  to[i] = sum;
}

// sizes: rows and columns of a view, and of the image, channels

#define VIEW_ROWS sizes.s0
#define VIEW_COLUMNS sizes.s1
#define ROWS sizes.s2
#define COLUMNS sizes.s3
#define CHANNELS sizes.s4

// A row or column of the image for a place in the view, from its centre.
float2 coordinate(__global const float2 *transform, float x, float y) {
  float2 sum = sum_of(product_of(transform[0], (float2)(x, 0)), product_of(transform[1], (float2)(y, 0)));
  return sum_of(sum, transform[2]);
}

float tap(__global const float *image, __global const float *surround, int8 sizes, int row, int column, int channel) {
  int inside = row >= 0 && row < ROWS && column >= 0 && column < COLUMNS;
  return inside ? image[(row * COLUMNS + column) * CHANNELS + channel] : surround[channel];
}

__kernel void sample(int count, __global const float *restrict image, __global float *restrict view, int8 sizes,
    __global const float2 *restrict transform, __global const float *restrict surround) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  int channel = i % CHANNELS;
  float x = i / CHANNELS % VIEW_COLUMNS - 0.5f * (VIEW_COLUMNS - 1);
  float y = i / CHANNELS / VIEW_COLUMNS - 0.5f * (VIEW_ROWS - 1);
  float2 column = coordinate(transform, x, y);
  float2 row = coordinate(transform + 3, x, y);
  int left = (int)floor(column.x);
  int top = (int)floor(row.x);
  float right = (column.x - left) + column.y;
  float down = (row.x - top) + row.y;
  view[i] = (1 - down) * (1 - right) * tap(image, surround, sizes, top, left, channel)
      + (1 - down) * right * tap(image, surround, sizes, top, left + 1, channel)
      + down * (1 - right) * tap(image, surround, sizes, top + 1, left, channel)
      + down * right * tap(image, surround, sizes, top + 1, left + 1, channel);
}

// How much a pixel counts for a coordinate.
float hat(float2 coordinate, int pixel) {
  return fmax(1 - fabs((coordinate.x - pixel) + coordinate.y), 0.0f);
}

// The transpose: each pixel of the image adds up the slopes of the places of the view that it is seen at.
__kernel void add_sampled(int count, __global const float *restrict slopes, __global float *restrict total, int8 sizes,
    __global const float2 *restrict transform, __global const float *restrict surround) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  __global const float *inverse = (__global const float *)(transform + 6);
  int channel = i % CHANNELS;
  int column = i / CHANNELS % COLUMNS;
  int row = i / CHANNELS / COLUMNS;
  float x = column - transform[2].x;
  float y = row - transform[5].x;
  float u = inverse[0] * x + inverse[1] * y + 0.5f * (VIEW_COLUMNS - 1);
  float v = inverse[2] * x + inverse[3] * y + 0.5f * (VIEW_ROWS - 1);
  float reach_u = fabs(inverse[0]) + fabs(inverse[1]) + 0.01f;
  float reach_v = fabs(inverse[2]) + fabs(inverse[3]) + 0.01f;
  float sum = 0;
  for (int t = max((int)ceil(v - reach_v), 0); t <= min((int)floor(v + reach_v), VIEW_ROWS - 1); t++) {
    for (int s = max((int)ceil(u - reach_u), 0); s <= min((int)floor(u + reach_u), VIEW_COLUMNS - 1); s++) {
      float across = s - 0.5f * (VIEW_COLUMNS - 1);
      float along = t - 0.5f * (VIEW_ROWS - 1);
      float weight = hat(coordinate(transform, across, along), column) * hat(coordinate(transform + 3, across, along), row);
      sum = fma(weight, slopes[(t * VIEW_COLUMNS + s) * CHANNELS + channel], sum);
    }
  }
  total[i] += inverse[4] * sum;
}

// What is altered may stay in its place, so it isn't restricted from here on.

__kernel void clip(int count, __global const float *from, __global float *to, int channels,
    __global const float *restrict lowest, __global const float *restrict highest) {
  int i = get_global_id(0);
  if (i < count) {
    to[i] = fmin(fmax(from[i], lowest[i % channels]), highest[i % channels]);
  }
}

__kernel void soften(int count, __global const float *from, __global float *to, int channels,
    __global const float *restrict lowest, __global const float *restrict highest, float margin,
    __global const float *restrict variables) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  float low = lowest[i % channels];
  float high = highest[i % channels];
  float room = from[i] > 0 ? high - variables[i] : variables[i] - low;
  to[i] = from[i] * fmin(fmax(room / (margin * (high - low)), 0.0f), 1.0f);
}

// sums: the third one is that of the squares
__kernel void equalize(int count, __global const float *from, __global float *to, __global const float2 *restrict sums,
    int index) {
  int i = get_global_id(0);
  if (i < count) {
    to[i] = from[i] / fmax(sqrt(sums[index + 2].x / count), 1e-10f);
  }
}

// rates: the step, and what corrects the square for its start
__kernel void adam(int count, __global const float *from, __global float *to, float beta1, float beta2, float epsilon,
    __global const float *restrict rates, __global const float *restrict gradient, __global float *restrict first,
    __global float *restrict second) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  float slope = gradient[i];
  float mean = fma(beta1, first[i], (1 - beta1) * slope);
  float square = fma(beta2, second[i], (1 - beta2) * slope * slope);
  first[i] = mean;
  second[i] = square;
  to[i] = from[i] - rates[0] * mean / (sqrt(square * rates[1]) + epsilon);
}

// Three sums: of values, of absolutes and of squares.
LOOP void summarize(int count, __global const float *restrict values, __global float2 *partial) {
  __local float2 sums[GROUP];
  float2 sum = (float2)(0, 0);
  float2 absolutes = (float2)(0, 0);
  float2 squares = (float2)(0, 0);
  for (int i = get_global_id(0); i < count; i += get_global_size(0)) {
    sum = sum_of(sum, (float2)(values[i], 0));
    absolutes = sum_of(absolutes, (float2)(fabs(values[i]), 0));
    squares = sum_of(squares, product(values[i], values[i]));
  }
  add_up(sum, sums, partial, 0);
  add_up(absolutes, sums, partial, 1);
  add_up(squares, sums, partial, 2);
}
