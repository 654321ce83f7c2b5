"""Mail on the staff's desk: rules, addresses, what came back, and what people say is wrong."""

from letters import queues
from letters.admin import facts, letters, loop, postage, returns  # each module registers what it has

__all__ = ["facts", "letters", "loop", "postage", "queues", "returns"]
