"""行き先と帰着確認: who is out, to be back by when, and whether they came back."""
