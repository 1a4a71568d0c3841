"""Where PyTorch's Adam gets to on the chained Rosenbrock function.

Runs in double precision from fixed starts that float32 can hold, and prints one line of
JSON: a list of runs with their start, step, betas, iterations and end.
"""

import json

import torch

SETTINGS = ((0.02, 0.9, 0.999), (0.05, 0.9, 0.99), (0.01, 0.0, 0.5))
SIZE = 12
ITERATIONS = 60


def rosenbrock(x):
    return ((1 - x[:-1]) ** 2 + 100 * (x[1:] - x[:-1] ** 2) ** 2).sum()


def run(step, beta1, beta2):
    start = torch.linspace(-1.5, 1.5, SIZE).double()
    x = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([x], lr=step, betas=(beta1, beta2))
    for _ in range(ITERATIONS):
        optimizer.zero_grad()
        rosenbrock(x).backward()
        optimizer.step()
    return {
        "start": start.tolist(),
        "step": step,
        "beta1": beta1,
        "beta2": beta2,
        "iterations": ITERATIONS,
        "end": x.tolist(),
    }


if __name__ == "__main__":
    print(json.dumps([run(*setting) for setting in SETTINGS]))
