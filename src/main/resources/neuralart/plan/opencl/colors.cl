// The distance of an image's colours from a mean and a covariance.

#define SIZE 4
#define SUMS 10

float2 share_of(__global const float *mask, int at, int has_mask) {
  return has_mask ? product(mask[at], mask[at]) : (float2)(1, 0);
}

// Ten sums of a group: the products of two of the colours and 1, row by row of the upper triangle.
LOOP void measure_colors(int count, __global const float *restrict colors, int first,
    __global const float *restrict mask, int first_share, int has_mask, __global float2 *partial) {
  __local float2 sums[GROUP];
  float2 products[SUMS];
  for (int s = 0; s < SUMS; s++) {
    products[s] = (float2)(0, 0);
  }
  for (int pixel = get_global_id(0); pixel < count; pixel += get_global_size(0)) {
    float values[SIZE] = {0, 0, 0, 1};
    for (int c = 0; c < SIZE - 1; c++) {
      values[c] = colors[first + pixel * (SIZE - 1) + c];
    }
    float2 share = share_of(mask, first_share + pixel, has_mask);
    int next = 0;
    for (int i = 0; i < SIZE; i++) {
      float2 part = product_of(share, (float2)(values[i], 0));
      for (int j = i; j < SIZE; j++) {
        products[next] = sum_of(products[next], product_of(part, (float2)(values[j], 0)));
        next++;
      }
    }
  }
  for (int s = 0; s < SUMS; s++) {
    add_up(products[s], sums, partial, s);
  }
}

// z = op(x) op(y) for matrices of SIZE rows.
void multiply(const float2 *x, int transpose_x, const float2 *y, int transpose_y, float2 *z) {
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      float2 sum = (float2)(0, 0);
      for (int k = 0; k < SIZE; k++) {
        float2 left = x[transpose_x ? k * SIZE + i : i * SIZE + k];
        float2 right = y[transpose_y ? j * SIZE + k : k * SIZE + j];
        sum = sum_of(sum, product_of(left, right));
      }
      z[i * SIZE + j] = sum;
    }
  }
}

// One work item: slope = W^T (W M / count W^T - I) W; whitening has W and, behind it, 1 / count.
__kernel void whiten(__global const float2 *sums, int index, __global const float2 *whitening, __global float2 *slope) {
  float2 w[SIZE * SIZE], m[SIZE * SIZE], product_of_both[SIZE * SIZE];
  int next = index;
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      w[i * SIZE + j] = whitening[i * SIZE + j];
      if (j >= i) {
        m[i * SIZE + j] = product_of(sums[next++], whitening[SIZE * SIZE]);
        m[j * SIZE + i] = m[i * SIZE + j];
      }
    }
  }
  multiply(w, 0, m, 0, product_of_both);
  multiply(product_of_both, 0, w, 1, m);
  for (int i = 0; i < SIZE; i++) {
    m[i * SIZE + i] = sum_of(m[i * SIZE + i], (float2)(-1, 0));
  }
  multiply(w, 1, m, 0, product_of_both);
  multiply(product_of_both, 0, w, 0, m);
  for (int i = 0; i < SIZE * SIZE; i++) {
    slope[i] = m[i];
  }
}

__kernel void differentiate_colors(int count, float factor, __global const float *colors, int first,
    __global const float *mask, int first_share, int has_mask, __global const float2 *slope,
    __global float *gradient, int first_slope) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  int pixel = i / (SIZE - 1);
  int row = i % (SIZE - 1) * SIZE;
  float2 sum = slope[row + SIZE - 1];
  for (int c = 0; c < SIZE - 1; c++) {
    float2 color = (float2)(colors[first + pixel * (SIZE - 1) + c], 0);
    sum = sum_of(sum, product_of(slope[row + c], color));
  }
  float share = share_of(mask, first_share + pixel, has_mask).x;
  gradient[first_slope + i] += factor * share * sum.x;
}
