// Sums of the parts in which products of matrices and convolutions were computed.

// Value i of each part lies a length further than that of the one before.
float sum_of_parts(__global const float *restrict parts, int i, int count, int length) {
  float total = 0;
  float rest = 0;
  for (int part = 0; part < count; part++) {
    float value = parts[part * length + i] - rest;
    float sum = total + value;
    rest = (sum - total) - value;
    total = sum;
  }
  return total;
}

// Adds up the parts of a convolution, of count values each.
__kernel void finish_parts(int count, __global const float *restrict parts, int how_many, int columns, int outputs,
    int8 place, __global const float *bias, __global const float *mask, __global float *output, int epilogue) {
  int i = get_global_id(0);
  if (i < count) {
    int pixel = i / outputs;
    int to = i % outputs;
    int target = (pixel / columns * place.s0 + place.s1) * place.s4 + pixel % columns * place.s2 + place.s3;
    int at = target * outputs + to;
    output[at] = finished(sum_of_parts(parts, i, how_many, count), epilogue, bias, to, mask, output, at);
  }
}

// Adds up the parts of products: z = alpha sum of parts + beta z.
__kernel void add_parts(__global const float *restrict parts, int count, int4 sizes, __global float *z, int4 z_at,
    float alpha, float beta) {
  int i = get_global_id(0);
  int length = sizes.x * sizes.y;
  if (i >= length) {
    return;
  }
  int at = z_at.x + i / sizes.y * z_at.y + i % sizes.y * z_at.z;
  z[at] = alpha * sum_of_parts(parts, i, count, length) + (beta == 0 ? 0 : beta * z[at]);
}
