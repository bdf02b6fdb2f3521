"""ジェノグラム, エコマップ, 家族年表: the household of a case in pictures and years."""
