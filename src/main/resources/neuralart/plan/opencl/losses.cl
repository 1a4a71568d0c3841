// Terms of losses: each adds its gradient, and its value to one of the sums, which are pairs of floats that count
// together. Work items add up what they compute with what rounding has left (Kahan 1965), groups by halves.

#define GROUP 64

float2 sum_of(float2 a, float2 b) {
  float high = a.x + b.x;
  float part = high - a.x;
  float low = (a.x - (high - part)) + (b.x - part) + a.y + b.y;
  float total = high + low;
  return (float2)(total, low - (total - high));
}

void add_up(float2 own, __local float2 *sums, __global float2 *partial) {
  int l = get_local_id(0);
  sums[l] = own;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int reach = GROUP / 2; reach > 0; reach /= 2) {
    if (l < reach) {
      sums[l] = sum_of(sums[l], sums[l + reach]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (l == 0) {
    partial[get_group_id(0)] = sums[0];
  }
}

__kernel void clear_sums(int count, __global float2 *sums) {
  int i = get_global_id(0);
  if (i < count) {
    sums[i] = (float2)(0, 0);
  }
}

__kernel void add_partials(int count, __global const float2 *partial, __global float2 *sums, int index) {
  float2 sum = sums[index];
  for (int i = 0; i < count; i++) {
    sum = sum_of(sum, partial[i]);
  }
  sums[index] = sum;
}

// region: rows from s0 to s1, columns from s2 to s3, width, channels
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void penalize(int kind, int8 region, float factor, __global const float *restrict values,
    __global const float *restrict first, __global const float *restrict second, __global float *restrict slopes,
    __global float2 *partial) {
  __local float2 sums[GROUP];
  float2 sum = (float2)(0, 0);
  int columns = region.s3 - region.s2;
  int count = (region.s1 - region.s0) * columns * region.s5;
  for (int i = get_global_id(0); i < count; i += get_global_size(0)) {
    int channel = i % region.s5;
    int x = region.s2 + i / region.s5 % columns;
    int y = region.s0 + i / region.s5 / columns;
    int at = (y * region.s4 + x) * region.s5 + channel;
    float v = values[at];
    float term, slope;
    if (kind == OUTSIDE) {
      float excess = v - fmin(fmax(v, first[channel]), second[channel]);
      term = excess * excess;
      slope = 2 * excess;
    } else {
      term = first[channel] * (kind == SQUARE ? v * v : v);
      slope = first[channel] * (kind == SQUARE ? 2 * v : 1);
    }
    sum = sum_of(sum, (float2)(term, 0));
    slopes[at] += factor * slope;
  }
  add_up(sum, sums, partial);
}

// shape: width, channels, height of the whole image, the row of it that the values begin with; s4 to s5 the own rows,
// counted in the values
#define WIDTH shape.s0
#define CHANNELS shape.s1
#define HEIGHT shape.s2
#define TOP shape.s3

// The difference of a value to one some rows and columns away, in units.
float difference(__global const float *values, int8 shape, float per_unit, int at, int down, int right) {
  return per_unit * (values[at + (down * WIDTH + right) * CHANNELS] - values[at]);
}

float sign_of(float d) {
  return fmax(-1.0f, fmin(1.0f, 1e30f * d));
}

// The weight of the square of a difference, 0 where there is no such neighbour.
float weight_of(int8 shape, float straight, float diagonal, int y, int x, int down, int right) {
  int inside = y + down >= 0 && y + down < HEIGHT && x + right >= 0 && x + right < WIDTH;
  if (!inside) {
    return 0;
  }
  if (down != 0 && right != 0) {
    return diagonal;
  }
  int at_edges = down == 0 ? (y == 0) + (y == HEIGHT - 1) : (x == 0) + (x == WIDTH - 1);
  return straight + 2 * diagonal * at_edges;
}

float power_root(float dx, float dy) {
  return sqrt(sqrt(dx * dx + dy * dy));
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void vary(int kind, int8 shape, float per_unit, float straight, float diagonal, float factor,
    __global const float *restrict values, __global float *restrict slopes, __global float2 *partial) {
  __local float2 sums[GROUP];
  float2 sum = (float2)(0, 0);
  int count = (shape.s5 - shape.s4) * WIDTH * CHANNELS;
  for (int i = get_global_id(0); i < count; i += get_global_size(0)) {
    int x = i / CHANNELS % WIDTH;
    int row = shape.s4 + i / CHANNELS / WIDTH;
    int y = row + TOP;
    int at = (row * WIDTH + x) * CHANNELS + i % CHANNELS;
    int right = x < WIDTH - 1;
    int below = y < HEIGHT - 1;
    float term = 0;
    float slope = 0;
    if (kind == NINE_POINT) {
      for (int down = -1; down <= 1; down++) {
        for (int across = -1; across <= 1; across++) {
          float weight = down == 0 && across == 0 ? 0
              : weight_of(shape, straight, diagonal, y, x, down, across);
          if (weight != 0) {
            float d = difference(values, shape, per_unit, at, down, across);
            slope -= 2 * weight * d;
            term += down > 0 || (down == 0 && across > 0) ? weight * d * d : 0;
          }
        }
      }
    } else if (kind == ABSOLUTE) {
      float dx = right ? difference(values, shape, per_unit, at, 0, 1) : 0;
      float dy = below ? difference(values, shape, per_unit, at, 1, 0) : 0;
      term = fabs(dx) + fabs(dy);
      slope = -sign_of(dx) - sign_of(dy);
      slope -= x > 0 ? sign_of(difference(values, shape, per_unit, at, 0, -1)) : 0;
      slope -= y > 0 ? sign_of(difference(values, shape, per_unit, at, -1, 0)) : 0;
    } else {
      if (right && below) {
        float dx = difference(values, shape, per_unit, at, 0, 1);
        float dy = difference(values, shape, per_unit, at, 1, 0);
        float root = power_root(dx, dy);
        term = (dx * dx + dy * dy) * root;
        slope -= root * (dx + dy);
      }
      if (x > 0 && below) {
        int left = at - CHANNELS;
        float dx = difference(values, shape, per_unit, left, 0, 1);
        slope += power_root(dx, difference(values, shape, per_unit, left, 1, 0)) * dx;
      }
      if (y > 0 && right) {
        int above = at - WIDTH * CHANNELS;
        float dy = difference(values, shape, per_unit, above, 1, 0);
        slope += power_root(difference(values, shape, per_unit, above, 0, 1), dy) * dy;
      }
      slope *= 2.5f;
    }
    sum = sum_of(sum, (float2)(term, 0));
    slopes[at] += factor * slope;
  }
  add_up(sum, sums, partial);
}
