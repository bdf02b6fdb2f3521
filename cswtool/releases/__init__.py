"""外に出す文章: checked by the text gate, looked at by a second person, released."""
