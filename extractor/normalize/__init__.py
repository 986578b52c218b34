"""Text -> value: money, percents, dates, stages of rounds, names of companies.

Pure functions and small readers: nothing here loads a file, parses a sentence or knows what a deal is. Readers of
open-ended wordings are built from a lexicon's ``entries`` (``MoneyReader``, ``StageReader``); what only law or
calendar changes (legal forms, months, numerals) stays in code, so that the keys stored in a database do not move
with a user's rules.

Finding is linear in the length of the text: every pattern looks at a bounded window.
"""
