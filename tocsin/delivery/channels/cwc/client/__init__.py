"""A client of Communicating With Congress: messages as data, XML 2.0, both gateways. Knows nothing of Django.

gateway = Gateway(Endpoint.official(SENATE, key="…", test=True))
answer = gateway.post(write(Message(…)))
judge(answer)        # Verdict.TAKEN, REFUSED, LATER, UNSURE, REPEATED or CLOSED
"""

from .codes import HOUSE as HOUSE
from .codes import PREFIXES as PREFIXES
from .codes import SENATE as SENATE
from .codes import TOPICS as TOPICS
from .codes import chamber_of as chamber_of
from .codes import office_code as office_code
from .codes import prefix_of as prefix_of
from .endpoint import Endpoint as Endpoint
from .errors import Problem as Problem
from .errors import UnwritableError as UnwritableError
from .model import Agent as Agent
from .model import Bill as Bill
from .model import Constituent as Constituent
from .model import Message as Message
from .model import Organization as Organization
from .rules import problems as problems
from .transport import Answer as Answer
from .transport import Gateway as Gateway
from .transport import NoAnswerError as NoAnswerError
from .transport import Office as Office
from .verdict import Verdict as Verdict
from .verdict import judge as judge
from .windows import closed_for as closed_for
from .xml import validate as validate
from .xml import write as write
