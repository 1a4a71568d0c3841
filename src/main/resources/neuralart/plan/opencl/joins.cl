// Up to four activations as neighbouring channels of another one. The channels of each end, counted from the first of
// them all, where those of the next begin.

typedef struct {
  int part;
  int index;
} Place;

Place place(int i, int4 ends) {
  int pixel = i / ends.w;
  int channel = i % ends.w;
  Place place;
  place.part = (channel >= ends.x) + (channel >= ends.y) + (channel >= ends.z);
  int start = place.part == 0 ? 0 : place.part == 1 ? ends.x : place.part == 2 ? ends.y : ends.z;
  int end = place.part == 0 ? ends.x : place.part == 1 ? ends.y : place.part == 2 ? ends.z : ends.w;
  place.index = pixel * (end - start) + channel - start;
  return place;
}

float joined(int i, int4 ends, __global const float *a, __global const float *b, __global const float *c,
    __global const float *d) {
  Place from = place(i, ends);
  return from.part == 0 ? a[from.index] : from.part == 1 ? b[from.index] : from.part == 2 ? c[from.index]
      : d[from.index];
}

__kernel void join(int count, int channels, int first, int4 ends, __global const float *a, __global const float *b,
    __global const float *c, __global const float *d, __global float *whole) {
  int i = get_global_id(0);
  if (i < count) {
    whole[i / ends.w * channels + first + i % ends.w] = joined(i, ends, a, b, c, d);
  }
}

__kernel void join_rectified(int count, int channels, int first, int4 ends, __global const float *a,
    __global const float *b, __global const float *c, __global const float *d, __global float *whole) {
  int i = get_global_id(0);
  if (i < count) {
    whole[i / ends.w * channels + first + i % ends.w] = fmax(joined(i, ends, a, b, c, d), 0.0f);
  }
}

__kernel void split(int count, int channels, int first, int4 ends, __global float *a, __global float *b,
    __global float *c, __global float *d, __global const float *whole) {
  int i = get_global_id(0);
  if (i < count) {
    Place to = place(i, ends);
    __global float *part = to.part == 0 ? a : to.part == 1 ? b : to.part == 2 ? c : d;
    part[to.index] = whole[i / ends.w * channels + first + i % ends.w];
  }
}
