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
