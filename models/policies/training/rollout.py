"""Playing whole episodes with a policy, and forgetting on purpose."""
import numpy as np
import torch


@torch.no_grad()
def play(policy, environment, episodes, seed, forget=()):
    """Returns of that many episodes with the likeliest actions, and the mean pressure after each step. `forget` names state that is zeroed before each step."""
    world = environment(episodes, np.random.default_rng(seed))
    hidden, memory = policy.fresh(episodes)
    running, returns, pressures = np.ones(episodes, bool), np.zeros(episodes), []
    while running.any():
        hidden = torch.zeros_like(hidden) if "hidden" in forget else hidden
        memory = torch.zeros_like(memory) if "memory" in forget else memory
        action, _, hidden, memory = policy(torch.from_numpy(world.observe()), hidden, memory)
        reward, ended, cut = world.step(action.numpy() if environment.continuous else action.argmax(-1).numpy())
        returns += reward * running
        running &= ~(ended | cut)
        pressures.append(policy.pressure(memory).mean().item())
    return returns, pressures
