// Poolings and depthwise convolutions, forward and backward, a value each work item.
// kernel: rows, columns; step: vertical, horizontal, then the dilation; s6, s7 rows and columns of padding
// size: height, width, channels of the input; height, width of the output; s5 the multiplier

#define KERNEL_ROWS window.s0
#define KERNEL_COLUMNS window.s1
#define STEP_Y window.s2
#define STEP_X window.s3
#define DILATION_Y window.s4
#define DILATION_X window.s5
#define PAD_Y window.s6
#define PAD_X window.s7
#define HEIGHT size.s0
#define WIDTH size.s1
#define CHANNELS size.s2
#define ROWS size.s3
#define COLUMNS size.s4
#define MULTIPLIER size.s5

#define INPUT_ROW(oy, ky) ((oy) * STEP_Y - PAD_Y + (ky) * DILATION_Y)
#define INPUT_COLUMN(ox, kx) ((ox) * STEP_X - PAD_X + (kx) * DILATION_X)
#define IN_IMAGE(y, x) ((y) >= 0 && (y) < HEIGHT && (x) >= 0 && (x) < WIDTH)

// The place of the largest value of a window, the first of equals; -1 if there is none.
int largest(__global const float *input, int oy, int ox, int channel, int8 window, int8 size) {
  int best = -1;
  float most = -INFINITY;
  for (int ky = 0; ky < KERNEL_ROWS; ky++) {
    for (int kx = 0; kx < KERNEL_COLUMNS; kx++) {
      int y = INPUT_ROW(oy, ky);
      int x = INPUT_COLUMN(ox, kx);
      if (IN_IMAGE(y, x)) {
        int at = (y * WIDTH + x) * CHANNELS + channel;
        if (best < 0 || input[at] > most) {
          best = at;
          most = input[at];
        }
      }
    }
  }
  return best;
}

int seen(int oy, int ox, int8 window, int8 size) {
  int count = 0;
  for (int ky = 0; ky < KERNEL_ROWS; ky++) {
    for (int kx = 0; kx < KERNEL_COLUMNS; kx++) {
      count += IN_IMAGE(INPUT_ROW(oy, ky), INPUT_COLUMN(ox, kx)) ? 1 : 0;
    }
  }
  return max(count, 1);
}

__kernel void pool(int kind, int8 window, int8 size, __global const float *input, __global float *output) {
  int i = get_global_id(0);
  if (i >= ROWS * COLUMNS * CHANNELS) {
    return;
  }
  int channel = i % CHANNELS;
  int ox = i / CHANNELS % COLUMNS;
  int oy = i / CHANNELS / COLUMNS;
  if (kind == MAXIMUM) {
    int best = largest(input, oy, ox, channel, window, size);
    output[i] = best < 0 ? -INFINITY : input[best];
    return;
  }
  float sum = 0;
  for (int ky = 0; ky < KERNEL_ROWS; ky++) {
    for (int kx = 0; kx < KERNEL_COLUMNS; kx++) {
      int y = INPUT_ROW(oy, ky);
      int x = INPUT_COLUMN(ox, kx);
      sum += IN_IMAGE(y, x) ? input[(y * WIDTH + x) * CHANNELS + channel] : 0;
    }
  }
  output[i] = sum / (kind == AVERAGE ? seen(oy, ox, window, size) : KERNEL_ROWS * KERNEL_COLUMNS);
}

// For each value of the input, the sum over the windows that see it.
__kernel void pool_gradient(int kind, int8 window, int8 size, __global const float *input,
    __global const float *gradient, __global float *target) {
  int i = get_global_id(0);
  if (i >= HEIGHT * WIDTH * CHANNELS) {
    return;
  }
  int channel = i % CHANNELS;
  int x = i / CHANNELS % WIDTH;
  int y = i / CHANNELS / WIDTH;
  float sum = 0;
  for (int ky = 0; ky < KERNEL_ROWS; ky++) {
    for (int kx = 0; kx < KERNEL_COLUMNS; kx++) {
      int row = y + PAD_Y - ky * DILATION_Y;
      int column = x + PAD_X - kx * DILATION_X;
      int oy = row / STEP_Y;
      int ox = column / STEP_X;
      if (row >= 0 && column >= 0 && row % STEP_Y == 0 && column % STEP_X == 0 && oy < ROWS && ox < COLUMNS) {
        float slope = gradient[(oy * COLUMNS + ox) * CHANNELS + channel];
        if (kind == MAXIMUM) {
          sum += largest(input, oy, ox, channel, window, size) == i ? slope : 0;
        } else {
          sum += slope / (kind == AVERAGE ? seen(oy, ox, window, size) : KERNEL_ROWS * KERNEL_COLUMNS);
        }
      }
    }
  }
  target[i] = sum;
}

__kernel void depthwise(int8 window, int8 size, __global const float *input, __global const float *weights,
    __global const float *bias, int has_bias, __global float *output) {
  int i = get_global_id(0);
  int outputs = CHANNELS * MULTIPLIER;
  if (i >= ROWS * COLUMNS * outputs) {
    return;
  }
  int out = i % outputs;
  int ox = i / outputs % COLUMNS;
  int oy = i / outputs / COLUMNS;
  float sum = has_bias ? bias[out] : 0;
  for (int ky = 0; ky < KERNEL_ROWS; ky++) {
    for (int kx = 0; kx < KERNEL_COLUMNS; kx++) {
      int y = INPUT_ROW(oy, ky);
      int x = INPUT_COLUMN(ox, kx);
      if (IN_IMAGE(y, x)) {
        sum = fma(input[(y * WIDTH + x) * CHANNELS + out / MULTIPLIER],
            weights[(ky * KERNEL_COLUMNS + kx) * outputs + out], sum);
      }
    }
  }
  output[i] = sum;
}

__kernel void depthwise_transposed(int8 window, int8 size, __global const float *gradient,
    __global const float *weights, __global float *target) {
  int i = get_global_id(0);
  if (i >= HEIGHT * WIDTH * CHANNELS) {
    return;
  }
  int outputs = CHANNELS * MULTIPLIER;
  int first = i % CHANNELS * MULTIPLIER;
  int x = i / CHANNELS % WIDTH;
  int y = i / CHANNELS / WIDTH;
  float sum = 0;
  for (int ky = 0; ky < KERNEL_ROWS; ky++) {
    for (int kx = 0; kx < KERNEL_COLUMNS; kx++) {
      int row = y + PAD_Y - ky * DILATION_Y;
      int column = x + PAD_X - kx * DILATION_X;
      int oy = row / STEP_Y;
      int ox = column / STEP_X;
      if (row >= 0 && column >= 0 && row % STEP_Y == 0 && column % STEP_X == 0 && oy < ROWS && ox < COLUMNS) {
        for (int m = 0; m < MULTIPLIER; m++) {
          sum = fma(gradient[(oy * COLUMNS + ox) * outputs + first + m],
              weights[(ky * KERNEL_COLUMNS + kx) * outputs + first + m], sum);
        }
      }
    }
  }
  target[i] = sum;
}
