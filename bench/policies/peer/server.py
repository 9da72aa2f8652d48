"""The CyborgMind document built by hand with FastAPI, uvicorn and torch: what the product is measured against.

One process with its agents in memory, bearer authentication, validated bodies, typed answers and Prometheus metrics. The weights are those of the same ONNX
file, traced and frozen by torch.

    POLICY=models/policies/cartpole/1 /usr/bin/python3 -m uvicorn --app-dir bench/policies/peer server:app \
        --host 127.0.0.1 --port 8201 --loop uvloop --http httptools --ws websockets --no-access-log
"""
import hmac
import os
import sys
import time
from pathlib import Path
from typing import List, Optional

import torch
from fastapi import Depends, FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from fastapi.responses import PlainTextResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from pydantic import BaseModel

PROJECT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(PROJECT / "models/policies/training"))
sys.dont_write_bytecode = True

from export import Exported, read_version  # noqa: E402

TOKEN = "cyborg-secret-v2"

torch.set_num_threads(1)
torch.set_grad_enabled(False)
policy = read_version(os.environ.get("POLICY", PROJECT / "models/policies/cartpole/1"))
LENGTH = policy.sizes.observation
network = torch.jit.freeze(torch.jit.trace(Exported(policy).eval(), (torch.zeros(2, LENGTH), *policy.fresh(2)), check_inputs=[(torch.zeros(1, LENGTH), *policy.fresh(1))]))
for rows in (1, 2, 64):
    for _ in range(20):  # what torch compiles it compiles in the first runs
        network(torch.zeros(rows, LENGTH), *policy.fresh(rows))

agents = {"default": policy.fresh(1)}
registry = CollectorRegistry()
requests = Counter("request_count", "Total requests by endpoint", ["endpoint", "status"], registry=registry)
latency = Histogram("request_latency_seconds", "Request latency", ["endpoint"], registry=registry)
counted = {path: (requests.labels(path, "success"), requests.labels(path, "error"), latency.labels(path)) for path in ("/step", "/step_batch", "/reset", "/stream")}

app = FastAPI()
bearer = HTTPBearer()


def authenticated(credentials: HTTPAuthorizationCredentials = Depends(bearer)):
    if not hmac.compare_digest(credentials.credentials.encode(), TOKEN.encode()):
        raise HTTPException(403, "Invalid authentication token")


class Measured:
    """Counts and times one request."""

    def __init__(self, path):
        self.success, self.error, self.latency = counted[path]

    def __enter__(self):
        self.began = time.perf_counter()

    def __exit__(self, kind, *_):
        (self.success if kind is None else self.error).inc()
        self.latency.observe(time.perf_counter() - self.began)


class ResetRequest(BaseModel):
    agent_id: str = "default"


class StepRequest(BaseModel):
    observation: List[float]
    agent_id: str = "default"
    deterministic: bool = False


class StepReply(BaseModel):
    action: int
    value: float
    log_prob: float
    agent_id: str


class BatchRequest(BaseModel):
    observations: List[List[float]]
    agent_ids: Optional[List[str]] = None
    deterministic: bool = False


class BatchReply(BaseModel):
    actions: List[int]
    values: List[float]
    log_probs: List[float]
    agent_ids: List[str]


def check_length(observation):
    if len(observation) != LENGTH:
        raise HTTPException(400, f"Expected observation of length {LENGTH}, got {len(observation)}")


def act(observations, hidden, memory, deterministic):
    logits, value, hidden, memory, pressure = network(torch.tensor(observations), hidden, memory)
    log_probs = torch.log_softmax(logits, -1)
    action = logits.argmax(-1) if deterministic else torch.multinomial(log_probs.exp(), 1)[:, 0]
    return action.tolist(), value.tolist(), log_probs.gather(1, action[:, None])[:, 0].tolist(), hidden, memory, pressure.tolist()


@app.post("/reset", dependencies=[Depends(authenticated)])
async def reset(request: ResetRequest):
    with Measured("/reset"):
        agents[request.agent_id] = policy.fresh(1)
        return {"message": "Agent state reset", "agent_id": request.agent_id, "state": {"hidden": "initialized", "memory": "initialized"}}


@app.post("/step", response_model=StepReply, dependencies=[Depends(authenticated)])
async def step(request: StepRequest):
    with Measured("/step"):
        check_length(request.observation)
        state = agents.get(request.agent_id)
        if state is None:
            raise HTTPException(400, f"Agent '{request.agent_id}' not initialized. Call /reset first.")
        actions, values, log_probs, hidden, memory, _ = act([request.observation], *state, request.deterministic)
        agents[request.agent_id] = hidden, memory
        return StepReply(action=actions[0], value=values[0], log_prob=log_probs[0], agent_id=request.agent_id)


@app.post("/step_batch", response_model=BatchReply, dependencies=[Depends(authenticated)])
async def step_batch(request: BatchRequest):
    with Measured("/step_batch"):
        for observation in request.observations:
            check_length(observation)
        ids = request.agent_ids or [f"batch_{row}" for row in range(len(request.observations))]
        states = [agents.get(id) or policy.fresh(1) for id in ids]
        hidden, memory = (torch.cat(parts) for parts in zip(*states))
        actions, values, log_probs, hidden, memory, _ = act(request.observations, hidden, memory, request.deterministic)
        if request.agent_ids is not None:
            agents.update(zip(ids, zip(hidden.split(1), memory.split(1))))
        return BatchReply(actions=actions, values=values, log_probs=log_probs, agent_ids=ids)


@app.websocket("/stream")
async def stream(socket: WebSocket):
    await socket.accept()
    state = policy.fresh(1)
    try:
        while True:
            message = await socket.receive_json()
            with Measured("/stream"):
                if not hmac.compare_digest(str(message.get("token")).encode(), TOKEN.encode()):
                    reply = {"action": None, "value": None, "pressure": None, "error": "Authentication failed: Invalid authentication token"}
                else:
                    actions, values, _, *state, pressures = act([message["observation"]], *state, message.get("deterministic", True))
                    reply = {"action": actions[0], "value": values[0], "pressure": pressures[0], "error": None}
            await socket.send_json(reply)
    except WebSocketDisconnect:
        pass


@app.get("/health")
async def health():
    return {"status": "healthy"}


@app.get("/metrics", response_class=PlainTextResponse)
async def metrics():
    return generate_latest(registry).decode()
