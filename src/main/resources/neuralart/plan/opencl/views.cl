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
