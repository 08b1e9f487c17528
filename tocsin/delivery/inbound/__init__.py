"""Mail that comes back: returned letters, complaints, automatic replies and replies."""

from tocsin.delivery.inbound.receive import Received as Received
from tocsin.delivery.inbound.receive import receive as receive
