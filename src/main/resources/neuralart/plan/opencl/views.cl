// Copies, sums and products of parts of tensors. Value i of a part lies at its place: the last size varies fastest.

int place(int i, int8 sizes, int8 strides) {
  int at = (i % sizes.s7) * strides.s7;
  i /= sizes.s7;
  at += (i % sizes.s6) * strides.s6;
  i /= sizes.s6;
  at += (i % sizes.s5) * strides.s5;
  i /= sizes.s5;
  at += (i % sizes.s4) * strides.s4;
  i /= sizes.s4;
  at += (i % sizes.s3) * strides.s3;
  i /= sizes.s3;
  at += (i % sizes.s2) * strides.s2;
  i /= sizes.s2;
  at += (i % sizes.s1) * strides.s1;
  i /= sizes.s1;
  return at + i * strides.s0;
}

float combined(int operation, float to, float from) {
  switch (operation) {
    case ADD: return to + from;
    case SUBTRACT: return to - from;
    case MULTIPLY: return to * from;
    case MAXIMUM: return fmax(to, from);
    default: return from;
  }
}

__kernel void combine(int operation, int count, __global const float *from, int from_first,
    __global float *to, int to_first) {
  int i = get_global_id(0);
  if (i < count) {
    float old = operation == COPY ? 0 : to[to_first + i];
    to[to_first + i] = combined(operation, old, from[from_first + i]);
  }
}

__kernel void combine_parts(int operation, int count, int8 sizes, __global const float *from, int from_first,
    int8 from_strides, __global float *to, int to_first, int8 to_strides) {
  int i = get_global_id(0);
  if (i < count) {
    int at = to_first + place(i, sizes, to_strides);
    float old = operation == COPY ? 0 : to[at];
    to[at] = combined(operation, old, from[from_first + place(i, sizes, from_strides)]);
  }
}

__kernel void fill(int count, int8 sizes, __global float *to, int to_first, int8 to_strides, float value) {
  int i = get_global_id(0);
  if (i < count) {
    to[to_first + place(i, sizes, to_strides)] = value;
  }
}

// y = x factors, where the factors have a stride of 0 along the dimensions that share them.
__kernel void scale(int count, int8 sizes, __global const float *x, __global const float *factors,
    int8 factor_strides, __global float *y) {
  int i = get_global_id(0);
  if (i < count) {
    y[i] = x[i] * factors[place(i, sizes, factor_strides)];
  }
}

__kernel void add_bias(int count, int channels, __global float *x, __global const float *bias) {
  int i = get_global_id(0);
  if (i < count) {
    x[i] += bias[i % channels];
  }
}

// Sets a target to 0 where a value is smaller than its rival, or not larger.
__kernel void keep_larger(int count, int is_strict, __global const float *value, __global const float *rival,
    __global float *target) {
  int i = get_global_id(0);
  if (i < count && !(is_strict ? value[i] > rival[i] : value[i] >= rival[i])) {
    target[i] = 0;
  }
}

// Value [y, x] of the output is a mixture of rows of mixtures of columns. A mixture of output k has the terms from
// starts[k] to below starts[k + 1].
__kernel void resample(int count, int channels, int width, int input_width, __global const float *restrict input,
    __global const float *restrict row_starts, __global const float *restrict row_indices,
    __global const float *restrict row_weights, __global const float *restrict column_starts,
    __global const float *restrict column_indices, __global const float *restrict column_weights,
    __global float *restrict output) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  int channel = i % channels;
  int x = i / channels % width;
  int y = i / channels / width;
  float sum = 0;
  for (int r = (int)row_starts[y]; r < (int)row_starts[y + 1]; r++) {
    int row = (int)row_indices[r] * input_width;
    float mixed = 0;
    for (int k = (int)column_starts[x]; k < (int)column_starts[x + 1]; k++) {
      mixed = fma(column_weights[k], input[(row + (int)column_indices[k]) * channels + channel], mixed);
    }
    sum += row_weights[r] == 0 ? 0 : row_weights[r] * mixed;
  }
  output[i] = sum;
}
