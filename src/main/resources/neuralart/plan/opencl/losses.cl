// Terms of losses: each adds its gradient, and its value to one of the sums, which are pairs of floats that count
// together. Work items add up what they compute with what rounding has left, groups by halves.

float sign_of(float d) {
  return fmax(-1.0f, fmin(1.0f, 1e30f * d));
}

// region: rows from s0 to s1, columns from s2 to s3, width, channels
LOOP void penalize(int kind, int8 region, float factor, __global const float *restrict values,
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
  add_up(sum, sums, partial, 0);
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

LOOP void vary(int kind, int8 shape, float per_unit, float straight, float diagonal, float factor,
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
  add_up(sum, sums, partial, 0);
}

// Pixels with a feature of its own each.
LOOP void meet_features(int kind, int count, int channels, float factor, __global const float *restrict values,
    int first, __global const float *restrict features, __global const float *restrict numbers, int first_number,
    __global const float *restrict mask, int first_share, int has_mask, __global float *restrict slopes,
    __global float2 *partial) {
  __local float2 sums[GROUP];
  float2 sum = (float2)(0, 0);
  for (int i = get_global_id(0); i < count; i += get_global_size(0)) {
    int pixel = i / channels;
    float feature = features[(int)numbers[first_number + pixel] * channels + i % channels];
    float share = has_mask ? mask[first_share + pixel] : 1;
    float v = values[first + i];
    float d = v - feature;
    sum = sum_of(sum, kind == PRODUCT ? product(v, feature) : (float2)(share * d * d, 0));
    slopes[first + i] += factor * (kind == PRODUCT ? feature : 2 * share * d);
  }
  add_up(sum, sums, partial, 0);
}

// Two sums: of squares and of absolutes of differences, or of products and of squares.
LOOP void measure(int kind, int count, __global const float *restrict xs, int first_x,
    __global const float *restrict ys, int first_y, __global float2 *partial) {
  __local float2 sums[GROUP];
  float2 first = (float2)(0, 0);
  float2 second = (float2)(0, 0);
  for (int i = get_global_id(0); i < count; i += get_global_size(0)) {
    float x = xs[first_x + i];
    float y = ys[first_y + i];
    float d = x - y;
    first = sum_of(first, kind == COSINE ? product(x, y) : product(d, d));
    second = sum_of(second, kind == COSINE ? product(x, x) : (float2)(fabs(d), 0));
  }
  add_up(first, sums, partial, 0);
  add_up(second, sums, partial, 1);
}

#define SMALLEST_SUM 1e-8f
#define SMALLEST_NORM 1e-12f

// The arrays may be one, so none is restricted.
__kernel void differentiate(int kind, int count, float factor, __global const float *xs, int first_x,
    __global const float *ys, int first_y, __global const float2 *sums, int index, __global float *slopes,
    int first_slope, int is_added) {
  int i = get_global_id(0);
  if (i >= count) {
    return;
  }
  float x = xs[first_x + i];
  float y = ys[first_y + i];
  float d = x - y;
  float slope = 2 * d;
  if (kind == SCALED_SQUARES) {
    float absolutes = sum_of(sums[index + 1], (float2)(SMALLEST_SUM, 0)).x;
    slope = slope / absolutes - sign_of(d) * (sums[index].x / absolutes / absolutes);
  } else if (kind == COSINE) {
    float norm = fmax(sqrt(sums[index + 1].x), SMALLEST_NORM);
    float2 part = quotient_of(sums[index], product(norm, norm));
    slope = (fma(-part.x, x, y) - part.y * x) / norm;
  }
  float before = is_added ? slopes[first_slope + i] : 0;
  slopes[first_slope + i] = before + factor * slope;
}

// A group for each row: the number of its largest value.
LOOP void find_largest(int columns, __global const float *restrict values, int first,
    __global const float *restrict offsets, int has_offsets, __global float *restrict numbers, int first_number) {
  __local float largest[GROUP];
  __local int places[GROUP];
  int l = get_local_id(0);
  int row = get_group_id(0);
  float most = -INFINITY;
  int place = columns;
  for (int i = l; i < columns; i += GROUP) {
    float value = values[first + row * columns + i] - (has_offsets ? offsets[i] : 0);
    if (value > most || place == columns) {
      most = value;
      place = i;
    }
  }
  largest[l] = most;
  places[l] = place;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int reach = GROUP / 2; reach > 0; reach /= 2) {
    if (l < reach) {
      float other = largest[l + reach];
      if (other > largest[l] || (other == largest[l] && places[l + reach] < places[l])) {
        largest[l] = other;
        places[l] = places[l + reach];
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (l == 0) {
    numbers[first_number + row] = places[0];
  }
}
