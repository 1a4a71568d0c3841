// Products of matrices, and convolutions as such products whose left matrix is gathered from an image while it is
// needed (implicit GEMM). A work group computes a tile of TM x TN values, TK steps of the inner sum at a time, each
// of its work items WM x WN values. GATHER chooses the convolution, WHOLE_TAPS one whose channels are a multiple of TK,
// so that the steps of the inner sum that are held at a time belong to one pixel of the kernel.

#define ITEMS ((TM / WM) * (TN / WN))
#define COLUMNS (TN / WN)
#define ROW_STEP (TM / WM)
#define LOADS (TM * TK / ITEMS)

#define ADD_TILE                                   \
  for (int k = 0; k < TK; k++) {                   \
    float x[WM], y[WN];                            \
    for (int i = 0; i < WM; i++) {                 \
      x[i] = left[k * (TM + 1) + row + i * ROW_STEP]; \
    }                                              \
    for (int j = 0; j < WN; j++) {                 \
      y[j] = right[k * TN + column + j * COLUMNS]; \
    }                                              \
    for (int i = 0; i < WM; i++) {                 \
      for (int j = 0; j < WN; j++) {               \
        sum[i][j] = fma(x[i], y[j], sum[i][j]);    \
      }                                            \
    }                                              \
  }

#define CLEAR                        \
  float sum[WM][WN];                 \
  for (int i = 0; i < WM; i++) {     \
    for (int j = 0; j < WN; j++) {   \
      sum[i][j] = 0;                 \
    }                                \
  }

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

#ifdef GATHER

#ifdef WHOLE_TAPS
#define TAP(inner) (k0 / channels)
#else
#define TAP(inner) ((inner) / channels)
#endif

// A group for each part of the inner sum, where it is computed in parts: each leaves an output of its own.
// image: height, width, channels, output channels, columns of the output, pixels of the output, columns of the
//        kernel that count, length of the inner sum
// gather: row of the input = x row of the output + y + z kernel row; s3, s4, s5 the same for columns
// kernel_rows: kernel row = x + y counted row; z, w the same for columns; s4 columns of the whole kernel
// place: row in the target = x row + y; z, w the same for columns; s4 columns of the target
__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void convolve(__global const float *restrict input, __global const float *restrict weights,
    __global const float *bias, __global const float *mask, __global float *output,
    int8 image, int8 gather, int8 kernel_rows, int8 place, int part, int epilogue) {
  __local float left[TK * (TM + 1)];
  __local float right[TK * TN];
  const int l = get_local_id(0);
  const int first_row = get_group_id(1) * TM;
  const int first_column = get_group_id(0) * TN;
  const int column = l % COLUMNS;
  const int row = l / COLUMNS;
  const int height = image.s0, width = image.s1, channels = image.s2, outputs = image.s3;
  const int taps_wide = image.s6;
  const int from = get_group_id(2) * part;
  const int end = min(image.s7, from + part);
  output += get_group_id(2) * image.s5 * outputs;
  int from_y[LOADS], from_x[LOADS];
  for (int j = 0; j < LOADS; j++) {
    int pixel = first_row + l / TK + j * (ITEMS / TK);
    int inside = pixel < image.s5;
    from_y[j] = inside ? (pixel / image.s4) * gather.s0 + gather.s1 : -0x20000000;
    from_x[j] = (pixel % image.s4) * gather.s3 + gather.s4;
  }
  CLEAR
  for (int k0 = from; k0 < end; k0 += TK) {
    const int k = k0 + l % TK;
    const int tap = TAP(k);
    const int channel = k - tap * channels;
    const int dy = (tap / taps_wide) * gather.s2;
    const int dx = (tap % taps_wide) * gather.s5;
    for (int j = 0; j < LOADS; j++) {
      int y = from_y[j] + dy;
      int x = from_x[j] + dx;
      int inside = k < end && y >= 0 && y < height && x >= 0 && x < width;
      left[(l % TK) * (TM + 1) + l / TK + j * (ITEMS / TK)] =
          inside ? input[(y * width + x) * channels + channel] : 0;
    }
    for (int i = l; i < TK * TN; i += ITEMS) {
      int inner = k0 + i / TN;
      int to = first_column + i % TN;
      int counted = TAP(inner);
      int whole = (kernel_rows.s0 + counted / taps_wide * kernel_rows.s1) * kernel_rows.s4
          + kernel_rows.s2 + counted % taps_wide * kernel_rows.s3;
      right[i] = inner < end && to < outputs
          ? weights[(whole * channels + inner - counted * channels) * outputs + to] : 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    ADD_TILE
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int i = 0; i < WM; i++) {
    int pixel = first_row + row + i * ROW_STEP;
    int target = (pixel / image.s4 * place.s0 + place.s1) * place.s4 + pixel % image.s4 * place.s2 + place.s3;
    for (int j = 0; j < WN; j++) {
      int to = first_column + column + j * COLUMNS;
      if (pixel < image.s5 && to < outputs) {
        int at = target * outputs + to;
        output[at] = finished(sum[i][j], epilogue, bias, to, mask, output, at);
      }
    }
  }
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

#else

// x, y, z: index of the first value, distance of rows, distance of columns, distance of the matrices of a batch
// sizes: rows, columns, length of the inner sum, length of a part of it where the parts are the batch, else 0
__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void multiply(__global const float *restrict left_matrix, int4 x_at, __global const float *restrict right_matrix,
    int4 y_at, __global float *z, int4 z_at, int4 sizes, float alpha, float beta) {
  __local float left[TK * (TM + 1)];
  __local float right[TK * TN];
  const int l = get_local_id(0);
  const int first_row = get_group_id(1) * TM;
  const int first_column = get_group_id(0) * TN;
  const int column = l % COLUMNS;
  const int row = l / COLUMNS;
  const int batch = get_group_id(2);
  const int from = batch * sizes.w;
  const int end = sizes.w ? min(sizes.z, from + sizes.w) : sizes.z;
  left_matrix += x_at.x + batch * x_at.w;
  right_matrix += y_at.x + batch * y_at.w;
  z += z_at.x + batch * z_at.w;
  CLEAR
  for (int k0 = from; k0 < end; k0 += TK) {
    for (int i = l; i < TM * TK; i += ITEMS) {
      int inner = x_at.z == 1 ? i % TK : i / TM;
      int outer = x_at.z == 1 ? i / TK : i % TM;
      int inside = k0 + inner < end && first_row + outer < sizes.x;
      left[inner * (TM + 1) + outer] =
          inside ? left_matrix[(first_row + outer) * x_at.y + (k0 + inner) * x_at.z] : 0;
    }
    for (int i = l; i < TK * TN; i += ITEMS) {
      int inner = y_at.z == 1 ? i / TN : i % TK;
      int outer = y_at.z == 1 ? i % TN : i / TK;
      int inside = k0 + inner < end && first_column + outer < sizes.y;
      right[inner * TN + outer] =
          inside ? right_matrix[(k0 + inner) * y_at.y + (first_column + outer) * y_at.z] : 0;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    ADD_TILE
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int i = 0; i < WM; i++) {
    for (int j = 0; j < WN; j++) {
      int r = first_row + row + i * ROW_STEP;
      int c = first_column + column + j * COLUMNS;
      if (r < sizes.x && c < sizes.y) {
        int at = r * z_at.y + c * z_at.z;
        z[at] = alpha * sum[i][j] + (beta == 0 ? 0 : beta * z[at]);
      }
    }
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

#endif
