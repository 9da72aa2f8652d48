"""The environments that the policies were trained in. Each holds many episodes side by side, one per row."""
import numpy as np


class CartPole:
    """The cart and pole of Barto, Sutton and Anderson (1983), with the usual constants and explicit Euler steps of 0.02 s.

    One point per step; it ends when the cart is 2.4 m or the pole 12 degrees away from the middle, or after 500 steps.
    """

    name = "cartpole"
    observation_labels = ["cart position (m)", "cart velocity (m/s)", "pole angle (rad)", "pole angular velocity (rad/s)"]
    action_labels = ["push left", "push right"]
    continuous = False
    scale = [1.0, 1.0, 10.0, 2.0]
    steps = 500
    seen = [0, 1, 2, 3]

    GRAVITY, CART_MASS, POLE_MASS, HALF_LENGTH, FORCE, SECONDS = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
    POSITION_LIMIT, ANGLE_LIMIT = 2.4, 12 * np.pi / 180

    def __init__(self, rows, random):
        self.rows, self.random = rows, random
        self.state, self.age = np.zeros((rows, 4)), np.zeros(rows, int)
        self.reset(np.ones(rows, bool))

    def reset(self, chosen):
        self.state[chosen] = self.random.uniform(-0.05, 0.05, (int(chosen.sum()), 4))
        self.age[chosen] = 0

    def observe(self):
        return self.state[:, self.seen].astype(np.float32)

    def step(self, action):
        """Rewards, which rows ended by the task, and which by the time limit."""
        position, velocity, angle, spin = self.state.T
        force = np.where(action == 1, self.FORCE, -self.FORCE)
        cosine, sine = np.cos(angle), np.sin(angle)
        mass = self.CART_MASS + self.POLE_MASS
        push = (force + self.POLE_MASS * self.HALF_LENGTH * spin**2 * sine) / mass
        angular = (self.GRAVITY * sine - cosine * push) / (self.HALF_LENGTH * (4 / 3 - self.POLE_MASS * cosine**2 / mass))
        linear = push - self.POLE_MASS * self.HALF_LENGTH * angular * cosine / mass
        self.state = np.stack([position + self.SECONDS * velocity, velocity + self.SECONDS * linear, angle + self.SECONDS * spin, spin + self.SECONDS * angular], 1)
        self.age += 1
        fallen = (np.abs(self.state[:, 0]) > self.POSITION_LIMIT) | (np.abs(self.state[:, 2]) > self.ANGLE_LIMIT)
        return np.ones(self.rows), fallen, (self.age >= self.steps) & ~fallen


class CartPolePositions(CartPole):
    """The same without velocities: where it is says too little, so one has to remember where it was."""

    name = "cartpole_pos"
    observation_labels = ["cart position (m)", "pole angle (rad)"]
    scale = [1.0, 10.0]
    seen = [0, 2]


class Dock:
    """A point mass in the plane with drag, to be brought to rest at the origin by a thrust of -1 to 1 in each direction. Our own equations."""

    name = "dock"
    observation_labels = ["position x", "position y", "velocity x", "velocity y"]
    action_labels = ["thrust x", "thrust y"]
    continuous = True
    scale = [1.0, 1.0, 1.0, 1.0]
    steps = 200

    SECONDS, THRUST, DRAG, LIMIT, PENALTY = 0.05, 2.0, 0.1, 5.0, 10.0

    def __init__(self, rows, random):
        self.rows, self.random = rows, random
        self.state, self.age = np.zeros((rows, 4)), np.zeros(rows, int)
        self.reset(np.ones(rows, bool))

    def reset(self, chosen):
        count = int(chosen.sum())
        self.state[chosen] = np.concatenate([self.random.uniform(-2, 2, (count, 2)), self.random.uniform(-0.5, 0.5, (count, 2))], 1)
        self.age[chosen] = 0

    def observe(self):
        return self.state.astype(np.float32)

    def step(self, action):
        thrust = np.clip(action, -1, 1)
        position, velocity = self.state[:, :2], self.state[:, 2:]
        reward, position, velocity = dock_step(position, velocity, thrust)
        self.state = np.concatenate([position, velocity], 1)
        self.age += 1
        lost = (np.abs(position) > self.LIMIT).any(1)
        return reward - self.PENALTY * lost, lost, (self.age >= self.steps) & ~lost


def dock_step(position, velocity, thrust):
    """Reward and what comes next; for arrays and for tensors alike, so that a gradient can go through it."""
    reward = -0.1 * ((position**2).sum(1) + 0.1 * (velocity**2).sum(1) + 0.01 * (thrust**2).sum(1))
    velocity = velocity + Dock.SECONDS * (Dock.THRUST * thrust - Dock.DRAG * velocity)
    return reward, position + Dock.SECONDS * velocity, velocity


class Recall:
    """Each of eight places is shown once with one of eight symbols, in random order; after a delay each place is asked for, in another order.

    Noise that looks like a place and its symbol is seen all through the delay. One point for each right answer; what is done at other times counts nothing.
    """

    name = "recall"
    PLACES, SYMBOLS, DELAY = 8, 8, 24
    observation_labels = ["shown now", "asked now", *(f"place {n + 1}" for n in range(8)), *(f"symbol {n + 1}" for n in range(8))]
    action_labels = [f"symbol {n + 1}" for n in range(8)]
    continuous = False
    scale = [6.0] * 18
    steps = 8 + 24 + 8

    def __init__(self, rows, random):
        self.rows, self.random, self.at = rows, random, 0
        self.observations, self.answers = recall_episodes(rows, random)

    def observe(self):
        return self.observations[self.at]

    def step(self, action):
        asked = self.observations[self.at][:, 1] == 1
        reward = (asked & (action == self.answers[self.at])).astype(float)
        self.at += 1
        return reward, np.zeros(self.rows, bool), np.full(self.rows, self.at >= self.steps)


def recall_episodes(rows, random, cues=Recall.PLACES, delay=Recall.DELAY):
    """Observations [step, row, number] and right answers [step, row] of whole episodes with so many cues."""
    places, symbols = Recall.PLACES, Recall.SYMBOLS
    order = np.argsort(random.random((rows, places)), 1)[:, :cues]
    asked = np.take_along_axis(order, np.argsort(random.random((rows, cues)), 1), 1)
    meaning = random.integers(0, symbols, (rows, places))
    noise = random.integers(0, places, (rows, delay)), random.integers(0, symbols, (rows, delay))
    place = np.concatenate([order, noise[0], asked], 1).T
    symbol = np.concatenate([np.take_along_axis(meaning, order, 1), noise[1], np.take_along_axis(meaning, asked, 1)], 1).T
    steps = cues + delay + cues
    showing, asking = np.arange(steps) < cues, np.arange(steps) >= cues + delay
    observations = np.zeros((steps, rows, 2 + places + symbols), np.float32)
    observations[showing, :, 0] = 1
    observations[asking, :, 1] = 1
    observations[..., 2 : 2 + places] = np.eye(places)[place]
    observations[~asking, :, 2 + places :] = np.eye(symbols)[symbol[~asking]]
    return observations, symbol


ENVIRONMENTS = {environment.name: environment for environment in (CartPole, CartPolePositions, Dock, Recall)}
