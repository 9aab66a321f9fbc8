"""k-means on a plane, and how well its groups stand apart.

Lloyd's algorithm (IEEE Trans. Inf. Theory 28(2), 1982) from given centres; Rousseeuw's silhouette (J. Comput. Appl.
Math. 20, 1987). Points and centres are arrays of shape (n, 2).
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.intp]

MOST_ROUNDS = 100
"""Rounds of k-means; a room of people settles in ten."""


def k_means(points: Points, start: Points, weights: Points | None = None) -> tuple[Labels, Points]:
    """The group of each point, and the groups' centres; a group that nobody is in keeps its centre.

    ``start`` are the centres to begin with, one for each group, ``weights`` how many people stand at each point.
    """
    weights = np.ones(len(points)) if weights is None else weights
    centres = start.copy()
    labels = _nearest(points, centres)
    for _ in range(MOST_ROUNDS):
        for group in range(len(centres)):
            inside = labels == group
            if inside.any():
                centres[group] = np.average(points[inside], axis=0, weights=weights[inside])
        moved = _nearest(points, centres)
        if (moved == labels).all():
            break
        labels = moved
    return labels, centres


def starts(points: Points, count: int, known: Iterable[tuple[float, float]] = ()) -> Points:
    """``count`` centres to start from: those that are known, then always the point farthest from all so far.

    Of more known ones than wanted, the two that are nearest to each other become one until they are as many.
    """
    centres = [np.array(centre, dtype=float) for centre in known]
    while len(centres) > count:
        pairs = [(float(np.hypot(*(a - b))), i, j) for i, a in enumerate(centres) for j, b in enumerate(centres[:i])]
        _, i, j = min(pairs)
        centres[j] = (centres[i] + centres[j]) / 2
        del centres[i]
    if not centres:
        middle = points.mean(axis=0)
        centres.append(points[np.argmax(((points - middle) ** 2).sum(axis=1))])
    while len(centres) < count:
        nearest = np.min([((points - centre) ** 2).sum(axis=1) for centre in centres], axis=0)
        centres.append(points[np.argmax(nearest)])
    return np.array(centres)


def silhouette(points: Points, labels: Labels) -> float:
    """The mean silhouette, -1 to 1; 0 where there is one group only. A group of one person counts 0."""
    groups = np.unique(labels)
    if len(groups) < 2:
        return 0.0
    across, down = (points[:, axis, None] - points[:, axis] for axis in (0, 1))
    apart = np.sqrt(across * across + down * down)
    inside_of = (labels[:, None] == groups).astype(float)
    sizes = inside_of.sum(axis=0)
    to_groups = apart @ inside_of
    own = np.searchsorted(groups, labels)
    rows = np.arange(len(points))
    alone = sizes[own] == 1
    inside = to_groups[rows, own] / np.maximum(sizes[own] - 1, 1)
    others = to_groups / sizes
    others[rows, own] = np.inf
    outside = others.min(axis=1)
    widest = np.maximum(inside, outside)
    values = np.where(alone | (widest == 0), 0.0, (outside - inside) / np.where(widest == 0, 1.0, widest))
    return float(values.mean())


def _nearest(points: Points, centres: Points) -> Labels:
    labels: Labels = ((points[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
    return labels
