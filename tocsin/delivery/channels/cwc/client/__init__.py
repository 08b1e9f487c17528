"""A client of Communicating With Congress: messages as data, XML 2.0, both gateways. Knows nothing of Django.

gateway = Gateway(Endpoint.official(SENATE, key="…", test=True))
answer = gateway.post(write(Message(…)))
judge(answer)        # Verdict.TAKEN, REFUSED, LATER, UNSURE, REPEATED or CLOSED
"""

from tocsin.delivery.channels.cwc.client.codes import HOUSE as HOUSE
from tocsin.delivery.channels.cwc.client.codes import PREFIXES as PREFIXES
from tocsin.delivery.channels.cwc.client.codes import SENATE as SENATE
from tocsin.delivery.channels.cwc.client.codes import TOPICS as TOPICS
from tocsin.delivery.channels.cwc.client.codes import chamber_of as chamber_of
from tocsin.delivery.channels.cwc.client.codes import office_code as office_code
from tocsin.delivery.channels.cwc.client.codes import prefix_of as prefix_of
from tocsin.delivery.channels.cwc.client.endpoint import Endpoint as Endpoint
from tocsin.delivery.channels.cwc.client.errors import Problem as Problem
from tocsin.delivery.channels.cwc.client.errors import UnwritableError as UnwritableError
from tocsin.delivery.channels.cwc.client.model import Agent as Agent
from tocsin.delivery.channels.cwc.client.model import Bill as Bill
from tocsin.delivery.channels.cwc.client.model import Constituent as Constituent
from tocsin.delivery.channels.cwc.client.model import Message as Message
from tocsin.delivery.channels.cwc.client.model import Organization as Organization
from tocsin.delivery.channels.cwc.client.rules import problems as problems
from tocsin.delivery.channels.cwc.client.transport import Answer as Answer
from tocsin.delivery.channels.cwc.client.transport import Gateway as Gateway
from tocsin.delivery.channels.cwc.client.transport import NoAnswerError as NoAnswerError
from tocsin.delivery.channels.cwc.client.transport import Office as Office
from tocsin.delivery.channels.cwc.client.verdict import Verdict as Verdict
from tocsin.delivery.channels.cwc.client.verdict import judge as judge
from tocsin.delivery.channels.cwc.client.windows import closed_for as closed_for
from tocsin.delivery.channels.cwc.client.xml import validate as validate
from tocsin.delivery.channels.cwc.client.xml import write as write
