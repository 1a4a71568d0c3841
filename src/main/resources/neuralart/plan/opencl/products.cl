// Products of matrices, and convolutions as such products whose left matrix is gathered from an image while it is
// needed (implicit GEMM). A work group computes a tile of TM x TN values, TK steps of the inner sum at a time, each
// of its work items WM x WN values, multiples of four. GATHER chooses the convolution, WHOLE_TAPS one whose channels are a
// multiple of TK, so that the steps of the inner sum that are held at a time belong to one pixel of the kernel.

#define ITEMS ((TM / WM) * (TN / WN))
#define COLUMNS (TN / WN)
#define ROWS (TM / WM)
#define LEFT_LOADS (TM * TK / ITEMS)
#define RIGHT_LOADS (TN * TK / ITEMS)
// From a column of the left tile in local memory to the next: fours stay whole, and other banks are met.
#define LEFT_STEP (TM + 4)

// The rows and columns of a work item: fours, as far apart as all work items have of them.
#define ROW(i) (4 * row + (i) % 4 + (i) / 4 * 4 * ROWS)
#define COLUMN(j) (4 * column + (j) % 4 + (j) / 4 * 4 * COLUMNS)

#define ADD_TILE                                                              \
  for (int k = 0; k < TK; k++) {                                              \
    float x[WM], y[WN];                                                       \
    for (int i = 0; i < WM; i += 4) {                                         \
      float4 four = *(__local const float4 *)(left + k * LEFT_STEP + ROW(i)); \
      x[i] = four.x, x[i + 1] = four.y, x[i + 2] = four.z, x[i + 3] = four.w; \
    }                                                                         \
    for (int j = 0; j < WN; j += 4) {                                         \
      float4 four = *(__local const float4 *)(right + k * TN + COLUMN(j));    \
      y[j] = four.x, y[j + 1] = four.y, y[j + 2] = four.z, y[j + 3] = four.w; \
    }                                                                         \
    for (int i = 0; i < WM; i++) {                                            \
      for (int j = 0; j < WN; j++) {                                          \
        sum[i][j] = fma(x[i], y[j], sum[i][j]);                               \
      }                                                                       \
    }                                                                         \
  }

#define CLEAR                        \
  float sum[WM][WN];                 \
  for (int i = 0; i < WM; i++) {     \
    for (int j = 0; j < WN; j++) {   \
      sum[i][j] = 0;                 \
    }                                \
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
  __local float left[TK * LEFT_STEP] __attribute__((aligned(16)));
  __local float right[TK * TN] __attribute__((aligned(16)));
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
  int from_y[LEFT_LOADS], from_x[LEFT_LOADS];
  for (int j = 0; j < LEFT_LOADS; j++) {
    int pixel = first_row + l / TK + j * (ITEMS / TK);
    int inside = pixel < image.s5;
    from_y[j] = inside ? (pixel / image.s4) * gather.s0 + gather.s1 : -0x20000000;
    from_x[j] = (pixel % image.s4) * gather.s3 + gather.s4;
  }
  CLEAR
  for (int before = from - TK; before < end; before += TK) {
    // These values are on their way while those before are added up.
    float x[LEFT_LOADS], y[RIGHT_LOADS];
    const int k0 = before + TK;
    const int k = k0 + l % TK;
    const int tap = TAP(k);
    const int channel = k - tap * channels;
    const int dy = (tap / taps_wide) * gather.s2;
    const int dx = (tap % taps_wide) * gather.s5;
    for (int j = 0; j < LEFT_LOADS; j++) {
      int at_y = from_y[j] + dy;
      int at_x = from_x[j] + dx;
      int inside = k < end && at_y >= 0 && at_y < height && at_x >= 0 && at_x < width;
      x[j] = inside ? input[(at_y * width + at_x) * channels + channel] : 0;
    }
    for (int j = 0; j < RIGHT_LOADS; j++) {
      int inner = k0 + (l + j * ITEMS) / TN;
      int to = first_column + (l + j * ITEMS) % TN;
      int counted = TAP(inner);
      int whole = (kernel_rows.s0 + counted / taps_wide * kernel_rows.s1) * kernel_rows.s4
          + kernel_rows.s2 + counted % taps_wide * kernel_rows.s3;
      y[j] = inner < end && to < outputs
          ? weights[(whole * channels + inner - counted * channels) * outputs + to] : 0;
    }
    if (before >= from) {
      ADD_TILE
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int j = 0; j < LEFT_LOADS; j++) {
      left[(l % TK) * LEFT_STEP + l / TK + j * (ITEMS / TK)] = x[j];
    }
    for (int j = 0; j < RIGHT_LOADS; j++) {
      right[l + j * ITEMS] = y[j];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int i = 0; i < WM; i++) {
    int pixel = first_row + ROW(i);
    int target = (pixel / image.s4 * place.s0 + place.s1) * place.s4 + pixel % image.s4 * place.s2 + place.s3;
    for (int j = 0; j < WN; j++) {
      int to = first_column + COLUMN(j);
      if (pixel < image.s5 && to < outputs) {
        int at = target * outputs + to;
        output[at] = finished(sum[i][j], epilogue, bias, to, mask, output, at);
      }
    }
  }
}

#else

// x, y, z: index of the first value, distance of rows, distance of columns, distance of the matrices of a batch
// sizes: rows, columns, length of the inner sum, length of a part of it where the parts are the batch, else 0
__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void multiply(__global const float *restrict left_matrix, int4 x_at, __global const float *restrict right_matrix,
    int4 y_at, __global float *z, int4 z_at, int4 sizes, float alpha, float beta) {
  __local float left[TK * LEFT_STEP] __attribute__((aligned(16)));
  __local float right[TK * TN] __attribute__((aligned(16)));
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
  for (int before = from - TK; before < end; before += TK) {
    // These values are on their way while those before are added up.
    float x[LEFT_LOADS], y[RIGHT_LOADS];
    const int k0 = before + TK;
    for (int j = 0; j < LEFT_LOADS; j++) {
      int i = l + j * ITEMS;
      int inner = x_at.z == 1 ? i % TK : i / TM;
      int outer = x_at.z == 1 ? i / TK : i % TM;
      int inside = k0 + inner < end && first_row + outer < sizes.x;
      x[j] = inside ? left_matrix[(first_row + outer) * x_at.y + (k0 + inner) * x_at.z] : 0;
    }
    for (int j = 0; j < RIGHT_LOADS; j++) {
      int i = l + j * ITEMS;
      int inner = y_at.z == 1 ? i / TN : i % TK;
      int outer = y_at.z == 1 ? i % TN : i / TK;
      int inside = k0 + inner < end && first_column + outer < sizes.y;
      y[j] = inside ? right_matrix[(k0 + inner) * y_at.y + (first_column + outer) * y_at.z] : 0;
    }
    if (before >= from) {
      ADD_TILE
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int j = 0; j < LEFT_LOADS; j++) {
      int i = l + j * ITEMS;
      left[x_at.z == 1 ? i % TK * LEFT_STEP + i / TK : i / TM * LEFT_STEP + i % TM] = x[j];
    }
    for (int j = 0; j < RIGHT_LOADS; j++) {
      int i = l + j * ITEMS;
      right[y_at.z == 1 ? i : i % TK * TN + i / TK] = y[j];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  for (int i = 0; i < WM; i++) {
    for (int j = 0; j < WN; j++) {
      int r = first_row + ROW(i);
      int c = first_column + COLUMN(j);
      if (r < sizes.x && c < sizes.y) {
        int at = r * z_at.y + c * z_at.z;
        z[at] = alpha * sum[i][j] + (beta == 0 ? 0 : beta * z[at]);
      }
    }
  }
}

#endif
