"""次の対応: what is to be done next, by whom, until when."""
