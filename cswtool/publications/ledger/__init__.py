"""The ledger: what every edition showed or hid, the figures behind it, and how they hang together.

Pure: no database and no page. `kept` is what is stored of one edition, `sealing` how; `figures`
gives every figure one name whichever edition prints it; `crossing` says what an outsider knows to
hold between editions; `problem` puts them together for the disclosure engine.
"""
