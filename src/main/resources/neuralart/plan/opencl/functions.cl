// One of the functions of an activation's values, KIND, and its derivative; kinds as PixelFunction has them.

#define SELU_ALPHA 1.6732632423543772f
#define SELU_SCALE 1.0507009873554805f
#define ROOT_HALF 0.70710678118654752f
#define ROOT_TWO_BY_PI 0.79788456080286536f
#define TWO_BY_ROOT_PI 1.1283791670955126f
#define GELU_CUBE 0.044715f

float sigmoid(float x) {
  float e = exp(-fabs(x));
  return (x < 0 ? e : 1.0f) / (1 + e);
}

float softplus(float x) {
  return fmax(x, 0.0f) + log1p(exp(-fabs(x)));
}

float value(float x, float a, float b) {
  switch (KIND) {
    case RELU: return fmax(x, 0.0f);
    case PIECEWISE_RELU: return fmin(fmax(x, 0.0f), b) + a * fmin(x, 0.0f);
    case ELU: return x < 0 ? a * expm1(x) : x;
    case THRESHOLDED_RELU: return x > a ? x : 0;
    case SELU: return SELU_SCALE * (x < 0 ? SELU_ALPHA * expm1(x) : x);
    case SIGMOID: return sigmoid(x);
    case HARD_SIGMOID: return fmin(fmax(0.2f * x + 0.5f, 0.0f), 1.0f);
    case TANH: return tanh(x);
    case HARD_TANH: return fmin(fmax(x, -1.0f), 1.0f);
    case SOFTPLUS: return softplus(x);
    case SOFTSIGN: return x / (1 + fabs(x));
    case CUBE: return x * x * x;
    case SWISH: return x * sigmoid(x);
    case MISH: return x * tanh(softplus(x));
    case GELU: return x * sigmoid(1.702f * x);
    case SCALE: return a * x;
    case DIVIDE: return x / a;
    case SHIFT: return x + a;
    case NEGATIVE_PART: return fmin(x, 0.0f);
    case CLIP: return fmin(fmax(x, a), b);
    case POWER: return pow(x, a);
    case ABSOLUTE: return fabs(x);
    case EXPONENTIAL: return exp(x);
    case LOGARITHM: return log(x);
    case LEAKY: return x < 0 ? a * x : x;
    case EXPONENTIAL_LINEAR: return x < 0 ? a * expm1(x / b) : x;
    case HARD_SWISH: return x * fmin(fmax(a * x + b, 0.0f), 1.0f);
    case ERROR_FUNCTION: return erf(x);
    case ERROR_GELU: return 0.5f * x * erfc(-ROOT_HALF * x);
    case COSINE: return cos(x);
    case SINE: return sin(x);
    case TANH_GELU: return x * sigmoid(2 * ROOT_TWO_BY_PI * (x + GELU_CUBE * x * x * x));
    default: return x > 0 ? 1.0f : x < 0 ? -1.0f : 0.0f; // SIGN
  }
}

// By the output of the first two functions, by the input of the others.
float slope(float x, float a, float b) {
  float s = sigmoid(KIND == GELU ? 1.702f * x : x);
  switch (KIND) {
    case RELU: return x > 0 ? 1 : 0;
    case PIECEWISE_RELU: return x >= b ? 0 : x > 0 ? 1 : a;
    case ELU: return x < 0 ? a * exp(x) : 1;
    case THRESHOLDED_RELU: return x > a ? 1 : 0;
    case SELU: return SELU_SCALE * (x < 0 ? SELU_ALPHA * exp(x) : 1);
    case SIGMOID: return s * (1 - s);
    case HARD_SIGMOID: return x > -2.5f && x < 2.5f ? 0.2f : 0;
    case TANH: return 1 - tanh(x) * tanh(x);
    case HARD_TANH: return x >= -1 && x <= 1 ? 1 : 0;
    case SOFTPLUS: return s;
    case SOFTSIGN: return 1 / ((1 + fabs(x)) * (1 + fabs(x)));
    case CUBE: return 3 * x * x;
    case SWISH: return s + x * s * (1 - s);
    case MISH: {
      float t = tanh(softplus(x));
      return t + x * (1 - t * t) * s;
    }
    case CLIP: return x >= a && x <= b ? 1 : 0;
    case POWER: return a == 0 ? 0 : a * pow(x, a - 1);
    case ABSOLUTE: return x > 0 ? 1 : x < 0 ? -1 : 0;
    case EXPONENTIAL: return exp(x);
    case LOGARITHM: return 1 / x;
    case LEAKY: return x < 0 ? a : 1;
    case EXPONENTIAL_LINEAR: return x < 0 ? a / b * exp(x / b) : 1;
    case HARD_SWISH: {
      float gate = a * x + b;
      return gate <= 0 ? 0 : gate >= 1 ? 1 : gate + a * x;
    }
    case ERROR_FUNCTION: return TWO_BY_ROOT_PI * exp(-x * x);
    case ERROR_GELU: return 0.5f * erfc(-ROOT_HALF * x) + x * (0.5f * TWO_BY_ROOT_PI * ROOT_HALF) * exp(-0.5f * x * x);
    case TANH_GELU: {
      float gate = sigmoid(2 * ROOT_TWO_BY_PI * (x + GELU_CUBE * x * x * x));
      return gate + x * gate * (1 - gate) * (2 * ROOT_TWO_BY_PI) * (1 + 3 * GELU_CUBE * x * x);
    }
    default: return s + 1.702f * x * s * (1 - s); // GELU
  }
}

__kernel void map(int count, __global const float *x, __global float *y, float a, float b) {
  int i = get_global_id(0);
  if (i < count) {
    y[i] = value(x[i], a, b);
  }
}

__kernel void map_gradient(int count, __global const float *at, __global const float *gradient,
    __global float *target, float a, float b) {
  int i = get_global_id(0);
  if (i < count) {
    target[i] = gradient[i] * slope(at[i], a, b);
  }
}

// The gradient of a ReLU that may be redirected: flag[0] tells whether anything passes.
__kernel void clear_flag(__global int *flag) {
  flag[0] = 0;
}

__kernel void find_passing(int count, __global const float *output, __global const float *gradient,
    __global int *flag) {
  int i = get_global_id(0);
  if (i < count && output[i] > 0 && gradient[i] != 0) {
    flag[0] = 1;
  }
}

__kernel void pass_or_raise(int count, __global const float *output, __global float *gradient,
    __global const int *flag) {
  int i = get_global_id(0);
  if (i < count) {
    gradient[i] = flag[0] ? (output[i] > 0 ? gradient[i] : 0) : fmin(gradient[i], 0.0f);
  }
}
