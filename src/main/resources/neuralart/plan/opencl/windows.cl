// Poolings of one KIND, or depthwise convolutions, forward and backward, a value each work item.
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

// Of the windows along one side that may see a place, counted from the first value of the padding.
int first_window(int place, int length, int step, int dilation) {
  return max(0, (place - (length - 1) * dilation + step - 1) / step);
}

int last_window(int place, int step, int windows) {
  return place < 0 ? -1 : min(windows - 1, place / step);
}

#ifdef KIND

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

__kernel void pool(int8 window, int8 size, __global const float *input, __global float *output) {
  int i = get_global_id(0);
  if (i >= ROWS * COLUMNS * CHANNELS) {
    return;
  }
  int channel = i % CHANNELS;
  int ox = i / CHANNELS % COLUMNS;
  int oy = i / CHANNELS / COLUMNS;
  if (KIND == MAXIMUM) {
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
  output[i] = sum / (KIND == AVERAGE ? seen(oy, ox, window, size) : KERNEL_ROWS * KERNEL_COLUMNS);
}

// For each value of the input, the sum over the windows that see it.
__kernel void pool_gradient(int8 window, int8 size, __global const float *input,
    __global const float *gradient, __global float *target) {
  int i = get_global_id(0);
  if (i >= HEIGHT * WIDTH * CHANNELS) {
    return;
  }
  int channel = i % CHANNELS;
  int x = i / CHANNELS % WIDTH;
  int y = i / CHANNELS / WIDTH;
  float sum = 0;
  const int last_oy = last_window(y + PAD_Y, STEP_Y, ROWS);
  const int last_ox = last_window(x + PAD_X, STEP_X, COLUMNS);
  for (int oy = first_window(y + PAD_Y, KERNEL_ROWS, STEP_Y, DILATION_Y); oy <= last_oy; oy++) {
    for (int ox = first_window(x + PAD_X, KERNEL_COLUMNS, STEP_X, DILATION_X); ox <= last_ox; ox++) {
      if ((y + PAD_Y - oy * STEP_Y) % DILATION_Y == 0 && (x + PAD_X - ox * STEP_X) % DILATION_X == 0) {
        float slope = gradient[(oy * COLUMNS + ox) * CHANNELS + channel];
        if (KIND == MAXIMUM) {
          sum += largest(input, oy, ox, channel, window, size) == i ? slope : 0;
        } else {
          sum += slope / (KIND == AVERAGE ? seen(oy, ox, window, size) : KERNEL_ROWS * KERNEL_COLUMNS);
        }
      }
    }
  }
  target[i] = sum;
}

#else

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
  const int last_oy = last_window(y + PAD_Y, STEP_Y, ROWS);
  const int last_ox = last_window(x + PAD_X, STEP_X, COLUMNS);
  for (int oy = first_window(y + PAD_Y, KERNEL_ROWS, STEP_Y, DILATION_Y); oy <= last_oy; oy++) {
    for (int ox = first_window(x + PAD_X, KERNEL_COLUMNS, STEP_X, DILATION_X); ox <= last_ox; ox++) {
      if ((y + PAD_Y - oy * STEP_Y) % DILATION_Y == 0 && (x + PAD_X - ox * STEP_X) % DILATION_X == 0) {
        int tap = (y + PAD_Y - oy * STEP_Y) / DILATION_Y * KERNEL_COLUMNS + (x + PAD_X - ox * STEP_X) / DILATION_X;
        for (int m = 0; m < MULTIPLIER; m++) {
          sum = fma(gradient[(oy * COLUMNS + ox) * outputs + first + m], weights[tap * outputs + first + m], sum);
        }
      }
    }
  }
  target[i] = sum;
}

#endif
