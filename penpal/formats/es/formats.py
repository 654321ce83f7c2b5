"""Spanish as it is written in the United States and Mexico: 1,234.5. The rest is as Django has it for Spanish."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
