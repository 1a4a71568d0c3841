// Sums of terms of losses, from what groups have left.

__kernel void begin_sums(int count, __global float2 *sums, int index) {
  int i = get_global_id(0);
  if (i < count) {
    sums[index + i] = (float2)(0, 0);
  }
}

// A group for each sum.
LOOP void add_partials(int count, __global const float2 *partial, __global float2 *sums, int index) {
  __local float2 parts[GROUP];
  int which = get_group_id(0);
  float2 sum = (float2)(0, 0);
  for (int i = get_local_id(0); i < count; i += GROUP) {
    sum = sum_of(sum, partial[which * count + i]);
  }
  float2 total = total_of(sum, parts);
  if (get_local_id(0) == 0) {
    sums[index + which] = sum_of(sums[index + which], total);
  }
}
