# without: _decimal
from decimal import Decimal

Decimal("1.2.3")
