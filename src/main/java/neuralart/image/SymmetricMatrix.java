package neuralart.image;

/**
 * A small, symmetric, positive matrix with its powers.
 *
 * @param values rows of the matrix, not copied
 */
record SymmetricMatrix(double[][] values) {
  /** Rotations after which a matrix of a few rows is diagonal to double precision. */
  private static final int SWEEPS = 30;

  /** {@code S M S} for this matrix {@code S}. */
  SymmetricMatrix around(SymmetricMatrix middle) {
    return new SymmetricMatrix(multiply(multiply(values, middle.values), values));
  }

  /** The matrix with the same eigenvectors, and with the powers of the eigenvalues. */
  SymmetricMatrix power(double exponent) {
    int n = values.length;
    double[][] a = new double[n][];
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = values[i].clone();
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, vectors, p, q);
        }
      }
    }
    double[][] result = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          double value = Math.pow(Math.max(a[k][k], Double.MIN_NORMAL), exponent);
          result[i][j] += vectors[i][k] * value * vectors[j][k];
        }
      }
    }
    return new SymmetricMatrix(result);
  }

  /** Jacobi's rotation, which makes one pair of values zero. */
  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double angle = 0.5 * Math.atan2(2 * a[p][q], a[p][p] - a[q][q]);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (double[] row : a) {
      turn(row, p, q, cos, sin);
    }
    for (int k = 0; k < a.length; k++) {
      double first = a[p][k];
      a[p][k] = cos * first + sin * a[q][k];
      a[q][k] = cos * a[q][k] - sin * first;
    }
    for (double[] row : vectors) {
      turn(row, p, q, cos, sin);
    }
  }

  private static void turn(double[] row, int p, int q, double cos, double sin) {
    double first = row[p];
    row[p] = cos * first + sin * row[q];
    row[q] = cos * row[q] - sin * first;
  }

  private static double[][] multiply(double[][] a, double[][] b) {
    int n = a.length;
    double[][] product = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
