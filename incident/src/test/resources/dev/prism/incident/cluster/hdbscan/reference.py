"""Writes reference.csv: points of our own and what the Python package hdbscan makes of them.

    pip install hdbscan==0.8.44 && python reference.py > reference.csv

Columns: x0 to x3; label and strength at 5/3 (min_cluster_size/min_samples); label at 2/1; the largest soft
membership at 5/3 and its cluster's label.
"""
import hdbscan
import numpy as np

rng = np.random.default_rng(20261127)
parts = [rng.normal(c, s, (n, 4)) for c, s, n in [
    ([0, 0, 0, 0], 0.30, 60), ([4, 0, 0, 1], 0.80, 50), ([0, 4, 1, 0], 0.15, 25), ([0.9, 4, 1, 0], 0.15, 12),
    ([-3, -3, 2, 2], 0.50, 40)]]
parts.append(rng.uniform(-6, 7, (70, 4)))
points = rng.permutation(np.vstack(parts)).round(4)


def run(size, samples):
    return hdbscan.HDBSCAN(min_cluster_size=size, min_samples=samples, algorithm="prims_kdtree",
                           approx_min_span_tree=False, prediction_data=True).fit(points)


five, two = run(5, 3), run(2, 1)
soft = hdbscan.all_points_membership_vectors(five)
print("x0,x1,x2,x3,label,strength,fine,share,nearest")
for i, p in enumerate(points):
    print(",".join([*(f"{x:.4f}" for x in p), str(five.labels_[i]), f"{five.probabilities_[i]:.6f}",
                    str(two.labels_[i]), f"{soft[i].max():.6f}", str(int(soft[i].argmax()))]))
