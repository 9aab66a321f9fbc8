"""The little linear algebra that teaching needs, for at most some dozens of unknowns. Pure."""

import math
from collections.abc import Sequence


def inverse(matrix: Sequence[Sequence[float]]) -> tuple[list[list[float]], float]:
    """The inverse of a positive definite matrix and the logarithm of its determinant.

    By Gauss and Jordan; such a matrix needs no choosing of rows.
    """
    determinant = 0.0
    size = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for i in range(size):
        scale = rows[i][i]
        determinant += math.log(scale)
        rows[i] = [value / scale for value in rows[i]]
        for j in range(size):
            if j != i:
                factor = rows[j][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[size:] for row in rows], determinant
