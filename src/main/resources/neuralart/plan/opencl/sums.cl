// What all programs begin with: exact sums.

// Numbers as pairs of floats that count together, the second far below the first: some 48 bits, where a device has no
// double precision (Dekker 1971, Knuth 1969).

float2 pair_of(float high, float low) {
  float sum = high + low;
  return (float2)(sum, low - (sum - high));
}

float2 sum_of(float2 a, float2 b) {
  float high = a.x + b.x;
  float part = high - a.x;
  float low = (a.x - (high - part)) + (b.x - part) + a.y + b.y;
  return pair_of(high, low);
}

float2 product(float a, float b) {
  float high = a * b;
  return (float2)(high, fma(a, b, -high));
}

float2 product_of(float2 a, float2 b) {
  float2 high = product(a.x, b.x);
  return pair_of(high.x, high.y + (a.x * b.y + a.y * b.x));
}

float2 quotient_of(float2 a, float2 b) {
  float high = a.x / b.x;
  float2 rest = sum_of(a, product_of((float2)(-high, 0), b));
  return pair_of(high, rest.x / b.x);
}

// Sums of the work items of a group, by halves.

#define GROUP 64
#define LOOP __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))

// The sum over a group, for its first work item.
float2 total_of(float2 own, __local float2 *sums) {
  int l = get_local_id(0);
  barrier(CLK_LOCAL_MEM_FENCE);
  sums[l] = own;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int reach = GROUP / 2; reach > 0; reach /= 2) {
    if (l < reach) {
      sums[l] = sum_of(sums[l], sums[l + reach]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  return sums[0];
}

// Leaves the sum over a group, number which of those that it has.
void add_up(float2 own, __local float2 *sums, __global float2 *partial, int which) {
  float2 total = total_of(own, sums);
  if (get_local_id(0) == 0) {
    partial[which * get_num_groups(0) + get_group_id(0)] = total;
  }
}
