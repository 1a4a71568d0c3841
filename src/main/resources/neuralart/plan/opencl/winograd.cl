// 3x3 convolutions with stride 1 as 36 matrix products: Winograd's F(4x4, 3x3) (A. Lavin and S. Gray, Fast Algorithms
// for Convolutional Neural Networks, 2015). An input tile of 6x6 pixels makes an output tile of 4x4.

// The polynomials are evaluated at 0, A, -A, B, -B and infinity. These points leave less rounding than whole numbers; the
// product of A and B is 1.
#define A (2 / 3.0f)
#define B 1.5f
#define A2 (4 / 9.0f)
#define B2 2.25f

// B^T d of six values that lie a step apart.
void transform_input(const float *d, int step, float *t, int target_step) {
  float a = d[0], b = d[step], c = d[2 * step], e = d[3 * step], f = d[4 * step], g = d[5 * step];
  t[0] = a - (A2 + B2) * c + f;
  t[target_step] = f - B2 * c + A * (e - B2 * b);
  t[2 * target_step] = f - B2 * c - A * (e - B2 * b);
  t[3 * target_step] = f - A2 * c + B * (e - A2 * b);
  t[4 * target_step] = f - A2 * c - B * (e - A2 * b);
  t[5 * target_step] = b - (A2 + B2) * e + g;
}

// A^T m of six values.
void transform_output(const float *m, int step, float *t, int target_step) {
  float a = m[0], b = m[step], c = m[2 * step], e = m[3 * step], f = m[4 * step], g = m[5 * step];
  t[0] = a + (b + c) + (e + f);
  t[target_step] = A * (b - c) + B * (e - f);
  t[2 * target_step] = A2 * (b + c) + B2 * (e + f);
  t[3 * target_step] = A * A2 * (b - c) + B * B2 * (e - f) + g;
}

// G g of three values.
void transform_kernel(const float *g, int step, float *t, int target_step) {
  float a = g[0], b = g[step], c = g[2 * step];
  t[0] = a;
  t[target_step] = (a + A2 * c + A * b) / (2 * A2 * (A2 - B2));
  t[2 * target_step] = (a + A2 * c - A * b) / (2 * A2 * (A2 - B2));
  t[3 * target_step] = (a + B2 * c + B * b) / (2 * B2 * (B2 - A2));
  t[4 * target_step] = (a + B2 * c - B * b) / (2 * B2 * (B2 - A2));
  t[5 * target_step] = c;
}

// Kernels [3, 3, channels, outputs], or for the transpose [3, 3, outputs, channels] turned, to [36, channels, outputs].
__kernel void kernels(int channels, int outputs, int transposed, __global const float *weights,
    __global float *target) {
  int i = get_global_id(0);
  if (i >= channels * outputs) {
    return;
  }
  int channel = i / outputs;
  int to = i % outputs;
  float g[9], rows[18], all[36];
  for (int tap = 0; tap < 9; tap++) {
    g[tap] = transposed ? weights[((8 - tap) * outputs + to) * channels + channel]
        : weights[(tap * channels + channel) * outputs + to];
  }
  for (int k = 0; k < 3; k++) {
    transform_kernel(g + k, 3, rows + k, 3);
  }
  for (int k = 0; k < 6; k++) {
    transform_kernel(rows + 3 * k, 1, all + 6 * k, 1);
  }
  for (int p = 0; p < 36; p++) {
    target[p * channels * outputs + i] = all[p];
  }
}

// image: height, width, channels of the input; padding at the top and the left; tiles in a row
// part: the first tile, how many there are
__kernel void inputs(int8 image, int2 part, __global const float *restrict input, __global float *restrict target) {
  int i = get_global_id(0);
  int channels = image.s2;
  if (i >= part.y * channels) {
    return;
  }
  int tile = part.x + i / channels;
  int channel = i % channels;
  int top = tile / image.s5 * 4 - image.s3;
  int left = tile % image.s5 * 4 - image.s4;
  float d[36], t[36];
  for (int k = 0; k < 36; k++) {
    int y = top + k / 6;
    int x = left + k % 6;
    int inside = y >= 0 && y < image.s0 && x >= 0 && x < image.s1;
    d[k] = inside ? input[(y * image.s1 + x) * channels + channel] : 0;
  }
  for (int k = 0; k < 6; k++) {
    transform_input(d + k, 6, t + k, 6);
  }
  for (int k = 0; k < 6; k++) {
    transform_input(t + 6 * k, 1, d + 6 * k, 1);
  }
  for (int p = 0; p < 36; p++) {
    target[p * part.y * channels + i] = d[p];
  }
}

// image: height, width, channels of the output; s5 tiles in a row
__kernel void outputs(int8 image, int2 part, __global const float *restrict products, int first,
    __global const float *bias, __global const float *mask, int epilogue, __global float *output) {
  int i = get_global_id(0);
  int channels = image.s2;
  if (i >= part.y * channels) {
    return;
  }
  int tile = part.x + i / channels;
  int channel = i % channels;
  int top = tile / image.s5 * 4;
  int left = tile % image.s5 * 4;
  float m[36], t[24], y[16];
  for (int p = 0; p < 36; p++) {
    m[p] = products[first + p * part.y * channels + i];
  }
  for (int k = 0; k < 6; k++) {
    transform_output(m + k, 6, t + k, 6);
  }
  for (int k = 0; k < 4; k++) {
    transform_output(t + 6 * k, 1, y + 4 * k, 1);
  }
  for (int k = 0; k < 16; k++) {
    int row = top + k / 4;
    int column = left + k % 4;
    if (row < image.s0 && column < image.s1) {
      int at = (row * image.s1 + column) * channels + channel;
      output[at] = finished(y[k], epilogue, bias, channel, mask, output, at);
    }
  }
}
