"""Mail on the staff's desk: rules, addresses, what came back, and what people say is wrong."""

from letters import queues
from letters.admin import (  # each module registers what it has
    facts,
    incoming,
    letters,
    loop,
    postage,
    returns,
)

__all__ = ["facts", "incoming", "letters", "loop", "postage", "queues", "returns"]
